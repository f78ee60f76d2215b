//! One pass over the candidates: where each of them meets the query, and what keeps it out.

use std::ops::Range;
use std::time::Instant;

use tantivy::DocId;
use tantivy::columnar::RowId;

use super::area::{Area, Reach};
use super::candidates::Driver;
use super::columns::{Columns, Snapshot};
use super::document::EVERY_SPOT;
use super::error::SearchError;
use super::facts::{Facts, Offer, Place, offers};
use super::filter::Failed;
use super::index::Fields;
use super::pack;
use super::query::Query;
use super::term::Concept;
use crate::domain::distance::Distance;

/// Candidates between two looks at the clock.
const PER_LOOK: usize = 256;

/// A spot in the area at which the need is met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met {
    /// Its place among the document's spots; `None` for a document without one.
    pub index: Option<u64>,
    /// Row id of the role; 0 for none.
    pub role: u64,
    pub distance: Option<Distance>,
    /// Whether only a border keeps it out.
    pub beyond: bool,
    pub failed: Failed,
}

impl Met {
    pub fn is_found(&self) -> bool {
        !self.beyond && self.failed.clauses == 0
    }
}

/// A candidate that meets the need in the area.
pub(super) struct Seen<'a> {
    /// The place of its segment in the snapshot.
    pub segment: usize,
    pub columns: &'a Columns,
    pub doc: DocId,
    first_spot: RowId,
    pub offers: &'a [Offer],
    /// At least one.
    pub met: &'a [Met],
    needed: bool,
}

impl Seen<'_> {
    pub fn facts(&self, index: Option<u64>) -> Facts<'_> {
        Facts {
            columns: self.columns,
            doc: self.doc,
            first_spot: self.first_spot,
            index,
            offers: self.needed.then_some(self.offers),
        }
    }
}

/// Shows every candidate that meets the need in the area, in no order of use to anybody.
pub(super) fn over(
    snapshot: &Snapshot,
    fields: Fields,
    query: &Query,
    deadline: Instant,
    mut see: impl FnMut(&Seen<'_>),
) -> Result<(), SearchError> {
    let driver = Driver::of(snapshot, fields, query)?;
    let bits: Vec<u64> = query
        .concepts
        .iter()
        .flatten()
        .map(|concept| concept.bits())
        .collect();
    let today = pack::day(Some(query.as_of));
    let (mut met, mut offered) = (Vec::new(), Vec::new());
    for (place, (segment, columns)) in snapshot.segments().enumerate() {
        for (turn, doc) in driver
            .candidates(segment, fields, query)?
            .into_iter()
            .enumerate()
        {
            if turn % PER_LOOK == PER_LOOK - 1 && Instant::now() > deadline {
                return Err(SearchError::TimedOut);
            }
            if segment.is_deleted(doc) {
                continue;
            }
            if query.concepts.is_some() {
                offers(columns, doc, &bits, &mut offered);
            }
            let spots = columns.spots(doc);
            let facts = Facts {
                columns,
                doc,
                first_spot: spots.start,
                index: None,
                offers: query.concepts.is_some().then_some(offered.as_slice()),
            };
            meet(&facts, spots, query, today, &mut met);
            if !met.is_empty() {
                see(&Seen {
                    segment: place,
                    columns,
                    doc,
                    first_spot: facts.first_spot,
                    offers: &offered,
                    met: &met,
                    needed: query.concepts.is_some(),
                });
            }
        }
    }
    Ok(())
}

/// Gathers the spots of a document at which the query is met, filters aside.
fn meet(document: &Facts<'_>, spots: Range<RowId>, query: &Query, today: u64, met: &mut Vec<Met>) {
    met.clear();
    let columns = document.columns;
    let at_a_distance = match &query.area {
        Some(Area {
            reach: Reach::Telehealth(region),
            ..
        }) => {
            if document.telehealth() != Some(true) || !document.is_licensed(*region, today) {
                return;
            }
            true
        }
        _ => false,
    };
    for (index, row) in (0..).zip(spots) {
        if !offered(document, query, index) {
            continue;
        }
        let place = Place::at(columns, row);
        let (distance, beyond) = match &query.area {
            None => (None, false),
            Some(area) => match area.holds(place) {
                Some(held) => held,
                None => continue,
            },
        };
        met.push(Met {
            index: Some(index),
            role: columns.spot_role.values.get_val(row),
            distance,
            beyond,
            failed: Failed::default(),
        });
    }
    // Somebody without a clinic is nowhere; where nobody asks where, or is seen on a screen, that
    // does not matter.
    if met.is_empty() && query.clinic.is_none() && (query.area.is_none() || at_a_distance) {
        met.push(Met {
            index: None,
            role: 0,
            distance: None,
            beyond: false,
            failed: Failed::default(),
        });
    }
    if !query.filter.clauses.is_empty() {
        for met in met {
            met.failed = query.filter.failed(&Facts {
                index: met.index,
                ..*document
            });
        }
    }
}

/// Whether what is asked for is met at this spot.
fn offered(document: &Facts<'_>, query: &Query, index: u64) -> bool {
    let needed = document
        .offers
        .is_none_or(|offers| offers.iter().any(|offer| offer.is_at(index)));
    let here = || {
        query.clinic.is_none_or(|clinic| {
            let bits = Concept::Clinic(clinic).bits();
            let mut offers = document.columns.offer.values_for_doc(document.doc);
            offers.any(|offer| offer >> 32 == bits && offer & EVERY_SPOT == index)
        })
    };
    needed && here()
}
