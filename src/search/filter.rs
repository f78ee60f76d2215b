//! Which of those who meet a need are wanted: tests on facts, joined by and, or and not.
//!
//! A fact that is not known makes a test neither true nor false, and what hangs from it stays
//! unknown as long as it matters (Kleene's logic), so that an answer can say how many were left out
//! for want of word.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::facts::{Facts, points};
use super::pack;
use super::peers::NEUTRAL;
use super::term::Concept;
use crate::domain::closed::Closed;
use crate::domain::hours;
use crate::domain::locale::Locale;
use crate::domain::{
    Accessibility, ClinicKind, Evidence, Gender, NewPatients, Proficiency, VolumeBand,
};
use crate::store::id::{ClinicId, NetworkId, PlanId, SpecialtyId};

/// Clauses of a filter, and so bits of a mask.
pub const MOST_CLAUSES: usize = 32;

/// Rules that all must hold; each is counted for itself.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub clauses: Vec<Clause>,
}

/// One rule, by the name that the caller knows it by.
#[derive(Clone, Debug)]
pub struct Clause {
    pub name: &'static str,
    pub rule: Rule,
}

/// Tests joined together.
#[derive(Clone, Debug)]
pub enum Rule {
    Is(Test),
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
}

/// A test of one fact. Where it names several values, any of them will do.
#[derive(Clone, Debug)]
pub enum Test {
    Gender(Set<Gender>),
    /// Languages without region, each with the least proficiency.
    Languages(Vec<(Locale, Option<Proficiency>)>),
    NewPatients(Set<NewPatients>),
    /// Plans, and networks of plans.
    Plans(Vec<PlanId>, Vec<NetworkId>),
    Telehealth(bool),
    /// All of these.
    Accessibility(Vec<Accessibility>),
    Specialties(Vec<SpecialtyId>),
    Clinics(Vec<ClinicId>),
    ClinicKind(Set<ClinicKind>),
    Evidence(Set<Evidence>),
    /// At least so often.
    Volume(VolumeBand),
    /// A confidence of at least so many points, on a day.
    Confidence(i32, NaiveDate),
    /// At a moment, as clocks show it: by the zone's number, the weekday and the minute.
    OpenAt(Clocks),
    Weekend(bool),
    VerifiedSince(NaiveDate),
    /// Sees people of so many years.
    Age(i32),
}

/// Members of a closed set, and whether "unknown" is wanted too.
#[derive(Clone, Debug)]
pub struct Set<T> {
    pub members: Vec<T>,
    pub unknown: bool,
}

impl<T> From<Vec<T>> for Set<T> {
    fn from(members: Vec<T>) -> Self {
        Set {
            members,
            unknown: false,
        }
    }
}

/// What clocks show at a moment.
#[derive(Clone, Debug)]
pub struct Clocks(HashMap<u64, (u64, u64)>);

impl Clocks {
    pub fn at(moment: DateTime<Utc>) -> Self {
        let clocks = hours::clocks(moment).map(|(zone, weekday, minute)| {
            let minute = u64::from(minute.unsigned_abs());
            (pack::zone(zone), (pack::member(Some(weekday)), minute))
        });
        Clocks(clocks.collect())
    }
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        match holds {
            true => Truth::Yes,
            false => Truth::No,
        }
    }
}

impl Truth {
    fn of(fact: Option<bool>) -> Self {
        fact.map_or(Truth::Unknown, Truth::from)
    }
}

/// The clauses that a spot fails, and of those the ones it fails only for want of word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Failed {
    pub clauses: u32,
    pub unknown: u32,
}

impl Filter {
    pub(super) fn failed(&self, facts: &Facts<'_>) -> Failed {
        let mut failed = Failed::default();
        for (place, clause) in self.clauses.iter().enumerate().take(MOST_CLAUSES) {
            match clause.rule.holds(facts) {
                Truth::Yes => {}
                Truth::No => failed.clauses |= 1 << place,
                Truth::Unknown => {
                    failed.clauses |= 1 << place;
                    failed.unknown |= 1 << place;
                }
            }
        }
        failed
    }

    /// The bit of the clause of this name; 0 where there is none.
    pub(super) fn bit(&self, name: &str) -> u32 {
        let place = self.clauses.iter().position(|clause| clause.name == name);
        place.map_or(0, |place| 1 << place)
    }

    /// The languages that are asked for, anywhere at the top.
    pub(super) fn languages(&self) -> &[(Locale, Option<Proficiency>)] {
        let asked = self.clauses.iter().find_map(|clause| match &clause.rule {
            Rule::Is(Test::Languages(languages)) => Some(languages.as_slice()),
            _ => None,
        });
        asked.unwrap_or_default()
    }
}

impl Rule {
    fn holds(&self, facts: &Facts<'_>) -> Truth {
        match self {
            Rule::Is(test) => test.holds(facts),
            Rule::All(rules) => rules
                .iter()
                .map(|rule| rule.holds(facts))
                .min()
                .unwrap_or(Truth::Yes),
            Rule::Any(rules) => rules
                .iter()
                .map(|rule| rule.holds(facts))
                .max()
                .unwrap_or(Truth::No),
            Rule::Not(rule) => match rule.holds(facts) {
                Truth::Yes => Truth::No,
                Truth::Unknown => Truth::Unknown,
                Truth::No => Truth::Yes,
            },
        }
    }
}

