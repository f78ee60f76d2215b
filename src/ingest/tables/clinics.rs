//! `clinics.csv`: where care is given.

use std::collections::HashMap;

use super::cells::Cells;
use super::links::{self, Link};
use super::places::{foreign, point};
use super::table::{Known, Table, slug};
use crate::domain::country::Country;
use crate::domain::fold::fold;
use crate::domain::{Accessibility, NodeKind, PositionAccuracy};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::owners;
use crate::store::entity::{clinic, place};
use crate::store::id::Id;
use crate::store::upsert::Outcome;
use crate::store::{Text, linked, read};

pub struct Clinics;

pub struct Draft {
    row: clinic::Model,
    place: Option<String>,
    parent: Option<String>,
}

const PARENT: Link<Draft> = Link {
    column: "parent",
    kind: "clinic",
    ends: |draft| (&draft.row.slug, draft.parent.as_deref()),
};

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
    const OPTIONAL: &'static [&'static str] = &["source", "parent", "accessibility"];
    const BATCH: usize = usize::MAX;

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
            accessibility: cells.some_of::<Accessibility>("accessibility")?,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        let draft = Draft {
            row,
            place: cells.owned("place"),
            parent: cells.owned("parent"),
        };
        Ok((slug, draft))
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
            .map(|mut draft| {
                let owner = held.get(draft.row.slug.as_str());
                if owner.is_some_and(|held| {
                    (held.source_id, &held.source_key)
                        != (draft.row.source_id, &draft.row.source_key)
                }) {
                    return Err(foreign("clinic"));
                }
                if let Some(slug) = &draft.place {
                    let place = places
                        .get(slug.as_str())
                        .ok_or_else(|| Fault::unknown("place", "place"))?;
                    draft.row.place_id = Some(place.id);
                    let zone = draft.row.time_zone.take();
                    draft.row.time_zone = zone.or_else(|| place.time_zone.clone());
                }
                Ok(draft)
            })
            .collect();
        let planned = PARENT.checked::<clinic::Entity>(batch, planned).await?;
        let (drafts, faults) = sound(planned);
        let rows = drafts
            .into_iter()
            .map(|draft| (draft.row, draft.parent))
            .collect();
        let written = linked::write::<clinic::Entity>(batch.tx, rows).await?;
        links::note_ends(batch, NodeKind::Clinic, &written);
        let mut moved = Vec::new();
        for row in &written {
            batch.note(NodeKind::Clinic, row.id, row.outcome);
            if row.outcome == Outcome::Changed {
                moved.push(row.id);
            }
        }
        owners::doctors_at(batch, &moved).await?;
        Ok(fates(faults, written.into_iter().map(|row| row.outcome)))
    }
}
