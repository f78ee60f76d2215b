//! What keys used, gathered in memory and written down now and then.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::domain::caller::{Caller, Who};
use crate::domain::clock::Clock;
use crate::store::Database;
use crate::store::partner::{self, KeyId, Used};

/// How often it is written down. What a process that is killed has gathered since is lost.
const EVERY: Duration = Duration::from_secs(10);

/// What keys used since it was last written down. There is one entry a key that is in use.
#[derive(Clone, Default)]
pub struct Usage(Arc<Mutex<HashMap<i64, Used>>>);

impl Usage {
    /// Notes a request that was answered, at this cost.
    pub fn answered(&self, caller: &Caller, cost: u64) {
        self.note(caller, |used| {
            used.requests += 1;
            let cost = i64::try_from(cost).unwrap_or(i64::MAX);
            used.cost = used.cost.saturating_add(cost);
        });
    }

    /// Notes a request that was refused for want of quota.
    pub fn refused(&self, caller: &Caller) {
        self.note(caller, |used| used.refused += 1);
    }

    fn note(&self, caller: &Caller, act: impl FnOnce(&mut Used)) {
        if let Who::Key { key, .. } = caller.who {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            act(all.entry(key).or_default());
        }
    }

    /// Writes down what was gathered.
    pub async fn flush(&self, db: &Database, clock: Clock) {
        let gathered = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *all)
        };
        let gathered: Vec<(KeyId, Used)> = gathered
            .into_iter()
            .map(|(key, used)| (KeyId::new(key), used))
            .collect();
        if let Err(error) = partner::add_usage(db, clock.today(), &gathered, clock.now()).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what keys used could not be written down"
            );
        }
    }

    /// Writes it down now and then, until the process ends.
    pub async fn keep(self, db: Database, clock: Clock) {
        loop {
            tokio::time::sleep(EVERY).await;
            self.flush(&db, clock).await;
        }
    }
}
