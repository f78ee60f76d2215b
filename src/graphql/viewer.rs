//! Who is asking.

use std::time::Duration;

use async_graphql::{Context, Enum, SimpleObject};

use super::context::Ask;
use super::page::whole;
use crate::domain::caller::{self, Who};
use crate::domain::closed::Closed;

/// Who is asking, what they may do, and what they have left.
#[derive(SimpleObject)]
pub struct Viewer {
    /// Whether no key came with the request.
    is_anonymous: bool,
    /// The partner whose key came with the request.
    name: Option<String>,
    /// The part of the key that may be shown.
    key_prefix: Option<String>,
    /// How much the caller may use.
    tier: Tier,
    /// What the caller may do beyond reading, such as `directory:write`.
    scopes: Vec<String>,
    /// What the caller may use, and has left; null where nobody counts.
    quota: Option<Quota>,
}

/// How much callers may use.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "caller::Tier")]
pub enum Tier {
    /// Without a key: counted by network address.
    Anonymous,
    /// With a key: counted by partner.
    Standard,
    /// With a key of a partner who has asked for more.
    Partner,
}

/// What a caller may use, in the units of `extensions.cost`.
#[derive(SimpleObject)]
pub struct Quota {
    /// The most that may be used a minute.
    limit: i32,
    /// What is left once this query is paid for in full; what it does not use is given back.
    remaining: i32,
    /// Seconds until all of it is there again.
    full_in: i32,
}

/// The caller of this request.
pub fn of(ctx: &Context<'_>) -> Viewer {
    // Nobody else's answer.
    ctx.loaders().basis().lasts(Duration::ZERO);
    let asker = ctx.asker();
    let (name, key_prefix) = match &asker.caller.who {
        Who::Anonymous => (None, None),
        Who::Key { name, prefix, .. } => (Some(name.to_string()), Some(prefix.to_string())),
    };
    Viewer {
        is_anonymous: asker.caller.is_anonymous(),
        name,
        key_prefix,
        tier: asker.caller.tier.into(),
        scopes: asker
            .caller
            .scopes
            .iter()
            .map(|scope| scope.spelling().to_owned())
            .collect(),
        quota: asker.quota.map(|quota| Quota {
            limit: whole(quota.limit),
            remaining: whole(quota.remaining),
            full_in: whole(quota.full_in),
        }),
    }
}
