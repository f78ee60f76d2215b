//! `places.csv`: the gazetteer, written by hand.

use std::collections::HashMap;

use super::cells::Cells;
use super::links::Link;
use super::table::{Known, Table, slug};
use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::domain::fold::fold;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::place_names::{self, Spelled};
use crate::store::entity::place;
use crate::store::id::Id;
use crate::store::{Text, linked, read};

pub struct Places;

pub struct Draft {
    spelled: Spelled,
    parent: Option<String>,
}

const PARENT: Link<Draft> = Link {
    column: "parent",
    kind: "place",
    ends: |draft| (&draft.spelled.row.slug, draft.parent.as_deref()),
};

impl Table for Places {
    const FILE: &'static str = "places.csv";
    const COLUMNS: &'static [&'static str] = &[
        "slug",
        "name",
        "country",
        "region",
        "region_name",
        "kind",
        "latitude",
        "longitude",
        "time_zone",
        "population",
        "alternate_names",
    ];
    const OPTIONAL: &'static [&'static str] = &["source", "parent"];
    const BATCH: usize = usize::MAX;

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let slug = slug(cells)?;
        let name = cells.required("name")?.to_owned();
        let point = point(cells)?.ok_or_else(|| Fault::missing("latitude"))?;
        let population: Option<u32> = cells.number("population")?;
        let row = place::Model {
            id: Id::UNSET,
            source_id: known.origin(cells)?.id,
            source_key: slug.clone(),
            slug: slug.clone(),
            name_key: fold(&name),
            country: cells.required_parsed::<Country>("country")?.to_string(),
            region: cells.owned("region"),
            region_name: cells.owned("region_name"),
            admin1: None,
            kind: Text(cells.required_one_of("kind")?),
            latitude: point.latitude(),
            longitude: point.longitude(),
            time_zone: cells.owned("time_zone"),
            population: population.map(i64::from),
            parent_id: None,
            updated_at: known.now,
            name,
        };
        let alternates = cells.list("alternate_names");
        let draft = Draft {
            spelled: Spelled { row, alternates },
            parent: cells.owned("parent"),
        };
        Ok((slug, draft))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let slugs = drafts.iter().map(|draft| draft.spelled.row.slug.as_str());
        let held: HashMap<String, place::Model> =
            read::by_texts::<place::Entity>(batch.tx, place::Column::Slug, slugs)
                .await?
                .into_iter()
                .map(|row| (row.slug.clone(), row))
                .collect();
        let planned = drafts
            .into_iter()
            .map(|draft| {
                let row = &draft.spelled.row;
                match held.get(&row.slug) {
                    Some(held) if held.source_id != row.source_id => Err(foreign("place")),
                    _ => Ok(draft),
                }
            })
            .collect();
        let planned = PARENT.checked::<place::Entity>(batch, planned).await?;
        let (drafts, faults) = sound(planned);
        let (spelled, parents): (Vec<Spelled>, Vec<Option<String>>) = drafts
            .into_iter()
            .map(|draft| (draft.spelled, draft.parent))
            .unzip();
        let rows = spelled.iter().map(|draft| draft.row.clone()).zip(parents);
        let written = linked::write::<place::Entity>(batch.tx, rows.collect()).await?;
        let written = written
            .into_iter()
            .map(|row| (row.id, row.outcome))
            .collect();
        let outcomes = place_names::name(batch, &spelled, written).await?;
        Ok(fates(faults, outcomes))
    }
}

/// The slug names a record of another source, which that source keeps.
pub fn foreign(kind: &str) -> Fault {
    Fault::duplicate(format!("slug: a {kind} of another source has it"))
}

/// The position in `latitude` and `longitude`: both or neither.
pub fn point(cells: &Cells<'_>) -> Result<Option<Point>, Fault> {
    match (cells.number("latitude")?, cells.number("longitude")?) {
        (Some(latitude), Some(longitude)) => Point::new(latitude, longitude)
            .map(Some)
            .map_err(|_| Fault::invalid("latitude, longitude", "degrees within ±90 and ±180")),
        (None, None) => Ok(None),
        (None, _) => Err(Fault::missing("latitude")),
        (_, None) => Err(Fault::missing("longitude")),
    }
}
