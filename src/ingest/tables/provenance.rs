//! `provenance.csv` and `source_views.csv`: which source says what of a record.

use std::collections::HashMap;

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::closed::Closed;
use crate::domain::{FieldGroup, NodeKind, RejectReason};
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::Text;
use crate::store::entity::{provenance, release, source_view};
use crate::store::id::{Id, SourceId};
use crate::store::upsert;

pub struct Provenance;
pub struct SourceViews;

const KINDS: [NodeKind; 3] = [NodeKind::Doctor, NodeKind::Clinic, NodeKind::Role];

pub struct Released {
    draft: Draft<provenance::Model>,
    release: Option<String>,
}

impl Table for Provenance {
    const FILE: &'static str = "provenance.csv";
    const COLUMNS: &'static [&'static str] =
        &["kind", "slug", "field_group", "source", "release", "as_of"];
    const BATCH: usize = usize::MAX;

    type Draft = Released;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Released), Fault> {
        let owner = Owner::node(cells, &KINDS)?;
        let group: FieldGroup = cells.required_one_of("field_group")?;
        let source_id = known.origin(cells)?.id;
        let row = provenance::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            field_group: Text(group),
            source_id,
            release_id: None,
            as_of: cells.date("as_of")?,
        };
        let key = format!("{} {} {source_id:?}", owner.key(), group.spelling());
        let released = Released {
            draft: Draft { owner, row },
            release: cells.owned("release"),
        };
        Ok((key, released))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Released>) -> Result<Vec<Fate>, IngestError> {
        let mut labels: HashMap<SourceId, Vec<String>> = HashMap::new();
        for released in &drafts {
            let source = released.draft.row.source_id;
            labels
                .entry(source)
                .or_default()
                .extend(released.release.clone());
        }
        let mut releases = HashMap::new();
        for (source, labels) in labels {
            let scope = Some((release::Column::SourceId, source.into()));
            let ids = upsert::ids_by_key::<release::Entity>(batch.tx, scope, &labels).await?;
            releases.insert(source, ids);
        }
        let planned = drafts
            .into_iter()
            .map(|Released { mut draft, release }| {
                if let Some(label) = release {
                    let of_source = releases.get(&draft.row.source_id);
                    let id = of_source.and_then(|ids| ids.get(&label));
                    draft.row.release_id = Some(*id.ok_or_else(|| {
                        Fault::new(
                            RejectReason::UnknownReference,
                            "release is not the label of a release of the source",
                        )
                    })?);
                }
                Ok(draft)
            })
            .collect();
        parts::write::<provenance::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}

impl Table for SourceViews {
    const FILE: &'static str = "source_views.csv";
    const COLUMNS: &'static [&'static str] = &["kind", "slug", "field", "source", "value", "as_of"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<source_view::Model>;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault> {
        let owner = Owner::node(cells, &KINDS)?;
        let field = cells.required("field")?.to_owned();
        if !is_field(&field) {
            return Err(Fault::invalid(
                "field",
                "the name of a field, such as phone or address.street",
            ));
        }
        let source_id = known.origin(cells)?.id;
        let key = format!("{} {field} {source_id:?}", owner.key());
        let row = source_view::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            field,
            source_id,
            value: cells.required("value")?.to_owned(),
            as_of: cells.date("as_of")?,
        };
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<source_view::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}

/// Names as GraphQL writes them, from the record down.
fn is_field(path: &str) -> bool {
    path.split('.').all(|name| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
