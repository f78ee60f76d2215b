//! What is looked for, by whichever name the caller has for it.

use async_graphql::{Context, ID, InputObject, OneofObject};
use std::sync::Arc;

use super::context::Ask;
use super::error::Failure;
use super::global_id::{self, Kind};
use crate::domain::NodeKind;
use crate::domain::code::canonical_system;
use crate::domain::slug::Slug;
use crate::search::Need;
use crate::store::entity::{condition, procedure, specialty};
use crate::store::id::Id;

/// A code in a code system.
#[derive(InputObject, Clone)]
pub struct CodeInput {
    /// The system's URI, such as `http://id.nlm.nih.gov/mesh`; common aliases are understood.
    pub system: String,
    /// The code itself, such as `D017217`.
    pub value: String,
}

/// Names a procedure in one of three ways.
#[derive(OneofObject)]
pub enum ProcedureBy {
    /// Its id.
    Id(ID),
    /// Its slug, such as `epidural-blood-patch`.
    Slug(Slug),
    /// A code that it carries.
    Code(CodeInput),
}

/// Names a condition in one of three ways.
#[derive(OneofObject)]
pub enum ConditionBy {
    /// Its id.
    Id(ID),
    /// Its slug, such as `psoriasis`.
    Slug(Slug),
    /// A code that it carries.
    Code(CodeInput),
}

/// Names a specialty in one of three ways.
#[derive(OneofObject)]
pub enum SpecialtyBy {
    /// Its id.
    Id(ID),
    /// Its slug, such as `internal-medicine`.
    Slug(Slug),
    /// Its code, such as `207R00000X` of `http://nucc.org/provider-taxonomy`.
    Code(CodeInput),
}

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

impl ProcedureBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<procedure::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            ProcedureBy::Id(id) => {
                let id = global_id::of_kind(Kind::Procedure, id)?;
                loaders.procedure().load(id).await?
            }
            ProcedureBy::Slug(slug) => loaders.procedure_by_slug().load(slug.to_string()).await?,
            ProcedureBy::Code(code) => match coded(ctx, NodeKind::Procedure, code).await? {
                Some(id) => loaders.procedure().load(Id::new(id)).await?,
                None => None,
            },
        })
    }
}

impl ConditionBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<condition::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            ConditionBy::Id(id) => {
                let id = global_id::of_kind(Kind::Condition, id)?;
                loaders.condition().load(id).await?
            }
            ConditionBy::Slug(slug) => loaders.condition_by_slug().load(slug.to_string()).await?,
            ConditionBy::Code(code) => match coded(ctx, NodeKind::Condition, code).await? {
                Some(id) => loaders.condition().load(Id::new(id)).await?,
                None => None,
            },
        })
    }
}

impl SpecialtyBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<specialty::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            SpecialtyBy::Id(id) => {
                let id = global_id::of_kind(Kind::Specialty, id)?;
                loaders.specialty().load(id).await?
            }
            SpecialtyBy::Slug(slug) => loaders.specialty_by_slug().load(slug.to_string()).await?,
            SpecialtyBy::Code(code) => {
                let system = canonical_system(&code.system).to_owned();
                let value = code.value.trim().to_owned();
                loaders.specialty_by_code().load((system, value)).await?
            }
        })
    }
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

async fn coded(
    ctx: &Context<'_>,
    kind: NodeKind,
    code: &CodeInput,
) -> Result<Option<i64>, Failure> {
    let system = canonical_system(&code.system).to_owned();
    let key = (kind, system, code.value.trim().to_owned());
    Ok(ctx.loaders().node_by_code().load(key).await?.map(|id| *id))
}
