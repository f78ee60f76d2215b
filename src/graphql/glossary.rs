//! The glossary: words that articles explain.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, ID, Object};

use super::article::readability::tenths;
use super::context::Ask;
use super::cursor::Cursor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::localised;
use super::page::{Page, sides, whole};
use super::scalar::DateTime;
use super::source::Source;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::feed::Kinds;
use crate::store::entity::{glossary_definition, glossary_term};
use crate::store::{StoreError, glossary};

pub type GlossaryTermConnection = Connection<Cursor, GlossaryTerm, GlossaryTotal, EmptyFields>;

pub struct GlossaryTerm {
    row: Arc<glossary_term::Model>,
    /// The languages that were asked for here, the best first.
    locales: Option<Vec<Locale>>,
}

impl GlossaryTerm {
    /// The word for a reader of these languages; those of the request when none is given.
    pub fn new(row: Arc<glossary_term::Model>, locales: Option<Vec<Locale>>) -> Self {
        GlossaryTerm { row, locales }
    }

    async fn served(
        &self,
        ctx: &Context<'_>,
    ) -> Result<(glossary_definition::Model, bool), Failure> {
        let definitions = ctx.loaders().definitions().load(self.row.id.get()).await?;
        let definitions = definitions.ok_or(StoreError::Corrupt("a word without a meaning"))?;
        let wanted = localised::wanted(ctx, self.locales.clone());
        let (row, asked) = localised::choose(&definitions, |row| &row.locale, &wanted, "en")
            .ok_or(StoreError::Corrupt("a word without a meaning"))?;
        Ok((row.clone(), asked))
    }
}

/// A word that articles explain.
#[Object]
impl GlossaryTerm {
    /// Identifies this word among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::GlossaryTerm, self.row.id)
    }

    /// The word's readable name, unique in the glossary; links in articles lead to it as
    /// `glossary:SLUG`.
    async fn slug(&self) -> &str {
        &self.row.slug
    }

    /// The word, in the served language.
    async fn term(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(self.served(ctx).await?.0.term)
    }

    /// Other words for it, in the served language.
    async fn also_known_as(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        let also = self.served(ctx).await?.0.also.unwrap_or_default();
        let words = also.split('|').map(str::trim);
        Ok(words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// What it means, in a plain sentence or two.
    async fn definition(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(self.served(ctx).await?.0.definition)
    }

    /// The grade of school at which the definition reads; null where its scale gives none, or it is
    /// too short.
    async fn grade(&self, ctx: &Context<'_>) -> Result<Option<f64>, Failure> {
        Ok(self.served(ctx).await?.0.grade.map(tenths))
    }

    /// What the definition rests on.
    async fn reference(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        Ok(self.served(ctx).await?.0.source)
    }

    /// The language in which it is served.
    async fn served_locale(&self, ctx: &Context<'_>) -> Result<Locale, Failure> {
        let (row, _) = self.served(ctx).await?;
        row.locale
            .parse()
            .map_err(|_| StoreError::Corrupt("the locale of a definition").into())
    }

    /// Whether none of the asked languages was there, so that another one is served.
    async fn fallback_used(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        Ok(!self.served(ctx).await?.1)
    }

    /// Where it is from.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let source = ctx.loaders().source().load(self.row.source_id).await?;
        Ok(source.map(Source))
    }

    /// Whether it was written to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.row.demonstration
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// How long a list of words is, counted only when somebody asks.
pub struct GlossaryTotal {
    locale: Locale,
    prefix: String,
}

/// How long a list of words is.
#[Object]
impl GlossaryTotal {
    /// How many there are on all pages; exact, and counted only when it is asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        let db = ctx.graph().db.reader();
        Ok(whole(
            glossary::count(db, self.locale.as_str(), &self.prefix).await?,
        ))
    }
}

/// Words in one language that begin so, by word.
pub async fn listed(
    ctx: &Context<'_>,
    prefix: Option<String>,
    locale: Option<Locale>,
    page: Page,
) -> Result<GlossaryTermConnection, Failure> {
    let window = page.related()?;
    let locale = match locale {
        Some(locale) => locale,
        None => (ctx.reader().first().cloned()).unwrap_or_else(Locale::english),
    };
    let prefix = prefix.unwrap_or_default();
    let loaders = ctx.loaders();
    loaders.basis().note(Kinds::one(NodeKind::GlossaryTerm));
    let db = ctx.graph().db.reader();
    let slice = glossary::page(db, locale.as_str(), &prefix, &window).await?;
    let (before, after) = sides(Some(&slice), &window);
    let rows = slice
        .rows
        .iter()
        .map(|listed| loaders.term().load(listed.row.term_id));
    let rows = futures_util::future::try_join_all(rows).await?;
    let total = GlossaryTotal {
        locale: locale.clone(),
        prefix,
    };
    let mut connection = Connection::with_additional_fields(before, after, total);
    connection.edges = slice
        .rows
        .iter()
        .zip(rows)
        .filter_map(|(listed, row)| {
            let term = GlossaryTerm::new(row?, Some(vec![locale.clone()]));
            Some(Edge::new(Cursor::Related(listed.position.clone()), term))
        })
        .collect();
    Ok(connection)
}
