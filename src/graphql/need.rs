//! What is looked for, by whichever name the caller has for it.

use async_graphql::{Context, OneofObject};

use super::by::{ConditionBy, ProcedureBy, SpecialtyBy};
use super::error::Failure;
use crate::search::Need;

/// What somebody needs: a procedure, help with a condition, or a kind of doctor.
#[derive(OneofObject)]
pub enum CareNeed {
    /// Doctors for whom there is evidence that they do it.
    Procedure(ProcedureBy),
    /// Doctors who do a procedure that treats it.
    Condition(ConditionBy),
    /// Doctors of this specialty.
    Specialty(SpecialtyBy),
}

/// The need with its name looked up, where there is one.
pub async fn resolve(ctx: &Context<'_>, need: Option<CareNeed>) -> Result<Option<Need>, Failure> {
    match need {
        Some(need) => need.resolve(ctx).await.map(Some),
        None => Ok(None),
    }
}

impl CareNeed {
    /// The need with its name looked up; a name that nothing has is refused.
    async fn resolve(&self, ctx: &Context<'_>) -> Result<Need, Failure> {
        match self {
            CareNeed::Procedure(by) => by.load(ctx).await?.map(|row| Need::Procedure(row.id)),
            CareNeed::Condition(by) => by.load(ctx).await?.map(|row| Need::Condition(row.id)),
            CareNeed::Specialty(by) => by.load(ctx).await?.map(|row| Need::Specialty(row.id)),
        }
        .ok_or_else(|| {
            let kind = match self {
                CareNeed::Procedure(_) => "procedure",
                CareNeed::Condition(_) => "condition",
                CareNeed::Specialty(_) => "specialty",
            };
            Failure::not_found(format!("no {kind} is known by the name that need gives"))
        })
    }
}
