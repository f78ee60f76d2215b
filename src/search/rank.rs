//! The order BEST: factors with published weights, added up in whole numbers.
//!
//! A score depends on facts, the question and the day alone: never on what words were typed, on who
//! asks or on what was paid.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::area::Area;
use super::facts::{Facts, points};
use super::filter::fluency;
use super::pack::{self, Spot};
use super::peers::{NEUTRAL, Worth};
use super::query::Query;
use super::term::Concept;
use crate::domain::distance::Distance;
use crate::domain::{Evidence, NewPatients};

/// Raised with any change of a factor, a weight or a worth.
pub const VERSION: &str = "1";

/// What speaks for a doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FactorName {
    ConceptMatch,
    Evidence,
    Experience,
    Distance,
    Confidence,
    NewPatients,
    Rating,
    Language,
}

/// The most that a value can be.
pub const MOST: u16 = 1_000;

/// The most that a score can be: all weights add up to a thousand.
pub const MOST_SCORE: u32 = 1_000_000;

/// How far away a doctor is worth half of one at the door.
const HALF_KM: f64 = 25.0;

impl FactorName {
    /// How much of the score it can be, in thousandths.
    pub fn weight(self) -> u16 {
        match self {
            FactorName::ConceptMatch => 200,
            FactorName::Evidence => 100,
            FactorName::Experience => 120,
            FactorName::Distance => 250,
            FactorName::Confidence => 150,
            FactorName::NewPatients => 80,
            FactorName::Rating => 40,
            FactorName::Language => 60,
        }
    }
}

/// What one factor gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    pub name: FactorName,
    /// From 0 to [`MOST`].
    pub value: u16,
    /// Whether nothing is known, so that the value is the neutral one.
    pub unknown: bool,
}

impl Factor {
    /// What it adds to the score.
    pub fn contribution(self) -> u32 {
        u32::from(self.value) * u32::from(self.name.weight())
    }
}

/// Why a doctor stands where they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// The factors that the question asks about, in the order of the policy.
    pub factors: Vec<Factor>,
}

impl Ranking {
    /// The sum of what the factors add, from 0 to [`MOST_SCORE`].
    pub fn score(&self) -> u32 {
        self.factors
            .iter()
            .map(|factor| factor.contribution())
            .sum()
    }
}

/// What a query makes of the factors: which of them apply, and what they are measured by.
pub(super) struct Policy<'a> {
    query: &'a Query,
    worths: &'a [Worth],
    /// The factors that the question asks about; the others are left out for everybody.
    asked: Vec<FactorName>,
    today: u64,
}

impl<'a> Policy<'a> {
    pub fn new(query: &'a Query, worths: &'a [Worth]) -> Self {
        let concepts = query.concepts.as_deref().unwrap_or_default();
        let procedures = concepts
            .iter()
            .any(|concept| matches!(concept, Concept::Procedure(_)));
        let circle = query.area.as_ref().is_some_and(Area::is_circle);
        let asks = |name: &FactorName| match name {
            FactorName::ConceptMatch => query.concepts.is_some(),
            FactorName::Evidence | FactorName::Experience => procedures,
            FactorName::Distance => circle,
            FactorName::Confidence | FactorName::NewPatients | FactorName::Rating => true,
            FactorName::Language => !query.filter.languages().is_empty(),
        };
        Policy {
            query,
            worths,
            asked: FactorName::VARIANTS.iter().copied().filter(asks).collect(),
            today: pack::day(Some(query.as_of)),
        }
    }

    /// What the factors give a document at a spot.
    pub fn rank(&self, facts: &Facts<'_>, distance: Option<Distance>) -> Ranking {
        let (names, spot) = (self.asked.iter().copied(), facts.spot());
        let factors = names.map(|name| self.factor(name, facts, spot, distance));
        Ranking {
            factors: factors.collect(),
        }
    }

    /// The score at a spot, without its parts.
    pub fn score(&self, facts: &Facts<'_>, distance: Option<Distance>) -> u32 {
        let (names, spot) = (self.asked.iter().copied(), facts.spot());
        names
            .map(|name| self.factor(name, facts, spot, distance).contribution())
            .sum()
    }

