//! What the columns say of one document at one of its spots.

use tantivy::DocId;
use tantivy::columnar::{Column, RowId};

use super::columns::Columns;
use super::document::{EVERY_SPOT, EVIDENCE_SHIFT, PLACED, REGION_SHIFT, VOLUME_SHIFT};
use super::pack::{self, Spot};
use super::term::Concept;
use crate::domain::distance::Point;
use crate::domain::{Evidence, Gender, Proficiency, confidence};

/// How a concept is met at a spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// Which of the wanted concepts, by its place among them.
    pub wanted: usize,
    /// The spot, or [`EVERY_SPOT`].
    pub at: u64,
    /// As places in their sets, 0 where there is none or it is not known.
    pub evidence: u64,
    pub volume: u64,
}

impl Offer {
    pub fn is_at(self, spot: u64) -> bool {
        self.at == EVERY_SPOT || self.at == spot
    }
}

/// Gathers how the document meets the wanted concepts. `bits` are those of [`Concept::bits`].
pub(super) fn offers(columns: &Columns, doc: DocId, bits: &[u64], into: &mut Vec<Offer>) {
    into.clear();
    for offer in columns.offer.values_for_doc(doc) {
        if let Some(wanted) = bits.iter().position(|bits| *bits == offer >> 32) {
            into.push(Offer {
                wanted,
                at: offer & EVERY_SPOT,
                evidence: offer >> EVIDENCE_SHIFT & 7,
                volume: offer >> VOLUME_SHIFT & 7,
            });
        }
    }
}

/// A document at a spot, or at none where it has none.
pub(super) struct Facts<'a> {
    pub columns: &'a Columns,
    pub doc: DocId,
    /// The row of the document's first spot, of [`Columns::spots`].
    pub first_spot: RowId,
    /// The place of the spot among the document's.
    pub index: Option<u64>,
    /// How the document meets the need; `None` where nothing is needed.
    pub offers: Option<&'a [Offer]>,
}

impl Facts<'_> {
    fn at<T>(&self, column: &Column<u64>, read: impl Fn(u64) -> T) -> Option<T> {
        let row = self.first_spot + RowId::try_from(self.index?).ok()?;
        Some(read(column.values.get_val(row)))
    }

    pub fn spot(&self) -> Option<Spot> {
        self.at(&self.columns.spot_facts, Spot::unpack)
    }

    pub fn clinic(&self) -> Option<u64> {
        self.at(&self.columns.spot_clinic, |id| id)
    }

    pub fn zone(&self) -> Option<u64> {
        self.at(&self.columns.spot_zone, |zone| zone)
            .filter(|zone| *zone != 0)
    }

    /// The weekday and the minutes between which it is open.
    pub fn hours(&self) -> impl Iterator<Item = (u64, u64, u64)> {
        let spans = self.columns.spot_hours.values_for_doc(self.doc);
        spans.map(pack::unpack_hours).filter_map(|span| {
            let (spot, weekday, opens, closes) = span;
            (Some(spot) == self.index).then_some((weekday, opens, closes))
        })
    }

    /// Plans and networks (0 for none) that are taken here.
    pub fn plans(&self) -> impl Iterator<Item = (u64, u64)> {
        let taken = self.columns.spot_plan.values_for_doc(self.doc);
        taken
            .map(pack::unpack_plan)
            .filter_map(|(spot, plan, network)| {
                (Some(spot) == self.index).then_some((plan, network))
            })
    }

    fn doctor(&self) -> u64 {
        self.columns.doctor.first(self.doc).unwrap_or(0)
    }

    pub fn gender(&self) -> Option<Gender> {
        pack::unpack_member(self.doctor() & 3)
    }

    pub fn telehealth(&self) -> Option<bool> {
        pack::unpack_flag(self.doctor() >> 2 & 3)
    }

    /// The lower bound of the rating in hundredths of a star, where enough have rated.
    pub fn rating(&self) -> Option<u16> {
        u16::try_from(self.doctor() >> 4 & 0xFFF)
            .ok()
            .filter(|bound| *bound > 0)
    }

    pub fn ages(&self) -> (Option<i32>, Option<i32>) {
        let age = |shift: u32| {
            let packed = i32::try_from(self.doctor() >> shift & 0xFF).ok()?;
            (packed > 0).then(|| packed - 1)
        };
        (age(16), age(24))
    }

    pub fn languages(&self) -> impl Iterator<Item = (u64, Option<Proficiency>)> {
        let spoken = self.columns.language.values_for_doc(self.doc);
        spoken.map(pack::unpack_spoken)
    }

    /// Whether a licence that is known covers a region on a day.
    pub fn is_licensed(&self, region: u64, day: u64) -> bool {
        let mut licences = self.columns.licence.values_for_doc(self.doc);
        licences.any(|packed| {
            let (at, from, until) = pack::unpack_licence(packed);
            (at == region || at == pack::country_of(region))
                && from <= day
                && (until == 0 || until >= day)
        })
    }

    /// The specialties, as [`Concept::bits`].
    pub fn specialties(&self) -> impl Iterator<Item = u64> {
        let offers = self.columns.offer.values_for_doc(self.doc);
        offers
            .map(|offer| offer >> 32)
            .filter(|bits| Concept::is_specialty(*bits))
    }

    /// The strongest evidence that the need is met here; without a need, of anything that is done.
    pub fn evidence(&self) -> Option<Evidence> {
        let strongest = self.each_offer(|offer| offer.evidence).min();
        strongest.and_then(pack::unpack_member)
    }

    /// How often it is done here; without a need, the most that anything is.
    pub fn volume(&self) -> Option<u64> {
        self.each_offer(|offer| offer.volume).max()
    }

    /// What is known of the offers here, unknown values left out.
    fn each_offer(&self, value: impl Fn(Offer) -> u64) -> impl Iterator<Item = u64> {
        let spot = self.index.unwrap_or(EVERY_SPOT);
        let needed = self.offers.unwrap_or_default().iter().copied();
        let any = match self.offers {
            Some(_) => None,
            None => Some(self.columns.offer.values_for_doc(self.doc)),
        };
        let any = any.into_iter().flatten().map(|offer| Offer {
            wanted: 0,
            at: offer & EVERY_SPOT,
            evidence: offer >> EVIDENCE_SHIFT & 7,
            volume: offer >> VOLUME_SHIFT & 7,
        });
        needed
            .chain(any)
            .filter(move |offer| offer.is_at(spot) || spot == EVERY_SPOT)
            .map(value)
            .filter(|value| *value > 0)
    }
}

/// The points of confidence in a spot, from 0 to 100, on a day as [`pack::day`] writes it.
pub(super) fn points(spot: Spot, today: u64) -> i32 {
    let standing = i32::try_from(spot.standing).unwrap_or(0);
    if spot.verified == 0 {
        return standing;
    }
    let days = today.cast_signed() - spot.verified.cast_signed();
    standing + confidence::freshness(days)
}

/// Where a spot lies, as the column of places has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    packed: u64,
    point: u64,
}

impl Place {
    /// Of the spot in this row of the columns of spots.
    pub fn at(columns: &Columns, row: RowId) -> Self {
        Place {
            packed: columns.spot_place.values.get_val(row),
            point: columns.spot_point.values.get_val(row),
        }
    }

    pub fn point(self) -> Option<Point> {
        (self.packed & PLACED != 0).then(|| Point::unpack(self.point))
    }

    pub fn country(self) -> u64 {
        self.packed & (PLACED - 1)
    }

    /// As [`pack::region`]; 0 where it is not known.
    pub fn region(self) -> u64 {
        self.packed >> REGION_SHIFT
    }
}
