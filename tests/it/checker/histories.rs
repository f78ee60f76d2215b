//! The facts that are written, with the moments between which each value was committed, and the
//! judgement of what a read gave.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use caregraph::feed::ROWS_BOUND;
use serde_json::Value as Json;

/// Something that is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    NameOfDoctor(usize),
    StateOfDoctor(usize),
    NameOfClinic(usize),
    ClinicsOfDoctor(usize),
    DoctorsNear(usize),
}

struct Value {
    value: Json,
    /// Everybody who begins the bound later must see it, or a later one. `None` while its write is
    /// under way: it may be seen already.
    committed: Option<Instant>,
}

pub struct Histories {
    search_bound: Duration,
    facts: Mutex<HashMap<Fact, Vec<Value>>>,
    pub writes: AtomicU64,
    pub reads: AtomicU64,
    pub from_memory: AtomicU64,
    pub oldest_row_us: AtomicU64,
    pub oldest_found_us: AtomicU64,
    pub violations: Mutex<Vec<String>>,
}

impl Histories {
    pub fn new(search_bound: Duration) -> Self {
        Histories {
            search_bound,
            facts: Mutex::default(),
            writes: AtomicU64::new(0),
            reads: AtomicU64::new(0),
            from_memory: AtomicU64::new(0),
            oldest_row_us: AtomicU64::new(0),
            oldest_found_us: AtomicU64::new(0),
            violations: Mutex::default(),
        }
    }

    /// Notes values that are about to be written together.
    pub fn writes(&self, values: &[(Fact, Json)]) {
        let mut facts = self.facts.lock().unwrap();
        for (fact, value) in values {
            facts.entry(*fact).or_default().push(Value {
                value: value.clone(),
                committed: None,
            });
        }
    }

    /// Notes that they are committed.
    pub fn written(&self, values: &[(Fact, Json)]) {
        let committed = Instant::now();
        let mut facts = self.facts.lock().unwrap();
        for (fact, _) in values {
            let last = facts.get_mut(fact).and_then(|history| history.last_mut());
            last.unwrap().committed = Some(committed);
        }
    }

    /// Judges what a read that ran from `began` until now gave.
    pub fn judge(&self, fact: Fact, found: &Json, began: Instant, through: &str) {
        let (bound, oldest) = match fact {
            Fact::DoctorsNear(_) => (self.search_bound, &self.oldest_found_us),
            _ => (ROWS_BOUND, &self.oldest_row_us),
        };
        let facts = self.facts.lock().unwrap();
        let history = &facts[&fact];
        // The age of a value is how long before the read its successor was committed. Of several
        // equal values the youngest is meant.
        let age = history
            .iter()
            .enumerate()
            .filter(|(_, value)| value.value == *found)
            .map(
                |(at, _)| match history.get(at + 1).and_then(|next| next.committed) {
                    Some(next) => began.saturating_duration_since(next),
                    None => Duration::ZERO,
                },
            )
            .min();
        let problem = match age {
            Some(age) => {
                oldest.fetch_max(u64::try_from(age.as_micros()).unwrap(), Ordering::Relaxed);
                (age > bound).then(|| format!("{age:?} old"))
            }
            None => Some("never written".to_owned()),
        };
        if let Some(problem) = problem {
            self.violations
                .lock()
                .unwrap()
                .push(format!("{fact:?} through {through}: {found} is {problem}"));
        }
    }
}
