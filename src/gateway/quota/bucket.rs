//! The arithmetic of a bucket that fills evenly.

use std::time::Duration;

use super::{Exhausted, FILLS_IN};
use crate::graphql::Quota;

/// How much a bucket holds.
#[derive(Clone, Copy, Debug)]
pub struct Size(u64);

/// What is in a bucket, and since when. Thousandths, so that small buckets fill evenly.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    thousandths: u64,
    /// On a clock of the holder's own.
    at: Duration,
}

impl Size {
    pub fn of(limit: u64) -> Self {
        Size(limit.min(u64::MAX / 1_000_000))
    }

    pub fn limit(self) -> u64 {
        self.0
    }

    /// What a caller is told of a bucket with so much in it.
    pub fn left(self, remaining: u64) -> Quota {
        let remaining = remaining.min(self.0);
        let missing = self.0 - remaining;
        Quota {
            limit: self.0,
            remaining,
            full_in: missing
                .saturating_mul(FILLS_IN.as_secs())
                .div_ceil(self.0.max(1)),
        }
    }

    /// How long until so much more is there.
    pub fn until(self, missing: u64) -> Duration {
        let millis = missing.saturating_mul(60_000).div_ceil(self.0.max(1));
        Duration::from_millis(millis)
    }
}

impl Bucket {
    pub fn full(size: Size, now: Duration) -> Self {
        Bucket {
            thousandths: size.0 * 1_000,
            at: now,
        }
    }

    /// Takes the cost, if it is there.
    pub fn take(&mut self, size: Size, cost: u64, now: Duration) -> Result<Quota, Exhausted> {
        self.fill(size, now);
        let there = self.thousandths / 1_000;
        if cost > there {
            return Err(Exhausted {
                left: size.left(there),
                wait: (cost <= size.0).then(|| size.until(cost - there)),
            });
        }
        self.thousandths -= cost * 1_000;
        Ok(size.left(self.thousandths / 1_000))
    }

    pub fn give_back(&mut self, size: Size, cost: u64, now: Duration) -> Quota {
        self.fill(size, now);
        let most = size.0 * 1_000;
        self.thousandths = self
            .thousandths
            .saturating_add(cost.saturating_mul(1_000))
            .min(most);
        size.left(self.thousandths / 1_000)
    }

    fn fill(&mut self, size: Size, now: Duration) {
        let passed = now.saturating_sub(self.at).as_millis();
        let most = u128::from(size.0) * 1_000;
        let more = passed.min(FILLS_IN.as_millis()) * most / FILLS_IN.as_millis();
        if more > 0 || passed == 0 {
            let sum = (u128::from(self.thousandths) + more).min(most);
            self.thousandths = u64::try_from(sum).unwrap_or(u64::MAX);
            self.at = self.at.max(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_evenly_and_never_beyond_its_size() {
        let size = Size::of(600);
        let at = Duration::from_millis;
        let mut bucket = Bucket::full(size, at(0));
        assert_eq!(bucket.take(size, 600, at(0)).unwrap().remaining, 0);
        let exhausted = bucket.take(size, 1, at(50)).unwrap_err();
        assert_eq!(exhausted.wait, Some(Duration::from_millis(100)));
        // A tenth of a second is worth one.
        assert!(bucket.take(size, 1, at(100)).is_ok());
        assert_eq!(bucket.take(size, 0, at(30_100)).unwrap().remaining, 300);
        assert_eq!(bucket.take(size, 0, at(900_000)).unwrap().remaining, 600);
        assert_eq!(bucket.give_back(size, 50, at(900_000)).remaining, 600);
        assert_eq!(size.left(300).full_in, 30);
    }
}
