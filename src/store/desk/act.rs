//! One call that writes.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use serde_json::Value as Json;

use super::audit::{self, Entry};
use super::claim::{self, Claim};
use super::error::DeskError;
use crate::domain::NodeKind;
use crate::store::change::{self, Changes};
use crate::store::id::{Id, Row};
use crate::store::{Database, StoreError, Transaction};

/// A record, whatever it is.
pub type Node = (NodeKind, i64);

/// Who writes.
#[derive(Clone, Debug)]
pub struct Actor {
    /// In words that stay when a partner is gone.
    pub name: String,
    /// The row of the key.
    pub key: Option<i64>,
    /// The row of the partner whose key it is.
    pub partner: Option<i64>,
    pub request_id: Option<String>,
}

/// A call under way; dropped without a commit it leaves nothing behind.
pub struct Act {
    pub(super) tx: Transaction,
    pub(super) changes: Changes,
    pub(super) now: DateTime<Utc>,
    pub(super) reason: Option<String>,
    pub(super) actor: Actor,
    action: &'static str,
    claim: Option<Claim>,
    entries: Vec<Entry>,
}

impl Act {
    pub async fn begin(
        db: &Database,
        actor: Actor,
        action: &'static str,
        reason: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        Ok(Act {
            tx: db.begin().await?,
            changes: Changes::default(),
            // As exactly as both engines keep it, so that what is read compares equal.
            now: now.trunc_subsecs(6),
            reason,
            actor,
            action,
            claim: None,
            entries: Vec::new(),
        })
    }

    /// The node that a call with this key and these arguments wrote before. Where there is none,
    /// the key is taken for this call.
    pub async fn repeats(
        &mut self,
        key: &str,
        fingerprint: String,
    ) -> Result<Option<Node>, DeskError> {
        let Some(key_id) = self.actor.key else {
            return Ok(None);
        };
        let claim = Claim {
            key_id: Id::new(key_id),
            key: key.to_owned(),
            fingerprint,
        };
        let before = claim::find(&self.tx, &claim, self.now).await?;
        self.claim = Some(claim);
        Ok(before)
    }

    /// Commits. Gives the last change, where anything changed: whoever reads must have seen it.
    pub async fn commit(mut self, node: Node) -> Result<Option<i64>, DeskError> {
        if let Some(claim) = self.claim.take() {
            claim::take(&self.tx, claim, node, self.now).await?;
        }
        audit::write(&self.tx, &self.actor, self.action, self.now, self.entries).await?;
        Ok(change::commit(self.tx, self.changes, self.now).await?)
    }

    /// Notes for the audit what the record was and is.
    pub(super) fn enter(&mut self, node: Node, before: Option<Json>, after: Option<Json>) {
        self.entries.push(Entry {
            node,
            before,
            after,
            reason: self.reason.clone(),
        });
    }

    /// The row, which nobody else writes until this call is over.
    pub(super) async fn held<E: Row>(
        &self,
        id: Id<E>,
        name: &'static str,
    ) -> Result<E::Model, DeskError> {
        let row = E::find().filter(E::ID.eq(id)).lock_exclusive();
        row.one(&self.tx).await?.ok_or(DeskError::Missing(name))
    }

    /// The time to give a row that was last written then: later, so that a caller who has read the
    /// one before is told apart from one who has read this one.
    pub(super) fn after(&self, held: DateTime<Utc>) -> DateTime<Utc> {
        self.now.max(held + TimeDelta::microseconds(1))
    }
}

/// Refuses a write by somebody who has not read what they write over.
pub(super) fn unchanged(
    held: DateTime<Utc>,
    read: Option<DateTime<Utc>>,
    name: &'static str,
) -> Result<(), DeskError> {
    match read {
        Some(read) if read != held => Err(DeskError::Stale(name)),
        _ => Ok(()),
    }
}
