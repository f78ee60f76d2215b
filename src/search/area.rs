//! Where to look: a spot that somebody named, as a centre, a radius and a country.

use super::error::{PlaceProblem, SearchError};
use crate::domain::country::Country;
use crate::domain::distance::{Distance, Point};
use crate::domain::fold::fold;
use crate::store::entity::place;
use crate::store::id::PlaceId;
use crate::store::{Database, place as places, read};

/// Two places of one name nearer than this are one place that two sources hold.
const SAME_PLACE_KM: f64 = 20.0;

/// A place this many times as populous as every namesake is the one that is meant.
const DOMINANT: i64 = 2;

/// Candidates that a refusal names.
const CANDIDATES: usize = 8;

/// A spot as it was given.
#[derive(Clone, Debug)]
pub enum Spot {
    /// A name, with a region or country after a comma where it needs one: `New Haven, CT`.
    Name(String),
    Place(PlaceId),
    Point(Point),
}

/// The circle to look in.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub centre: Point,
    pub within: Distance,
    /// What lies outside this country is left out.
    pub only_country: Option<Country>,
}

/// A spot that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The place that was meant; for a point, the nearest one, whose country is taken to be the
    /// point's. `None` where no place is near.
    pub place: Option<place::Model>,
    pub centre: Point,
    pub country: Option<Country>,
    /// Other places of that name, the most populous first.
    pub alternatives: Vec<place::Model>,
}

/// Finds the spot. What cannot be found or is not clear is [`PlaceProblem`], with candidates.
pub async fn locate(db: &Database, spot: Spot) -> Result<Found, SearchError> {
    match spot {
        Spot::Name(name) => by_name(db, &name).await,
        Spot::Place(id) => {
            let mut rows = read::by_ids(db.reader(), &[id]).await?;
            let row = rows.remove(&id).ok_or(PlaceProblem::Gone)?;
            found(row, Vec::new())
        }
        Spot::Point(point) => {
            let place = places::nearest(db.reader(), point).await?;
            Ok(Found {
                centre: point,
                country: place.as_ref().and_then(|row| row.country.parse().ok()),
                place,
                alternatives: Vec::new(),
            })
        }
    }
}

/// The places that a text may mean, best first: those of exactly that name, then those whose name
/// begins with it.
pub async fn find_places(
    db: &Database,
    text: &str,
    country: Option<Country>,
    most: usize,
) -> Result<Vec<place::Model>, SearchError> {
    let (name, qualifiers) = split(text);
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = named(db, &name, &qualifiers).await?;
    let country = country.as_ref().map(Country::as_str);
    let more = places::by_prefix(db.reader(), &name, country, most as u64 * 2).await?;
    rows.extend(more.into_iter().filter(|row| qualifies(row, &qualifiers)));
    rows.retain(|row| country.is_none_or(|only| row.country == only));
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert(row.id));
    let mut rows = without_doubles(rows);
    rows.truncate(most);
    Ok(rows)
}

async fn by_name(db: &Database, text: &str) -> Result<Found, SearchError> {
    let (name, qualifiers) = split(text);
    let mut rows = match name.is_empty() {
        true => Vec::new(),
        false => without_doubles(named(db, &name, &qualifiers).await?),
    };
    if rows.is_empty() {
        let similar = similar(db, &name).await?;
        return Err(PlaceProblem::Unknown {
            name: text.trim().to_owned(),
            similar,
        }
        .into());
    }
    let first = rows.remove(0);
    let clear = rows.first().is_none_or(|second| {
        first.population.unwrap_or(0) >= DOMINANT * second.population.unwrap_or(0).max(1)
    });
    if clear {
        rows.truncate(CANDIDATES);
        return found(first, rows);
    }
    rows.insert(0, first);
    rows.truncate(CANDIDATES);
    Err(PlaceProblem::Ambiguous {
        name: text.trim().to_owned(),
        candidates: rows,
    }
    .into())
}

fn found(row: place::Model, alternatives: Vec<place::Model>) -> Result<Found, SearchError> {
    let centre = Point::new(row.latitude, row.longitude).map_err(PlaceProblem::Point)?;
    Ok(Found {
        centre,
        country: row.country.parse().ok(),
        place: Some(row),
        alternatives,
    })
}

/// The folded name, and what comes after its commas.
fn split(text: &str) -> (String, Vec<String>) {
    let mut parts = text.split(',').map(fold);
    let name = parts.next().unwrap_or_default();
    (name, parts.filter(|part| !part.is_empty()).collect())
}

async fn named(
    db: &Database,
    name: &str,
    qualifiers: &[String],
) -> Result<Vec<place::Model>, SearchError> {
    let mut rows = places::by_names(db.reader(), &[name.to_owned()])
        .await?
        .remove(name)
        .unwrap_or_default();
    rows.retain(|row| qualifies(row, qualifiers));
    Ok(rows)
}

/// Whether each word after a comma is the place's country or region, by code or by name.
fn qualifies(row: &place::Model, qualifiers: &[String]) -> bool {
    qualifiers.iter().all(|word| {
        let region = row.region.as_deref().unwrap_or_default();
        let short = region.split_once('-').map_or(region, |(_, short)| short);
        [
            row.country.as_str(),
            short,
            row.region_name.as_deref().unwrap_or_default(),
        ]
        .iter()
        .any(|known| fold(known) == *word)
            || fold(region) == *word
    })
}

/// One row where several sources hold the same place: the first.
fn without_doubles(rows: Vec<place::Model>) -> Vec<place::Model> {
    let mut kept: Vec<(Point, place::Model)> = Vec::new();
    for row in rows {
        let Ok(point) = Point::new(row.latitude, row.longitude) else {
            continue;
        };
        let double = kept.iter().any(|(held_point, held)| {
            held.country == row.country
                && held.source_id != row.source_id
                && held_point.distance_to(point).km() <= SAME_PLACE_KM
        });
        if !double {
            kept.push((point, row));
        }
    }
    kept.into_iter().map(|(_, row)| row).collect()
}

/// Places that begin as the name does: with all of it, or with less and less.
async fn similar(db: &Database, name: &str) -> Result<Vec<place::Model>, SearchError> {
    let letters: Vec<char> = name.chars().take(40).collect();
    for length in [letters.len(), letters.len() * 2 / 3, 3] {
        if length < 2 || length > letters.len() {
            continue;
        }
        let prefix: String = letters[..length].iter().collect();
        let rows = places::by_prefix(db.reader(), &prefix, None, 5).await?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}
