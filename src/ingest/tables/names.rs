//! `codes.csv`, `labels.csv` and `identifiers.csv`: what records are known by.

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::code::{self as systems, canonical_system};
use crate::domain::fold::fold;
use crate::domain::locale::Locale;
use crate::domain::npi::Npi;
use crate::domain::{LabelKind, LicenceClass, NodeKind};
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::Text;
use crate::store::entity::{code, identifier, label};
use crate::store::id::Id;
use crate::store::named;

pub struct Codes;
pub struct Labels;
pub struct Identifiers;

impl Table for Codes {
    const FILE: &'static str = "codes.csv";
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "slug",
        "system",
        "value",
        "display",
        "licence_class",
    ];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<code::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Draft<code::Model>), Fault> {
        let owner = Owner::node(cells, &named::SLUGGED)?;
        let row = code::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            system: canonical_system(cells.required("system")?).to_owned(),
            value: cells.required("value")?.to_owned(),
            display: cells.owned("display"),
            licence_class: Text(cells.required_one_of::<LicenceClass>("licence_class")?),
        };
        let key = format!("{} {} {}", owner.key(), row.system, row.value);
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Draft<code::Model>>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<code::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}

impl Table for Labels {
    const FILE: &'static str = "labels.csv";
    const COLUMNS: &'static [&'static str] = &["kind", "slug", "locale", "label_kind", "text"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<label::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Draft<label::Model>), Fault> {
        let owner = Owner::node(cells, &named::SLUGGED)?;
        let text = cells.required("text")?.to_owned();
        let text_key = fold(&text);
        if text_key.is_empty() {
            return Err(Fault::invalid("text", "at least one letter or digit"));
        }
        let row = label::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            locale: cells.required_parsed::<Locale>("locale")?.to_string(),
            kind: Text(cells.required_one_of::<LabelKind>("label_kind")?),
            text,
            text_key,
        };
        let key = format!("{} {} {}", owner.key(), row.locale, row.text_key);
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Draft<label::Model>>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<label::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}

impl Table for Identifiers {
    const FILE: &'static str = "identifiers.csv";
    const COLUMNS: &'static [&'static str] = &["kind", "slug", "system", "value"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<identifier::Model>;

    fn read(
        cells: &Cells<'_>,
        _known: &Known,
    ) -> Result<(String, Draft<identifier::Model>), Fault> {
        let owner = Owner::node(cells, &[NodeKind::Doctor, NodeKind::Clinic])?;
        let system = canonical_system(cells.required("system")?);
        if !system.contains(':') {
            return Err(Fault::invalid(
                "system",
                format!("the URI of a system, such as {}", systems::NPI),
            ));
        }
        let value = match (system, cells.required("value")?) {
            (systems::NPI, value) => value.parse::<Npi>().map_err(Fault::npi)?.to_string(),
            (_, value) => value.to_owned(),
        };
        let row = identifier::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            system: system.to_owned(),
            value,
        };
        let key = format!("{} {} {}", owner.key(), row.system, row.value);
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Draft<identifier::Model>>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<identifier::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}
