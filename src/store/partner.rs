//! Partners and their keys.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationDef,
};

use super::connect::Database;
use super::entity::{api_key, audit, partner, usage};
use super::error::StoreError;
use super::id::Id;
use super::text::Text;
use crate::domain::caller::{Scopes, Tier};
use crate::domain::key::ApiKey;

pub type PartnerId = Id<partner::Entity>;
pub type KeyId = Id<api_key::Entity>;

/// A bound far above any real number of partners, and of keys of one.
const MOST: u64 = 10_000;

/// A key with its partner.
pub type Held = (api_key::Model, partner::Model);

/// What a new key may do, and how long.
#[derive(Clone, Debug, Default)]
pub struct Grant {
    pub scopes: Scopes,
    /// Web origins that may use it; empty for any.
    pub origins: Vec<String>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a key used on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    pub requests: i64,
    pub cost: i64,
    pub refused: i64,
}

/// Adds a partner with a first key; `None` when there is one of this name.
pub async fn add(
    db: &Database,
    name: &str,
    tier: Tier,
    key: &ApiKey,
    grant: &Grant,
    now: DateTime<Utc>,
) -> Result<Option<PartnerId>, StoreError> {
    let tx = db.begin().await?;
    if by_name(&tx, name).await?.is_some() {
        return Ok(None);
    }
    let row = partner::ActiveModel {
        name: Set(name.to_owned()),
        tier: Set(Text(tier)),
        created_at: Set(now),
        ..Default::default()
    };
    let partner = row.insert(&tx).await?.id;
    issue(&tx, partner, key, grant, now).await?;
    noted(&tx, "partner add", format!("{name}: {}", key.prefix()), now).await?;
    tx.commit().await?;
    Ok(Some(partner))
}

