//! Finding the nodes that other subgraphs refer to.

use async_graphql::{Context, Union};

use super::representation::Key;
use crate::graphql::article::Article;
use crate::graphql::clinic::Clinic;
use crate::graphql::condition::Condition;
use crate::graphql::context::Ask;
use crate::graphql::doctor::Doctor;
use crate::graphql::error::Failure;
use crate::graphql::global_id::Kind;
use crate::graphql::glossary::GlossaryTerm;
use crate::graphql::node::{self, Node};
use crate::graphql::offering::Offering;
use crate::graphql::place::Place;
use crate::graphql::plan::InsurancePlan;
use crate::graphql::procedure::Procedure;
use crate::graphql::role::Role;
use crate::graphql::specialty::Specialty;

/// Anything that other subgraphs may refer to by a key.
#[derive(Union)]
#[graphql(name = "_Entity")]
pub enum Entity {
    Doctor(Doctor),
    Clinic(Clinic),
    Role(Role),
    Specialty(Specialty),
    Procedure(Procedure),
    Condition(Condition),
    Offering(Offering),
    Place(Place),
    Article(Article),
    InsurancePlan(InsurancePlan),
    GlossaryTerm(GlossaryTerm),
}

/// The node of a key, or nothing when there is none. Those asked for together are read together.
pub async fn find(ctx: &Context<'_>, kind: Kind, key: Key) -> Result<Option<Entity>, Failure> {
    match key {
        Key::Id(id) => Ok(node::load(ctx, &id).await?.map(Entity::from)),
        Key::Slug(slug) => by_slug(ctx, kind, slug.to_string()).await,
        Key::Npi(npi) => {
            let row = ctx.loaders().doctor_by_npi().load(npi.to_string()).await?;
            Ok(row.map(|row| Entity::Doctor(Doctor(row))))
        }
    }
}

async fn by_slug(ctx: &Context<'_>, kind: Kind, slug: String) -> Result<Option<Entity>, Failure> {
    let loaders = ctx.loaders();
    Ok(match kind {
        Kind::Doctor => {
            let row = loaders.doctor_by_slug().load(slug).await?;
            row.map(|row| Entity::Doctor(Doctor(row)))
        }
        Kind::Clinic => {
            let row = loaders.clinic_by_slug().load(slug).await?;
            row.map(|row| Entity::Clinic(Clinic(row)))
        }
        Kind::Specialty => {
            let row = loaders.specialty_by_slug().load(slug).await?;
            row.map(|row| Entity::Specialty(Specialty(row)))
        }
        Kind::Procedure => {
            let row = loaders.procedure_by_slug().load(slug).await?;
            row.map(|row| Entity::Procedure(Procedure(row)))
        }
        Kind::Condition => {
            let row = loaders.condition_by_slug().load(slug).await?;
            row.map(|row| Entity::Condition(Condition(row)))
        }
        Kind::Place => {
            let row = loaders.place_by_slug().load(slug).await?;
            row.map(|row| Entity::Place(Place(row)))
        }
        Kind::Article => {
            let row = loaders.article_by_slug().load(slug).await?;
            row.map(|row| Entity::Article(Article::new(row, None)))
        }
        Kind::GlossaryTerm => {
            let row = loaders.term_by_slug().load(slug).await?;
            row.map(|row| Entity::GlossaryTerm(GlossaryTerm::new(row, None)))
        }
        Kind::InsurancePlan => {
            let row = loaders.plan_by_slug().load(slug).await?;
            row.map(|row| Entity::InsurancePlan(InsurancePlan(row)))
        }
        Kind::Role | Kind::Offering | Kind::Report | Kind::SubmittedReview | Kind::Manuscript => {
            None
        }
    })
}

impl From<Node> for Entity {
    fn from(node: Node) -> Self {
        match node {
            Node::Doctor(node) => Entity::Doctor(node),
            Node::Clinic(node) => Entity::Clinic(node),
            Node::Role(node) => Entity::Role(node),
            Node::Specialty(node) => Entity::Specialty(node),
            Node::Procedure(node) => Entity::Procedure(node),
            Node::Condition(node) => Entity::Condition(node),
            Node::Offering(node) => Entity::Offering(node),
            Node::Place(node) => Entity::Place(node),
            Node::Article(node) => Entity::Article(node),
            Node::InsurancePlan(node) => Entity::InsurancePlan(node),
            Node::GlossaryTerm(node) => Entity::GlossaryTerm(node),
        }
    }
}
