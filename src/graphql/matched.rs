//! What a search says of a doctor or a clinic beside who or what it is.

use async_graphql::{Context, Object};

use super::context::Ask;
use super::error::Failure;
use super::near::DistanceUnit;
use super::role::Role;
use crate::domain::distance::Distance;
use crate::store::id::RoleId;

/// What a search says of a doctor beside who it is.
pub struct DoctorMatch {
    role: Option<RoleId>,
    distance: Option<Distance>,
}

impl DoctorMatch {
    pub fn new(role: Option<RoleId>, distance: Option<Distance>) -> Self {
        DoctorMatch { role, distance }
    }
}

/// What a search says of a doctor beside who it is.
#[Object]
impl DoctorMatch {
    /// The best matching role: the nearest clinic at which this doctor meets the need. The nearest
    /// clinic of all may be another one. Null when the doctor has no clinic.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Failure> {
        let Some(id) = self.role else { return Ok(None) };
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
