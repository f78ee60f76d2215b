//! Clinics.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, OneofObject, SimpleObject};

use super::context::Ask;
use super::error::Failure;
use super::find::Listing;
use super::global_id::{self, Kind};
use super::near::{DistanceUnit, Point};
use super::page::Cursor;
use super::place::Place;
use super::scalar::{DateTime, Url};
use super::sets::{ClinicKind, PositionAccuracy};
use super::source::Source;
use crate::domain::distance::Distance;
use crate::domain::slug::Slug;
use crate::store::entity::clinic;

pub type ClinicConnection = Connection<Cursor, Clinic, Listing, ClinicMatch>;

pub struct Clinic(pub Arc<clinic::Model>);

/// Names a clinic in one of two ways.
#[derive(OneofObject)]
pub enum ClinicBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
}

impl ClinicBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<clinic::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            ClinicBy::Id(id) => {
                loaders
                    .clinic()
                    .load(global_id::of_kind(Kind::Clinic, id)?)
                    .await?
            }
            ClinicBy::Slug(slug) => loaders.clinic_by_slug().load(slug.to_string()).await?,
        })
    }
}

/// Where a clinic is, in words.
#[derive(SimpleObject)]
pub struct Address {
    /// Street and number.
    street: Option<String>,
    /// Town.
    city: Option<String>,
    /// Region, as ISO 3166-2 where it is known.
    region: Option<String>,
    /// Postal code, as the source writes it.
    postal_code: Option<String>,
    /// Country, as ISO 3166-1 alpha-2.
    country: String,
}

/// What a search says of a clinic beside what it is.
pub struct ClinicMatch {
    distance: Option<Distance>,
}

impl ClinicMatch {
    pub fn new(distance: Option<Distance>) -> Self {
        ClinicMatch { distance }
    }
}

/// What a search says of a clinic beside what it is.
#[Object]
impl ClinicMatch {
    /// The great-circle distance; null when the search is not around a place. How exact it is
    /// depends on the clinic's `positionAccuracy`.
    async fn distance(
        &self,
        #[graphql(desc = "The unit of the distance.", default)] unit: DistanceUnit,
    ) -> Option<f64> {
        self.distance.map(|distance| unit.of(distance))
    }
}

/// A place where care is given. What is not known is null, and never means no.
#[Object]
impl Clinic {
    /// Identifies this clinic among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Clinic, self.0.id)
    }

    /// The clinic's readable name, unique among clinics.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name. A practice that its source gives no name has its street and town.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of place it is.
    async fn kind(&self) -> ClinicKind {
        self.0.kind.0.into()
    }

    /// The address.
    async fn address(&self) -> Address {
        Address {
            street: self.0.address.clone(),
            city: self.0.city.clone(),
            region: self.0.region.clone(),
            postal_code: self.0.postal_code.clone(),
            country: self.0.country.clone(),
        }
    }

    /// The position; null where nobody knows it, and then no search by distance finds the clinic.
    async fn point(&self) -> Option<Point> {
        Some(Point {
            latitude: self.0.latitude?,
            longitude: self.0.longitude?,
        })
    }

    /// How exactly the position is known.
    async fn position_accuracy(&self) -> Option<PositionAccuracy> {
        self.0.position_accuracy.map(|accuracy| accuracy.0.into())
    }

    /// The town in which the clinic is, where the gazetteer has it.
    async fn place(&self, ctx: &Context<'_>) -> Result<Option<Place>, Failure> {
        let Some(id) = self.0.place_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().place().load(id).await?.map(Place))
    }

    /// The time zone of its hours, as in the IANA database.
    async fn time_zone(&self) -> Option<&str> {
        self.0.time_zone.as_deref()
    }

    /// The telephone of the clinic.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// The clinic's own page.
    async fn website(&self) -> Option<Url> {
        self.0.website.clone().map(Url)
    }

    /// Where this record is from, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        Ok(ctx
            .loaders()
            .source()
            .load(self.0.source_id)
            .await?
            .map(Source))
    }

    /// Whether this clinic is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
