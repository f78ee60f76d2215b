//! What a search should find, reckoned by hand from rows: no index, no packing, no shortcuts.

use std::collections::{BTreeMap, BTreeSet};

use caregraph::domain::closed::Closed;
use caregraph::domain::distance::{Distance, Point};
use caregraph::domain::region::Region;
use caregraph::domain::{
    Accessibility, Evidence, NewPatients, Proficiency, QualificationKind, QualificationStatus,
    RecordState, VolumeBand, confidence, rating,
};
use caregraph::search::{Concept, FacetField, Order, Position, Query, Reach, Rule, SortKey, Test};
use caregraph::store::searchable::{DoctorRows, RoleRows};
use chrono::{DateTime, NaiveDate, Utc};
use strum::VariantArray;

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
        let values: BTreeSet<String> = spots
            .iter()
            .flat_map(|spot| case.values(field, spot.role))
            .collect();
        unknown += u64::from(values.is_empty());
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

    /// True, false, or unknown.
    fn holds(&self, rule: &Rule, at: Option<&RoleRows>) -> Option<bool> {
        match rule {
            Rule::Is(test) => self.is(test, at),
            Rule::Not(rule) => self.holds(rule, at).map(|holds| !holds),
            Rule::All(rules) => {
                let each: Vec<_> = rules.iter().map(|rule| self.holds(rule, at)).collect();
                match (each.contains(&Some(false)), each.contains(&None)) {
                    (true, _) => Some(false),
                    (false, true) => None,
                    (false, false) => Some(true),
                }
            }
            Rule::Any(rules) => {
                let each: Vec<_> = rules.iter().map(|rule| self.holds(rule, at)).collect();
                match (each.contains(&Some(true)), each.contains(&None)) {
                    (true, _) => Some(true),
                    (false, true) => None,
                    (false, false) => Some(false),
                }
            }
        }
    }

    fn is(&self, test: &Test, at: Option<&RoleRows>) -> Option<bool> {
        let doctor = &self.rows.doctor;
        match test {
            Test::Gender(set) => doctor.gender.map(|gender| set.members.contains(&gender.0)),
            Test::Languages(wanted) => self.speaks(wanted),
            Test::NewPatients(set) => match at.and_then(|rows| rows.role.new_patients) {
                Some(status) => Some(set.members.contains(&status.0)),
                None => set.unknown.then_some(true),
            },
            Test::Plans(plans, _) => {
                let taken = at.is_some_and(|rows| {
                    let mut taken = rows.plans.iter();
                    taken.any(|row| plans.contains(&row.plan_id))
                });
                taken.then_some(true)
            }
            Test::Telehealth(wanted) => doctor.telehealth.map(|has| has == *wanted),
            Test::Accessibility(wanted) => {
                let has = at?.clinic.accessibility.as_deref()?;
                let has: Vec<&str> = has.split('|').collect();
                Some(wanted.iter().all(|value| has.contains(&value.spelling())))
            }
            Test::Specialties(wanted) => {
                let practised = &self.rows.specialties;
                let any = practised
                    .iter()
                    .any(|row| wanted.contains(&row.specialty_id));
                (!practised.is_empty()).then_some(any)
            }
            Test::Clinics(wanted) => Some(wanted.contains(&at?.clinic.id)),
            Test::ClinicKind(set) => Some(set.members.contains(&at?.clinic.kind.0)),
            Test::Evidence(set) => {
                let strongest = self.evidence(at)?;
                Some(set.members.contains(&strongest))
            }
            Test::Volume(least) => {
                let bands = self.offerings(at).into_iter().map(|offer| rank_of(offer.2));
                let most = bands.max().filter(|most| *most > 0)?;
                Some(most >= rank_of(*least))
            }
            Test::Confidence(least, day) => Some(confidence_of(at?, *day) >= *least),
            Test::OpenAt(_) => {
                let at = at?;
                let spans: Vec<_> = at
                    .hours
                    .iter()
                    .map(|row| caregraph::domain::hours::Span {
                        weekday: row.weekday.0,
                        opens: row.opens,
                        closes: row.closes,
                    })
                    .collect();
                caregraph::domain::hours::is_open(&spans, at.clinic.time_zone.as_deref(), self.now)
            }
            Test::Weekend(wanted) => {
                let hours = &at?.hours;
                let open = hours
                    .iter()
                    .any(|row| ["SATURDAY", "SUNDAY"].contains(&row.weekday.0.spelling()));
                (!hours.is_empty()).then_some(open == *wanted)
            }
            Test::VerifiedSince(day) => Some(at?.role.last_verified_on? >= *day),
            Test::Age(years) => {
                let (youngest, oldest) = (doctor.youngest_age, doctor.oldest_age);
                youngest.or(oldest)?;
                let sees = youngest.is_none_or(|age| age <= *years)
                    && oldest.is_none_or(|age| age >= *years);
                Some(sees)
            }
        }
    }

    fn speaks(
        &self,
        wanted: &[(caregraph::domain::locale::Locale, Option<Proficiency>)],
    ) -> Option<bool> {
        if self.rows.languages.is_empty() {
            return None;
        }
        let mut unknown = false;
        for row in &self.rows.languages {
            for (asked, least) in wanted {
                if row.language.split('-').next() != Some(asked.language()) {
                    continue;
                }
                match (least, row.proficiency) {
                    (None, _) => return Some(true),
                    (Some(least), Some(found)) if found.0 >= *least => return Some(true),
                    (Some(_), Some(_)) => {}
                    (Some(_), None) => unknown = true,
                }
            }
        }
        (!unknown).then_some(false)
    }

    fn evidence(&self, at: Option<&RoleRows>) -> Option<Evidence> {
        let offers = self.offerings(at).into_iter();
        offers.filter_map(|offer| offer.1).min()
    }

    fn key(&self, spot: &SpotBy<'_>) -> SortKey {
        let id = self.rows.doctor.id.get();
        let rank = |missing| SortKey::Rank(missing, tie(id));
        match self.query.order {
            Order::Distance => SortKey::Millimetres(spot.distance.unwrap().millimetres()),
            Order::Name => SortKey::Name(self.rows.doctor.name_key.clone()),
            Order::Best => rank(u64::from(1_000_000 - self.score(spot))),
            Order::Experience => rank(1_000 - self.experience(spot.role).unwrap_or(500)),
            Order::Rating => {
                let bound = self.rating().unwrap_or(0);
                rank(500 - u64::try_from(bound).unwrap())
            }
            Order::Verified => {
                let verified = spot.role.and_then(|rows| rows.role.last_verified_on);
                let days = verified.map_or(0, |day| (day - NaiveDate::default()).num_days());
                rank(65_535 - u64::try_from(days).unwrap())
            }
        }
    }

    fn rating(&self) -> Option<i32> {
        let row = self.rows.rating.as_ref()?;
        rating::shown_bound(row.mean_hundredths, row.count)
    }

    /// The score by the published policy.
    fn score(&self, spot: &SpotBy<'_>) -> u32 {
        let concepts = self.query.concepts.as_deref();
        let procedures = concepts.is_some_and(|concepts| {
            let mut concepts = concepts.iter();
            concepts.any(|concept| matches!(concept, Concept::Procedure(_)))
        });
        let mut score = 0;
        let mut add = |weight: u64, value: Option<u64>| score += weight * value.unwrap_or(500);
        if concepts.is_some() {
            add(200, Some(if self.query.inferred { 400 } else { 1_000 }));
        }
        if procedures {
            let worth = |evidence| match evidence {
                Evidence::Declared => 1_000,
                Evidence::Claims => 900,
                Evidence::Facility => 600,
                Evidence::Inferred => 300,
            };
            add(100, self.evidence(spot.role).map(worth));
            add(120, self.experience(spot.role));
        }
        if self.query.area.is_some() {
            let millimetres = spot.distance.unwrap().millimetres();
            add(250, Some(25_000_000_000 / (25_000_000 + millimetres)));
        }
        let points = spot
            .role
            .map(|rows| u64::try_from(confidence_of(rows, self.query.as_of)).unwrap());
        add(150, points.map(|points| points * 10));
        let status = spot.role.and_then(|rows| rows.role.new_patients);
        add(
            80,
            status.map(|status| match status.0 {
                NewPatients::Accepting => 1_000,
                NewPatients::WaitingList => 600,
                NewPatients::ExistingOnly => 100,
                NewPatients::NotAccepting => 0,
            }),
        );
        let bound = self.rating().map(|bound| u64::try_from(bound).unwrap());
        add(40, bound.map(|bound| (bound - 100) * 5 / 2));
        let asked = self
            .query
            .filter
            .clauses
            .iter()
            .find_map(|clause| match &clause.rule {
                Rule::Is(Test::Languages(asked)) => Some(asked),
                _ => None,
            });
        if let Some(asked) = asked {
            let worth = |proficiency| match proficiency {
                Some(Proficiency::Native) => 1_000,
                Some(Proficiency::Fluent) => 900,
                Some(Proficiency::Conversational) => 600,
                Some(Proficiency::Basic) => 300,
                None => 500,
            };
            let spoken = self.rows.languages.iter().map(|row| {
                let is_asked = asked
                    .iter()
                    .any(|(asked, _)| row.language.split('-').next() == Some(asked.language()));
                match is_asked {
                    true => worth(row.proficiency.map(|found| found.0)),
                    false => 0,
                }
            });
            add(60, spoken.max());
        }
        u32::try_from(score).unwrap()
    }

    /// The share of peers who do it less often.
    fn experience(&self, at: Option<&RoleRows>) -> Option<u64> {
        self.query.concepts.as_ref()?;
        let offers = self.offerings(at).into_iter();
        offers
            .filter(|(.., band)| rank_of(*band) > 0)
            .map(|(concept, _, band)| {
                let mut peers = [0_u64; 4];
                for rows in self.everybody {
                    let peer = Case {
                        rows,
                        query: self.query,
                        now: self.now,
                        everybody: self.everybody,
                    };
                    if rows.doctor.state.0 == RecordState::Active {
                        let bands = peer.offerings(None).into_iter();
                        let most = bands
                            .filter(|offer| offer.0 == concept)
                            .map(|offer| rank_of(offer.2))
                            .max();
                        peers[most.unwrap_or(0)] += 1;
                    }
                }
                let all: u64 = peers[1..].iter().sum();
                let own = rank_of(band);
                let below: u64 = peers[1..own].iter().sum();
                let share = 1_000 * (2 * below + peers[own] + 10) / (2 * (all + 10));
                ((share + 12) / 25 * 25).clamp(100, 900)
            })
            .max()
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

/// The published number for ties: by the version and the document's number.
fn tie(id: i64) -> u64 {
    let version = b"1".iter().fold(0xCBF2_9CE4_8422_2325_u64, |held, byte| {
        (held ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let mut mixed = (id.unsigned_abs() << 1) ^ version;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ mixed >> 31) >> 34
}
