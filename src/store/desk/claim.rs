//! The keys by which a repeated call is known, each for a day.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::act::Node;
use super::error::DeskError;
use crate::store::entity::{api_key, idempotency_key};
use crate::store::id::{Id, Row};
use crate::store::{StoreError, Text};

/// How long a key is remembered.
const KEPT: TimeDelta = TimeDelta::days(1);

/// A key that a caller gave to one call.
pub(super) struct Claim {
    pub key_id: Id<api_key::Entity>,
    pub key: String,
    /// The call and its arguments.
    pub fingerprint: String,
}

/// What the first call with this key wrote; nothing where there was none. Keys of yesterday are
/// forgotten on the way.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    claim: &Claim,
    now: DateTime<Utc>,
) -> Result<Option<Node>, DeskError> {
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::At.lt(now - KEPT))
        .exec(db)
        .await?;
    let held = idempotency_key::Entity::find()
        .filter(idempotency_key::Column::KeyId.eq(claim.key_id))
        .filter(idempotency_key::Column::Key.eq(claim.key.as_str()))
        .one(db)
        .await?;
    let Some(held) = held else { return Ok(None) };
    if held.fingerprint != claim.fingerprint {
        return Err(DeskError::KeyUsed);
    }
    match (held.node_kind, held.node_id) {
        (Some(kind), Some(id)) => Ok(Some((kind.0, id))),
        _ => Err(StoreError::Corrupt("a key of a call that wrote nothing").into()),
    }
}

/// Remembers what this call wrote. Two calls at once with one key: the database lets one of them.
pub(super) async fn take(
    db: &impl ConnectionTrait,
    claim: Claim,
    (kind, id): Node,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = idempotency_key::Model {
        id: Id::UNSET,
        key_id: claim.key_id,
        key: claim.key,
        fingerprint: claim.fingerprint,
        node_kind: Some(Text(kind)),
        node_id: Some(id),
        at: now,
    };
    let mut row = row.into_active_model();
    row.not_set(idempotency_key::Entity::ID);
    idempotency_key::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
