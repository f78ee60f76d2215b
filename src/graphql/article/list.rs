//! Lists of articles.

use async_graphql::Context;
use async_graphql::connection::{Connection, EmptyFields};

use super::Article;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::graphql::context::Ask;
use crate::graphql::cursor::Cursor;
use crate::graphql::page::{Page, Pending, Total, related};
use crate::store::related::Relation;
use crate::store::relations::{self, ArticleOrder};

pub type ArticleConnection = Connection<Cursor, Article, Total, EmptyFields>;

/// Articles about a node, for a reader of these languages.
pub fn about<'a>(
    ctx: &'a Context<'_>,
    (kind, parent): (NodeKind, i64),
    locales: Option<Vec<Locale>>,
    page: Page,
) -> Pending<'a, ArticleConnection> {
    let relation = relations::articles_about(kind, ArticleOrder::Slug);
    listed(ctx, relation, parent, locales, page)
}

/// Articles of a list, for a reader of these languages.
pub fn listed<'a>(
    ctx: &'a Context<'_>,
    relation: Relation,
    parent: i64,
    locales: Option<Vec<Locale>>,
    page: Page,
) -> Pending<'a, ArticleConnection> {
    let article = move |row| Article::new(row, locales.clone());
    related(ctx.loaders().articles(), relation, parent, page, article)
}
