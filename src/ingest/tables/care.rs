//! `procedures.csv` and `conditions.csv`: what is done, and what for.

use super::cells::Cells;
use super::specialty_lists::{self, give};
use super::table::{Known, Table, slug};
use crate::domain::fold::fold;
use crate::domain::{Guidance, NodeKind};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::Text;
use crate::store::entity::{condition, condition_specialty, procedure, procedure_specialty};
use crate::store::id::{Id, SpecialtyId};
use crate::store::upsert::{self, Outcome};

pub struct Procedures;
pub struct Conditions;

/// A row and the slugs of its specialties.
pub struct Draft<M> {
    row: M,
    specialties: Vec<String>,
}

impl Table for Procedures {
    const FILE: &'static str = "procedures.csv";
    const COLUMNS: &'static [&'static str] = &[
        "slug",
        "name",
        "summary",
        "body_site",
        "setting",
        "duration_minutes_min",
        "duration_minutes_max",
    ];
    const OPTIONAL: &'static [&'static str] = &["guidance", "specialties"];

    type Draft = Draft<procedure::Model>;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault> {
        let slug = slug(cells)?;
        let name = cells.required("name")?.to_owned();
        let shortest: Option<u16> = cells.number("duration_minutes_min")?;
        let longest: Option<u16> = cells.number("duration_minutes_max")?;
        if let (Some(shortest), Some(longest)) = (shortest, longest)
            && shortest > longest
        {
            return Err(Fault::invalid(
                "duration_minutes_min",
                "not more than duration_minutes_max",
            ));
        }
        let row = procedure::Model {
            id: Id::UNSET,
            slug: slug.clone(),
            name_key: fold(&name),
            name,
            summary: cells.required("summary")?.to_owned(),
            body_site: cells.owned("body_site"),
            setting: cells.one_of("setting")?.map(Text),
            shortest_minutes: shortest.map(i32::from),
            longest_minutes: longest.map(i32::from),
            guidance: cells.some_of::<Guidance>("guidance")?,
            updated_at: known.now,
        };
        let specialties = cells.distinct("specialties");
        Ok((slug, Draft { row, specialties }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let (rows, specialties, faults) = resolved(batch, drafts).await?;
        let mut written = upsert::upsert::<procedure::Entity>(batch.tx, rows).await?;
        let owners: Vec<i64> = written.iter().map(|(id, _)| id.get()).collect();
        let rows = listed(&owners, specialties, |owner, specialty_id| {
            procedure_specialty::Model {
                id: Id::UNSET,
                procedure_id: Id::new(owner),
                specialty_id,
            }
        });
        let kind = NodeKind::Procedure;
        let changed =
            give::<procedure_specialty::Entity>(batch, kind, &owners, rows, |row| row.specialty_id)
                .await?;
        let mut touched = Vec::new();
        for (id, outcome) in &mut written {
            if *outcome == Outcome::Unchanged && changed.contains(&id.get()) {
                *outcome = Outcome::Changed;
                touched.push(*id);
            }
            batch.note(kind, *id, *outcome);
        }
        let column = procedure::Column::UpdatedAt;
        upsert::touch::<procedure::Entity>(batch.tx, column, touched, batch.now).await?;
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}

impl Table for Conditions {
    const FILE: &'static str = "conditions.csv";
    const COLUMNS: &'static [&'static str] = &["slug", "name", "summary"];
    const OPTIONAL: &'static [&'static str] = &["specialties"];

    type Draft = Draft<condition::Model>;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault> {
        let slug = slug(cells)?;
        let name = cells.required("name")?.to_owned();
        let row = condition::Model {
            id: Id::UNSET,
            slug: slug.clone(),
            name_key: fold(&name),
            name,
            summary: cells.required("summary")?.to_owned(),
            updated_at: known.now,
        };
        let specialties = cells.distinct("specialties");
        Ok((slug, Draft { row, specialties }))
    }

    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        let (rows, specialties, faults) = resolved(batch, drafts).await?;
        let mut written = upsert::upsert::<condition::Entity>(batch.tx, rows).await?;
        let owners: Vec<i64> = written.iter().map(|(id, _)| id.get()).collect();
        let rows = listed(&owners, specialties, |owner, specialty_id| {
            condition_specialty::Model {
                id: Id::UNSET,
                condition_id: Id::new(owner),
                specialty_id,
            }
        });
        let kind = NodeKind::Condition;
        let changed =
            give::<condition_specialty::Entity>(batch, kind, &owners, rows, |row| row.specialty_id)
                .await?;
        let mut touched = Vec::new();
        for (id, outcome) in &mut written {
            if *outcome == Outcome::Unchanged && changed.contains(&id.get()) {
                *outcome = Outcome::Changed;
                touched.push(*id);
            }
            batch.note(kind, *id, *outcome);
        }
        let column = condition::Column::UpdatedAt;
        upsert::touch::<condition::Entity>(batch.tx, column, touched, batch.now).await?;
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}

/// Rows, the specialties of each, and at the places of the others what is wrong.
type Resolved<M> = (Vec<M>, Vec<Vec<SpecialtyId>>, Vec<Option<Fault>>);

async fn resolved<M>(batch: &Batch<'_>, drafts: Vec<Draft<M>>) -> Result<Resolved<M>, IngestError> {
    let named = drafts.iter().flat_map(|draft| &draft.specialties);
    let specialties = specialty_lists::named(batch, named).await?;
    let planned = drafts
        .into_iter()
        .map(|draft| Ok((draft.row, specialties.ids(&draft.specialties)?)))
        .collect();
    let (sound, faults) = sound(planned);
    let (rows, specialties) = sound.into_iter().unzip();
    Ok((rows, specialties, faults))
}

fn listed<M>(
    owners: &[i64],
    specialties: Vec<Vec<SpecialtyId>>,
    row: impl Fn(i64, SpecialtyId) -> M,
) -> Vec<M> {
    let lists = owners.iter().zip(specialties);
    lists
        .flat_map(|(owner, list)| list.into_iter().map(|id| (*owner, id)))
        .map(|(owner, id)| row(owner, id))
        .collect()
}
