//! Beginning and ending a write: who does it, whether it was done before, and when it is seen.

use std::time::Duration;

use async_graphql::{Context, Value};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::domain::caller::Who;
use crate::graphql::context::Ask;
use crate::graphql::document::{Code, Refusal};
use crate::graphql::error::Failure;
use crate::store::desk::{Act, Actor, DeskError, Node};

/// How long an answer waits until this process has seen its own write. Where it has not by then,
/// nothing is served from memory here, so that the answer is true nevertheless.
const UNTIL_SEEN: Duration = Duration::from_secs(1);

/// The longest key of a call, in characters.
const LONGEST_KEY: usize = 64;

/// A write that has begun.
pub enum Begun {
    Fresh(Box<Act>),
    /// The same call was made before, and wrote this.
    Again(Node),
}

/// Begins a write.
pub async fn begin(
    ctx: &Context<'_>,
    action: &'static str,
    reason: Option<String>,
) -> Result<Act, Failure> {
    let asker = ctx.asker();
    let (name, key, partner) = match &asker.caller.who {
        Who::Anonymous => ("anonymous".to_owned(), None, None),
        Who::Key {
            name, key, partner, ..
        } => (name.to_string(), Some(*key), Some(*partner)),
    };
    let request_id = &*asker.request_id;
    let actor = Actor {
        name,
        key,
        partner,
        request_id: (!request_id.is_empty()).then(|| request_id.to_owned()),
    };
    let graph = ctx.graph();
    Ok(Act::begin(&graph.db, actor, action, reason, graph.clock.now()).await?)
}

/// Begins a write that is done once, however often it is asked for with one key.
pub async fn begin_once(
    ctx: &Context<'_>,
    action: &'static str,
    reason: Option<String>,
    key: Option<&str>,
) -> Result<Begun, Failure> {
    let Some(key) = key else {
        return Ok(Begun::Fresh(Box::new(begin(ctx, action, reason).await?)));
    };
    if key.is_empty() || key.chars().count() > LONGEST_KEY {
        return Err(Failure::bad_input(format!(
            "input.idempotencyKey: from 1 to {LONGEST_KEY} characters"
        )));
    }
    if ctx.asker().caller.is_anonymous() {
        return Err(Failure::bad_input(
            "input.idempotencyKey: it belongs to a caller's key, and there is none",
        ));
    }
    let fingerprint = fingerprint(ctx, action)?;
    let mut act = begin(ctx, action, reason).await?;
    Ok(match act.repeats(key, fingerprint).await? {
        Some(node) => Begun::Again(node),
        None => Begun::Fresh(Box::new(act)),
    })
}

/// Commits, and waits until what is read from now on shows it.
pub async fn end(ctx: &Context<'_>, act: Act, node: Node) -> Result<(), Failure> {
    let seq = act.commit(node).await?;
    if let Some(seq) = seq {
        let seen = ctx.graph().applied.until(seq);
        if tokio::time::timeout(UNTIL_SEEN, seen).await.is_err() {
            tracing::debug!(seq, "a write was answered before it was seen here");
        }
    }
    ctx.loaders().forget();
    Ok(())
}

/// The call and its arguments, however they were ordered or given. Inputs have no defaults: those
/// are filled in for variables only, and would tell two equal calls apart.
fn fingerprint(ctx: &Context<'_>, action: &str) -> Result<String, Failure> {
    let unreadable = |_| Failure::bad_input("the arguments cannot be read");
    let mut text = action.to_owned();
    for (name, value) in ctx.field().arguments().map_err(unreadable)? {
        text.push_str(&name);
        write_sorted(&mut text, &json(value));
    }
    Ok(Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// A value of an enum is one text, whether it stood in the query or among its variables.
fn json(value: Value) -> Json {
    value.into_json().unwrap_or(Json::Null)
}

fn write_sorted(text: &mut String, value: &Json) {
    match value {
        Json::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            text.push('{');
            for name in names {
                text.push_str(&Json::from(name.as_str()).to_string());
                write_sorted(text, &fields[name]);
            }
            text.push('}');
        }
        Json::Array(items) => {
            text.push('[');
            items.iter().for_each(|item| write_sorted(text, item));
            text.push(']');
        }
        plain => {
            text.push_str(&plain.to_string());
            text.push(',');
        }
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        let code = match error {
            DeskError::Store(error) => return Failure::from(error),
            DeskError::Missing(_) => Code::NotFound,
            DeskError::SameDoctor
            | DeskError::Circle
            | DeskError::OwnReview
            | DeskError::NoVersion(_) => Code::BadUserInput,
            DeskError::EnoughReports => Code::RateLimited,
            _ => Code::Conflict,
        };
        Failure::Refused(Refusal::new(code, error.to_string()))
    }
}