/// Gives a partner another key, and ends those it has at `until`.
pub async fn rotate(
    db: &Database,
    partner: &partner::Model,
    key: &ApiKey,
    grant: &Grant,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let tx = db.begin().await?;
    api_key::Entity::update_many()
        .col_expr(api_key::Column::ExpiresAt, Expr::value(until))
        .filter(api_key::Column::PartnerId.eq(partner.id))
        .filter(api_key::Column::RevokedAt.is_null())
        .filter(
            api_key::Column::ExpiresAt
                .is_null()
                .or(api_key::Column::ExpiresAt.gt(until)),
        )
        .exec(&tx)
        .await?;
    issue(&tx, partner.id, key, grant, now).await?;
    let what = format!("{}: {}", partner.name, key.prefix());
    noted(&tx, "partner rotate", what, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn issue(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    key: &ApiKey,
    grant: &Grant,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = api_key::ActiveModel {
        partner_id: Set(partner),
        prefix: Set(key.prefix().to_owned()),
        secret_hash: Set(key.hash()),
        scopes: Set(grant.scopes.to_string()),
        origins: Set(grant.origins.join(" ")),
        created_at: Set(now),
        expires_at: Set(grant.expires_at),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}

/// Ends a key for good; `None` when no live key has this prefix.
pub async fn revoke(
    db: &Database,
    prefix: &str,
    now: DateTime<Utc>,
) -> Result<Option<()>, StoreError> {
    let tx = db.begin().await?;
    let done = api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(now))
        .filter(api_key::Column::Prefix.eq(prefix))
        .filter(api_key::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    noted(&tx, "partner revoke", prefix.to_owned(), now).await?;
    tx.commit().await?;
    Ok(Some(()))
}

/// What is kept of the secret of the key with this prefix, or `otherwise` when there is none. One row
/// with a text of the same length comes either way, so that the time does not tell which.
pub async fn secret_hash(
    db: &Database,
    prefix: &str,
    otherwise: &str,
) -> Result<String, StoreError> {
    let hash = api_key::Column::SecretHash.max().if_null(otherwise);
    let hash = api_key::Entity::find()
        .select_only()
        .column_as(hash, "secret_hash")
        .filter(api_key::Column::Prefix.eq(prefix))
        .into_tuple::<String>()
        .one(db.reader())
        .await?;
    hash.ok_or(StoreError::Corrupt("a maximum without a row"))
}

/// The key that is found by its prefix, whether it still holds or not.
pub async fn by_prefix(db: &Database, prefix: &str) -> Result<Option<Held>, StoreError> {
    let holder: RelationDef = api_key::Entity::belongs_to(partner::Entity)
        .from(api_key::Column::PartnerId)
        .to(partner::Column::Id)
        .into();
    let found = api_key::Entity::find()
        .join(JoinType::LeftJoin, holder)
        .select_also(partner::Entity)
        .filter(api_key::Column::Prefix.eq(prefix))
        .one(db.reader())
        .await?;
    match found {
        None => Ok(None),
        Some((key, Some(partner))) => Ok(Some((key, partner))),
        Some((_, None)) => Err(StoreError::Corrupt("a key without a partner")),
    }
}

/// The partner of this name.
pub async fn by_name(
    db: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<partner::Model>, StoreError> {
    Ok(partner::Entity::find()
        .filter(partner::Column::Name.eq(name))
        .one(db)
        .await?)
}

/// Every partner by name, each with its keys, the oldest first.
pub async fn all(
    db: &impl ConnectionTrait,
) -> Result<Vec<(partner::Model, Vec<api_key::Model>)>, StoreError> {
    let partners = partner::Entity::find()
        .order_by_asc(partner::Column::Name)
        .limit(MOST)
        .all(db)
        .await?;
    let keys = api_key::Entity::find()
        .order_by_asc(api_key::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(partners
        .into_iter()
        .map(|partner| {
            let own = keys.iter().filter(|key| key.partner_id == partner.id);
            let own = own.cloned().collect();
            (partner, own)
        })
        .collect())
}

/// The web origins that any live key names.
pub async fn origins(db: &Database, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let keys: Vec<String> = api_key::Entity::find()
        .select_only()
        .column(api_key::Column::Origins)
        .distinct()
        .filter(api_key::Column::Origins.ne(""))
        .filter(api_key::Column::RevokedAt.is_null())
        .filter(
            api_key::Column::ExpiresAt
                .is_null()
                .or(api_key::Column::ExpiresAt.gt(now)),
        )
        .limit(MOST)
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut origins: Vec<String> = keys
        .iter()
        .flat_map(|line| line.split(' '))
        .map(str::to_owned)
        .collect();
    origins.sort_unstable();
    origins.dedup();
    Ok(origins)
}

/// Adds what keys used on a day to what they used before.
pub async fn add_usage(
    db: &Database,
    day: NaiveDate,
    used: &[(KeyId, Used)],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if used.is_empty() {
        return Ok(());
    }
    let tx = db.begin().await?;
    for (key, used) in used {
        let row = usage::ActiveModel {
            key_id: Set(*key),
            day: Set(day),
            requests: Set(used.requests),
            cost: Set(used.cost),
            refused: Set(used.refused),
            ..Default::default()
        };
        let sum = |column: usage::Column, more: i64| {
            (
                column,
                Expr::col((usage::Entity, column)).add(Expr::val(more)),
            )
        };
        usage::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([usage::Column::KeyId, usage::Column::Day])
                    .values([
                        sum(usage::Column::Requests, used.requests),
                        sum(usage::Column::Cost, used.cost),
                        sum(usage::Column::Refused, used.refused),
                    ])
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
        api_key::Entity::update_many()
            .col_expr(api_key::Column::LastUsedAt, Expr::value(now))
            .filter(api_key::Column::Id.eq(*key))
            .exec(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What each key of a partner used each day, the newest day first, over the last so many days.
pub async fn usage(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    today: NaiveDate,
    days: u64,
) -> Result<Vec<(api_key::Model, usage::Model)>, StoreError> {
    let since = today
        .checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN);
    let keys = api_key::Entity::find()
        .filter(api_key::Column::PartnerId.eq(partner))
        .limit(MOST)
        .all(db)
        .await?;
    let rows = usage::Entity::find()
        .filter(usage::Column::KeyId.is_in(keys.iter().map(|key| key.id)))
        .filter(usage::Column::Day.gt(since))
        .order_by_desc(usage::Column::Day)
        .order_by_asc(usage::Column::KeyId)
        .limit(MOST)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let key = keys.iter().find(|key| key.id == row.key_id)?;
            Some((key.clone(), row))
        })
        .collect())
}

async fn noted(
    db: &impl ConnectionTrait,
    action: &str,
    what: String,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = audit::ActiveModel {
        at: Set(now),
        actor: Set("command line".to_owned()),
        action: Set(action.to_owned()),
        after: Set(Some(serde_json::Value::from(what).to_string())),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}
