//! Where to look: a spot that somebody named, as a centre, a radius and a country.

use super::error::{PlaceProblem, SearchError};
use super::facts::Place;
use crate::domain::country::Country;
use crate::domain::distance::{Distance, Point};
use crate::domain::fold::fold;
use crate::domain::region::Region;
use crate::store::entity::place;
use crate::store::{Database, place as places};

/// Two places of one name nearer than this are one place that two sources hold.
const SAME_PLACE_KM: f64 = 20.0;

/// A place this many times as populous as every namesake is the one that is meant.
const DOMINANT: i64 = 2;

/// Candidates that a refusal names.
const CANDIDATES: usize = 8;

/// Where to look, around a centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub centre: Point,
    /// The radius of the circle; of no meaning for another reach.
    pub within: Distance,
    /// What lies outside this country is left out.
    pub only_country: Option<Country>,
    pub reach: Reach,
}

/// How far an area reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Circle,
    /// Everywhere in a region of ISO 3166-2, as the index writes it.
    Region(u64),
    /// Doctors who see patients by video and are licensed in a region, wherever they are.
    Telehealth(u64),
}

impl Area {
    /// A circle.
    pub fn circle(centre: Point, within: Distance, only_country: Option<Country>) -> Self {
        Area {
            centre,
            within,
            only_country,
            reach: Reach::Circle,
        }
    }

    pub fn is_circle(&self) -> bool {
        self.reach == Reach::Circle
    }

    /// How far a spot in the area is, and whether only a border keeps it out; `None` for a spot
    /// that is elsewhere.
    pub(super) fn holds(&self, place: Place) -> Option<(Option<Distance>, bool)> {
        let distance = |point| self.centre.distance_to(point);
        match self.reach {
            Reach::Circle => {
                let point = place.point()?;
                if self.centre.is_surely_beyond(self.within, point) {
                    return None;
                }
                let distance = Some(distance(point)).filter(|distance| *distance <= self.within)?;
                let abroad = self
                    .only_country
                    .is_some_and(|only| u64::from(only.bits()) != place.country());
                Some((Some(distance), abroad))
            }
            Reach::Region(region) => {
                (place.region() == region).then(|| (place.point().map(distance), false))
            }
            Reach::Telehealth(_) => Some((place.point().map(distance), false)),
        }
    }
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
    pub placed_by: PlacedBy,
}

/// Whose position the centre of a spot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlacedBy {
    Place,
    PostalCode,
    /// The code's own position is not known.
    TownOfPostalCode,
    Point,
}

/// The name of a place as somebody gave it, with a region or country after a comma where it needs
/// one: `New Haven, CT`.
#[derive(Clone, Debug)]
pub struct PlaceName {
    asked: String,
    key: String,
    qualifiers: Vec<String>,
}

impl PlaceName {
    pub fn read(text: &str) -> Self {
        let mut parts = text.split(',').map(fold);
        PlaceName {
            asked: text.trim().to_owned(),
            key: parts.next().unwrap_or_default(),
            qualifiers: parts.filter(|part| !part.is_empty()).collect(),
        }
    }

    /// The folded name by which places are known; empty when nothing is left of it.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The one that is meant among the places of this name, the most populous first. Several that
    /// it could be are [`PlaceProblem::Ambiguous`]; none of them is [`PlaceProblem::Unknown`].
    pub fn pick(&self, rows: Vec<place::Model>) -> Result<Found, PlaceProblem> {
        let mut rows = without_doubles(self.qualified(rows));
        if rows.is_empty() {
            return Err(PlaceProblem::Unknown {
                name: self.asked.clone(),
                similar: Vec::new(),
            });
        }
        let first = rows.remove(0);
        let clear = rows.first().is_none_or(|second| {
            first.population.unwrap_or(0) >= DOMINANT * second.population.unwrap_or(0).max(1)
        });
        if clear {
            rows.truncate(CANDIDATES);
            return Found::at(first, rows);
        }
        rows.insert(0, first);
        rows.truncate(CANDIDATES);
        Err(PlaceProblem::Ambiguous {
            name: self.asked.clone(),
            candidates: rows,
        })
    }

    fn qualified(&self, mut rows: Vec<place::Model>) -> Vec<place::Model> {
        rows.retain(|row| qualifies(row, &self.qualifiers));
        rows
    }
}

impl Found {
    /// At a place of the gazetteer.
    pub fn at(row: place::Model, alternatives: Vec<place::Model>) -> Result<Self, PlaceProblem> {
        Ok(Found {
            centre: Point::new(row.latitude, row.longitude).map_err(PlaceProblem::Point)?,
            country: row.country.parse().ok(),
            place: Some(row),
            alternatives,
            placed_by: PlacedBy::Place,
        })
    }

    /// At the position of a postal code, in its town where that is known.
    pub fn at_postal_code(position: Point, country: Country, town: Option<place::Model>) -> Self {
        Found {
            place: town,
            centre: position,
            country: Some(country),
            alternatives: Vec::new(),
            placed_by: PlacedBy::PostalCode,
        }
    }

    /// At the town of a postal code whose own position is not known: where a search for the town
    /// itself looks, so that the two agree.
    pub fn at_town_of_postal_code(town: place::Model) -> Result<Self, PlaceProblem> {
        Ok(Found {
            placed_by: PlacedBy::TownOfPostalCode,
            ..Found::at(town, Vec::new())?
        })
    }

    /// The region in which it lies, by what the gazetteer says of the place: its country where no
    /// region is known.
    pub fn region(&self) -> Option<Region> {
        let place = self.place.as_ref();
        let region = place.and_then(|row| row.region.as_deref()?.parse().ok());
        region.or_else(|| self.country?.as_str().parse().ok())
    }

    /// What its region is called; `None` where no region is known.
    pub fn region_name(&self) -> Option<&str> {
        self.place.as_ref()?.region_name.as_deref()
    }

    /// At a point, which is taken to be in the country of the nearest place.
    pub fn around(point: Point, nearest: Option<place::Model>) -> Self {
        Found {
            centre: point,
            country: nearest.as_ref().and_then(|row| row.country.parse().ok()),
            place: nearest,
            alternatives: Vec::new(),
            placed_by: PlacedBy::Point,
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
    let name = PlaceName::read(text);
    if name.key.is_empty() {
        return Ok(Vec::new());
    }
    let named = places::by_names(db.reader(), std::slice::from_ref(&name.key)).await?;
    let mut rows: Vec<place::Model> = named.into_values().flatten().collect();
    let country = country.as_ref().map(Country::as_str);
    rows.extend(places::by_prefix(db.reader(), &name.key, country, most as u64 * 2).await?);
    let mut rows = name.qualified(rows);
    rows.retain(|row| country.is_none_or(|only| row.country == only));
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert(row.id));
    let mut rows = without_doubles(rows);
    rows.truncate(most);
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
pub async fn similar(db: &Database, name: &PlaceName) -> Result<Vec<place::Model>, SearchError> {
    let letters: Vec<char> = name.key.chars().take(40).collect();
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
