//! Which numbers a file has named already: nine million of them fit in 25 MB.

use crate::domain::npi::Npi;

/// The lowest serial of a sound number.
const LOWEST: u32 = 100_000_000;

/// How many serials there are.
const SERIALS: usize = 200_000_000;

/// A bit for every number there can be. Pages that no number touches are never taken.
pub struct Seen(Vec<u64>);

impl Seen {
    pub fn new() -> Self {
        Seen(vec![0; SERIALS / 64])
    }

    /// Notes the number; false when it was noted before.
    pub fn insert(&mut self, npi: Npi) -> bool {
        let place = (npi.serial() - LOWEST) as usize;
        let (word, bit) = (place / 64, 1 << (place % 64));
        let fresh = self.0[word] & bit == 0;
        self.0[word] |= bit;
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_new_once() {
        let mut seen = Seen::new();
        for npi in ["1000000004", "2999999990", "1234567893"] {
            let npi: Npi = npi.parse().unwrap();
            assert!(seen.insert(npi), "{npi}");
            assert!(!seen.insert(npi), "{npi}");
        }
    }
}
