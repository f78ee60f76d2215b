//! A doctor or a clinic as the index holds it: ids and columns, no text but the sort name.

use std::collections::BTreeMap;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::grid::{self, Scale};
use super::index::Fields;
use super::name_words;
use super::pack::{self, MOST_SPOTS, Spot};
use super::term::{self, Concept, Target};
use crate::domain::confidence;
use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::domain::rating;
use crate::domain::region::Region;
use crate::domain::{
    Accessibility, Evidence, QualificationKind, QualificationStatus, RecordState, VolumeBand,
    Weekday,
};
use crate::store::entity::{clinic, doctor, doctor_specialty, offering, opening_hours};
use crate::store::id::ClinicId;
use crate::store::searchable::{ClinicRows, DoctorRows, RoleRows};

/// In the column of offers: at every spot of the document.
pub(super) const EVERY_SPOT: u64 = 0xFFFF;

/// In the column of places: the spot has a position.
pub(super) const PLACED: u64 = 1 << 16;

/// Where in the column of places the region begins.
pub(super) const REGION_SHIFT: u32 = 17;

/// Where in the lower half of an offer its evidence and its volume begin.
pub(super) const EVIDENCE_SHIFT: u32 = 16;
pub(super) const VOLUME_SHIFT: u32 = 19;

/// Where a document can be met: a doctor's role at a clinic, or a clinic itself.
struct SpotOf<'a> {
    /// Row id of the role; 0 for a clinic's own document.
    role: i64,
    clinic: &'a clinic::Model,
    facts: Spot,
    hours: &'a [opening_hours::Model],
}

/// A document to be written.
pub(super) struct Made {
    pub number: u64,
    /// Tells whether two documents are the same.
    pub sum: u64,
    pub document: TantivyDocument,
}

/// The values of a document so far.
struct Draft {
    number: u64,
    document: TantivyDocument,
    sum: Vec<u8>,
}

impl Draft {
    fn new(fields: Fields, number: u64, name: &str) -> Self {
        let mut draft = Draft {
            number,
            document: TantivyDocument::default(),
            sum: Vec::new(),
        };
        draft.add(fields.number, number);
        draft.document.add_text(fields.name, name);
        draft.sum.extend(name.bytes());
        draft
    }

    fn add(&mut self, field: Field, value: u64) {
        self.document.add_u64(field, value);
        self.sum.extend(field.field_id().to_le_bytes());
        self.sum.extend(value.to_le_bytes());
    }

    fn add_name<'a>(
        &mut self,
        fields: Fields,
        target: Target,
        parts: impl Iterator<Item = &'a str> + Clone,
    ) {
        name_words::add(&mut self.document, fields, target, parts.clone());
        for part in parts {
            self.sum.extend(part.bytes());
        }
    }

    fn finish(mut self, fields: Fields) -> Made {
        let sum = pack::fnv(self.sum.into_iter());
        self.document.add_u64(fields.sum, sum);
        Made {
            number: self.number,
            sum,
            document: self.document,
        }
    }
}

/// The document of a doctor; `None` for one who is not to be found.
pub(super) fn doctor(fields: Fields, rows: &DoctorRows) -> Option<Made> {
    if rows.doctor.state.0 != RecordState::Active {
        return None;
    }
    let mut draft = Draft::new(fields, term::doctor(rows.doctor.id), &rows.doctor.name_key);
    let spots: Vec<SpotOf<'_>> = rows.roles.iter().take(MOST_SPOTS).map(at_role).collect();
    draft.add(fields.doctor, doctor_facts(rows));
    for spoken in &rows.languages {
        if let Ok(language) = spoken.language.parse() {
            let proficiency = spoken.proficiency.map(|proficiency| proficiency.0);
            draft.add(fields.language, pack::spoken(&language, proficiency));
        }
    }
    for row in &rows.qualifications {
        let holds = row
            .status
            .is_none_or(|status| status.0 == QualificationStatus::Active);
        let region = row.region.as_deref().and_then(|text| text.parse().ok());
        if let (QualificationKind::Licence, true, Some(region)) = (row.kind.0, holds, region) {
            let packed = pack::licence(&region, row.valid_from, row.valid_until);
            draft.add(fields.licence, packed);
        }
    }
    for (role, index) in rows.roles.iter().take(MOST_SPOTS).zip(0..) {
        for plan in &role.plans {
            let network = plan.network_id.map(|id| id.get());
            draft.add(
                fields.spot_plan,
                pack::plan(index, plan.plan_id.get(), network),
            );
        }
    }
    let offers = offers(Target::Doctor, &spots, &rows.offerings, &rows.specialties);
    add_spots(&mut draft, fields, &spots);
    add_offers(&mut draft, fields, Target::Doctor, &spots, offers);
    let (given, middle) = (&rows.doctor.given, &rows.doctor.middle);
    let parts = [
        given.as_deref(),
        middle.as_deref(),
        Some(&*rows.doctor.family),
    ];
    draft.add_name(fields, Target::Doctor, parts.into_iter().flatten());
    Some(draft.finish(fields))
}

