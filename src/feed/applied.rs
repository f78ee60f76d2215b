//! What is known of changes so far, and from it whether a copy still holds.
//!
//! A copy carries the number of the last change that was known *before* it was read. It holds as
//! long as nothing it rests on has changed after that number. So there is nothing to invalidate,
//! and a write that comes while a copy is being read makes that copy worthless, however the two
//! interleave: its number is older than the write's.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use strum::VariantArray;
use tokio::sync::{Notify, broadcast, watch};

use super::Change;
use super::depends::{Depends, Kinds};
use crate::domain::NodeKind;

/// The oldest that a served copy of a row may be: a change that was committed longer ago is seen.
pub const ROWS_BOUND: Duration = Duration::from_millis(250);

/// Changed records of a kind that are remembered one by one. Copies older than what is forgotten
/// are given up.
const REMEMBERED: usize = 50_000;

/// Changes that a listener may be behind before it misses some.
const HELD: usize = 1_024;

const KINDS: usize = NodeKind::VARIANTS.len();

/// What is known of changes. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Applied(Arc<State>);

struct State {
    began: Instant,
    bound: Duration,
    seq: AtomicI64,
    /// Microseconds after `began` at which a look began that left nothing unseen; 0 for never.
    confirmed: AtomicU64,
    kinds: [Kind; KINDS],
    moved: watch::Sender<i64>,
    told: broadcast::Sender<Arc<Change>>,
    /// Somebody wants to know of a change sooner than the next look.
    nudge: Notify,
}

#[derive(Default)]
struct Kind {
    /// The last change of any record of the kind.
    latest: AtomicI64,
    records: RwLock<Records>,
}

#[derive(Default)]
struct Records {
    changed: HashMap<i64, i64>,
    order: VecDeque<(i64, i64)>,
    /// Changes up to this one are no longer known by record.
    forgotten: i64,
}

impl Applied {
    /// Knows everything up to `seq` as past. Copies are served for `bound` after a look.
    pub fn new(seq: i64, bound: Duration) -> Self {
        Applied(Arc::new(State {
            began: Instant::now(),
            bound,
            seq: AtomicI64::new(seq),
            confirmed: AtomicU64::new(0),
            kinds: std::array::from_fn(|_| Kind::default()),
            moved: watch::Sender::new(seq),
            told: broadcast::Sender::new(HELD),
            nudge: Notify::new(),
        }))
    }

    /// The number to give a copy, taken before it is read.
    pub fn seq(&self) -> i64 {
        self.0.seq.load(Ordering::Acquire)
    }

    /// Whether copies may be served at all: only while it is certain that every change older than
    /// the bound is known. Where the database cannot be asked, nothing is.
    pub fn is_certain(&self) -> bool {
        let confirmed = self.0.confirmed.load(Ordering::Acquire);
        let now = micros(self.0.began.elapsed());
        confirmed != 0 && now.saturating_sub(confirmed) <= micros(self.0.bound)
    }

    /// How long ago it was last certain that nothing was unseen; `None` before the first time.
    pub fn age(&self) -> Option<Duration> {
        match self.0.confirmed.load(Ordering::Acquire) {
            0 => None,
            confirmed => Some(
                self.0
                    .began
                    .elapsed()
                    .saturating_sub(Duration::from_micros(confirmed)),
            ),
        }
    }

    /// Whether nothing that a copy of this number rests on has changed since.
    pub fn holds(&self, depends: &[Depends], seq: i64) -> bool {
        depends.iter().all(|one| match *one {
            Depends::OnAny(kind) => self.latest(kind) <= seq,
            Depends::On(kind, id) => {
                if self.latest(kind) <= seq {
                    return true;
                }
                let records = self.0.kinds[kind as usize]
                    .records
                    .read()
                    .unwrap_or_else(PoisonError::into_inner);
                records.forgotten <= seq
                    && records
                        .changed
                        .get(&id)
                        .is_none_or(|changed| *changed <= seq)
            }
        })
    }

    /// Whether nothing of these kinds has changed since.
    pub fn kinds_hold(&self, kinds: Kinds, seq: i64) -> bool {
        kinds.iter().all(|kind| self.latest(kind) <= seq)
    }

    /// Waits until a change after `seq` is known.
    pub async fn beyond(&self, seq: i64) {
        let mut moved = self.0.moved.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = moved.wait_for(|known| *known > seq).await;
    }

    /// Waits until the change `seq`, which is committed, is known, and has it looked for at once.
    pub async fn until(&self, seq: i64) {
        if self.seq() >= seq {
            return;
        }
        self.0.nudge.notify_one();
        self.beyond(seq - 1).await;
    }

