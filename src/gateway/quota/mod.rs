//! How much of the graph each caller may use: cost, taken before a query runs, and given back as
//! far as it was less.
//!
//! A caller's bucket fills evenly over a minute. It is counted in memory (`local`), or where
//! several gateways share one, in Redis (`shared`); while that is away each gateway gives a part
//! of the quota by itself.

mod bucket;
mod local;
mod shared;

use std::net::IpAddr;
use std::time::Duration;

use super::address;
use crate::config::Access;
use crate::domain::caller::{Caller, Tier, Who};
use crate::graphql::Quota;

use bucket::Size;
use local::Local;
use shared::Shared;

/// The time in which an empty bucket fills.
const FILLS_IN: Duration = Duration::from_secs(60);

/// While Redis is away, a gateway gives this part of each quota by itself.
const ALONE: u64 = 2;

/// Counts what callers use. Cheap to clone.
#[derive(Clone)]
pub struct Quotas {
    limits: [u64; 3],
    local: Local,
    shared: Option<Shared>,
}

/// One caller's bucket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Account {
    whose: Whose,
    tier: Tier,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Address(IpAddr),
    /// All keys of a partner together.
    Partner(i64),
}

/// What was taken, to be settled when it is known what was used.
#[derive(Clone, Debug)]
pub struct Taken {
    account: Account,
    cost: u64,
    shared: bool,
    pub left: Quota,
}

/// There is not enough left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    pub left: Quota,
    /// When there is enough; `None` when the query costs more than a full bucket holds.
    pub wait: Option<Duration>,
}

impl Account {
    pub fn of(caller: &Caller, address: IpAddr) -> Self {
        Account {
            whose: match caller.who {
                Who::Anonymous => Whose::Address(address::share(address)),
                Who::Key { partner, .. } => Whose::Partner(partner),
            },
            tier: caller.tier,
        }
    }
}

impl Quotas {
    /// Counting in memory, or in Redis where the settings name one.
    pub fn new(access: &Access) -> Result<Self, redis::RedisError> {
        Ok(Quotas {
            limits: access.quotas,
            local: Local::default(),
            shared: access.redis_url.as_deref().map(Shared::new).transpose()?,
        })
    }

    /// How often Redis did not answer, so that a gateway counted by itself.
    pub fn fallbacks(&self) -> u64 {
        self.shared.as_ref().map_or(0, Shared::fallbacks)
    }

    /// What the account has left, without taking any; `None` where nobody counts.
    pub async fn left(&self, account: &Account) -> Option<Quota> {
        match self.take(account, 0).await {
            Ok(taken) => taken.map(|taken| taken.left),
            Err(exhausted) => Some(exhausted.left),
        }
    }

    /// Takes a cost from the account; `None` where nobody counts.
    pub async fn take(&self, account: &Account, cost: u64) -> Result<Option<Taken>, Exhausted> {
        let limit = self.limits[account.tier as usize];
        if limit == 0 {
            return Ok(None);
        }
        let taken = |left: Quota, shared: bool| {
            Some(Taken {
                account: account.clone(),
                cost,
                shared,
                left,
            })
        };
        if let Some(shared) = &self.shared {
            match Box::pin(shared.take(account, Size::of(limit), cost)).await {
                Some(result) => return result.map(|left| taken(left, true)),
                None => {
                    let size = Size::of((limit / ALONE).max(1));
                    return self
                        .local
                        .take(account, size, cost)
                        .map(|left| taken(left, false));
                }
            }
        }
        let left = self.local.take(account, Size::of(limit), cost);
        left.map(|left| taken(left, false))
    }

    /// Gives back what was taken and not used; what is left then.
    pub fn settle(&self, taken: Taken, used: u64) -> Quota {
        let back = taken.cost.saturating_sub(used);
        if back == 0 {
            return taken.left;
        }
        let limit = self.limits[taken.account.tier as usize];
        match (&self.shared, taken.shared) {
            (Some(shared), true) => {
                shared.give_back(taken.account, Size::of(limit), back);
                Size::of(limit).left(taken.left.remaining.saturating_add(back))
            }
            _ => {
                let size = match self.shared {
                    Some(_) => Size::of((limit / ALONE).max(1)),
                    None => Size::of(limit),
                };
                self.local.give_back(&taken.account, size, back)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(last: u8) -> Account {
        Account::of(&Caller::anonymous(), IpAddr::from([192, 0, 2, last]))
    }

    #[tokio::test]
    async fn what_was_not_used_is_given_back_and_callers_do_not_share() {
        let access = Access {
            quotas: [1_000, 0, 0],
            ..Access::default()
        };
        let quotas = Quotas::new(&access).unwrap();
        let taken = quotas.take(&account(1), 900).await.unwrap().unwrap();
        assert_eq!(taken.left.remaining, 100);
        let exhausted = quotas.take(&account(1), 200).await.unwrap_err();
        assert!(
            exhausted
                .wait
                .is_some_and(|wait| wait <= Duration::from_secs(7))
        );
        assert!(quotas.take(&account(2), 900).await.is_ok());
        let left = quotas.settle(taken, 300);
        assert!((700..=701).contains(&left.remaining), "{left:?}");
        assert!(quotas.take(&account(1), 600).await.is_ok());
        let never = quotas.take(&account(3), 1_001).await.unwrap_err();
        assert_eq!(never.wait, None);
    }
}