/// The document of a clinic.
pub(super) fn clinic(fields: Fields, rows: &ClinicRows) -> Made {
    let mut draft = Draft::new(fields, term::clinic(rows.clinic.id), &rows.clinic.name_key);
    let spot = SpotOf {
        role: 0,
        clinic: &rows.clinic,
        facts: Spot {
            weekend: weekend(&rows.hours),
            ..of_clinic(&rows.clinic)
        },
        hours: &rows.hours,
    };
    let spots = [spot];
    let offers = offers(Target::Clinic, &spots, &rows.offerings, &rows.specialties);
    add_spots(&mut draft, fields, &spots);
    add_offers(&mut draft, fields, Target::Clinic, &spots, offers);
    let name = std::iter::once(rows.clinic.name.as_str());
    draft.add_name(fields, Target::Clinic, name);
    draft.finish(fields)
}

fn at_role(rows: &RoleRows) -> SpotOf<'_> {
    let standing = confidence::standing(&rows.known);
    SpotOf {
        role: rows.role.id.get(),
        clinic: &rows.clinic,
        facts: Spot {
            new_patients: rows.role.new_patients.map(|status| status.0),
            weekend: weekend(&rows.hours),
            verified: pack::day(rows.known.last_verified),
            standing: u64::from(standing.unsigned_abs()),
            ..of_clinic(&rows.clinic)
        },
        hours: &rows.hours,
    }
}

fn of_clinic(clinic: &clinic::Model) -> Spot {
    Spot {
        kind: Some(clinic.kind.0),
        accessibility: clinic
            .accessibility
            .as_deref()
            .map(pack::set::<Accessibility>),
        ..Spot::default()
    }
}

fn weekend(hours: &[opening_hours::Model]) -> Option<bool> {
    let open =
        |row: &opening_hours::Model| matches!(row.weekday.0, Weekday::Saturday | Weekday::Sunday);
    (!hours.is_empty()).then(|| hours.iter().any(open))
}

/// Gender, telehealth, the rating's lower bound in hundredths and the ages, in that order.
fn doctor_facts(rows: &DoctorRows) -> u64 {
    let doctor: &doctor::Model = &rows.doctor;
    let gender = pack::member(doctor.gender.map(|gender| gender.0));
    let telehealth = pack::flag(doctor.telehealth);
    let rating = rows.rating.as_ref().map_or(0, |row| {
        rating::shown_bound(row.mean_hundredths, row.count).unwrap_or(0)
    });
    let age = |years: Option<i32>| years.map_or(0, |age| u64::from(age.unsigned_abs()) + 1);
    gender
        | telehealth << 2
        | u64::from(rating.unsigned_abs()) << 4
        | age(doctor.youngest_age).min(255) << 16
        | age(doctor.oldest_age).min(255) << 24
}

/// The columns of spots run side by side: one value per spot, in the same order.
fn add_spots(draft: &mut Draft, fields: Fields, spots: &[SpotOf<'_>]) {
    let home = spots.iter().find_map(SpotOf::point);
    draft.add(fields.curve, home.map_or(u64::MAX, grid::along_curve));
    for (spot, index) in spots.iter().zip(0..) {
        let point = spot.point();
        let country: Option<Country> = spot.clinic.country.parse().ok();
        let region: Option<Region> = spot
            .clinic
            .region
            .as_deref()
            .and_then(|text| text.parse().ok());
        let region = region.map_or(0, |region| pack::region(&region));
        let placed = if point.is_some() { PLACED } else { 0 };
        let zone = spot.clinic.time_zone.as_deref().map_or(0, pack::zone);
        draft.add(fields.spot_point, point.map_or(0, Point::pack));
        draft.add(fields.spot_role, spot.role.unsigned_abs());
        draft.add(fields.spot_clinic, spot.clinic.id.get().unsigned_abs());
        draft.add(
            fields.spot_place,
            country.map_or(0, |country| u64::from(country.bits()))
                | placed
                | region << REGION_SHIFT,
        );
        draft.add(fields.spot_facts, spot.facts.pack());
        draft.add(fields.spot_zone, zone);
        for span in spot.hours {
            let weekday = pack::member(Some(span.weekday.0));
            draft.add(
                fields.spot_hours,
                pack::hours(index, weekday, span.opens, span.closes),
            );
        }
    }
}

impl SpotOf<'_> {
    fn point(&self) -> Option<Point> {
        match (self.clinic.latitude, self.clinic.longitude) {
            (Some(latitude), Some(longitude)) => Point::new(latitude, longitude).ok(),
            _ => None,
        }
    }
}

