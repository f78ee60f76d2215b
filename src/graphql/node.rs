//! The interface of everything that has a global id, and finding it by that id.

use async_graphql::{Context, ID, Interface};

use super::article::Article;
use super::clinic::Clinic;
use super::condition::Condition;
use super::context::Ask;
use super::doctor::Doctor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::glossary::GlossaryTerm;
use super::offering::Offering;
use super::place::Place;
use super::plan::InsurancePlan;
use super::procedure::Procedure;
use super::role::Role;
use super::specialty::Specialty;
use crate::store::id::Id;

/// Anything that has an id of its own and can be asked for by it.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Identifies this node among all nodes. Opaque: do not take it apart."
))]
pub enum Node {
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

/// The node of a global id, or nothing when there is none.
pub async fn load(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Failure> {
    let (kind, row) = global_id::read(id)?;
    find(ctx, kind, row).await
}

/// The node of a row, or nothing when there is none.
pub async fn find(ctx: &Context<'_>, kind: Kind, row: i64) -> Result<Option<Node>, Failure> {
    let loaders = ctx.loaders();
    Ok(match kind {
        Kind::Doctor => loaders
            .doctor()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Doctor(Doctor(row))),
        Kind::Clinic => loaders
            .clinic()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Clinic(Clinic(row))),
        Kind::Role => loaders
            .role()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Role(Role(row))),
        Kind::Specialty => loaders
            .specialty()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Specialty(Specialty(row))),
        Kind::Procedure => loaders
            .procedure()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Procedure(Procedure(row))),
        Kind::Condition => loaders
            .condition()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Condition(Condition(row))),
        Kind::Offering => loaders
            .offering()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Offering(Offering(row))),
        Kind::Place => loaders
            .place()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Place(Place(row))),
        Kind::Article => loaders
            .article()
            .load(Id::new(row))
            .await?
            .map(|row| Node::Article(Article::new(row, None))),
        Kind::InsurancePlan => loaders
            .plan()
            .load(Id::new(row))
            .await?
            .map(|row| Node::InsurancePlan(InsurancePlan(row))),
        Kind::GlossaryTerm => loaders
            .term()
            .load(Id::new(row))
            .await?
            .map(|row| Node::GlossaryTerm(GlossaryTerm::new(row, None))),
        // What callers tell is for nobody who guesses an id.
        Kind::Report | Kind::SubmittedReview | Kind::Manuscript => None,
    })
}
