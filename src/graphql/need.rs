//! What is looked for, by whichever name the caller has for it.

use async_graphql::{Context, OneofObject};

use super::by::{CodeInput, ConditionBy, ProcedureBy, SpecialtyBy};
use super::context::Ask;
use super::error::Failure;
use super::understood::Understood;
use crate::domain::NodeKind;
use crate::domain::code::canonical_system;
use crate::feed::Kinds;
use crate::search::{Asked, Need};

/// What the meaning of a text or code rests on.
pub const CONCEPTS: Kinds = Kinds::one(NodeKind::Procedure)
    .and(Kinds::one(NodeKind::Condition))
    .and(Kinds::one(NodeKind::Specialty));

/// What somebody needs: a procedure, help with a condition, or a kind of doctor.
#[derive(OneofObject)]
pub enum CareNeed {
    /// Doctors for whom there is evidence that they do it.
    Procedure(ProcedureBy),
    /// Doctors who do a procedure that treats it.
    Condition(ConditionBy),
    /// Doctors of this specialty.
    Specialty(SpecialtyBy),
    /// Whatever carries the code: a procedure, a condition or a specialty.
    Code(CodeInput),
    /// In plain words of any language, as people write them: a name, a lay name, a code, misspelt
    /// too. The answer's `understood` says what it was taken to mean. Words that mean nothing here
    /// find nobody, and `understood` is null: a page that asks for other things as well keeps them.
    Text(String),
}

/// A need that was looked up.
pub struct Meant {
    /// `None` for words that mean nothing.
    pub need: Option<Need>,
    pub understood: Option<Understood>,
}

impl From<Need> for Meant {
    fn from(need: Need) -> Self {
        Understood::named(need).into()
    }
}

impl From<Understood> for Meant {
    fn from(understood: Understood) -> Self {
        Meant {
            need: Some(understood.need()),
            understood: Some(understood),
        }
    }
}

/// The need with its name looked up, where there is one.
pub async fn resolve(ctx: &Context<'_>, need: Option<CareNeed>) -> Result<Option<Meant>, Failure> {
    match need {
        Some(need) => need.resolve(ctx).await.map(Some),
        None => Ok(None),
    }
}

/// A text to look up, or a refusal that says what is wrong with it.
pub fn asked(argument: &str, text: &str) -> Result<Asked, Failure> {
    Asked::read(text).map_err(|problem| Failure::bad_input(format!("{argument} {problem}")))
}

impl CareNeed {
    /// The need with its name looked up; a name or code that nothing has is refused.
    async fn resolve(&self, ctx: &Context<'_>) -> Result<Meant, Failure> {
        let named = match self {
            CareNeed::Procedure(by) => by.load(ctx).await?.map(|row| Need::Procedure(row.id)),
            CareNeed::Condition(by) => by.load(ctx).await?.map(|row| Need::Condition(row.id)),
            CareNeed::Specialty(by) => by.load(ctx).await?.map(|row| Need::Specialty(row.id)),
            CareNeed::Code(code) => return coded(ctx, code),
            CareNeed::Text(text) => return meaning(ctx, text),
        };
        named.map(Meant::from).ok_or_else(|| {
            let kind = match self {
                CareNeed::Procedure(_) => "procedure",
                CareNeed::Condition(_) => "condition",
                _ => "specialty",
            };
            Failure::not_found(format!("no {kind} is known by the name that need gives"))
        })
    }
}

fn meaning(ctx: &Context<'_>, text: &str) -> Result<Meant, Failure> {
    let asked = asked("need.text", text)?;
    let (meanings, seq) = ctx.graph().search.understand(&asked)?;
    rests_on_concepts(ctx, seq);
    Ok(match Understood::best(meanings) {
        Some(understood) => understood.into(),
        None => Meant {
            need: None,
            understood: None,
        },
    })
}

fn coded(ctx: &Context<'_>, code: &CodeInput) -> Result<Meant, Failure> {
    let system = canonical_system(&code.system);
    let (meanings, seq) = ctx.graph().search.coded(system, &code.value)?;
    rests_on_concepts(ctx, seq);
    Understood::best(meanings).map(Meant::from).ok_or_else(|| {
        Failure::not_found("no procedure, condition or specialty carries the code that need gives")
    })
}

/// Notes that the answer holds while no concept changes its names or codes.
pub fn rests_on_concepts(ctx: &Context<'_>, seq: i64) {
    ctx.loaders().basis().note(CONCEPTS);
    ctx.loaders().basis().as_of(seq);
}
