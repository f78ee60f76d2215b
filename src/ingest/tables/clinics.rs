//! `clinics.csv`: where care is given.

use std::collections::HashMap;

use super::cells::Cells;
use super::places::{foreign, point};
use super::table::{Known, Table, slug};
use crate::domain::country::Country;
use crate::domain::fold::fold;
use crate::domain::{NodeKind, PositionAccuracy};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::owners;
use crate::store::entity::{clinic, place};
use crate::store::id::Id;
use crate::store::upsert::{self, Outcome};
use crate::store::{Text, read};

pub struct Clinics;

pub struct Draft {
    row: clinic::Model,
    place: Option<String>,
}

impl Table for Clinics {
    const FILE: &'static str = "clinics.csv";
    const COLUMNS: &'static [&'static str] = &[
        "slug",
        "name",
        "kind",
        "address",
        "city",
        "region",
        "postal_code",
        "country",
        "latitude",
        "longitude",
        "position_accuracy",
        "time_zone",
        "phone",
        "website",
        "place",
    ];
    const OPTIONAL: &'static [&'static str] = &["source"];

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let slug = slug(cells)?;
        let origin = known.origin(cells)?;
        let name = cells.required("name")?.to_owned();
        let point = point(cells)?;
        let accuracy: Option<PositionAccuracy> = cells.one_of("position_accuracy")?;
        match (point, accuracy) {
            (Some(_), None) => return Err(Fault::missing("position_accuracy")),
            (None, Some(_)) => return Err(Fault::missing("latitude")),
            _ => {}
        }
        let row = clinic::Model {
            id: Id::UNSET,
            source_id: origin.id,
            source_key: slug.clone(),
            slug: slug.clone(),
            name_key: fold(&name),
            name,
            kind: Text(cells.required_one_of("kind")?),
            npi: None,
            address: cells.owned("address"),
            city: cells.owned("city"),
            region: cells.owned("region"),
            postal_code: cells.owned("postal_code"),
            country: cells.required_parsed::<Country>("country")?.to_string(),
            latitude: point.map(|point| point.latitude()),
            longitude: point.map(|point| point.longitude()),
            position_accuracy: accuracy.map(Text),
            place_id: None,
            time_zone: cells.owned("time_zone"),
            phone: cells.owned("phone"),
            website: cells.owned("website"),
            parent_id: None,
            accessibility: None,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        let place = cells.owned("place");
        Ok((slug, Draft { row, place }))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let slugs = drafts.iter().map(|draft| draft.row.slug.as_str());
        let held = read::by_texts::<clinic::Entity>(batch.tx, clinic::Column::Slug, slugs).await?;
        let held: HashMap<&str, &clinic::Model> =
            held.iter().map(|row| (row.slug.as_str(), row)).collect();
        let named = drafts.iter().filter_map(|draft| draft.place.as_deref());
        let places = read::by_texts::<place::Entity>(batch.tx, place::Column::Slug, named).await?;
        let places: HashMap<&str, &place::Model> =
            places.iter().map(|row| (row.slug.as_str(), row)).collect();

        let planned = drafts
            .into_iter()
            .map(|Draft { mut row, place }| {
                let owner = held.get(row.slug.as_str());
                if owner.is_some_and(|held| {
                    (held.source_id, &held.source_key) != (row.source_id, &row.source_key)
                }) {
                    return Err(foreign("clinic"));
                }
                if let Some(slug) = place {
                    let place = places
                        .get(slug.as_str())
                        .ok_or_else(|| Fault::unknown("place", "place"))?;
                    row.place_id = Some(place.id);
                    row.time_zone = row.time_zone.or_else(|| place.time_zone.clone());
                }
                Ok(row)
            })
            .collect();
        let (rows, faults) = sound(planned);
        let written = upsert::upsert_scoped::<clinic::Entity>(batch.tx, rows).await?;
        let mut moved = Vec::new();
        for (id, outcome) in &written {
            batch.note(NodeKind::Clinic, *id, *outcome);
            if *outcome == Outcome::Changed {
                moved.push(*id);
            }
        }
        owners::doctors_at(batch, &moved).await?;
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}