impl Test {
    fn holds(&self, facts: &Facts<'_>) -> Truth {
        match self {
            Test::Gender(wanted) => one_of(wanted, facts.gender()),
            Test::Languages(wanted) => speaks(wanted, facts),
            Test::NewPatients(wanted) => {
                one_of(wanted, facts.spot().and_then(|spot| spot.new_patients))
            }
            Test::Plans(plans, networks) => takes(plans, networks, facts),
            Test::Telehealth(wanted) => Truth::of(facts.telehealth().map(|has| has == *wanted)),
            Test::Accessibility(wanted) => {
                let wanted = wanted
                    .iter()
                    .fold(0, |held, value| held | pack::bit(*value));
                let has = facts.spot().and_then(|spot| spot.accessibility);
                Truth::of(has.map(|has| has & wanted == wanted))
            }
            Test::Specialties(wanted) => {
                let wanted = wanted.iter().copied().map(Concept::Specialty);
                let mut practised = facts.specialties().peekable();
                match practised.peek() {
                    None => Truth::Unknown,
                    Some(_) => {
                        let wanted: Vec<u64> = wanted.map(Concept::bits).collect();
                        practised.any(|bits| wanted.contains(&bits)).into()
                    }
                }
            }
            Test::Clinics(wanted) => Truth::of(facts.clinic().map(|clinic| {
                wanted
                    .iter()
                    .any(|wanted| wanted.get().unsigned_abs() == clinic)
            })),
            Test::ClinicKind(wanted) => one_of(wanted, facts.spot().and_then(|spot| spot.kind)),
            Test::Evidence(wanted) => match facts.evidence() {
                None => Truth::Unknown,
                Some(evidence) => wanted.members.contains(&evidence).into(),
            },
            Test::Volume(least) => {
                let least = pack::member(Some(*least));
                Truth::of(facts.volume().map(|volume| volume >= least))
            }
            Test::Confidence(least, day) => {
                let day = pack::day(Some(*day));
                let points = facts.spot().map(|spot| points(spot, day));
                Truth::of(points.map(|points| points >= *least))
            }
            Test::OpenAt(clocks) => open(clocks, facts),
            Test::Weekend(wanted) => Truth::of(
                facts
                    .spot()
                    .and_then(|spot| spot.weekend)
                    .map(|open| open == *wanted),
            ),
            Test::VerifiedSince(day) => {
                let since = pack::day(Some(*day));
                let verified = facts.spot().map(|spot| spot.verified);
                Truth::of(
                    verified
                        .filter(|verified| *verified > 0)
                        .map(|verified| verified >= since),
                )
            }
            Test::Age(years) => sees(*years, facts),
        }
    }
}

fn one_of<T: Closed + PartialEq>(wanted: &Set<T>, found: Option<T>) -> Truth {
    match found {
        Some(found) => wanted.members.contains(&found).into(),
        None if wanted.unknown => Truth::Yes,
        None => Truth::Unknown,
    }
}

/// A doctor of whom languages are known speaks no others; one of whom none is known may.
fn speaks(wanted: &[(Locale, Option<Proficiency>)], facts: &Facts<'_>) -> Truth {
    let mut known = false;
    let mut best = Truth::No;
    for (language, proficiency) in facts.languages() {
        known = true;
        for (asked, least) in wanted {
            if pack::language(asked) != language {
                continue;
            }
            best = best.max(match (least, proficiency) {
                (None, _) => Truth::Yes,
                (Some(_), None) => Truth::Unknown,
                (Some(least), Some(found)) => (found >= *least).into(),
            });
        }
    }
    match known {
        true => best,
        false => Truth::Unknown,
    }
}

/// A plan that is not listed at a spot is unknown there, never refused.
fn takes(plans: &[PlanId], networks: &[NetworkId], facts: &Facts<'_>) -> Truth {
    let taken = facts.plans().any(|(plan, network)| {
        plans.iter().any(|id| id.get().unsigned_abs() == plan)
            || networks
                .iter()
                .any(|id| network != 0 && id.get().unsigned_abs() == network)
    });
    match taken {
        true => Truth::Yes,
        false => Truth::Unknown,
    }
}

fn open(clocks: &Clocks, facts: &Facts<'_>) -> Truth {
    let Some((weekday, minute)) = facts.zone().and_then(|zone| clocks.0.get(&zone)) else {
        return Truth::Unknown;
    };
    let mut known = false;
    for (day, opens, closes) in facts.hours() {
        known = true;
        if day == *weekday && opens <= *minute && *minute < closes {
            return Truth::Yes;
        }
    }
    match known {
        true => Truth::No,
        false => Truth::Unknown,
    }
}

fn sees(years: i32, facts: &Facts<'_>) -> Truth {
    let (youngest, oldest) = facts.ages();
    if youngest.is_some_and(|age| years < age) || oldest.is_some_and(|age| years > age) {
        return Truth::No;
    }
    // Who names one end only means no other.
    match youngest.or(oldest) {
        Some(_) => Truth::Yes,
        None => Truth::Unknown,
    }
}

/// How well the doctor speaks the best of the languages asked for, from 0 to 1,000.
pub(super) fn fluency(wanted: &[(Locale, Option<Proficiency>)], facts: &Facts<'_>) -> Option<u16> {
    let worth = |proficiency| match proficiency {
        Some(Proficiency::Native) => 1_000,
        Some(Proficiency::Fluent) => 900,
        Some(Proficiency::Conversational) => 600,
        Some(Proficiency::Basic) => 300,
        None => NEUTRAL,
    };
    let mut best = None;
    for (language, proficiency) in facts.languages() {
        best = best.max(Some(0));
        if wanted
            .iter()
            .any(|(asked, _)| pack::language(asked) == language)
        {
            best = best.max(Some(worth(proficiency)));
        }
    }
    best
}
