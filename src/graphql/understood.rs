//! How a need was understood, as the answer says it.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject, Union};

use super::condition::Condition;
use super::context::Ask;
use super::error::Failure;
use super::procedure::Procedure;
use super::specialty::Specialty;
use crate::domain::locale::Locale;
use crate::search::{How, Meaning, Need, Via};

/// What care is about: something done, something suffered, or a field of practice.
#[derive(Union)]
pub enum Concept {
    Procedure(Procedure),
    Condition(Condition),
    Specialty(Specialty),
}

/// The concept of a need; `None` where its record is gone.
pub async fn concept(ctx: &Context<'_>, need: Need) -> Result<Option<Concept>, Failure> {
    let loaders = ctx.loaders();
    Ok(match need {
        Need::Procedure(id) => {
            let row = loaders.procedure().load(id).await?;
            row.map(|row| Concept::Procedure(Procedure(row)))
        }
        Need::Condition(id) => {
            let row = loaders.condition().load(id).await?;
            row.map(|row| Concept::Condition(Condition(row)))
        }
        Need::Specialty(id) => {
            let row = loaders.specialty().load(id).await?;
            row.map(|row| Concept::Specialty(Specialty(row)))
        }
    })
}

/// How a need led to a concept.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConceptMatch {
    /// It was named outright, by id or slug.
    Named,
    /// By a code that it carries.
    Code,
    /// By its own name in some language.
    Exact,
    /// By a synonym or a lay word.
    Synonym,
    /// By a part of a name, or by a name among other words.
    Partial,
    /// By a name that was taken to be misspelt.
    Misspelt,
}

impl From<How> for ConceptMatch {
    fn from(how: How) -> Self {
        match how {
            How::Code => ConceptMatch::Code,
            How::Exact => ConceptMatch::Exact,
            How::Synonym => ConceptMatch::Synonym,
            How::Partial => ConceptMatch::Partial,
            How::Misspelt => ConceptMatch::Misspelt,
        }
    }
}

/// The name or code that led to a concept.
#[derive(SimpleObject, Clone, Debug)]
pub struct MatchedName {
    /// The name or code as it is stored.
    pub text: String,
    /// The language of a name; null for a code.
    pub locale: Option<Locale>,
    /// The system of a code, by its canonical URI; null for a name.
    pub system: Option<String>,
}

impl From<&Via> for MatchedName {
    fn from(via: &Via) -> Self {
        match via {
            Via::Name(name) => MatchedName {
                text: name.text.clone(),
                locale: name.locale.parse().ok(),
                system: None,
            },
            Via::Code { system, value } => MatchedName {
                text: value.clone(),
                locale: None,
                system: Some(system.clone()),
            },
        }
    }
}

/// How a need was understood.
#[derive(Clone, Debug)]
pub struct Understood {
    need: Need,
    kind: ConceptMatch,
    via: Option<MatchedName>,
    inferred: bool,
    others: Arc<[Meaning]>,
}

impl Understood {
    /// A need that was named outright.
    pub fn named(need: Need) -> Self {
        Understood {
            need,
            kind: ConceptMatch::Named,
            via: None,
            inferred: false,
            others: Arc::from([]),
        }
    }

    /// The likeliest of these meanings; `None` where there is none.
    pub fn best(mut meanings: Vec<Meaning>) -> Option<Self> {
        if meanings.is_empty() {
            return None;
        }
        let best = meanings.remove(0);
        Some(Understood {
            need: best.need,
            kind: best.how.into(),
            via: Some((&best.via).into()),
            inferred: false,
            others: meanings.into(),
        })
    }

    pub fn need(&self) -> Need {
        self.need
    }

    /// The same, met by specialty for want of anybody known to offer it.
    #[must_use]
    pub fn by_specialty(mut self) -> Self {
        self.inferred = true;
        self
    }
}

/// How a need was understood.
#[Object]
impl Understood {
    /// What the need was taken to be.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>, Failure> {
        concept(ctx, self.need).await
    }

    /// How the need led to it.
    async fn kind(&self) -> ConceptMatch {
        self.kind
    }

    /// The name or code that led to it; null when it was named outright.
    async fn via(&self) -> Option<&MatchedName> {
        self.via.as_ref()
    }

    /// Whether the list is a guess by specialty. It is where nobody at all is known to offer the
    /// procedure, or any that treats the condition: then those are listed whose specialty does such
    /// things, and whether they do this one is not known.
    async fn inferred(&self) -> bool {
        self.inferred
    }

    /// What else the need may have meant, the likeliest first, at most 8.
    async fn alternatives(&self) -> Vec<UnderstoodAlternative> {
        let others = self.others.iter();
        others.cloned().map(UnderstoodAlternative).collect()
    }
}

/// Something else that a need may have meant.
pub struct UnderstoodAlternative(Meaning);

/// Something else that a need may have meant.
#[Object]
impl UnderstoodAlternative {
    /// What the need may have meant.
    async fn concept(&self, ctx: &Context<'_>) -> Result<Option<Concept>, Failure> {
        concept(ctx, self.0.need).await
    }

    /// How the need led to it.
    async fn kind(&self) -> ConceptMatch {
        self.0.how.into()
    }

    /// The name or code that led to it.
    async fn via(&self) -> MatchedName {
        (&self.0.via).into()
    }
}
