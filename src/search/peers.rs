//! How often a doctor does a procedure, beside how often the others who do it do.
//!
//! A band says little by itself: eleven times a year is much for a rare procedure and little for a
//! common one. So a band is worth the share of peers that it leaves behind.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::columns::{Columns, Snapshot, kept};
use super::document::VOLUME_SHIFT;
use super::error::SearchError;
use super::index::Fields;
use super::term::{self, Concept, Target};

/// Bands that say how often: `FROM_11_TO_50`, `FROM_51_TO_200`, `OVER_200`.
const BANDS: usize = 3;

/// How many doctors do a procedure so often, by band. Those of whom it is not known are in none.
pub(super) type Volumes = [u32; BANDS];

/// What each band is worth among peers, from 0 to 1,000. A band that is not known is worth
/// `NEUTRAL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth(pub [u16; BANDS]);

/// Half of the most: the worth of what is not known, and of the peer in the middle.
pub(super) const NEUTRAL: u16 = 500;

/// Peers that are imagined in the middle, so that a handful of real ones says little.
const IMAGINED: u64 = 10;

/// The least and the most that a band can be worth: nobody is put last, or first, by volume alone.
const LEAST: u64 = 100;
const MOST: u64 = 900;

/// Worths are multiples of this, so that one more doctor seldom moves everybody.
const STEP: u64 = 25;

impl Worth {
    /// What bands are worth among so many peers.
    pub(super) fn among(volumes: Volumes) -> Self {
        let all: u64 = volumes.iter().copied().map(u64::from).sum();
        let mut below = 0;
        Worth(volumes.map(|count| {
            let count = u64::from(count);
            let left_behind = 2 * below + count + IMAGINED;
            below += count;
            let worth = 1_000 * left_behind / (2 * (all + IMAGINED));
            let stepped = (worth + STEP / 2) / STEP * STEP;
            u16::try_from(stepped.clamp(LEAST, MOST)).unwrap_or(NEUTRAL)
        }))
    }

    /// What a band is worth; 0 is the band that is not known.
    pub(super) fn of(self, volume: u64) -> u16 {
        let place = usize::try_from(volume).unwrap_or(0).checked_sub(1);
        place
            .and_then(|place| self.0.get(place).copied())
            .unwrap_or(NEUTRAL)
    }
}

/// What bands are worth among all the doctors who do a procedure, wherever they are.
pub(super) fn worth(
    snapshot: &Snapshot,
    fields: Fields,
    concept: Concept,
) -> Result<Worth, SearchError> {
    let volumes = kept(&snapshot.volumes, concept, || {
        let mut all = Volumes::default();
        for (segment, columns) in snapshot.segments() {
            let written = kept(&columns.volumes, concept, || {
                count(segment, columns, fields, concept, |_| true)
            })?;
            let gone = match segment.has_deletes() {
                true => count(segment, columns, fields, concept, |doc| {
                    segment.is_deleted(doc)
                })?,
                false => Volumes::default(),
            };
            for ((all, written), gone) in all.iter_mut().zip(written).zip(gone) {
                *all += written - gone;
            }
        }
        Ok(all)
    })?;
    Ok(Worth::among(volumes))
}

fn count(
    segment: &SegmentReader,
    columns: &Columns,
    fields: Fields,
    concept: Concept,
    counts: impl Fn(tantivy::DocId) -> bool,
) -> Result<Volumes, SearchError> {
    let mut volumes = Volumes::default();
    let inverted = segment.inverted_index(fields.need)?;
    let term = Term::from_field_u64(fields.need, term::anywhere(Target::Doctor, Some(concept)));
    let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
        return Ok(volumes);
    };
    let bits = concept.bits();
    let mut doc = postings.doc();
    while doc != TERMINATED {
        if counts(doc) {
            let offers = columns.offer.values_for_doc(doc);
            let most = offers
                .filter(|offer| offer >> 32 == bits)
                .map(|offer| offer >> VOLUME_SHIFT & 7)
                .max();
            let place = usize::try_from(most.unwrap_or(0)).unwrap_or(0);
            if let Some(held) = place
                .checked_sub(1)
                .and_then(|place| volumes.get_mut(place))
            {
                *held += 1;
            }
        }
        doc = postings.advance();
    }
    Ok(volumes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_worth_the_share_of_peers_that_it_leaves_behind() {
        let cases = [
            // Without peers every band stands in the middle.
            ([0, 0, 0], [500, 500, 500]),
            // A handful says little, many say much.
            ([1, 1, 1], [425, 500, 575]),
            ([100, 0, 0], [500, 900, 900]),
            ([0, 0, 100], [100, 100, 500]),
            ([1_000, 1_000, 1_000], [175, 500, 825]),
            ([10_000, 1, 1], [500, 900, 900]),
        ];
        for (volumes, expected) in cases {
            assert_eq!(Worth::among(volumes), Worth(expected), "{volumes:?}");
        }
    }

    #[test]
    fn what_is_not_known_stands_in_the_middle() {
        let worth = Worth::among([5, 90, 3]);
        assert_eq!(worth.of(0), NEUTRAL);
        assert!(worth.of(1) < worth.of(2) && worth.of(2) < worth.of(3));
        assert_eq!(worth.of(7), NEUTRAL);
    }
}