    /// Each change from now on, in their order; a listener that falls behind is told that it did.
    pub fn listen(&self) -> broadcast::Receiver<Arc<Change>> {
        self.0.told.subscribe()
    }

    /// Waits until somebody wants a look.
    pub(super) async fn nudged(&self) {
        self.0.nudge.notified().await;
    }

    fn latest(&self, kind: NodeKind) -> i64 {
        self.0.kinds[kind as usize].latest.load(Ordering::Acquire)
    }

    /// Takes in changes, in their order.
    pub(crate) fn apply(&self, changes: &[Change]) {
        for change in changes {
            let kind = &self.0.kinds[change.kind as usize];
            {
                let mut records = kind.records.write().unwrap_or_else(PoisonError::into_inner);
                records.note(&change.ids, change.seq);
            }
            // After the records: whoever sees the kind changed looks at them.
            kind.latest.fetch_max(change.seq, Ordering::AcqRel);
        }
        if let Some(last) = changes.last() {
            // Last of all: a copy that gets this number is read after everything above.
            self.0.seq.fetch_max(last.seq, Ordering::AcqRel);
            self.0.moved.send_replace(last.seq);
        }
        if self.0.told.receiver_count() > 0 {
            for change in changes {
                // An error says that nobody listens, which is no fault.
                let _ = self.0.told.send(Arc::new(change.clone()));
            }
        }
    }

    /// Notes that a look which began at `began` found nothing more.
    pub(crate) fn confirm(&self, began: Instant) {
        let at = micros(began.saturating_duration_since(self.0.began)).max(1);
        self.0.confirmed.fetch_max(at, Ordering::AcqRel);
    }
}

impl Records {
    fn note(&mut self, ids: &[i64], seq: i64) {
        for id in ids {
            self.changed.insert(*id, seq);
            self.order.push_back((*id, seq));
        }
        while self.order.len() > REMEMBERED {
            let Some((id, seq)) = self.order.pop_front() else {
                return;
            };
            self.forgotten = self.forgotten.max(seq);
            // A later change of the same record stands further back in the order.
            if self.changed.get(&id) == Some(&seq) {
                self.changed.remove(&id);
            }
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Action;

    fn change(seq: i64, kind: NodeKind, ids: &[i64]) -> Change {
        Change {
            seq,
            kind,
            action: Action::Updated,
            ids: ids.to_vec(),
            at: chrono::DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_copy_holds_until_what_it_rests_on_changes() {
        let applied = Applied::new(10, ROWS_BOUND);
        let on = |id| [Depends::On(NodeKind::Doctor, id)];
        let any = [Depends::OnAny(NodeKind::Doctor)];
        assert!(applied.holds(&on(1), 10) && applied.holds(&any, 10));
        applied.apply(&[change(11, NodeKind::Doctor, &[1])]);
        assert_eq!(applied.seq(), 11);
        assert!(!applied.holds(&on(1), 10));
        assert!(applied.holds(&on(2), 10));
        assert!(!applied.holds(&any, 10));
        assert!(applied.holds(&on(1), 11) && applied.holds(&any, 11));
        assert!(applied.kinds_hold(Kinds::one(NodeKind::Clinic), 10));
        assert!(!applied.kinds_hold(Kinds::one(NodeKind::Doctor), 10));
    }

    #[test]
    fn what_is_forgotten_is_taken_for_changed() {
        let applied = Applied::new(0, ROWS_BOUND);
        let on = |id| [Depends::On(NodeKind::Doctor, id)];
        applied.apply(&[change(1, NodeKind::Doctor, &[7])]);
        let many: Vec<i64> = (100..100 + i64::try_from(REMEMBERED).unwrap()).collect();
        applied.apply(&[change(2, NodeKind::Doctor, &many)]);
        assert!(!applied.holds(&on(7), 0), "its change is forgotten");
        assert!(!applied.holds(&on(8), 0), "and so might be this one's");
        assert!(applied.holds(&on(8), 1), "a newer copy lost nothing");
        let records = applied.0.kinds[NodeKind::Doctor as usize]
            .records
            .read()
            .unwrap();
        assert_eq!(records.order.len(), REMEMBERED);
        assert_eq!(records.changed.len(), REMEMBERED);
    }

    #[test]
    fn copies_are_served_only_while_it_is_certain_that_nothing_is_unseen() {
        let applied = Applied::new(0, ROWS_BOUND);
        assert!(!applied.is_certain(), "nobody has looked yet");
        applied.confirm(Instant::now());
        assert!(applied.is_certain());
        std::thread::sleep(ROWS_BOUND + Duration::from_millis(20));
        assert!(!applied.is_certain(), "the last look is too long ago");
    }
}
