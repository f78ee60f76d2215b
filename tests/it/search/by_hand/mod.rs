//! What a search should find, reckoned by hand from rows: no index, no packing, no shortcuts.

use std::collections::{BTreeMap, BTreeSet};

use caregraph::domain::closed::Closed;
use caregraph::domain::distance::{Distance, Point};
use caregraph::domain::region::Region;
use caregraph::domain::{
    Accessibility, Evidence, QualificationKind, QualificationStatus, RecordState, VolumeBand,
    confidence,
};
use caregraph::search::{Concept, FacetField, Position, Query, Reach};
use caregraph::store::searchable::{DoctorRows, RoleRows};
use chrono::{DateTime, NaiveDate, Utc};
use strum::VariantArray;

mod filter;
mod order;

/// What should be found.
#[derive(Default)]
pub struct Reckoned {
    /// In order.
    pub found: Vec<Expected>,
    pub beyond: u64,
    /// Clause by clause: kept out by it alone, and those of them for want of word.
    pub without: Vec<(u64, u64)>,
}

#[derive(Clone, Debug)]
pub struct Expected {
    pub position: Position,
    pub distance: Option<Distance>,
    pub role: Option<i64>,
    pub score: u32,
}

/// One doctor, asked by a query.
struct Case<'a> {
    rows: &'a DoctorRows,
    query: &'a Query,
    now: DateTime<Utc>,
    everybody: &'a [DoctorRows],
}

pub fn reckon(everybody: &[DoctorRows], query: &Query, now: DateTime<Utc>) -> Reckoned {
    let mut reckoned = Reckoned {
        without: vec![(0, 0); query.filter.clauses.len()],
        ..Reckoned::default()
    };
    for rows in everybody {
        let case = Case {
            rows,
            query,
            now,
            everybody,
        };
        case.count(&mut reckoned);
    }
    reckoned.found.sort_by(|a, b| a.position.cmp(&b.position));
    reckoned
}

/// How many have each value of a fact, and of how many it is unknown.
pub fn facet(
    everybody: &[DoctorRows],
    query: &Query,
    field: FacetField,
    now: DateTime<Utc>,
) -> (BTreeMap<String, u64>, u64) {
    let (mut counts, mut unknown) = (BTreeMap::new(), 0);
    for rows in everybody {
        let case = Case {
            rows,
            query,
            now,
            everybody,
        };
        let own = |name: &str| name == field.clause();
        let spots: Vec<_> = case
            .spots()
            .into_iter()
            .filter(|spot| !spot.beyond)
            .filter(|spot| {
                let mut clauses = query.filter.clauses.iter();
                clauses.all(|clause| {
                    own(clause.name) || case.holds(&clause.rule, spot.role) == Some(true)
                })
            })
            .collect();
        if spots.is_empty() {
            continue;
        }
        let said = |spot: &SpotBy<'_>| case.values(field, spot.role);
        unknown += u64::from(spots.iter().any(|spot| said(spot).is_empty()));
        let values: BTreeSet<String> = spots.iter().flat_map(said).collect();
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    (counts, unknown)
}

struct SpotBy<'a> {
    role: Option<&'a RoleRows>,
    distance: Option<Distance>,
    beyond: bool,
}

