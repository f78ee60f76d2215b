//! `qualifications.csv`: degrees, certificates and licences of doctors, in the order in which they
//! are shown.

use std::collections::HashMap;

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::closed::Closed;
use crate::domain::region::Region;
use crate::domain::{QualificationKind, QualificationStatus};
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::Text;
use crate::store::entity::qualification;
use crate::store::id::Id;

pub struct Qualifications;

impl Table for Qualifications {
    const FILE: &'static str = "qualifications.csv";
    const COLUMNS: &'static [&'static str] = &[
        "doctor",
        "kind",
        "title",
        "issuer",
        "region",
        "number",
        "status",
        "valid_from",
        "valid_until",
    ];
    const BATCH: usize = usize::MAX;

    type Draft = Draft<qualification::Model>;

    fn read(cells: &Cells<'_>, _known: &Known) -> Result<(String, Self::Draft), Fault> {
        let owner = Owner::doctor(cells)?;
        let kind: QualificationKind = cells.required_one_of("kind")?;
        let (valid_from, valid_until) = cells.dates("valid_from", "valid_until")?;
        let region: Option<Region> = cells.parsed("region")?;
        let status: Option<QualificationStatus> = cells.one_of("status")?;
        let row = qualification::Model {
            id: Id::UNSET,
            doctor_id: Id::UNSET,
            position: 0,
            kind: Text(kind),
            title: cells.required("title")?.to_owned(),
            issuer: cells.owned("issuer"),
            region: region.map(|region| region.to_string()),
            number: cells.owned("number"),
            status: status.map(Text),
            valid_from,
            valid_until,
        };
        let what = [
            Some(row.title.as_str()),
            row.issuer.as_deref(),
            row.region.as_deref(),
            row.number.as_deref(),
        ];
        let key = format!("{} {} {what:?}", owner.key(), kind.spelling());
        Ok((key, Draft { owner, row }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let mut next: HashMap<String, i32> = HashMap::new();
        let planned = drafts
            .into_iter()
            .map(|mut draft| {
                let next = next.entry(draft.owner.slug.clone()).or_default();
                draft.row.position = *next;
                *next += 1;
                Ok(draft)
            })
            .collect();
        parts::write::<qualification::Entity>(batch, planned, |row, id| {
            row.doctor_id = Id::new(id);
        })
        .await
    }
}
