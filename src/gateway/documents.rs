//! Queries that are known by a key: those that were published as trusted, and those that a keyed
//! caller sent before.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use super::refusal::TurnedAway;
use super::request::Document;
use crate::config::{Access, Documents as Mode};
use crate::domain::caller::{Caller, Who};
use crate::graphql::document::Code;
use crate::store::{Database, trusted};

/// Memory for the texts of trusted documents, and for what keyed callers sent.
const BYTES: u64 = 16 << 20;

/// Memory for what one partner sent.
const BYTES_OF_ONE: u64 = 512 << 10;

/// How long after it was published a document may not be known yet.
const UNKNOWN_FOR: Duration = Duration::from_secs(1);

/// The longest key that is looked for.
const LONGEST_KEY: usize = 128;

/// Finds queries by their keys. Cheap to clone.
#[derive(Clone)]
pub struct Documents {
    db: Database,
    modes: [Mode; 3],
    trusted: Cache<String, Arc<str>>,
    /// Keys that name nothing, or did not a moment ago.
    unknown: Cache<String, ()>,
    /// What each partner sent, by hash.
    sent: Cache<i64, Cache<String, Arc<str>>>,
}

/// A query as text, and whether its text was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub text: Arc<str>,
    pub is_trusted: bool,
    /// The hash by which the caller may name it from now on, once it has been checked.
    pub to_keep: Option<String>,
}

impl Documents {
    pub fn new(db: Database, access: &Access) -> Self {
        let weigh = |key: &String, text: &Arc<str>| {
            u32::try_from(key.len() + text.len() + 100).unwrap_or(u32::MAX)
        };
        Documents {
            db,
            modes: access.documents,
            trusted: Cache::builder().max_capacity(BYTES).weigher(weigh).build(),
            unknown: Cache::builder()
                .max_capacity(100_000)
                .time_to_live(UNKNOWN_FOR)
                .build(),
            sent: Cache::builder().max_capacity(BYTES / BYTES_OF_ONE).build(),
        }
    }

    /// Whether the caller may run trusted documents only.
    pub fn only_trusted(&self, caller: &Caller) -> bool {
        self.modes[caller.tier as usize] == Mode::Required
    }

    /// The text that is meant.
    pub async fn find(&self, asked: Document, caller: &Caller) -> Result<Found, TurnedAway> {
        let mode = self.modes[caller.tier as usize];
        let Document { text, key, is_ours } = asked;
        let found = match (text, key) {
            (Some(text), None) if is_ours => Found {
                text: text.into(),
                is_trusted: true,
                to_keep: None,
            },
            (Some(text), None) => {
                let is_trusted = match mode {
                    Mode::Required => self.is_trusted(&hash(&text), &text).await?,
                    Mode::Off | Mode::Preferred => false,
                };
                Found {
                    text: text.into(),
                    is_trusted,
                    to_keep: None,
                }
            }
            (text, Some(key)) => self.by_key(&key, text, mode, caller).await?,
            (None, None) => return Err(TurnedAway::malformed("there is no query")),
        };
        if mode == Mode::Required && !found.is_trusted {
            return Err(TurnedAway::new(
                StatusCode::FORBIDDEN,
                Code::DocumentNotTrusted,
                "only published documents may be run here",
            ));
        }
        Ok(found)
    }

    async fn by_key(
        &self,
        key: &str,
        text: Option<String>,
        mode: Mode,
        caller: &Caller,
    ) -> Result<Found, TurnedAway> {
        let key = key.strip_prefix("sha256:").unwrap_or(key);
        if mode != Mode::Off
            && key.len() <= LONGEST_KEY
            && let Some(held) = self.trusted(key).await?
            && text.as_deref().is_none_or(|text| text == &*held)
        {
            return Ok(Found {
                text: held,
                is_trusted: true,
                to_keep: None,
            });
        }
        let partner = match caller.who {
            Who::Key { partner, .. } => Some(partner),
            Who::Anonymous => None,
        };
        match text {
            Some(text) if hash(&text) != key => Err(TurnedAway::malformed(
                "the sha256Hash is not that of the query",
            )),
            Some(text) => Ok(Found {
                text: text.into(),
                is_trusted: false,
                to_keep: partner.map(|_| key.to_owned()),
            }),
            None if partner.is_none() => Err(not_kept()),
            None => {
                let sent = partner.and_then(|partner| self.sent.get(&partner));
                let text = sent.and_then(|sent| sent.get(key));
                text.map(|text| Found {
                    text,
                    is_trusted: false,
                    to_keep: None,
                })
                .ok_or_else(not_found)
            }
        }
    }

    /// Lets the partner name a query that has been checked. Each has so much memory of its own:
    /// one cannot push out what another sent.
    pub fn keep(&self, found: &Found, caller: &Caller) {
        let (Some(key), Who::Key { partner, .. }) = (&found.to_keep, &caller.who) else {
            return;
        };
        let sent = self.sent.get_with(*partner, || {
            let weigh = |key: &String, text: &Arc<str>| {
                u32::try_from(key.len() + text.len() + 100).unwrap_or(u32::MAX)
            };
            Cache::builder()
                .max_capacity(BYTES_OF_ONE)
                .weigher(weigh)
                .build()
        });
        sent.insert(key.clone(), Arc::clone(&found.text));
    }

    async fn is_trusted(&self, key: &str, text: &str) -> Result<bool, TurnedAway> {
        let held = self.trusted(key).await?;
        Ok(held.is_some_and(|held| &*held == text))
    }

    async fn trusted(&self, key: &str) -> Result<Option<Arc<str>>, TurnedAway> {
        if let Some(text) = self.trusted.get(key) {
            return Ok(Some(text));
        }
        if self.unknown.contains_key(key) {
            return Ok(None);
        }
        let row = trusted::by_key(&self.db, key).await.map_err(|error| {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "a trusted document could not be looked up"
            );
            TurnedAway::new(
                StatusCode::SERVICE_UNAVAILABLE,
                Code::Unavailable,
                "the database is busy, try again in a moment",
            )
        })?;
        let Some(row) = row else {
            self.unknown.insert(key.to_owned(), ());
            return Ok(None);
        };
        let text: Arc<str> = row.body.into();
        self.trusted.insert(key.to_owned(), Arc::clone(&text));
        Ok(Some(text))
    }
}

/// The words that clients of persisted queries look for: they then send the text as well.
fn not_found() -> TurnedAway {
    TurnedAway::new(
        StatusCode::OK,
        Code::PersistedQueryNotFound,
        "PersistedQueryNotFound",
    )
}

/// The words after which clients of persisted queries send texts and ask no more: what callers
/// without a key send is never kept.
fn not_kept() -> TurnedAway {
    TurnedAway::new(
        StatusCode::OK,
        Code::PersistedQueryNotFound,
        "PersistedQueryNotSupported",
    )
}

/// SHA-256 of a text, in hexadecimal digits.
pub fn hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
