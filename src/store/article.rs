//! Writing the parts of articles.

use sea_orm::sea_query::Condition;
use sea_orm::{ConnectionTrait, IntoActiveModel};

use super::children::{self, Child};
use super::entity::{article_subject, red_flag, reference, section};
use super::error::StoreError;
use super::id::{ArticleId, TranslationId};

/// Makes `wanted` the sections of the translation; true when that changed something.
pub async fn replace_sections(
    db: &impl ConnectionTrait,
    translation: TranslationId,
    wanted: Vec<section::Model>,
) -> Result<bool, StoreError> {
    replace::<section::Entity>(db, translation.get(), wanted).await
}

/// Makes `wanted` the red flags of the translation; true when that changed something.
pub async fn replace_red_flags(
    db: &impl ConnectionTrait,
    translation: TranslationId,
    wanted: Vec<red_flag::Model>,
) -> Result<bool, StoreError> {
    replace::<red_flag::Entity>(db, translation.get(), wanted).await
}

/// Makes `wanted` the references of the article; true when that changed something.
pub async fn replace_references(
    db: &impl ConnectionTrait,
    article: ArticleId,
    wanted: Vec<reference::Model>,
) -> Result<bool, StoreError> {
    replace::<reference::Entity>(db, article.get(), wanted).await
}

/// Makes `wanted` the subjects of the article; true when that changed something.
pub async fn replace_subjects(
    db: &impl ConnectionTrait,
    article: ArticleId,
    wanted: Vec<article_subject::Model>,
) -> Result<bool, StoreError> {
    replace::<article_subject::Entity>(db, article.get(), wanted).await
}

async fn replace<E>(
    db: &impl ConnectionTrait,
    parent: i64,
    wanted: Vec<E::Model>,
) -> Result<bool, StoreError>
where
    E: Child,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone + Sync,
    E::ActiveModel: Send,
{
    let changed = children::replace::<E>(db, &[parent], wanted, Condition::all()).await?;
    Ok(!changed.is_empty())
}
