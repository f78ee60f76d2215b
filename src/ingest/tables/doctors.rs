//! `doctors.csv`: people who give care, with their specialties and languages.

use std::collections::HashMap;

use super::cells::Cells;
use super::languages::{self, Language};
use super::links::{self, Link};
use super::places::foreign;
use super::specialty_lists;
use super::table::{Known, Table, slug};
use crate::domain::npi::Npi;
use crate::domain::person_name::PersonName;
use crate::domain::{NodeKind, RecordState};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::doctor_specialties;
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::doctor;
use crate::store::id::{Id, SpecialtyId};
use crate::store::{Text, linked, read};

pub struct Doctors;

pub struct Draft {
    row: doctor::Model,
    replaced_by: Option<String>,
    specialties: Vec<String>,
    languages: Vec<Language>,
}

/// A row with its specialties found.
type Found = (Draft, Vec<SpecialtyId>);

const REPLACED_BY: Link<Found> = Link {
    column: "replaced_by",
    kind: "doctor",
    ends: |(draft, _)| (&draft.row.slug, draft.replaced_by.as_deref()),
};

impl Table for Doctors {
    const FILE: &'static str = "doctors.csv";
    const COLUMNS: &'static [&'static str] = &[
        "slug",
        "npi",
        "prefix",
        "given",
        "middle",
        "family",
        "suffix",
        "credentials",
        "gender",
        "specialties",
        "state",
        "source",
    ];
    const OPTIONAL: &'static [&'static str] = &[
        "telehealth",
        "youngest_age",
        "oldest_age",
        "photo_url",
        "state_reason",
        "replaced_by",
        "languages",
    ];
    const BATCH: usize = usize::MAX;

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let slug = slug(cells)?;
        let origin = known.origin(cells)?;
        let npi = match cells.optional("npi") {
            Some(text) => Some(text.parse::<Npi>().map_err(Fault::npi)?.to_string()),
            None => None,
        };
        let name = PersonName {
            given: cells.optional("given"),
            middle: cells.optional("middle"),
            family: cells.required("family")?,
            suffix: cells.optional("suffix"),
        };
        let state: RecordState = cells.required_one_of("state")?;
        let replaced_by = cells.owned("replaced_by");
        if replaced_by.is_some() && state != RecordState::Merged {
            return Err(Fault::invalid("replaced_by", "only with the state MERGED"));
        }
        let ages = ages(cells)?;
        let photo_url = cells.owned("photo_url");
        if photo_url
            .as_ref()
            .is_some_and(|url| !url.starts_with("https://"))
        {
            return Err(Fault::invalid(
                "photo_url",
                "an address that begins with https://",
            ));
        }
        let row = doctor::Model {
            id: Id::UNSET,
            source_id: origin.id,
            source_key: slug.clone(),
            slug: slug.clone(),
            npi,
            name: name.shown(),
            name_key: name.key(),
            prefix: cells.owned("prefix"),
            given: cells.owned("given"),
            middle: cells.owned("middle"),
            family: name.family.to_owned(),
            suffix: cells.owned("suffix"),
            credentials: cells.owned("credentials"),
            gender: cells.one_of("gender")?.map(Text),
            state: Text(state),
            state_reason: cells.owned("state_reason"),
            replaced_by_id: None,
            telehealth: cells.optional_flag("telehealth")?,
            youngest_age: ages.0,
            oldest_age: ages.1,
            photo_url,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        let draft = Draft {
            row,
            replaced_by,
            specialties: cells.distinct("specialties"),
            languages: languages::read(cells)?,
        };
        Ok((slug, draft))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let slugs = drafts.iter().map(|draft| draft.row.slug.as_str());
        let held = read::by_texts::<doctor::Entity>(batch.tx, doctor::Column::Slug, slugs).await?;
        let held: HashMap<&str, &doctor::Model> =
            held.iter().map(|row| (row.slug.as_str(), row)).collect();
        let named = drafts.iter().flat_map(|draft| &draft.specialties);
        let specialties = specialty_lists::named(batch, named).await?;

        let planned = drafts
            .into_iter()
            .map(|draft| {
                let row = &draft.row;
                let owner = held.get(row.slug.as_str());
                if owner.is_some_and(|held| {
                    (held.source_id, &held.source_key) != (row.source_id, &row.source_key)
                }) {
                    return Err(foreign("doctor"));
                }
                let specialties = specialties.ids(&draft.specialties)?;
                Ok((draft, specialties))
            })
            .collect();
        let planned = REPLACED_BY
            .checked::<doctor::Entity>(batch, planned)
            .await?;
        let (drafts, faults) = sound(planned);
        let mut rows = Vec::with_capacity(drafts.len());
        let mut practised = Vec::with_capacity(drafts.len());
        let mut spoken = Vec::with_capacity(drafts.len());
        for (draft, specialties) in drafts {
            practised.push(specialties);
            spoken.push(draft.languages);
            rows.push((draft.row, draft.replaced_by));
        }
        let written = linked::write::<doctor::Entity>(batch.tx, rows).await?;
        links::note_ends(batch, NodeKind::Doctor, &written);
        let written: Vec<_> = written
            .into_iter()
            .map(|row| (row.id, row.outcome))
            .collect();
        let changed = languages::give(batch, &written, spoken).await?;
        let outcomes = doctor_specialties::give(batch, written, practised, changed).await?;
        Ok(fates(
            faults,
            outcomes.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}

/// The longest life that a column of ages allows for.
const OLDEST: i32 = 120;

/// The youngest and the oldest whom the doctor sees, either of which may be unknown.
fn ages(cells: &Cells<'_>) -> Result<(Option<i32>, Option<i32>), Fault> {
    let age = |column| match cells.number::<i32>(column)? {
        Some(age) if !(0..=OLDEST).contains(&age) => Err(Fault::invalid(
            column,
            format!("years of age, from 0 to {OLDEST}"),
        )),
        age => Ok(age),
    };
    match (age("youngest_age")?, age("oldest_age")?) {
        (Some(youngest), Some(oldest)) if youngest > oldest => {
            Err(Fault::invalid("youngest_age", "not above oldest_age"))
        }
        ages => Ok(ages),
    }
}
