//! Languages of a doctor in one cell: `dz:NATIVE|en:FLUENT|hi`.

use std::collections::HashSet;

use super::cells::Cells;
use crate::domain::closed::Closed;
use crate::domain::locale::Locale;
use crate::domain::{NodeKind, Proficiency};
use crate::ingest::batch::Batch;
use crate::ingest::fault::Fault;
use crate::store::entity::doctor_language;
use crate::store::id::{DoctorId, Id};
use crate::store::upsert::Outcome;
use crate::store::{StoreError, Text, parts};

const COLUMN: &str = "languages";

/// A language, and how well the doctor speaks it; unknown where nobody says.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    tag: String,
    proficiency: Option<Proficiency>,
}

/// The languages of the row, in its order.
pub fn read(cells: &Cells<'_>) -> Result<Vec<Language>, Fault> {
    let mut languages: Vec<Language> = Vec::new();
    for part in cells.list(COLUMN) {
        let (tag, proficiency) = match part.split_once(':') {
            Some((tag, proficiency)) => (tag, Some(proficiency)),
            None => (part.as_str(), None),
        };
        let tag: Locale = tag.parse().map_err(|error| Fault::invalid(COLUMN, error))?;
        let proficiency: Option<Proficiency> =
            proficiency.map(str::parse).transpose().map_err(|_| {
                let right = format!("after the colon use {}", Proficiency::spellings());
                Fault::invalid(COLUMN, right)
            })?;
        let tag = tag.to_string();
        if languages.iter().any(|language| language.tag == tag) {
            return Err(Fault::invalid(COLUMN, "each language once"));
        }
        languages.push(Language { tag, proficiency });
    }
    Ok(languages)
}

/// Gives each doctor these languages, and says for whom that changed something.
pub async fn give(
    batch: &Batch<'_>,
    doctors: &[(DoctorId, Outcome)],
    spoken: Vec<Vec<Language>>,
) -> Result<HashSet<i64>, StoreError> {
    let owners: Vec<i64> = doctors.iter().map(|(id, _)| id.get()).collect();
    let rows = doctors
        .iter()
        .zip(spoken)
        .flat_map(|((doctor, _), spoken)| {
            spoken
                .into_iter()
                .zip(0..)
                .map(|(language, position)| doctor_language::Model {
                    id: Id::UNSET,
                    doctor_id: *doctor,
                    position,
                    language: language.tag,
                    proficiency: language.proficiency.map(Text),
                })
        })
        .collect();
    let kind = NodeKind::Doctor;
    let written = parts::replace::<doctor_language::Entity>(batch.tx, kind, &owners, rows).await?;
    Ok(written.changed)
}
