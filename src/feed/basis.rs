//! What one answer rests on, gathered while it is made, so that it may be served again.

use std::sync::atomic::{AtomicI64, AtomicU16, AtomicU64, Ordering};
use std::time::Duration;

use super::depends::Kinds;

/// What an answer rests on so far.
///
/// Whatever reads for the answer notes here what it read, values from memory included.
#[derive(Debug)]
pub struct Basis {
    seq: AtomicI64,
    kinds: AtomicU16,
    lasts_ms: AtomicU64,
    batches: AtomicU64,
    statements: AtomicU64,
}

/// What a finished answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resting {
    /// Everything it shows is at least as new as this change.
    pub seq: i64,
    /// The kinds of record it shows, or found none of.
    pub kinds: Kinds,
    /// How long it stays true without any change; `None` when no clock matters.
    pub lasts: Option<Duration>,
}

impl Basis {
    /// For an answer whose making begins after `seq` is known.
    pub fn new(seq: i64) -> Self {
        Basis {
            seq: AtomicI64::new(seq),
            kinds: AtomicU16::new(0),
            lasts_ms: AtomicU64::new(u64::MAX),
            batches: AtomicU64::new(0),
            statements: AtomicU64::new(0),
        }
    }

    /// Records of these kinds were read, or looked for.
    pub fn note(&self, kinds: Kinds) {
        // Most reads add nothing, and a load is cheaper than a write that others wait for.
        let known = self.kinds.load(Ordering::Relaxed);
        if known | kinds.bits() != known {
            self.kinds.fetch_or(kinds.bits(), Ordering::Relaxed);
        }
    }

    /// Something was read from a copy that knows changes up to `seq` only.
    pub fn as_of(&self, seq: i64) {
        self.seq.fetch_min(seq, Ordering::Relaxed);
    }

    /// Something in the answer depends on the time, and changes after this.
    pub fn lasts(&self, at_most: Duration) {
        let at_most = u64::try_from(at_most.as_millis()).unwrap_or(u64::MAX);
        self.lasts_ms.fetch_min(at_most, Ordering::Relaxed);
    }

    /// A batch of keys went to the database.
    pub fn batch(&self) {
        self.batches.fetch_add(1, Ordering::Relaxed);
    }

    /// A batch took so many statements, which it may have shared with others.
    pub fn took(&self, statements: u64) {
        self.statements.fetch_add(statements, Ordering::Relaxed);
    }

    /// How many batches of keys went to the database so far.
    pub fn batches(&self) -> u64 {
        self.batches.load(Ordering::Relaxed)
    }

    /// How many statements its batches took so far, shared ones included.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// What it rests on now that it is finished.
    pub fn resting(&self) -> Resting {
        let lasts = self.lasts_ms.load(Ordering::Relaxed);
        Resting {
            seq: self.seq.load(Ordering::Relaxed),
            kinds: Kinds::from_bits(self.kinds.load(Ordering::Relaxed)),
            lasts: (lasts != u64::MAX).then(|| Duration::from_millis(lasts)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::NodeKind;

    #[test]
    fn an_answer_is_as_old_as_the_oldest_thing_in_it() {
        let basis = Basis::new(9);
        basis.note(Kinds::one(NodeKind::Doctor));
        basis.note(Kinds::one(NodeKind::Clinic));
        basis.as_of(12);
        assert_eq!(basis.resting().seq, 9);
        basis.as_of(4);
        basis.lasts(Duration::from_secs(60));
        basis.lasts(Duration::from_secs(90));
        let resting = basis.resting();
        assert_eq!(resting.seq, 4);
        assert_eq!(resting.lasts, Some(Duration::from_secs(60)));
        assert_eq!(
            resting.kinds,
            Kinds::one(NodeKind::Doctor).and(Kinds::one(NodeKind::Clinic))
        );
    }
}
