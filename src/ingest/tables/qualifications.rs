//! `qualifications.csv`: degrees, certificates and licences of doctors, in the order in which they
//! are shown.

use std::collections::HashMap;

use super::cells::Cells;
use super::parts::{self, Draft, Owner};
use super::table::{Known, Table};
use crate::domain::closed::Closed;
use crate::domain::country::Country;
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
        let region = match cells.optional("region") {
            Some(text) => Some(region(text).ok_or_else(|| {
                Fault::invalid(
                    "region",
                    "a region of ISO 3166-2 such as BT-31, or a country",
                )
            })?),
            None => None,
        };
        let status: Option<QualificationStatus> = cells.one_of("status")?;
        let row = qualification::Model {
            id: Id::UNSET,
            doctor_id: Id::UNSET,
            position: 0,
            kind: Text(kind),
            title: cells.required("title")?.to_owned(),
            issuer: cells.owned("issuer"),
            region,
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

/// `BT-31`, or `BT` for the whole country.
fn region(text: &str) -> Option<String> {
    let (country, part) = match text.split_once('-') {
        Some((country, part)) => (country, Some(part)),
        None => (text, None),
    };
    let country: Country = country.parse().ok()?;
    let Some(part) = part else {
        return Some(country.to_string());
    };
    let sound = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    sound.then(|| format!("{country}-{}", part.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_country_or_a_part_of_one() {
        let cases = [
            ("BT", Some("BT")),
            ("bt-31", Some("BT-31")),
            ("GB-ENG", Some("GB-ENG")),
            ("BT-", None),
            ("BT-3100", None),
            ("BT-3-1", None),
            ("Bhutan", None),
        ];
        for (text, expected) in cases {
            assert_eq!(region(text).as_deref(), expected, "{text}");
        }
    }
}
