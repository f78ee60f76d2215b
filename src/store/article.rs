//! Articles as patients read them.

use std::collections::HashMap;

use sea_orm::sea_query::Condition;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::children::{self, Child};
use super::entity::{article_subject, article_translation, red_flag, reference, section};
use super::error::StoreError;
use super::id::{ArticleId, TranslationId};
use super::keys::any_id;

/// Every translation of each article, by locale.
pub async fn translations(
    db: &impl ConnectionTrait,
    articles: &[ArticleId],
) -> Result<HashMap<ArticleId, Vec<article_translation::Model>>, StoreError> {
    let rows = article_translation::Entity::find()
        .filter(any_id(
            article_translation::Column::ArticleId,
            articles.iter().map(|id| id.get()),
        ))
        .order_by_asc(article_translation::Column::Locale)
        .all(db)
        .await?;
    Ok(gather(rows, |row| row.article_id))
}

/// The sections of each translation, in reading order.
pub async fn sections(
    db: &impl ConnectionTrait,
    translations: &[TranslationId],
) -> Result<HashMap<TranslationId, Vec<section::Model>>, StoreError> {
    let rows = section::Entity::find()
        .filter(any_id(
            section::Column::TranslationId,
            translations.iter().map(|id| id.get()),
        ))
        .order_by_asc(section::Column::Position)
        .all(db)
        .await?;
    Ok(gather(rows, |row| row.translation_id))
}

/// The red flags of each translation, the most urgent first as the author put them.
pub async fn red_flags(
    db: &impl ConnectionTrait,
    translations: &[TranslationId],
) -> Result<HashMap<TranslationId, Vec<red_flag::Model>>, StoreError> {
    let rows = red_flag::Entity::find()
        .filter(any_id(
            red_flag::Column::TranslationId,
            translations.iter().map(|id| id.get()),
        ))
        .order_by_asc(red_flag::Column::Position)
        .all(db)
        .await?;
    Ok(gather(rows, |row| row.translation_id))
}

/// The references of each article, in the article's order.
pub async fn references(
    db: &impl ConnectionTrait,
    articles: &[ArticleId],
) -> Result<HashMap<ArticleId, Vec<reference::Model>>, StoreError> {
    let rows = reference::Entity::find()
        .filter(any_id(
            reference::Column::ArticleId,
            articles.iter().map(|id| id.get()),
        ))
        .order_by_asc(reference::Column::Position)
        .all(db)
        .await?;
    Ok(gather(rows, |row| row.article_id))
}

/// What each article is about, in the article's order.
pub async fn subjects(
    db: &impl ConnectionTrait,
    articles: &[ArticleId],
) -> Result<HashMap<ArticleId, Vec<article_subject::Model>>, StoreError> {
    let rows = article_subject::Entity::find()
        .filter(any_id(
            article_subject::Column::ArticleId,
            articles.iter().map(|id| id.get()),
        ))
        .order_by_asc(article_subject::Column::Position)
        .all(db)
        .await?;
    Ok(gather(rows, |row| row.article_id))
}

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

fn gather<K: Eq + std::hash::Hash, M>(rows: Vec<M>, key: impl Fn(&M) -> K) -> HashMap<K, Vec<M>> {
    let mut groups: HashMap<K, Vec<M>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
