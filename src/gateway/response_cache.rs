//! Whole answers, kept while nothing that they rest on has changed.
//!
//! An answer rests on kinds of record, not on single ones: a doctor who comes into a list was in
//! no answer before. It is looked at before it is given, so nothing needs to be removed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::HeaderValue;
use moka::sync::Cache;

use super::asked_before::AskedBefore;
use super::headers::etag;
use super::question::Question;
use crate::feed::{Applied, Resting};
use crate::graphql::Reader;

/// An answer without errors, as bytes. It is the same for everybody who asks the same.
#[derive(Debug)]
pub struct Answer {
    pub body: Bytes,
    /// What it cost to make.
    pub cost: u64,
    etag: OnceLock<HeaderValue>,
}

/// The answers of a process. Cheap to clone.
#[derive(Clone)]
pub struct ResponseCache {
    entries: Option<Cache<Question, Arc<Held>>>,
    bodies: AskedBefore,
    applied: Applied,
    found: Arc<Found>,
}

/// How often an answer was looked for and was there.
#[derive(Default)]
struct Found {
    hits: AtomicU64,
    misses: AtomicU64,
}

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResponseStats {
    pub hits: u64,
    /// One that was here and no longer held counts as well.
    pub misses: u64,
    pub entries: u64,
    /// Estimated.
    pub bytes: u64,
}

struct Held {
    answer: Arc<Answer>,
    resting: Resting,
    made: Instant,
}

impl Answer {
    pub fn new(body: Vec<u8>, cost: u64) -> Self {
        Answer {
            body: body.into(),
            cost,
            etag: OnceLock::new(),
        }
    }

    /// Names these bytes. Weak, since the same answer goes out in several encodings.
    pub fn etag(&self) -> &HeaderValue {
        self.etag.get_or_init(|| etag(&self.body))
    }
}

impl ResponseCache {
    /// With at most so many bytes; 0 keeps nothing.
    pub fn new(applied: Applied, bytes: u64) -> Self {
        const OVERHEAD: usize = 400;
        let for_bodies = bytes / 8;
        let entries = (bytes > 0).then(|| {
            Cache::builder()
                .max_capacity(bytes - for_bodies)
                .weigher(|question: &Question, held: &Arc<Held>| {
                    let weight = OVERHEAD + question.asking().weight() + held.answer.body.len();
                    u32::try_from(weight).unwrap_or(u32::MAX)
                })
                .build()
        });
        ResponseCache {
            entries,
            bodies: AskedBefore::new(for_bodies),
            applied,
            found: Arc::default(),
        }
    }

    /// Whether anything is ever kept.
    pub fn is_on(&self) -> bool {
        self.entries.is_some()
    }

    /// The answer to a body that was answered before, if it is still true.
    pub fn find_by_body(&self, body: &[u8], reader: &Reader) -> Option<Arc<Answer>> {
        self.entries.as_ref()?;
        let asking = self.bodies.find(body)?;
        self.find(&Question::new(asking, reader))
    }

    /// The answer, if it is here and still true.
    pub fn find(&self, question: &Question) -> Option<Arc<Answer>> {
        let held = self.entries.as_ref()?.get(question);
        let found = held.filter(|held| {
            let Resting { seq, kinds, lasts } = held.resting;
            self.applied.is_certain()
                && self.applied.kinds_hold(kinds, seq)
                && lasts.is_none_or(|lasts| held.made.elapsed() < lasts)
        });
        let counter = match found {
            Some(_) => &self.found.hits,
            None => &self.found.misses,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        found.map(|held| Arc::clone(&held.answer))
    }

    /// What it did so far; nothing where it is switched off.
    pub fn stats(&self) -> ResponseStats {
        let Some(entries) = &self.entries else {
            return ResponseStats::default();
        };
        entries.run_pending_tasks();
        ResponseStats {
            hits: self.found.hits.load(Ordering::Relaxed),
            misses: self.found.misses.load(Ordering::Relaxed),
            entries: entries.entry_count(),
            bytes: entries.weighted_size(),
        }
    }

    /// Notes what a body asks, which has passed every check.
    pub fn note_body(&self, body: &[u8], question: &Question) {
        self.bodies.keep(body, question.asking());
    }

    /// Keeps an answer. `made` is when its making began: it lasts from then.
    pub fn keep(&self, question: Question, answer: &Arc<Answer>, resting: Resting, made: Instant) {
        if let Some(entries) = &self.entries
            && resting.lasts != Some(Duration::ZERO)
        {
            let held = Held {
                answer: Arc::clone(answer),
                resting,
                made,
            };
            entries.insert(question, Arc::new(held));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NodeKind;
    use crate::feed::Kinds;

    fn question(variables: &str) -> Question {
        Question::with_variables(variables)
    }

    fn resting(lasts: Option<Duration>) -> Resting {
        Resting {
            seq: 0,
            kinds: Kinds::one(NodeKind::Doctor),
            lasts,
        }
    }

    fn certain() -> Applied {
        let applied = Applied::new(0, Duration::from_secs(3_600));
        applied.confirm(Instant::now());
        applied
    }

    #[test]
    fn an_answer_that_depends_on_the_time_ends_with_it() {
        let cache = ResponseCache::new(certain(), 1 << 20);
        let answer = Arc::new(Answer::new(b"{}".to_vec(), 1));
        let made = Instant::now();
        let hour = Some(Duration::from_secs(3_600));
        cache.keep(question("1"), &answer, resting(hour), made);
        assert!(cache.find(&question("1")).is_some());
        cache.keep(
            question("2"),
            &answer,
            resting(Some(Duration::from_nanos(1))),
            made,
        );
        assert!(cache.find(&question("2")).is_none());
        assert!(cache.find(&question("3")).is_none(), "nobody asked that");
        let stats = cache.stats();
        assert_eq!((stats.hits, stats.misses, stats.entries), (1, 2, 2));
        assert!(stats.bytes > 0);
    }

    #[test]
    fn answers_take_no_more_memory_than_they_may() {
        let cache = ResponseCache::new(certain(), 100_000);
        for number in 0..1_000 {
            let answer = Arc::new(Answer::new(vec![b' '; 1_000], 1));
            let question = question(&number.to_string());
            cache.keep(question, &answer, resting(None), Instant::now());
        }
        let entries = cache.entries.as_ref().unwrap();
        entries.run_pending_tasks();
        assert!(entries.weighted_size() <= 100_000);
        assert!(entries.entry_count() > 10);
        assert!(!ResponseCache::new(certain(), 0).is_on());
    }

    #[test]
    fn nothing_is_served_while_changes_are_not_seen() {
        let blind = Applied::new(0, Duration::from_secs(3_600));
        let cache = ResponseCache::new(blind.clone(), 1 << 20);
        let answer = Arc::new(Answer::new(b"{}".to_vec(), 1));
        cache.keep(question("1"), &answer, resting(None), Instant::now());
        assert!(cache.find(&question("1")).is_none());
        blind.confirm(Instant::now());
        assert!(cache.find(&question("1")).is_some());
    }
}
