//! Where to look, as a caller gives it, and where we looked, as the answer says.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, OneofObject, SimpleObject};
use futures_util::FutureExt;

use super::context::Ask;
use super::document::Reason;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::page::whole;
use super::place::Place;
use super::widened::{Nearest, Widened, WideningStep};
use crate::domain::distance::{Distance, FARTHEST_KM, Point as Position};
use crate::domain::postal::PostalCode;
use crate::domain::region::Region;
use crate::search;
use crate::search::{
    Area, Found, FoundPlace, PlaceName, PlaceProblem, Rung, SearchError, similar, widest_before,
};

/// Around where to look.
#[derive(InputObject)]
pub struct Near {
    /// The middle of the circle.
    pub at: Spot,
    /// Its radius in kilometres: more than 0, at most 20,015, which is everywhere.
    #[graphql(default = 25.0)]
    pub within_km: f64,
    /// Whether to look farther where nobody is found: the next of 25, 50, 100 and 200 km above the
    /// radius, then the whole region, then doctors who see patients by video and are licensed in
    /// the region. `searchArea.widened` says what was done.
    #[graphql(default = true)]
    pub widen: bool,
    /// Whether to look across the country's borders. The nearest town may lie in another country,
    /// where the patient may not be treated: so it is left out unless asked for.
    #[graphql(default = false)]
    pub cross_borders: bool,
}

/// A spot on the map, given in one of four ways.
#[derive(OneofObject)]
pub enum Spot {
    /// The name of a place in any known spelling, with its region or country after a comma where
    /// several share it: `Serzhong`, `New Haven, CT`.
    PlaceName(String),
    /// The id of a place.
    Place(ID),
    /// A postal code. Where its own position is not known, it stands at the point of its town: the
    /// one that a source names, or that most addresses with the code name.
    PostalCode(PostalCodeInput),
    /// A position. Its country is taken to be that of the nearest place.
    Point(PointInput),
}

/// A postal code within a country.
#[derive(InputObject)]
pub struct PostalCodeInput {
    /// The country, as ISO 3166-1 alpha-2.
    pub country: String,
    /// The code in any spelling: `06105`, `06105-1234`, `SW1A 1AA`. Of the nine digits of the United
    /// States the first five count.
    pub code: String,
}

/// Whose position the middle of a search is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "search::PlacedBy")]
pub enum PlacedBy {
    /// That of a place.
    Place,
    /// That of a postal code, as a source gives it.
    PostalCode,
    /// That of the town of a postal code, whose own position is not known.
    TownOfPostalCode,
    /// The point that was given.
    Point,
}

/// A position in degrees of WGS 84.
#[derive(InputObject)]
pub struct PointInput {
    /// Degrees north of the equator, from -90 to 90.
    pub latitude: f64,
    /// Degrees east of Greenwich, from -180 to 180.
    pub longitude: f64,
}

impl PointInput {
    /// The position, or a refusal that says what is wrong with it.
    pub fn position(&self) -> Result<Position, Failure> {
        Position::new(self.latitude, self.longitude)
            .map_err(|problem| Failure::bad_input(problem.to_string()))
    }
}

/// A position in degrees of WGS 84.
#[derive(SimpleObject, Clone, Copy)]
pub struct Point {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
}

/// A unit of length.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
pub enum DistanceUnit {
    /// Kilometres.
    #[default]
    Km,
    /// Miles of 1.609344 km.
    Miles,
}

impl DistanceUnit {
    /// The distance in this unit, to the metre or thousandth of a mile.
    pub fn of(self, distance: Distance) -> f64 {
        let length = match self {
            DistanceUnit::Km => distance.km(),
            DistanceUnit::Miles => distance.miles(),
        };
        (length * 1000.0).round() / 1000.0
    }
}

impl From<Position> for Point {
    fn from(point: Position) -> Self {
        Point {
            latitude: point.latitude(),
            longitude: point.longitude(),
        }
    }
}

/// Where a search looked.
#[derive(Clone)]
pub struct SearchArea {
    spot: FoundPlace,
    asked: Distance,
    /// How it ended; `None` before it has.
    ended: Option<Found>,
}

impl Near {
    /// Finds the spot; the area to search, and what to say of it later.
    pub async fn locate(&self, ctx: &Context<'_>) -> Result<(Area, SearchArea), Failure> {
        let within = self.within_km;
        if !(within > 0.0 && within <= FARTHEST_KM) {
            return Err(Failure::bad_input(format!(
                "withinKm must be more than 0 and at most {FARTHEST_KM}, found {within}"
            )));
        }
        let found = self.at.find(ctx).await?;
        let within = Distance::from_km(within);
        let only_country = found.country.filter(|_| !self.cross_borders);
        let area = Area::circle(found.centre, within, only_country);
        let said = SearchArea {
            spot: found,
            asked: within,
            ended: None,
        };
        Ok((area, said))
    }
}