impl<'a> Case<'a> {
    fn count(&self, reckoned: &mut Reckoned) {
        let spots = self.spots();
        let failed = |spot: &SpotBy<'_>| -> Vec<(usize, bool)> {
            let clauses = self.query.filter.clauses.iter().enumerate();
            clauses
                .filter_map(
                    |(place, clause)| match self.holds(&clause.rule, spot.role) {
                        Some(true) => None,
                        fact => Some((place, fact.is_none())),
                    },
                )
                .collect()
        };
        let best = spots
            .iter()
            .filter(|spot| !spot.beyond && failed(spot).is_empty())
            .map(|spot| {
                let role = spot.role.map(|rows| rows.role.id.get());
                (self.key(spot), spot.distance, role, self.score(spot))
            })
            .min_by_key(|(key, distance, role, _)| (key.clone(), *distance, *role));
        if let Some((key, distance, role, score)) = best {
            let id = self.rows.doctor.id.get();
            reckoned.found.push(Expected {
                position: Position { key, id },
                distance,
                role,
                score,
            });
            return;
        }
        let across = |spot: &&SpotBy<'_>| spot.beyond && failed(spot).is_empty();
        reckoned.beyond += u64::from(spots.iter().any(|spot| across(&spot)));
        for (place, counts) in reckoned.without.iter_mut().enumerate() {
            let alone: Vec<_> = spots
                .iter()
                .filter(|spot| !spot.beyond)
                .map(failed)
                .filter(|failed| matches!(failed.as_slice(), [(only, _)] if *only == place))
                .collect();
            counts.0 += u64::from(!alone.is_empty());
            counts.1 += u64::from(alone.iter().any(|failed| failed[0].1));
        }
    }

    /// Where the doctor meets the need, in the area or just beyond its border.
    fn spots(&self) -> Vec<SpotBy<'a>> {
        if self.rows.doctor.state.0 != RecordState::Active || !self.is_needed_anywhere() {
            return Vec::new();
        }
        let mut spots = Vec::new();
        for rows in &self.rows.roles {
            if !self.meets_at(rows) {
                continue;
            }
            let point = match (rows.clinic.latitude, rows.clinic.longitude) {
                (Some(latitude), Some(longitude)) => Point::new(latitude, longitude).ok(),
                _ => None,
            };
            let Some(area) = &self.query.area else {
                spots.push(SpotBy {
                    role: Some(rows),
                    distance: None,
                    beyond: false,
                });
                continue;
            };
            let Some(distance) = point.map(|point| area.centre.distance_to(point)) else {
                continue;
            };
            assert_eq!(area.reach, Reach::Circle);
            if distance <= area.within {
                spots.push(SpotBy {
                    role: Some(rows),
                    distance: Some(distance),
                    beyond: area
                        .only_country
                        .is_some_and(|only| only.as_str() != rows.clinic.country),
                });
            }
        }
        if spots.is_empty() && self.query.area.is_none() {
            spots.push(SpotBy {
                role: None,
                distance: None,
                beyond: false,
            });
        }
        spots
    }

    /// The doctor's offerings of what is needed, at a role where one is given.
    fn offerings(&self, at: Option<&RoleRows>) -> Vec<(Concept, Option<Evidence>, VolumeBand)> {
        let wanted = |concept: &Concept| {
            self.query
                .concepts
                .as_ref()
                .is_none_or(|concepts| concepts.contains(concept))
        };
        let here = |clinic: Option<_>| match (clinic, at) {
            (Some(clinic), Some(at)) => clinic == at.clinic.id,
            // At a clinic where the doctor has no role any more there is nobody to go to.
            (Some(clinic), None) => {
                let mut roles = self.rows.roles.iter();
                roles.any(|rows| rows.clinic.id == clinic)
            }
            (None, _) => true,
        };
        let done = self.rows.offerings.iter().filter(|row| here(row.clinic_id));
        let done = done.map(|row| {
            let concept = Concept::Procedure(row.procedure_id);
            (concept, Some(row.evidence.0), row.volume_band.0)
        });
        let practised = self.rows.specialties.iter().map(|row| {
            let concept = Concept::Specialty(row.specialty_id);
            (concept, None, VolumeBand::SuppressedOrUnknown)
        });
        done.chain(practised)
            .filter(|(concept, ..)| wanted(concept))
            .collect()
    }

    fn is_needed_anywhere(&self) -> bool {
        self.query.concepts.is_none() || !self.offerings(None).is_empty()
    }

    fn meets_at(&self, rows: &RoleRows) -> bool {
        self.query.concepts.is_none() || !self.offerings(Some(rows)).is_empty()
    }

    fn evidence(&self, at: Option<&RoleRows>) -> Option<Evidence> {
        let offers = self.offerings(at).into_iter();
        offers.filter_map(|offer| offer.1).min()
    }

    fn values(&self, field: FacetField, at: Option<&RoleRows>) -> Vec<String> {
        let doctor = &self.rows.doctor;
        let text = |value: &str| value.to_owned();
        match field {
            FacetField::Gender => doctor.gender.iter().map(|v| text(v.0.spelling())).collect(),
            FacetField::Language => self
                .rows
                .languages
                .iter()
                .filter_map(|row| Some(text(row.language.split('-').next()?)))
                .collect(),
            FacetField::NewPatients => at
                .and_then(|rows| rows.role.new_patients)
                .iter()
                .map(|v| text(v.0.spelling()))
                .collect(),
            FacetField::Plan => at
                .iter()
                .flat_map(|rows| &rows.plans)
                .map(|row| row.plan_id.get().to_string())
                .collect(),
            FacetField::Telehealth => doctor.telehealth.iter().map(bool::to_string).collect(),
            FacetField::Accessibility => at
                .and_then(|rows| rows.clinic.accessibility.as_deref())
                .iter()
                .flat_map(|held| held.split('|'))
                .filter(|value| value.parse::<Accessibility>().is_ok())
                .map(text)
                .collect(),
            FacetField::Specialty => self
                .rows
                .specialties
                .iter()
                .map(|row| row.specialty_id.get().to_string())
                .collect(),
            FacetField::Clinic => at
                .iter()
                .map(|rows| rows.clinic.id.get().to_string())
                .collect(),
            FacetField::ClinicKind => at
                .iter()
                .map(|rows| text(rows.clinic.kind.0.spelling()))
                .collect(),
            FacetField::Evidence => self
                .evidence(at)
                .iter()
                .map(|v| text(v.spelling()))
                .collect(),
            FacetField::VolumeBand => {
                let offers = self.offerings(at).into_iter();
                let most = offers.map(|offer| rank_of(offer.2)).max().unwrap_or(0);
                let bands = VolumeBand::VARIANTS.iter();
                bands
                    .filter(|band| (1..=most).contains(&rank_of(**band)))
                    .map(|band| text(band.spelling()))
                    .collect()
            }
        }
    }
}

fn rank_of(band: VolumeBand) -> usize {
    match band {
        VolumeBand::SuppressedOrUnknown => 0,
        VolumeBand::From11To50 => 1,
        VolumeBand::From51To200 => 2,
        VolumeBand::Over200 => 3,
    }
}

fn confidence_of(rows: &RoleRows, day: NaiveDate) -> i32 {
    let parts = confidence::parts(&rows.known, day);
    parts.iter().map(|part| part.points).sum()
}

/// Whether a licence that holds covers a region on a day.
pub fn is_licensed(rows: &DoctorRows, region: &Region, day: NaiveDate) -> bool {
    rows.qualifications.iter().any(|row| {
        let at: Option<Region> = row.region.as_deref().and_then(|text| text.parse().ok());
        row.kind.0 == QualificationKind::Licence
            && row
                .status
                .is_none_or(|status| status.0 == QualificationStatus::Active)
            && at.is_some_and(|at| region.lies_in(&at))
            && row.valid_from.is_none_or(|from| from <= day)
            && row.valid_until.is_none_or(|until| until >= day)
    })
}
