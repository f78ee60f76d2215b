//! What an unfinished text may become, while somebody types.

use async_graphql::{Context, SimpleObject};
use futures_util::future::try_join_all;

use super::context::Ask;
use super::error::Failure;
use super::near::Near;
use super::search::{SearchKind, SearchResult, TextRange, load, own_name, query, ranges, rests};
use crate::domain::locale::Locale;
use crate::search::{Asked, Matched, Via, marks};

/// The most suggestions that one field gives.
const SUGGESTIONS: i32 = 20;

/// Something that an unfinished text may become.
#[derive(SimpleObject)]
pub struct Suggestion {
    /// The text to offer: the name of what is suggested, or the name by which it was found.
    text: String,
    /// What kind of thing it is.
    kind: SearchKind,
    /// The thing itself.
    node: SearchResult,
    /// The part of `text` that was typed, in Unicode characters.
    matched: Vec<TextRange>,
    /// The language of `text`; null for names of people, clinics and places, and for codes.
    locale: Option<Locale>,
}

/// What an unfinished text may become.
pub async fn suggest(
    ctx: &Context<'_>,
    prefix: &str,
    kinds: Option<Vec<SearchKind>>,
    near: Option<Near>,
    limit: i32,
) -> Result<Vec<Suggestion>, Failure> {
    if !(1..=SUGGESTIONS).contains(&limit) {
        return Err(Failure::bad_input(format!(
            "limit must be from 1 to {SUGGESTIONS}, found {limit}"
        )));
    }
    let asked =
        Asked::any(prefix).map_err(|problem| Failure::bad_input(format!("prefix {problem}")))?;
    let mut query = query(ctx, asked, kinds, near, None).await?;
    query.size = usize::try_from(limit).unwrap_or_default();
    query.unfinished = true;
    let asked = query.asked.clone();
    let graph = ctx.graph();
    let found = graph.search.suggest(&graph.db, query).await?;
    rests(ctx, &found);
    let rows = found.nodes.iter().map(|one| load(ctx, one, &None));
    let rows = try_join_all(rows).await?;
    Ok(rows
        .into_iter()
        .zip(found.nodes)
        .filter_map(|(row, one)| {
            let node = row?;
            let (text, locale) = match &one.matched {
                Matched::Concept(Via::Name(name), _) => {
                    (name.text.clone(), name.locale.parse().ok())
                }
                Matched::Concept(Via::Code { value, .. }, _) => (value.clone(), None),
                Matched::Article(text, _) => (text.title.clone(), text.locale.parse().ok()),
                Matched::OwnName => (own_name(&node).to_owned(), None),
            };
            Some(Suggestion {
                matched: ranges(&marks(&text, &asked)),
                kind: one.kind.into(),
                text,
                node,
                locale,
            })
        })
        .collect())
}
