//! Buckets in Redis, shared by several gateways: one script, so that two cannot take the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use redis::aio::MultiplexedConnection;
use redis::{Client, RedisError, Script};
use tokio::sync::Mutex;

use super::bucket::Size;
use super::{Account, Exhausted, Whose};
use crate::graphql::Quota;

/// How long Redis may take to answer; a query waits no longer for its quota.
const PATIENCE: Duration = Duration::from_millis(100);

/// How long it is left alone after it did not answer.
const PAUSE: Duration = Duration::from_secs(1);

/// Takes a cost (or, where it is negative, gives it back) and tells whether it was there and what
/// is left. Redis's own clock counts, since gateways' clocks differ.
const TAKE: &str = r"
local size, cost = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(held[1] or size), tonumber(held[2] or now)
left = math.min(size, left + math.max(0, now - at) * size / 60000)
local there = cost <= left
if there then left = math.min(size, left - cost) end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], 60000)
return {there and 1 or 0, math.floor(left)}
";

#[derive(Clone)]
pub struct Shared(Arc<Inner>);

struct Inner {
    client: Client,
    script: Script,
    connection: Mutex<Option<MultiplexedConnection>>,
    began: Instant,
    /// Milliseconds after `began` until which Redis is left alone.
    paused_until: AtomicU64,
    fallbacks: AtomicU64,
}

impl Shared {
    /// Does not connect yet: a gateway starts without Redis as well.
    pub fn new(url: &str) -> Result<Self, RedisError> {
        Ok(Shared(Arc::new(Inner {
            client: Client::open(url)?,
            script: Script::new(TAKE),
            connection: Mutex::new(None),
            began: Instant::now(),
            paused_until: AtomicU64::new(0),
            fallbacks: AtomicU64::new(0),
        })))
    }

    /// How often Redis did not answer.
    pub fn fallbacks(&self) -> u64 {
        self.0.fallbacks.load(Ordering::Relaxed)
    }

    /// `None` when Redis does not answer.
    pub async fn take(
        &self,
        account: &Account,
        size: Size,
        cost: u64,
    ) -> Option<Result<Quota, Exhausted>> {
        let cost_or_more = i64::try_from(cost).unwrap_or(i64::MAX);
        let (there, left) = self.run(account, size, cost_or_more).await?;
        let quota = size.left(left);
        Some(match there {
            true => Ok(quota),
            false => Err(Exhausted {
                left: quota,
                wait: (cost <= size.limit()).then(|| size.until(cost.saturating_sub(left))),
            }),
        })
    }

    /// Gives a cost back, without anybody waiting for it.
    pub fn give_back(&self, account: Account, size: Size, cost: u64) {
        let shared = self.clone();
        let cost = i64::try_from(cost).unwrap_or(i64::MAX);
        tokio::spawn(async move { shared.run(&account, size, -cost).await });
    }

    async fn run(&self, account: &Account, size: Size, cost: i64) -> Option<(bool, u64)> {
        let now = self.now();
        if now < self.0.paused_until.load(Ordering::Relaxed) {
            self.0.fallbacks.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let asked = tokio::time::timeout(PATIENCE, self.ask(account, size, cost)).await;
        match asked {
            Ok(Ok((there, left))) => Some((there == 1, left)),
            failed => {
                *self.0.connection.lock().await = None;
                let pause = u64::try_from(PAUSE.as_millis()).unwrap_or(u64::MAX);
                let before = self.0.paused_until.swap(now + pause, Ordering::Relaxed);
                self.0.fallbacks.fetch_add(1, Ordering::Relaxed);
                // Told once an outage, not once a second.
                if now > before + 2 * pause {
                    let kind = failed.map(|failed| failed.map_err(|error| error.kind()));
                    tracing::warn!(
                        ?kind,
                        "Redis does not answer: quotas are counted here alone"
                    );
                }
                None
            }
        }
    }

    async fn ask(&self, account: &Account, size: Size, cost: i64) -> Result<(u8, u64), RedisError> {
        let mut connection = self.connection().await?;
        self.0
            .script
            .key(name(account))
            .arg(size.limit())
            .arg(cost)
            .invoke_async(&mut connection)
            .await
    }

    async fn connection(&self) -> Result<MultiplexedConnection, RedisError> {
        let mut held = self.0.connection.lock().await;
        if let Some(connection) = &*held {
            return Ok(connection.clone());
        }
        let made = self.0.client.get_multiplexed_async_connection().await?;
        *held = Some(made.clone());
        Ok(made)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

fn name(account: &Account) -> String {
    match account.whose {
        Whose::Address(address) => format!("caregraph:quota:address:{address}"),
        Whose::Partner(partner) => format!("caregraph:quota:partner:{partner}"),
    }
}