    /// `spot` is that of the facts, which several factors are read from.
    fn factor(
        &self,
        name: FactorName,
        facts: &Facts<'_>,
        spot: Option<Spot>,
        distance: Option<Distance>,
    ) -> Factor {
        let value = match name {
            FactorName::ConceptMatch => Some(match self.query.inferred {
                true => 400,
                false => MOST,
            }),
            FactorName::Evidence => facts.evidence().map(|evidence| match evidence {
                Evidence::Declared => MOST,
                Evidence::Claims => 900,
                Evidence::Facility => 600,
                Evidence::Inferred => 300,
            }),
            FactorName::Experience => self.experience(facts),
            FactorName::Distance => distance.map(nearness),
            FactorName::Confidence => spot.map(|spot| {
                let points = points(spot, self.today);
                u16::try_from(points * 10).unwrap_or(0).min(MOST)
            }),
            FactorName::NewPatients => {
                let status = spot.and_then(|spot| spot.new_patients);
                status.map(|status| match status {
                    NewPatients::Accepting => MOST,
                    NewPatients::WaitingList => 600,
                    NewPatients::ExistingOnly => 100,
                    NewPatients::NotAccepting => 0,
                })
            }
            // From one star to five.
            FactorName::Rating => facts
                .rating()
                .map(|bound| (bound.saturating_sub(100).saturating_mul(5) / 2).min(MOST)),
            FactorName::Language => fluency(self.query.filter.languages(), facts),
        };
        Factor {
            name,
            value: value.unwrap_or(NEUTRAL),
            unknown: value.is_none(),
        }
    }

    /// What the volume of the best known offer is worth among peers.
    pub fn experience(&self, facts: &Facts<'_>) -> Option<u16> {
        let offers = facts.offers.unwrap_or_default().iter();
        offers
            .filter(|offer| facts.index.is_none_or(|index| offer.is_at(index)))
            .filter(|offer| offer.volume > 0)
            .filter_map(|offer| Some(self.worths.get(offer.wanted)?.of(offer.volume)))
            .max()
    }
}

/// From [`MOST`] at the door to half of it at [`HALF_KM`], and ever less beyond.
fn nearness(distance: Distance) -> u16 {
    let half = Distance::from_km(HALF_KM).millimetres();
    let value = u64::from(MOST) * half / (half + distance.millimetres());
    u16::try_from(value).unwrap_or(MOST)
}

/// A number for ties that is fixed for a version of the policy and looks random, so that among
/// equals nobody is first by age, by name or by what they could choose.
pub(super) fn tie(number: u64) -> u64 {
    let mut mixed = number ^ pack::fnv(VERSION.bytes());
    for (shift, factor) in [(30, 0xBF58_476D_1CE4_E5B9), (27, 0x94D0_49BB_1331_11EB)] {
        mixed = (mixed ^ mixed >> shift).wrapping_mul(factor);
    }
    // A cursor carries it: thirty bits are enough to part equals, and the row id parts the rest.
    (mixed ^ mixed >> 31) >> 34
}

/// Every factor in words, for whoever reads the policy.
pub fn in_words(name: FactorName) -> &'static str {
    match name {
        FactorName::ConceptMatch => {
            "1000 for a doctor who does what is needed, 400 for one who is only thought to, by specialty"
        }
        FactorName::Evidence => {
            "DECLARED 1000, CLAIMS 900, FACILITY 600, INFERRED 300; unknown 500"
        }
        FactorName::Experience => {
            "the share of doctors doing the same procedure, as far as their volumes are known, who do it less often: from 100 to 900 in steps of 25; unknown 500"
        }
        FactorName::Distance => "1000 at the place that was asked for, 500 at 25 km, 250 at 75 km",
        FactorName::Confidence => "ten times the role's confidence, which is from 0 to 100",
        FactorName::NewPatients => {
            "ACCEPTING 1000, WAITING_LIST 600, EXISTING_ONLY 100, NOT_ACCEPTING 0; unknown 500"
        }
        FactorName::Rating => {
            "the lower bound of the rating: 0 for one star, 1000 for five; 500 with fewer than 5 ratings"
        }
        FactorName::Language => {
            "the best of the languages asked for: NATIVE 1000, FLUENT 900, CONVERSATIONAL 600, BASIC 300, not stated how well 500; 500 where no language is known"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::closed::Closed;

    #[test]
    fn weights_add_up_to_the_most() {
        let all = FactorName::VARIANTS.iter().map(|name| Factor {
            name: *name,
            value: MOST,
            unknown: false,
        });
        let ranking = Ranking {
            factors: all.collect(),
        };
        assert_eq!(ranking.score(), MOST_SCORE);
    }

    #[test]
    fn nearness_halves_in_twenty_five_kilometres() {
        let cases = [(0.0, 1_000), (25.0, 500), (75.0, 250), (20_000.0, 1)];
        for (km, expected) in cases {
            assert_eq!(nearness(Distance::from_km(km)), expected, "{km} km");
        }
    }

    #[test]
    fn ties_do_not_follow_the_numbers() {
        let ties: Vec<u64> = (1..200).map(tie).collect();
        let rises = ties.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!((70..130).contains(&rises), "{rises}");
        assert!(ties.iter().all(|tie| *tie < 1 << 30));
    }

    #[test]
    fn every_factor_has_its_words() {
        for name in FactorName::VARIANTS {
            assert!(!in_words(*name).is_empty() && !name.spelling().is_empty());
        }
    }
}