impl Spot {
    async fn find(&self, ctx: &Context<'_>) -> Result<FoundPlace, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            Spot::PlaceName(text) => {
                let name = PlaceName::read(text);
                let rows = match name.key() {
                    "" => None,
                    key => loaders.places_named().load(key.to_owned()).await?,
                };
                let rows = rows.as_deref().cloned().unwrap_or_default();
                match name.pick(rows) {
                    Err(PlaceProblem::Unknown { name: asked, .. }) => {
                        let similar = similar(&ctx.graph().db, &name).await?;
                        Err(PlaceProblem::Unknown {
                            name: asked,
                            similar,
                        })
                    }
                    picked => picked,
                }
                .map_err(SearchError::Place)?
            }
            Spot::Place(id) => {
                let id = global_id::of_kind(Kind::Place, id)?;
                let row = loaders.place().load(id).await?;
                let row = row.ok_or(SearchError::Place(PlaceProblem::Gone))?;
                FoundPlace::at((*row).clone(), Vec::new()).map_err(SearchError::Place)?
            }
            Spot::PostalCode(input) => input.find(ctx).await?,
            Spot::Point(point) => {
                let position = point.position()?;
                let nearest = loaders.nearest_place().load(position).await?;
                FoundPlace::around(position, nearest.as_deref().cloned())
            }
        })
    }
}

impl PostalCodeInput {
    async fn find(&self, ctx: &Context<'_>) -> Result<FoundPlace, Failure> {
        let code = PostalCode::read(&self.country, &self.code).map_err(|problem| {
            Failure::bad_input_because(Reason::PostalCodeUnreadable, problem.to_string())
        })?;
        let key = (code.country.to_string(), code.code().to_owned());
        let Some(spot) = ctx.loaders().postal_spot().load(key).await? else {
            let message = format!(
                "no postal code {} is known in {}; try the name of its town, or a point",
                code.code(),
                code.country
            );
            return Err(Failure::bad_input_because(
                Reason::PostalCodeUnknown,
                message,
            ));
        };
        let town = spot.town.clone();
        Ok(match (spot.position, town) {
            (Some(position), town) => FoundPlace::at_postal_code(position, code.country, town),
            (None, Some(town)) => {
                FoundPlace::at_town_of_postal_code(town).map_err(SearchError::Place)?
            }
            (None, None) => return Err(SearchError::Place(PlaceProblem::Gone).into()),
        })
    }
}

impl SearchArea {
    /// The region in which the middle lies, as far as the gazetteer says: the widest that somebody
    /// there is treated in.
    pub fn home(&self) -> Option<Region> {
        self.spot.region()
    }

    /// The same, once the search has ended.
    pub fn after(mut self, found: &Found) -> Self {
        self.ended = Some(found.clone());
        self
    }

    fn rung(&self) -> Rung {
        self.ended.as_ref().map_or(Rung::Asked, |found| found.rung)
    }

    /// The radius of a circle that holds all that was found.
    fn reach(&self) -> f64 {
        match self.rung() {
            Rung::Asked => self.asked.km(),
            Rung::Km(km) => f64::from(km),
            Rung::Region => {
                let farthest = self.ended.as_ref().and_then(|found| found.hits.farthest);
                farthest.map_or(FARTHEST_KM, |distance| distance.km().ceil())
            }
            Rung::Telehealth => FARTHEST_KM,
        }
    }
}

/// Where a search looked.
#[Object]
impl SearchArea {
    /// The place that was meant: of a postal code its town, for a point the nearest one. Null where
    /// none is known.
    async fn place(&self) -> Option<Place> {
        self.spot.place.clone().map(|row| Place(Arc::new(row)))
    }

    /// Whose position the middle of the circle is.
    async fn placed_by(&self) -> PlacedBy {
        self.spot.placed_by.into()
    }

    /// The middle of the circle.
    async fn centre(&self) -> Point {
        self.spot.centre.into()
    }

    /// The country of the middle, as ISO 3166-1 alpha-2. Results stay within it unless
    /// `crossBorders` was asked for; null where it is not known, and then no border holds.
    async fn country(&self) -> Option<String> {
        self.spot.country.map(|country| country.to_string())
    }

    /// The radius in kilometres in which everything that was found lies: the one that was asked
    /// for, or the one it was widened to. 20015 is everywhere.
    async fn within_km(&self) -> f64 {
        self.reach()
    }

    /// How the search went beyond what was asked for, because nobody was found there; null when it
    /// did not.
    async fn widened(&self) -> Option<Widened> {
        let step = match self.rung() {
            Rung::Asked => return None,
            Rung::Km(_) => WideningStep::Radius,
            Rung::Region => WideningStep::Region,
            Rung::Telehealth => WideningStep::Telehealth,
        };
        Some(Widened {
            step,
            from_km: self.asked.km(),
            tried_km: widest_before(self.asked, self.rung()).km(),
            to_km: self.reach(),
            region: self.home().map(|region| region.to_string()),
            region_name: self.spot.region_name().map(str::to_owned),
        })
    }

    /// Who is nearest of all that meet the need and the filter, however far away; null where there
    /// is nobody.
    async fn nearest_anywhere(&self, ctx: &Context<'_>) -> Result<Option<Nearest>, Failure> {
        let Some(found) = &self.ended else {
            return Ok(None);
        };
        // Boxed, as lists are: see `Pending`.
        let hit = ctx.graph().search.nearest(found).boxed().await?;
        Ok(hit.map(|hit| Nearest::new(found.query.target, &hit)))
    }

    /// How many more lie within the radius but beyond the border.
    async fn beyond_border(&self) -> i32 {
        let hits = self.ended.as_ref().map(|found| &found.hits);
        whole(hits.map_or(0, |hits| hits.beyond_border))
    }

    /// Other places of the same name, in case one of them was meant; the most populous first, at
    /// most 8.
    async fn alternatives(&self) -> Vec<Place> {
        self.spot
            .alternatives
            .iter()
            .cloned()
            .map(|row| Place(Arc::new(row)))
            .collect()
    }
}
