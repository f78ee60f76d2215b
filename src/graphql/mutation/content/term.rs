//! Words of the glossary.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use crate::domain::NodeKind;
use crate::domain::fold::fold;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::education::edition::measure;
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::glossary::GlossaryTerm;
use crate::graphql::mutation::act::{Begun, begin_once, end};
use crate::graphql::mutation::problems::Problems;
use crate::store::StoreError;
use crate::store::desk::Defined;
use crate::store::id::Id;

/// The longest definition, in characters.
const DEFINITION: usize = 600;

/// The most other words for one.
const ALSO: usize = 20;

/// A word to write, in one language; its other languages stay.
#[derive(InputObject)]
pub struct UpsertGlossaryTermInput {
    /// The word's readable name, unique in the glossary; links in articles lead to it as
    /// `glossary:SLUG`.
    pub slug: Slug,
    /// The language.
    pub locale: Locale,
    /// The word.
    pub term: String,
    /// Other words for it, at most 20.
    pub also_known_as: Option<Vec<String>>,
    /// What it means, in a plain sentence or two of at most 600 characters.
    pub definition: String,
    /// What the definition rests on.
    pub reference: Option<String>,
    /// Why, for the audit.
    pub reason: Option<String>,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same word.
    pub idempotency_key: Option<String>,
}

/// What became of a word.
#[derive(SimpleObject)]
pub struct GlossaryTermPayload {
    /// The word as written.
    term: GlossaryTerm,
    /// Whether an earlier call with the same key had written it already.
    repeated: bool,
}

#[derive(Default)]
pub struct GlossaryDesk;

#[Object]
impl GlossaryDesk {
    /// Writes what a word means in one language: readers see it at once.
    ///
    /// Needs the scope `content:write`.
    async fn upsert_glossary_term(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The word.")] input: UpsertGlossaryTermInput,
    ) -> Result<GlossaryTermPayload, Failure> {
        let mut problems = Problems::default();
        let reason = problems.reason("reason", input.reason);
        let term = problems.line("term", Some(input.term)).unwrap_or_default();
        if fold(&term).is_empty() {
            problems.note("term", "at least one letter or digit");
        }
        let definition = problems.told("definition", Some(input.definition), DEFINITION);
        if definition.is_none() {
            problems.note("definition", "it is empty");
        }
        let reference = problems.told("reference", input.reference, DEFINITION);
        let mut also = Vec::new();
        let given = input.also_known_as.unwrap_or_default();
        if given.len() > ALSO {
            problems.note(
                "alsoKnownAs",
                format_args!("at most {ALSO}, found {}", given.len()),
            );
        }
        for word in given.into_iter().take(ALSO) {
            if word.contains('|') {
                problems.note("alsoKnownAs", "without |");
            }
            also.extend(problems.line("alsoKnownAs", Some(word)));
        }
        problems.end()?;
        let definition = definition.unwrap_or_default();
        let key = input.idempotency_key.as_deref();
        let locale = vec![input.locale.clone()];
        let (id, repeated) = match begin_once(ctx, "upsertGlossaryTerm", reason, key).await? {
            Begun::Again((_, id)) => (Id::new(id), true),
            Begun::Fresh(mut act) => {
                let defined = Defined {
                    slug: input.slug.into_string(),
                    measure: measure(&definition, &input.locale),
                    locale: input.locale.to_string(),
                    term,
                    also,
                    definition,
                    reference,
                };
                let id = act.define(defined).await?;
                end(ctx, *act, (NodeKind::GlossaryTerm, id.get())).await?;
                (id, false)
            }
        };
        let row = ctx.loaders().term().load(id).await?;
        let row = row.ok_or(StoreError::Corrupt("a word that was written is gone"))?;
        Ok(GlossaryTermPayload {
            term: GlossaryTerm::new(row, Some(locale)),
            repeated,
        })
    }
}
