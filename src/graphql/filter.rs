//! Which nodes of a kind are listed: from a filter to the list that hangs from a node.

use async_graphql::{Context, OneofObject};

use super::by::{ConditionBy, ProcedureBy, SpecialtyBy};
use super::error::Failure;
use super::sets::ArticleKind;
use crate::domain::NodeKind;
use crate::store::related::Relation;
use crate::store::relations::{self, ArticleOrder};

/// Which procedures are listed.
#[derive(OneofObject)]
pub enum ProcedureFilter {
    /// Those that treat a condition.
    Treats(ConditionBy),
    /// Those that doctors of a specialty do.
    Specialty(SpecialtyBy),
}

/// Which articles are listed.
#[derive(OneofObject)]
pub enum ArticleFilter {
    /// Those of a kind.
    Kind(ArticleKind),
    /// Those about a procedure.
    Procedure(ProcedureBy),
    /// Those about a condition.
    Condition(ConditionBy),
    /// Those about a specialty.
    Specialty(SpecialtyBy),
}

impl ProcedureFilter {
    /// The list, and the row from which it hangs.
    pub async fn list(&self, ctx: &Context<'_>) -> Result<(Relation, i64), Failure> {
        Ok(match self {
            ProcedureFilter::Treats(by) => (
                relations::PROCEDURES_OF_CONDITION,
                condition(ctx, by).await?,
            ),
            ProcedureFilter::Specialty(by) => (
                relations::PROCEDURES_OF_SPECIALTY,
                specialty(ctx, by).await?,
            ),
        })
    }
}

impl ArticleFilter {
    /// The list, and the row from which it hangs.
    pub async fn list(
        &self,
        ctx: &Context<'_>,
        order: ArticleOrder,
    ) -> Result<(Relation, i64), Failure> {
        let about = |kind, row| (relations::articles_about(kind, order), row);
        Ok(match self {
            ArticleFilter::Kind(kind) => (relations::articles(Some((*kind).into()), order), 0),
            ArticleFilter::Procedure(by) => about(NodeKind::Procedure, procedure(ctx, by).await?),
            ArticleFilter::Condition(by) => about(NodeKind::Condition, condition(ctx, by).await?),
            ArticleFilter::Specialty(by) => about(NodeKind::Specialty, specialty(ctx, by).await?),
        })
    }
}

async fn procedure(ctx: &Context<'_>, by: &ProcedureBy) -> Result<i64, Failure> {
    let row = by.load(ctx).await?.ok_or_else(|| unknown("procedure"))?;
    Ok(row.id.get())
}

async fn condition(ctx: &Context<'_>, by: &ConditionBy) -> Result<i64, Failure> {
    let row = by.load(ctx).await?.ok_or_else(|| unknown("condition"))?;
    Ok(row.id.get())
}

/// The row of the specialty; one that is not there is refused.
pub async fn specialty(ctx: &Context<'_>, by: &SpecialtyBy) -> Result<i64, Failure> {
    let row = by.load(ctx).await?.ok_or_else(|| unknown("specialty"))?;
    Ok(row.id.get())
}

fn unknown(kind: &str) -> Failure {
    Failure::not_found(format!("no {kind} is known by the name that is given"))
}
