//! How callers name one thing: by its id, its slug, its code, its number.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, OneofObject};

use super::context::Ask;
use super::error::Failure;
use super::global_id::{self, Kind};
use crate::domain::NodeKind;
use crate::domain::code::{NPI, canonical_system};
use crate::domain::npi::Npi;
use crate::domain::slug::Slug;
use crate::store::entity::{
    article, clinic, condition, doctor, insurance_plan, place, procedure, specialty,
};
use crate::store::id::Id;

/// Names a doctor in one of four ways.
#[derive(OneofObject)]
pub enum DoctorBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
    /// The National Provider Identifier.
    Npi(Npi),
    /// A number of any other registry.
    Identifier(IdentifierInput),
}

/// A number that some registry gave.
#[derive(InputObject)]
pub struct IdentifierInput {
    /// The registry, by its URI; common aliases are understood.
    pub system: String,
    /// The number.
    pub value: String,
}

impl DoctorBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<doctor::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            DoctorBy::Id(id) => {
                loaders
                    .doctor()
                    .load(global_id::of_kind(Kind::Doctor, id)?)
                    .await?
            }
            DoctorBy::Slug(slug) => loaders.doctor_by_slug().load(slug.to_string()).await?,
            DoctorBy::Npi(npi) => loaders.doctor_by_npi().load(npi.to_string()).await?,
            DoctorBy::Identifier(IdentifierInput { system, value }) => {
                let system = canonical_system(system);
                let value = value.trim();
                if system == NPI {
                    return Ok(loaders.doctor_by_npi().load(value.to_owned()).await?);
                }
                let key = (NodeKind::Doctor, system.to_owned(), value.to_owned());
                match loaders.node_by_identifier().load(key).await? {
                    Some(id) => loaders.doctor().load(Id::new(*id)).await?,
                    None => None,
                }
            }
        })
    }
}

/// Names a clinic in one of two ways.
#[derive(OneofObject)]
pub enum ClinicBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
}

impl ClinicBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<clinic::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            ClinicBy::Id(id) => {
                loaders
                    .clinic()
                    .load(global_id::of_kind(Kind::Clinic, id)?)
                    .await?
            }
            ClinicBy::Slug(slug) => loaders.clinic_by_slug().load(slug.to_string()).await?,
        })
    }
}

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

/// Names an article in one of two ways.
#[derive(OneofObject)]
pub enum ArticleBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
}

impl ArticleBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<article::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            ArticleBy::Id(id) => {
                loaders
                    .article()
                    .load(global_id::of_kind(Kind::Article, id)?)
                    .await?
            }
            ArticleBy::Slug(slug) => loaders.article_by_slug().load(slug.to_string()).await?,
        })
    }
}

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

/// Names an insurance plan in one of two ways.
#[derive(OneofObject)]
pub enum InsurancePlanBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
}

impl InsurancePlanBy {
    pub async fn load(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Arc<insurance_plan::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            InsurancePlanBy::Id(id) => {
                let id = global_id::of_kind(Kind::InsurancePlan, id)?;
                loaders.plan().load(id).await?
            }
            InsurancePlanBy::Slug(slug) => loaders.plan_by_slug().load(slug.to_string()).await?,
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
