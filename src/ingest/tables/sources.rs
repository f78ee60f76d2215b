//! `sources.csv`: who publishes the records, and under which licence.

use super::cells::Cells;
use super::table::{Known, Table, slug};
use crate::domain::NodeKind;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::source;
use crate::store::id::Id;
use crate::store::upsert;

pub struct Sources;

impl Table for Sources {
    const FILE: &'static str = "sources.csv";
    const COLUMNS: &'static [&'static str] = &[
        "slug",
        "name",
        "url",
        "licence",
        "attribution",
        "accuracy",
        "demonstration",
    ];

    type Draft = source::Model;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, source::Model), Fault> {
        let slug = slug(cells)?;
        let row = source::Model {
            id: Id::UNSET,
            slug: slug.clone(),
            name: cells.required("name")?.to_owned(),
            url: cells.owned("url"),
            licence: cells.required("licence")?.to_owned(),
            attribution: cells.required("attribution")?.to_owned(),
            accuracy: cells.owned("accuracy"),
            demonstration: cells.flag("demonstration")?,
        };
        Ok((slug, row))
    }

    async fn write(
        batch: &mut Batch<'_>,
        rows: Vec<source::Model>,
    ) -> Result<Vec<Fate>, IngestError> {
        let written = upsert::upsert::<source::Entity>(batch.tx, rows).await?;
        for (id, outcome) in &written {
            batch.note(NodeKind::Source, *id, *outcome);
        }
        Ok(written
            .into_iter()
            .map(|(_, outcome)| Fate::Stored(outcome))
            .collect())
    }
}
