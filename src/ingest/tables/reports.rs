//! `reports.csv`: problems with records that somebody told.

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::NodeKind;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::Text;
use crate::store::entity::report;
use crate::store::id::Id;

pub struct Reports;

impl Table for Reports {
    const FILE: &'static str = "reports.csv";
    const COLUMNS: &'static [&'static str] = &["kind", "slug", "problem", "state", "reported_on"];
    const BATCH: usize = usize::MAX;
    const MAY_REPEAT: bool = true;

    type Draft = Draft<report::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Self::Draft), Fault> {
        let kinds = [NodeKind::Doctor, NodeKind::Clinic, NodeKind::Role];
        let owner = Owner::node(cells, &kinds)?;
        let row = report::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            problem: Text(cells.required_one_of("problem")?),
            state: Text(cells.required_one_of("state")?),
            reported_on: cells.required_date("reported_on")?,
            told_here: None,
            note: None,
            resolution: None,
            resolved_on: None,
        };
        Ok((owner.key(), Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<report::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}
