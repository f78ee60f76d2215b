//! What a search says of a doctor or a clinic beside who or what it is.

use async_graphql::{Context, Object};

use super::context::Ask;
use super::error::Failure;
use super::near::DistanceUnit;
use super::ranking::Ranking;
use super::role::Role;
use crate::domain::distance::Distance;
use crate::search::{Hit, Query};
use crate::store::id::Id;

/// What a search says of a doctor beside who it is.
pub struct DoctorMatch {
    distance: Option<Distance>,
    ranking: Ranking,
}

impl DoctorMatch {
    pub fn new(query: &Query, hit: &Hit) -> Self {
        let concepts = query.concepts.as_deref().unwrap_or_default();
        DoctorMatch {
            distance: hit.distance,
            ranking: Ranking {
                doctor: Id::new(hit.position.id),
                role: hit.role.map(Id::new),
                concept: hit.concept.and_then(|place| concepts.get(place).copied()),
                as_of: query.as_of,
                factors: hit.ranking.clone(),
            },
        }
    }
}

/// What a search says of a doctor beside who it is.
#[Object]
impl DoctorMatch {
    /// The best matching role: of the clinics at which this doctor meets the need and every filter,
    /// the one that the order puts first. The nearest clinic of all may be another one. Null when
    /// the doctor has no clinic.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Failure> {
        let Some(id) = self.ranking.role else {
            return Ok(None);
        };
        Ok(ctx.loaders().role().load(id).await?.map(Role))
    }

    /// The great-circle distance to that clinic; null when the search is not around a place.
    /// How exact it is depends on the clinic's `positionAccuracy`.
    async fn distance(
        &self,
        #[graphql(desc = "The unit of the distance.", default)] unit: DistanceUnit,
    ) -> Option<f64> {
        self.distance.map(|distance| unit.of(distance))
    }

    /// Why the doctor stands where they do in the order BEST, whichever order was asked for.
    async fn ranking(&self) -> &Ranking {
        &self.ranking
    }
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
