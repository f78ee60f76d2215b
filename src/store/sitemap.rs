//! What search engines may list: records in use that nobody invented, in parts.
//!
//! A part is a range of row ids, so that each is read by itself at one price, however large the
//! table, and a record stays in its part for as long as it lives.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::entity::{article, article_translation, clinic, doctor};
use super::error::StoreError;
use super::id::{Id, Row, Slugged};
use super::text::Text;
use crate::domain::RecordState;

/// How many ids a part spans.
const SPAN: i64 = 5_000;

/// A kind of record that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    Doctors,
    Clinics,
    Articles,
}

/// A record of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub slug: String,
    pub updated_at: DateTime<Utc>,
    /// The languages of its texts; none for what has no texts of its own.
    pub locales: Vec<String>,
}

/// The numbers of the first and the last part in which there is something; parts count from 1.
pub async fn ends(
    db: &impl ConnectionTrait,
    listing: Listing,
) -> Result<Option<(i64, i64)>, StoreError> {
    match listing {
        Listing::Doctors => ends_of::<doctor::Entity>(db, doctors()).await,
        Listing::Clinics => ends_of::<clinic::Entity>(db, clinics()).await,
        Listing::Articles => ends_of::<article::Entity>(db, articles()).await,
    }
}

/// The records of a part, by id.
pub async fn part(
    db: &impl ConnectionTrait,
    listing: Listing,
    number: i64,
) -> Result<Vec<Entry>, StoreError> {
    match listing {
        Listing::Doctors => {
            let updated = doctor::Column::UpdatedAt;
            let rows = part_of::<doctor::Entity>(db, doctors(), updated, number).await?;
            Ok(rows.into_iter().map(|row| row.entry(Vec::new())).collect())
        }
        Listing::Clinics => {
            let updated = clinic::Column::UpdatedAt;
            let rows = part_of::<clinic::Entity>(db, clinics(), updated, number).await?;
            Ok(rows.into_iter().map(|row| row.entry(Vec::new())).collect())
        }
        Listing::Articles => {
            let updated = article::Column::UpdatedAt;
            let rows = part_of::<article::Entity>(db, articles(), updated, number).await?;
            let mut locales = locales(db, number).await?;
            Ok(rows
                .into_iter()
                .map(|row| {
                    let locales = locales.remove(&row.id).unwrap_or_default();
                    row.entry(locales)
                })
                .collect())
        }
    }
}

fn doctors() -> Condition {
    Condition::all()
        .add(doctor::Column::Demonstration.eq(false))
        .add(doctor::Column::State.eq(Text(RecordState::Active)))
}

fn clinics() -> Condition {
    Condition::all().add(clinic::Column::Demonstration.eq(false))
}

fn articles() -> Condition {
    Condition::all().add(article::Column::Demonstration.eq(false))
}

async fn ends_of<E: Row>(
    db: &impl ConnectionTrait,
    listed: Condition,
) -> Result<Option<(i64, i64)>, StoreError> {
    let ids = || {
        E::find()
            .select_only()
            .column(E::ID)
            .filter(listed.clone())
            .limit(1)
    };
    let first: Option<Id<E>> = ids().order_by_asc(E::ID).into_tuple().one(db).await?;
    let Some(first) = first else {
        return Ok(None);
    };
    let last: Option<Id<E>> = ids().order_by_desc(E::ID).into_tuple().one(db).await?;
    let number = |id: Id<E>| (id.get() - 1) / SPAN + 1;
    Ok(Some((number(first), number(last.unwrap_or(first)))))
}

/// A record as it is read.
struct Listed {
    id: i64,
    slug: String,
    updated_at: DateTime<Utc>,
}

impl Listed {
    fn entry(self, locales: Vec<String>) -> Entry {
        Entry {
            slug: self.slug,
            updated_at: self.updated_at,
            locales,
        }
    }
}

async fn part_of<E: Row + Slugged>(
    db: &impl ConnectionTrait,
    listed: Condition,
    updated: E::Column,
    number: i64,
) -> Result<Vec<Listed>, StoreError> {
    let (after, until) = span(number);
    let rows: Vec<(Id<E>, String, DateTime<Utc>)> = E::find()
        .select_only()
        .columns([E::ID, E::SLUG, updated])
        .filter(E::ID.gt(after))
        .filter(E::ID.lte(until))
        .filter(listed)
        .order_by_asc(E::ID)
        .into_tuple()
        .all(db)
        .await?;
    let rows = rows.into_iter().map(|(id, slug, updated_at)| Listed {
        id: id.get(),
        slug,
        updated_at,
    });
    Ok(rows.collect())
}

/// The languages of the articles of a part, by article.
async fn locales(
    db: &impl ConnectionTrait,
    number: i64,
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let (after, until) = span(number);
    let of = article_translation::Column::ArticleId;
    let rows: Vec<(Id<article::Entity>, String)> = article_translation::Entity::find()
        .select_only()
        .columns([of, article_translation::Column::Locale])
        .filter(of.gt(after))
        .filter(of.lte(until))
        .order_by_asc(of)
        .order_by_asc(article_translation::Column::Locale)
        .into_tuple()
        .all(db)
        .await?;
    let mut locales: HashMap<i64, Vec<String>> = HashMap::new();
    for (id, locale) in rows {
        locales.entry(id.get()).or_default().push(locale);
    }
    Ok(locales)
}

/// The ids of a part: those after the first number, up to the second.
fn span(number: i64) -> (i64, i64) {
    let until = number.saturating_mul(SPAN);
    (until.saturating_sub(SPAN), until)
}
