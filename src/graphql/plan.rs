//! Insurance plans and their networks.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object};

use super::context::Ask;
use super::cursor::Cursor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::page::Total;
use super::scalar::DateTime;
use super::sets::PlanKind;
use super::source::Source;
use crate::store::entity::{insurance_plan, network};

pub type InsurancePlanConnection = Connection<Cursor, InsurancePlan, Total, EmptyFields>;

pub struct InsurancePlan(pub Arc<insurance_plan::Model>);

pub struct Network(pub network::Model);

/// A plan that pays for care. Whether it pays for yours, its issuer knows.
#[Object]
impl InsurancePlan {
    /// Identifies this plan among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::InsurancePlan, self.0.id)
    }

    /// The plan's readable name, unique among plans.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who gives the plan.
    async fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Who stands behind it; null where nobody says.
    async fn kind(&self) -> Option<PlanKind> {
        self.0.kind.map(|kind| kind.0.into())
    }

    /// The country in which it is given, as ISO 3166-1 alpha-2.
    async fn country(&self) -> &str {
        &self.0.country
    }

    /// Its networks of doctors and clinics; none where it has none, or nobody says.
    async fn networks(&self, ctx: &Context<'_>) -> Result<Vec<Network>, Failure> {
        let rows = ctx.loaders().networks().load(self.0.id.get()).await?;
        let rows = rows.iter().flat_map(|rows| rows.iter());
        Ok(rows.cloned().map(Network).collect())
    }

    /// Where this record is from, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let source = ctx.loaders().source().load(self.0.source_id).await?;
        Ok(source.map(Source))
    }

    /// Whether this plan is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// A network of doctors and clinics that a plan pays for.
#[Object]
impl Network {
    /// The network's readable name, unique among networks.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The plan that it belongs to.
    async fn plan(&self, ctx: &Context<'_>) -> Result<Option<InsurancePlan>, Failure> {
        let plan = ctx.loaders().plan().load(self.0.plan_id).await?;
        Ok(plan.map(InsurancePlan))
    }
}
