//! Articles as patients read them.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

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

fn gather<K: Eq + std::hash::Hash, M>(rows: Vec<M>, key: impl Fn(&M) -> K) -> HashMap<K, Vec<M>> {
    let mut groups: HashMap<K, Vec<M>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
