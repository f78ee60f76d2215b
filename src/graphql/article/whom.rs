//! Whom a reader of an article may want to see.

use async_graphql::Context;
use futures_util::future::try_join_all;

use super::subject;
use crate::graphql::error::Failure;
use crate::graphql::find::Wanted;
use crate::graphql::inferred;
use crate::search::Concept;
use crate::store::id::ArticleId;

/// Those who do any of what the article is about. Where nobody at all is known to, those of the
/// specialties that do such things, and the answer says so.
pub async fn wanted(ctx: &Context<'_>, article: ArticleId) -> Result<Wanted, Failure> {
    let needs = subject::nodes(ctx, article).await?.into_iter();
    let needs = needs.filter_map(|(kind, id)| subject::need(kind, id));
    let met = needs.map(|need| Wanted::meeting(ctx, Some(need)));
    let met = try_join_all(met).await?;
    let known = Wanted {
        concepts: Some(any_of(&met)),
        ..Wanted::default()
    };
    if inferred::is_anybody_known(ctx, known.concepts.as_deref().unwrap_or_default())? {
        return Ok(known);
    }
    let guesses = met
        .into_iter()
        .map(|wanted| inferred::or_by_specialty(ctx, wanted));
    let mut guesses = try_join_all(guesses).await?;
    guesses.retain(|guess| guess.inferred);
    let concepts = Some(any_of(&guesses));
    Ok(match guesses.into_iter().next() {
        Some(first) => Wanted { concepts, ..first },
        None => known,
    })
}

/// What meets any of these, each once.
fn any_of(wanted: &[Wanted]) -> Vec<Concept> {
    let all = wanted.iter().filter_map(|one| one.concepts.as_deref());
    let mut concepts: Vec<Concept> = all.flatten().copied().collect();
    concepts.sort_unstable();
    concepts.dedup();
    concepts
}
