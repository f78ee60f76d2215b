//! The audit: who wrote what, what it was before and is after, and why. Lines are only ever added.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, IdenStatic, IntoActiveModel, Iterable,
    ModelTrait, Value,
};
use serde_json::{Map, Value as Json, json};

use super::act::{Actor, Node};
use crate::store::entity::audit;
use crate::store::id::{Id, Row};
use crate::store::{StoreError, Text};

/// What a call did to one record.
pub(super) struct Entry {
    pub node: Node,
    pub before: Option<Json>,
    pub after: Option<Json>,
    pub reason: Option<String>,
}

pub(super) async fn write(
    db: &impl ConnectionTrait,
    actor: &Actor,
    action: &str,
    now: DateTime<Utc>,
    entries: Vec<Entry>,
) -> Result<(), StoreError> {
    for entry in entries {
        let (kind, id) = entry.node;
        let row = audit::Model {
            id: Id::UNSET,
            at: now,
            actor: actor.name.clone(),
            key_id: actor.key,
            action: action.to_owned(),
            node_kind: Some(Text(kind)),
            node_id: Some(id),
            before: entry.before.map(|json| json.to_string()),
            after: entry.after.map(|json| json.to_string()),
            reason: entry.reason,
            request_id: actor.request_id.clone(),
        };
        let mut row = row.into_active_model();
        row.not_set(audit::Entity::ID);
        audit::Entity::insert(row)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// A row as JSON, by column.
pub(super) fn row<M: ModelTrait>(model: &M) -> Json {
    let columns = <M::Entity as EntityTrait>::Column::iter().map(|column| {
        let name = IdenStatic::as_str(&column).to_owned();
        (name, value(model.get(column)))
    });
    Json::Object(columns.collect::<Map<String, Json>>())
}

fn value(value: Value) -> Json {
    match value {
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::BigInt(value) => json!(value),
        Value::Double(value) => json!(value),
        Value::String(value) => json!(value),
        Value::ChronoDate(value) => json!(value),
        Value::ChronoDateTimeUtc(value) => json!(value),
        other => json!(other.to_string()),
    }
}
