//! `hours.csv`: when a clinic is open, and when a doctor is there, in local time.

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::closed::Closed;
use crate::domain::{NodeKind, Weekday};
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::Text;
use crate::store::entity::opening_hours;
use crate::store::id::Id;

pub struct Hours;

impl Table for Hours {
    const FILE: &'static str = "hours.csv";
    const COLUMNS: &'static [&'static str] = &["clinic", "doctor", "weekday", "opens", "closes"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<opening_hours::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Self::Draft), Fault> {
        let owner = match cells.optional("doctor") {
            Some(_) => Owner::role(cells)?,
            None => Owner {
                column: "clinic",
                kind: NodeKind::Clinic,
                slug: cells.required("clinic")?.to_owned(),
            },
        };
        let weekday: Weekday = cells.required_one_of("weekday")?;
        let (opens, closes) = (cells.time("opens")?, cells.time("closes")?);
        if closes <= opens {
            return Err(Fault::invalid(
                "closes",
                "after opens; hours past midnight are a row of the next day",
            ));
        }
        let row = opening_hours::Model {
            id: Id::UNSET,
            node_kind: Text(owner.kind),
            node_id: 0,
            weekday: Text(weekday),
            opens,
            closes,
        };
        let key = format!("{} {} {opens}", owner.key(), weekday.spelling());
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<opening_hours::Entity>(batch, planned, |row, id| row.node_id = id).await
    }
}
