//! What a search says when nobody was near enough: how far it went, and who is nearest of all.

use async_graphql::{Context, Enum, Object, SimpleObject};

use super::clinic::Clinic;
use super::context::Ask;
use super::doctor::Doctor;
use super::error::Failure;
use super::near::DistanceUnit;
use crate::domain::distance::Distance;
use crate::search::{Hit, Target};
use crate::store::id::{ClinicId, DoctorId, Id, RoleId};

/// How a search went beyond what was asked for.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum WideningStep {
    /// To a wider circle.
    Radius,
    /// To the whole region.
    Region,
    /// To doctors who see patients by video and are licensed in the region.
    Telehealth,
}

/// How a search went beyond what was asked for.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Widened {
    /// The step of the ladder at which somebody was found.
    pub step: WideningStep,
    /// The radius that was asked for, in kilometres.
    pub from_km: f64,
    /// The radius of the widest circle in which nobody was found, in kilometres: the last that was
    /// looked at before this step.
    pub tried_km: f64,
    /// The radius in which all that was found lies, in kilometres; 20015 is everywhere.
    pub to_km: f64,
    /// The region, as ISO 3166-2, or its country where no region is known; null where neither is.
    pub region: Option<String>,
    /// Its name, where one is known.
    pub region_name: Option<String>,
}

#[async_graphql::ComplexObject]
impl Widened {
    /// Why, in words.
    async fn reason(&self) -> String {
        let (tried, to) = (self.tried_km, self.to_km);
        let region = self.region_name.as_deref().or(self.region.as_deref());
        let region = region.unwrap_or("the region");
        match self.step {
            WideningStep::Radius => format!("nobody within {tried} km, so within {to} km"),
            WideningStep::Region => format!("nobody within {tried} km, so in all of {region}"),
            WideningStep::Telehealth => format!(
                "nobody near, so doctors who see patients by video and are licensed in {region}"
            ),
        }
    }
}

/// Who, or which clinic, is nearest of all.
pub struct Nearest {
    target: Target,
    id: i64,
    role: Option<RoleId>,
    distance: Option<Distance>,
}

impl Nearest {
    pub fn new(target: Target, hit: &Hit) -> Self {
        Nearest {
            target,
            id: hit.position.id,
            role: hit.role.map(Id::new),
            distance: hit.distance,
        }
    }
}

/// Who, or which clinic, is nearest of all.
#[Object]
impl Nearest {
    /// The doctor; null where clinics are looked for.
    async fn doctor(&self, ctx: &Context<'_>) -> Result<Option<Doctor>, Failure> {
        let id: DoctorId = match self.target {
            Target::Doctor => Id::new(self.id),
            Target::Clinic => return Ok(None),
        };
        Ok(ctx.loaders().doctor().load(id).await?.map(Doctor))
    }

    /// The clinic, or the one at which the doctor meets the need.
    async fn clinic(&self, ctx: &Context<'_>) -> Result<Option<Clinic>, Failure> {
        let loaders = ctx.loaders();
        let id: ClinicId = match (self.target, self.role) {
            (Target::Clinic, _) => Id::new(self.id),
            (Target::Doctor, None) => return Ok(None),
            (Target::Doctor, Some(role)) => match loaders.role().load(role).await? {
                Some(role) => role.clinic_id,
                None => return Ok(None),
            },
        };
        Ok(loaders.clinic().load(id).await?.map(Clinic))
    }

    /// The great-circle distance to that clinic.
    async fn distance(
        &self,
        #[graphql(desc = "The unit of the distance.", default)] unit: DistanceUnit,
    ) -> Option<f64> {
        self.distance.map(|distance| unit.of(distance))
    }
}
