//! Places of the gazetteer.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, OneofObject};

use super::context::Ask;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::near::Point;
use super::sets::PlaceKind;
use super::source::Source;
use crate::domain::slug::Slug;
use crate::store::entity::place;

pub struct Place(pub Arc<place::Model>);

/// Names a place in one of two ways.
#[derive(OneofObject)]
pub enum PlaceBy {
    /// Its id.
    Id(ID),
    /// Its slug, such as `serzhong`.
    Slug(Slug),
}

impl PlaceBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<place::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            PlaceBy::Id(id) => {
                loaders
                    .place()
                    .load(global_id::of_kind(Kind::Place, id)?)
                    .await?
            }
            PlaceBy::Slug(slug) => loaders.place_by_slug().load(slug.to_string()).await?,
        })
    }
}

/// A town, village or district, at its point.
#[Object]
impl Place {
    /// Identifies this place among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Place, self.0.id)
    }

    /// The place's readable name, unique among places.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name as the gazetteer writes it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The country, as ISO 3166-1 alpha-2.
    async fn country(&self) -> &str {
        &self.0.country
    }

    /// The region, as ISO 3166-2; null where the gazetteer does not say.
    async fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The region's name; null where the gazetteer does not say.
    async fn region_name(&self) -> Option<&str> {
        self.0.region_name.as_deref()
    }

    /// The time zone, as in the IANA database.
    async fn time_zone(&self) -> Option<&str> {
        self.0.time_zone.as_deref()
    }

    /// The point by which distances to the place are measured.
    async fn point(&self) -> Point {
        Point {
            latitude: self.0.latitude,
            longitude: self.0.longitude,
        }
    }

    /// How many people live there; null where the gazetteer does not say.
    async fn population(&self) -> Option<i32> {
        self.0
            .population
            .map(|people| i32::try_from(people).unwrap_or(i32::MAX))
    }

    /// What the place is.
    async fn kind(&self) -> PlaceKind {
        self.0.kind.0.into()
    }

    /// Other spellings by which the place is found, at most 100.
    async fn alternate_names(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        let names = ctx.loaders().place_names().load(self.0.id.get()).await?;
        Ok(names
            .iter()
            .flat_map(|names| names.iter())
            .filter(|name| name.name != self.0.name)
            .take(100)
            .map(|name| name.name.clone())
            .collect())
    }

    /// The gazetteer that the place is from, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        Ok(ctx
            .loaders()
            .source()
            .load(self.0.source_id)
            .await?
            .map(Source))
    }
}
