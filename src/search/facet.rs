//! How many of those found have each value of a fact, under the other filters.
//!
//! A facet looks past its own clause: it counts what would be found with each of its values, and
//! "nobody says" is counted like a value.

use std::collections::HashMap;
use std::time::Instant;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::columns::Snapshot;
use super::error::SearchError;
use super::index::Fields;
use super::pack;
use super::pass::{self, Seen};
use super::query::Query;
use super::term::Concept;
use crate::domain::closed::Closed;
use crate::domain::{Accessibility, ClinicKind, Evidence, Gender, NewPatients, VolumeBand};
use crate::store::id::{ClinicId, Id, PlanId, SpecialtyId};

/// A fact whose values are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FacetField {
    Gender,
    Language,
    NewPatients,
    Plan,
    Telehealth,
    Accessibility,
    Specialty,
    Clinic,
    ClinicKind,
    Evidence,
    VolumeBand,
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetValue {
    /// The spelling of a member of a closed set, or a language.
    Spelling(String),
    Flag(bool),
    Plan(PlanId),
    Specialty(SpecialtyId),
    Clinic(ClinicId),
}

/// The values of a fact among what is found.
#[derive(Clone, Debug)]
pub struct Facet {
    pub field: FacetField,
    /// The most frequent first, ties by value.
    pub values: Vec<(FacetValue, u64)>,
    /// Those of whom it is not known at a spot where they are found. Who says it at one spot and
    /// not at another counts here and under the value, as both would find them.
    pub unknown: u64,
}

impl FacetField {
    /// The clause of a filter that chooses among the values.
    pub fn clause(self) -> &'static str {
        match self {
            FacetField::Gender => "gender",
            FacetField::Language => "languages",
            FacetField::NewPatients => "newPatients",
            FacetField::Plan => "plans",
            FacetField::Telehealth => "telehealth",
            FacetField::Accessibility => "accessibility",
            FacetField::Specialty => "specialties",
            FacetField::Clinic => "clinics",
            FacetField::ClinicKind => "clinicKinds",
            FacetField::Evidence => "evidence",
            FacetField::VolumeBand => "minVolumeBand",
        }
    }

    /// The values at the spots where a document is found, as the index writes them.
    fn gather(self, seen: &Seen<'_>, index: Option<u64>, values: &mut Vec<u64>) {
        let facts = seen.facts(index);
        let one = |value: u64| (value > 0).then_some(value);
        match self {
            FacetField::Gender => values.extend(one(pack::member(facts.gender()))),
            FacetField::Language => {
                values.extend(facts.languages().map(|(language, _)| language));
            }
            FacetField::NewPatients => {
                let status = facts.spot().and_then(|spot| spot.new_patients);
                values.extend(one(pack::member(status)));
            }
            FacetField::Plan => values.extend(facts.plans().map(|(plan, _)| plan)),
            FacetField::Telehealth => values.extend(one(pack::flag(facts.telehealth()))),
            FacetField::Accessibility => {
                let known = facts.spot().and_then(|spot| spot.accessibility);
                let has = |place: &u64| known.is_some_and(|bits| bits >> (place - 1) & 1 == 1);
                values.extend((1..=Accessibility::VARIANTS.len() as u64).filter(has));
            }
            FacetField::Specialty => values.extend(facts.specialties()),
            FacetField::Clinic => values.extend(facts.clinic()),
            FacetField::ClinicKind => {
                values.extend(one(pack::member(facts.spot().and_then(|spot| spot.kind))));
            }
            FacetField::Evidence => values.extend(one(pack::member(facts.evidence()))),
            // Whoever does it more than 200 times does it more than 50 times: the filter asks for
            // the least.
            FacetField::VolumeBand => values.extend(1..=facts.volume().unwrap_or(0)),
        }
    }

    fn value(self, packed: u64) -> Option<FacetValue> {
        fn spelling<T: Closed>(packed: u64) -> Option<FacetValue> {
            let member = pack::unpack_member::<T>(packed)?;
            Some(FacetValue::Spelling(member.spelling().to_owned()))
        }
        match self {
            FacetField::Gender => spelling::<Gender>(packed),
            FacetField::Language => Some(FacetValue::Spelling(pack::unpack_language(packed))),
            FacetField::NewPatients => spelling::<NewPatients>(packed),
            FacetField::Plan => Some(FacetValue::Plan(Id::new(packed.cast_signed()))),
            FacetField::Telehealth => pack::unpack_flag(packed).map(FacetValue::Flag),
            FacetField::Accessibility => spelling::<Accessibility>(packed),
            FacetField::Specialty => Some(FacetValue::Specialty(Id::new(Concept::row_id(packed)))),
            FacetField::Clinic => Some(FacetValue::Clinic(Id::new(packed.cast_signed()))),
            FacetField::ClinicKind => spelling::<ClinicKind>(packed),
            FacetField::Evidence => spelling::<Evidence>(packed),
            FacetField::VolumeBand => spelling::<VolumeBand>(packed),
        }
    }
}

struct Tally {
    field: FacetField,
    /// The facet's own clause, past which it looks.
    own: u32,
    counts: HashMap<u64, u64>,
    unknown: u64,
}

/// Counts the values of some facts, each document once for each value.
pub(super) fn count(
    snapshot: &Snapshot,
    fields: Fields,
    query: &Query,
    wanted: &[FacetField],
    deadline: Instant,
) -> Result<Vec<Facet>, SearchError> {
    let mut tallies: Vec<Tally> = wanted
        .iter()
        .map(|field| Tally {
            field: *field,
            own: query.filter.bit(field.clause()),
            counts: HashMap::new(),
            unknown: 0,
        })
        .collect();
    let mut values = Vec::new();
    pass::over(snapshot, fields, query, deadline, |seen| {
        for tally in &mut tallies {
            values.clear();
            let mut unknown = false;
            for met in seen.met {
                if !met.beyond && met.failed.clauses & !tally.own == 0 {
                    let before = values.len();
                    tally.field.gather(seen, met.index, &mut values);
                    unknown |= values.len() == before;
                }
            }
            if values.len() > 1 {
                values.sort_unstable();
                values.dedup();
            }
            for value in &values {
                *tally.counts.entry(*value).or_default() += 1;
            }
            tally.unknown += u64::from(unknown);
        }
    })?;
    Ok(tallies.into_iter().map(Tally::finish).collect())
}

impl Tally {
    fn finish(self) -> Facet {
        let field = self.field;
        let counts = self.counts.into_iter();
        let mut values: Vec<(FacetValue, u64)> = counts
            .filter_map(|(value, count)| Some((field.value(value)?, count)))
            .collect();
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Facet {
            field,
            values,
            unknown: self.unknown,
        }
    }
}
