//! `releases.csv`: the deliveries of a source that we loaded.

use super::cells::Cells;
use super::table::{Known, Table};
use crate::domain::NodeKind;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::release;
use crate::store::id::{Id, SourceId};
use crate::store::upsert::{self, Outcome};

pub struct Releases;

impl Table for Releases {
    const FILE: &'static str = "releases.csv";
    const COLUMNS: &'static [&'static str] = &["source", "label"];

    type Draft = release::Model;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, release::Model), Fault> {
        let source_id = known.origin(cells)?.id;
        let label = cells.required("label")?.to_owned();
        let key = format!("{source_id:?} {label}");
        let row = release::Model {
            id: Id::UNSET,
            source_id,
            label,
            loaded_at: known.now,
        };
        Ok((key, row))
    }

    async fn write(
        batch: &mut Batch<'_>,
        rows: Vec<release::Model>,
    ) -> Result<Vec<Fate>, IngestError> {
        let sources: Vec<SourceId> = rows.iter().map(|row| row.source_id).collect();
        let written = upsert::upsert_scoped::<release::Entity>(batch.tx, rows).await?;
        for ((_, outcome), source) in written.iter().zip(sources) {
            if *outcome != Outcome::Unchanged {
                batch.changes.updated(NodeKind::Source, source);
            }
        }
        Ok(written
            .into_iter()
            .map(|(_, outcome)| Fate::Stored(outcome))
            .collect())
    }
}
