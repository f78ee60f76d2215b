//! `biographies.csv`: what doctors say of themselves, a row a language.

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::locale::Locale;
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::biography;
use crate::store::id::Id;

pub struct Biographies;

impl Table for Biographies {
    const FILE: &'static str = "biographies.csv";
    const COLUMNS: &'static [&'static str] = &["doctor", "locale", "text"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<biography::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Self::Draft), Fault> {
        let owner = Owner::doctor(cells)?;
        let row = biography::Model {
            id: Id::UNSET,
            doctor_id: Id::UNSET,
            locale: cells.required_parsed::<Locale>("locale")?.to_string(),
            text: cells.required("text")?.to_owned(),
        };
        let key = format!("{} {}", owner.key(), row.locale);
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let planned = drafts.into_iter().map(Ok).collect();
        parts::write::<biography::Entity>(batch, planned, |row, id| row.doctor_id = Id::new(id))
            .await
    }
}
