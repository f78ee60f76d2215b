//! Who sends a request: nobody in particular, or the holder of a key.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};
use moka::sync::Cache;

use super::refusal::TurnedAway;
use crate::domain::caller::{Caller, Scopes, Who};
use crate::domain::clock::Clock;
use crate::domain::key::{ApiKey, RANDOM_BYTES};
use crate::graphql::document::Code;
use crate::store::partner::{self, Held};
use crate::store::{Database, StoreError};

/// How long a key that was revoked may still be taken.
pub const KEYS_BOUND: Duration = Duration::from_secs(1);

/// Keys held at once.
const MOST_KEYS: u64 = 10_000;

/// Compared with when no key has the prefix, so that this takes as long as a wrong secret.
const NOBODY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Knows callers by their keys. Cheap to clone.
#[derive(Clone)]
pub struct Callers {
    db: Database,
    clock: Clock,
    held: Cache<String, Arc<Held>>,
    origins: Cache<(), Arc<[String]>>,
}

impl Callers {
    pub fn new(db: Database, clock: Clock) -> Self {
        Callers {
            db,
            clock,
            held: Cache::builder()
                .max_capacity(MOST_KEYS)
                .time_to_live(KEYS_BOUND)
                .build(),
            origins: Cache::builder()
                .max_capacity(1)
                .time_to_live(KEYS_BOUND)
                .build(),
        }
    }

    /// Who sends these headers.
    pub async fn of(&self, headers: &HeaderMap) -> Result<Arc<Caller>, TurnedAway> {
        let origin = headers.get(header::ORIGIN);
        let origin = origin.and_then(|origin| origin.to_str().ok());
        match headers.get(header::AUTHORIZATION) {
            None => Ok(Arc::new(Caller::anonymous())),
            Some(sent) => {
                // Apart, so that nobody in particular has no room for it.
                Box::pin(self.by_bearer(sent.to_str().unwrap_or_default(), origin)).await
            }
        }
    }

    /// Who holds the key in `Bearer KEY`.
    pub async fn by_bearer(
        &self,
        sent: &str,
        origin: Option<&str>,
    ) -> Result<Arc<Caller>, TurnedAway> {
        let key = sent
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, key)| key.trim())
            .ok_or_else(|| unauthenticated("the header must be Authorization: Bearer KEY"))?;
        let held = self.proven(key.parse().ok()).await.map_err(|_| {
            TurnedAway::new(
                StatusCode::SERVICE_UNAVAILABLE,
                Code::Unavailable,
                "keys cannot be looked up, try again in a moment",
            )
        })?;
        let held = held.ok_or_else(unknown)?;
        let (row, partner) = &*held;
        if row.revoked_at.is_some() {
            return Err(unauthenticated("the key was revoked"));
        }
        if row.expires_at.is_some_and(|end| end <= self.clock.now()) {
            return Err(unauthenticated("the key has expired"));
        }
        if let Some(origin) = origin
            && !row.origins.is_empty()
            && !row.origins.split(' ').any(|allowed| allowed == origin)
        {
            return Err(TurnedAway::new(
                StatusCode::FORBIDDEN,
                Code::Forbidden,
                "the key may not be used by pages of this origin",
            ));
        }
        Ok(Arc::new(Caller {
            who: Who::Key {
                partner: partner.id.get(),
                name: partner.name.as_str().into(),
                key: row.id.get(),
                prefix: row.prefix.as_str().into(),
            },
            tier: partner.tier.0,
            // A scope of another release is none of ours.
            scopes: row
                .scopes
                .split(' ')
                .filter_map(|name| name.parse::<Scopes>().ok())
                .flat_map(|scopes| scopes.iter().collect::<Vec<_>>())
                .collect(),
        }))
    }

    /// Whether some live key is for pages of this origin.
    pub async fn know_origin(&self, origin: &str) -> bool {
        let known = match self.origins.get(&()) {
            Some(known) => known,
            None => {
                let found = partner::origins(&self.db, self.clock.now()).await;
                let found: Arc<[String]> = found.unwrap_or_default().into();
                self.origins.insert((), Arc::clone(&found));
                found
            }
        };
        known.iter().any(|known| known == origin)
    }

    /// What is kept of a key, if it is one; `None` is a text that has not even its form.
    ///
    /// A key that is refused costs two hashes and one statement, however wrong it is: memory has
    /// the keys that are in use, and that it has one must not be told by its speed.
    async fn proven(&self, key: Option<ApiKey>) -> Result<Option<Arc<Held>>, StoreError> {
        let (key, is_key) = match key {
            Some(key) => (key, true),
            None => (ApiKey::new(&[0; RANDOM_BYTES]), false),
        };
        let proves = |hash: &str| key.proves(hash) && is_key;
        let kept = self.held.get(key.prefix());
        let hash = kept.as_ref().map(|held| held.0.secret_hash.as_str());
        if proves(hash.unwrap_or(NOBODY)) {
            return Ok(kept);
        }
        let hash = partner::secret_hash(&self.db, key.prefix(), NOBODY).await?;
        if !proves(&hash) {
            return Ok(None);
        }
        let found = partner::by_prefix(&self.db, key.prefix()).await?;
        let found = found.map(Arc::new);
        if let Some(found) = &found {
            let prefix = key.prefix().to_owned();
            self.held.insert(prefix, Arc::clone(found));
        }
        Ok(found)
    }
}

fn unknown() -> TurnedAway {
    unauthenticated("the key is not known")
}

fn unauthenticated(message: &str) -> TurnedAway {
    TurnedAway::new(StatusCode::UNAUTHORIZED, Code::Unauthenticated, message)
        .with(header::WWW_AUTHENTICATE, "Bearer")
}
