//! What an article is about.

use async_graphql::{Context, Union};
use futures_util::future::try_join_all;
use serde_json::{Value as Json, json};

use crate::domain::NodeKind;
use crate::graphql::condition::Condition;
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::procedure::Procedure;
use crate::graphql::specialty::Specialty;
use crate::search::Need;
use crate::store::id::{ArticleId, Id};

/// What an article is about.
#[derive(Union)]
pub enum ArticleSubject {
    Procedure(Procedure),
    Condition(Condition),
    Specialty(Specialty),
}

impl ArticleSubject {
    /// The subject as a thing of schema.org.
    pub fn json_ld(&self) -> Json {
        let (kind, slug, name) = match self {
            ArticleSubject::Procedure(Procedure(row)) => ("MedicalProcedure", &row.slug, &row.name),
            ArticleSubject::Condition(Condition(row)) => ("MedicalCondition", &row.slug, &row.name),
            ArticleSubject::Specialty(Specialty(row)) => ("Thing", &row.slug, &row.name),
        };
        json!({ "@type": kind, "identifier": slug, "name": name })
    }
}

/// The rows of what an article is about.
pub async fn nodes(ctx: &Context<'_>, article: ArticleId) -> Result<Vec<(NodeKind, i64)>, Failure> {
    let subjects = ctx.loaders().subjects().load(article.get()).await?;
    let subjects = subjects.iter().flat_map(|rows| rows.iter());
    Ok(subjects.map(|row| (row.node_kind.0, row.node_id)).collect())
}

/// What somebody needs whom the subject concerns.
pub fn need(kind: NodeKind, id: i64) -> Option<Need> {
    Some(match kind {
        NodeKind::Procedure => Need::Procedure(Id::new(id)),
        NodeKind::Condition => Need::Condition(Id::new(id)),
        NodeKind::Specialty => Need::Specialty(Id::new(id)),
        _ => return None,
    })
}

/// What an article is about.
pub async fn of(ctx: &Context<'_>, article: ArticleId) -> Result<Vec<ArticleSubject>, Failure> {
    let loaders = ctx.loaders();
    let subjects = loaders.subjects().load(article.get()).await?;
    let rows = subjects.iter().flat_map(|rows| rows.iter());
    let found = try_join_all(rows.map(|row| async move {
        Ok::<_, Failure>(match row.node_kind.0 {
            NodeKind::Procedure => loaders
                .procedure()
                .load(Id::new(row.node_id))
                .await?
                .map(|row| ArticleSubject::Procedure(Procedure(row))),
            NodeKind::Condition => loaders
                .condition()
                .load(Id::new(row.node_id))
                .await?
                .map(|row| ArticleSubject::Condition(Condition(row))),
            NodeKind::Specialty => loaders
                .specialty()
                .load(Id::new(row.node_id))
                .await?
                .map(|row| ArticleSubject::Specialty(Specialty(row))),
            _ => None,
        })
    }))
    .await?;
    Ok(found.into_iter().flatten().collect())
}
