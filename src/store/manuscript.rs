//! Articles at the content desk, as they are read: what each is worked on, its versions, and what was
//! said of them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use super::entity::{article_version, clinical_review, manuscript};
use super::error::StoreError;
use super::id::{ArticleId, Id, Row};
use super::text::Text;
use crate::domain::ManuscriptState;
use crate::domain::article::Edition;

pub type ManuscriptId = Id<manuscript::Entity>;

/// The manuscript of an article in a language.
pub async fn by_name(
    db: &impl ConnectionTrait,
    slug: &str,
    locale: &str,
) -> Result<Option<manuscript::Model>, StoreError> {
    let found = manuscript::Entity::find()
        .filter(manuscript::Column::Slug.eq(slug))
        .filter(manuscript::Column::Locale.eq(locale));
    Ok(found.one(db).await?)
}

/// Every language of an article, the oldest first.
pub async fn of_slug(
    db: &impl ConnectionTrait,
    slug: &str,
) -> Result<Vec<manuscript::Model>, StoreError> {
    let found = manuscript::Entity::find()
        .filter(manuscript::Column::Slug.eq(slug))
        .order_by_asc(manuscript::Column::Id);
    Ok(found.all(db).await?)
}

/// A version by its number.
pub async fn version(
    db: &impl ConnectionTrait,
    manuscript: ManuscriptId,
    number: i32,
) -> Result<Option<article_version::Model>, StoreError> {
    let found = article_version::Entity::find()
        .filter(article_version::Column::ManuscriptId.eq(manuscript))
        .filter(article_version::Column::Number.eq(number));
    Ok(found.one(db).await?)
}

/// What reviewers said of a version, the newest last.
pub async fn reviews(
    db: &impl ConnectionTrait,
    manuscript: ManuscriptId,
    version: i32,
) -> Result<Vec<clinical_review::Model>, StoreError> {
    let found = clinical_review::Entity::find()
        .filter(clinical_review::Column::ManuscriptId.eq(manuscript))
        .filter(clinical_review::Column::Version.eq(version))
        .order_by_asc(clinical_review::Column::Id);
    Ok(found.all(db).await?)
}

/// Who wrote a version, and why.
pub struct Written {
    pub author: String,
    /// The partner whose key it was.
    pub partner: Option<i64>,
    pub note: Option<String>,
    pub restored_from: Option<i32>,
}

/// Adds a version to a manuscript, which is then worked on.
pub async fn add_version(
    db: &impl ConnectionTrait,
    manuscript: &mut manuscript::Model,
    content: String,
    written: Written,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    manuscript.version += 1;
    let row = article_version::Model {
        id: Id::UNSET,
        manuscript_id: manuscript.id,
        number: manuscript.version,
        content,
        author: written.author,
        partner_id: written.partner,
        note: written.note,
        restored_from: written.restored_from,
        at: now,
    };
    let mut row = row.into_active_model();
    row.not_set(article_version::Entity::ID);
    article_version::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Adds a manuscript without a version.
pub async fn add(
    db: &impl ConnectionTrait,
    (slug, locale, title): (&str, &str, &str),
    now: DateTime<Utc>,
) -> Result<manuscript::Model, StoreError> {
    let row = manuscript::Model {
        id: Id::UNSET,
        slug: slug.to_owned(),
        locale: locale.to_owned(),
        title: title.to_owned(),
        state: Text(ManuscriptState::Draft),
        revision: 0,
        version: 0,
        published_version: None,
        article_id: None,
        created_at: now,
        updated_at: now,
    };
    let mut row = row.into_active_model();
    row.not_set(manuscript::Entity::ID);
    manuscript::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    by_name(db, slug, locale).await?.ok_or(StoreError::Corrupt(
        "a manuscript was written and is not there",
    ))
}

/// Writes a manuscript, whose revision goes up.
pub async fn update(
    db: &impl ConnectionTrait,
    manuscript: &mut manuscript::Model,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    manuscript.revision += 1;
    manuscript.updated_at = now;
    manuscript::Entity::update(manuscript.clone().into_active_model().reset_all())
        .exec(db)
        .await?;
    Ok(())
}

/// Notes an article that was published from a file, so that the desk can go on from it.
pub async fn imported(
    db: &impl ConnectionTrait,
    article: ArticleId,
    edition: &Edition,
    content: String,
    author: String,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let document = &edition.document;
    let (slug, locale) = (&*document.slug, document.locale.as_str());
    let mut held = match by_name(db, slug, locale).await? {
        Some(held) => held,
        None => add(db, (slug, locale, &document.title), now).await?,
    };
    let written = Written {
        author,
        partner: None,
        note: None,
        restored_from: None,
    };
    add_version(db, &mut held, content, written, now).await?;
    held.title.clone_from(&document.title);
    held.state = Text(ManuscriptState::Published);
    held.published_version = Some(held.version);
    held.article_id = Some(article.get());
    update(db, &mut held, now).await
}