/// Where a concept is met, and by what evidence.
struct Offer {
    at: u64,
    evidence: u64,
    volume: u64,
}

fn add_offers(
    draft: &mut Draft,
    fields: Fields,
    target: Target,
    spots: &[SpotOf<'_>],
    offers: BTreeMap<Option<Concept>, Vec<Offer>>,
) {
    for (concept, offers) in offers {
        draft.add(fields.need, term::anywhere(target, concept));
        if let Some(concept) = concept {
            for offer in &offers {
                let low =
                    offer.at | offer.evidence << EVIDENCE_SHIFT | offer.volume << VOLUME_SHIFT;
                draft.add(fields.offer, concept.bits() << 32 | low);
            }
        }
        // A clinic is where it is: nobody looks for one of its doctors by cell.
        if let Some(Concept::Clinic(_)) = concept {
            continue;
        }
        let everywhere = offers.iter().any(|offer| offer.at == EVERY_SPOT);
        let points: Vec<Point> = spots
            .iter()
            .zip(0..)
            .filter(|(_, index)| everywhere || offers.iter().any(|offer| offer.at == *index))
            .filter_map(|(spot, _)| spot.point())
            .collect();
        for (field, scale) in [
            (fields.need_near, Scale::Near),
            (fields.need_wide, Scale::Wide),
        ] {
            let mut cells: Vec<_> = points
                .iter()
                .map(|point| grid::cell(scale, *point))
                .collect();
            cells.sort_unstable();
            cells.dedup();
            for cell in cells {
                draft.add(field, term::in_cell(target, concept, cell));
            }
        }
    }
}

/// Every concept with the spots where it is met, `None` being "anybody", met at every spot.
fn offers(
    target: Target,
    spots: &[SpotOf<'_>],
    offerings: &[offering::Model],
    specialties: &[doctor_specialty::Model],
) -> BTreeMap<Option<Concept>, Vec<Offer>> {
    let at = |at| Offer {
        at,
        evidence: 0,
        volume: 0,
    };
    let mut offers: BTreeMap<Option<Concept>, Vec<Offer>> = BTreeMap::new();
    offers.insert(None, vec![at(EVERY_SPOT)]);
    if target == Target::Doctor {
        for (spot, index) in spots.iter().zip(0..) {
            offers.insert(Some(Concept::Clinic(spot.clinic.id)), vec![at(index)]);
        }
    }
    for specialty in specialties {
        offers.insert(
            Some(Concept::Specialty(specialty.specialty_id)),
            vec![at(EVERY_SPOT)],
        );
    }
    for offering in offerings {
        let at = match offering.clinic_id {
            Some(clinic) if target == Target::Doctor => match place_of(spots, clinic) {
                Some(index) => index,
                // A clinic where the doctor has no role any more is no place to go to.
                None => continue,
            },
            _ => EVERY_SPOT,
        };
        let evidence = pack::member::<Evidence>(Some(offering.evidence.0));
        let volume = match offering.volume_band.0 {
            VolumeBand::SuppressedOrUnknown => 0,
            band => pack::member(Some(band)),
        };
        let met = offers
            .entry(Some(Concept::Procedure(offering.procedure_id)))
            .or_default();
        match met.iter_mut().find(|held| held.at == at) {
            // Of two that say the same, the stronger evidence and the larger volume count.
            Some(held) => {
                held.evidence = held.evidence.min(evidence);
                held.volume = held.volume.max(volume);
            }
            None => met.push(Offer {
                at,
                evidence,
                volume,
            }),
        }
    }
    offers
}

fn place_of(spots: &[SpotOf<'_>], clinic: ClinicId) -> Option<u64> {
    let mut places = spots.iter().zip(0..);
    places
        .find(|(spot, _)| spot.clinic.id == clinic)
        .map(|(_, index)| index)
}
