//! `doctors.csv`: people who give care, with their specialties.

use std::collections::HashMap;

use super::cells::Cells;
use super::places::foreign;
use super::table::{Known, Table, slug};
use crate::domain::npi::Npi;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::doctor_specialties;
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::naming::PersonName;
use crate::store::entity::{doctor, specialty};
use crate::store::id::{Id, SpecialtyId};
use crate::store::{Text, read};

pub struct Doctors;

pub struct Draft {
    row: doctor::Model,
    specialties: Vec<String>,
}

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
            state: Text(cells.required_one_of("state")?),
            state_reason: None,
            replaced_by_id: None,
            telehealth: None,
            photo_url: None,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        let mut specialties = Vec::new();
        for specialty in cells.list("specialties") {
            if !specialties.contains(&specialty) {
                specialties.push(specialty);
            }
        }
        Ok((slug, Draft { row, specialties }))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let slugs = drafts.iter().map(|draft| draft.row.slug.as_str());
        let held = read::by_texts::<doctor::Entity>(batch.tx, doctor::Column::Slug, slugs).await?;
        let held: HashMap<&str, &doctor::Model> =
            held.iter().map(|row| (row.slug.as_str(), row)).collect();
        let specialties = read::ids_by_texts::<specialty::Entity>(
            batch.tx,
            specialty::Column::Slug,
            drafts
                .iter()
                .flat_map(|draft| draft.specialties.iter().map(String::as_str)),
        )
        .await?;

        let planned = drafts
            .into_iter()
            .map(
                |Draft {
                     row,
                     specialties: named,
                 }| {
                    let owner = held.get(row.slug.as_str());
                    if owner.is_some_and(|held| {
                        (held.source_id, &held.source_key) != (row.source_id, &row.source_key)
                    }) {
                        return Err(foreign("doctor"));
                    }
                    let ids: Option<Vec<SpecialtyId>> = named
                        .iter()
                        .map(|slug| specialties.get(slug).copied())
                        .collect();
                    let ids = ids.ok_or_else(|| Fault::unknown("specialties", "specialty"))?;
                    Ok((row, ids))
                },
            )
            .collect();
        let (sound, faults) = sound(planned);
        let (rows, specialties): (Vec<doctor::Model>, Vec<Vec<SpecialtyId>>) =
            sound.into_iter().unzip();
        let outcomes = doctor_specialties::write(batch, rows, specialties).await?;
        Ok(fates(
            faults,
            outcomes.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}
