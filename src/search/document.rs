//! A doctor or a clinic as the index holds it: ids and columns, no text but the sort name.

use std::collections::HashMap;

use tantivy::TantivyDocument;

use super::grid::{self, Scale};
use super::index::Fields;
use super::term::{self, Concept, Target};
use crate::domain::RecordState;
use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::store::entity::{clinic, doctor_specialty, offering};
use crate::store::id::ClinicId;
use crate::store::searchable::{ClinicRows, DoctorRows};

/// In the column of offers: at every spot of the document.
pub(super) const EVERY_SPOT: u64 = 0xFFFF;

/// In the column of countries: the spot has a position.
pub(super) const PLACED: u64 = 1 << 16;

/// Where a document can be met: a doctor's role at a clinic, or a clinic itself.
struct SpotOf {
    /// Row id of the role; 0 for a clinic's own document.
    role: i64,
    clinic: ClinicId,
    point: Option<Point>,
    country: Option<Country>,
}

/// The document of a doctor; `None` for one who is not to be found.
pub(super) fn doctor(fields: Fields, rows: &DoctorRows) -> Option<TantivyDocument> {
    if rows.doctor.state.0 != RecordState::Active {
        return None;
    }
    let spots: Vec<SpotOf> = rows
        .roles
        .iter()
        .map(|(role, clinic)| spot(role.id.get(), clinic))
        .collect();
    Some(document(
        fields,
        Target::Doctor,
        term::doctor(rows.doctor.id),
        &rows.doctor.name_key,
        &spots,
        &rows.offerings,
        &rows.specialties,
    ))
}

/// The document of a clinic.
pub(super) fn clinic(fields: Fields, rows: &ClinicRows) -> TantivyDocument {
    document(
        fields,
        Target::Clinic,
        term::clinic(rows.clinic.id),
        &rows.clinic.name_key,
        &[spot(0, &rows.clinic)],
        &rows.offerings,
        &rows.specialties,
    )
}

fn spot(role: i64, clinic: &clinic::Model) -> SpotOf {
    let point = match (clinic.latitude, clinic.longitude) {
        (Some(latitude), Some(longitude)) => Point::new(latitude, longitude).ok(),
        _ => None,
    };
    SpotOf {
        role,
        clinic: clinic.id,
        point,
        country: clinic.country.parse().ok(),
    }
}

fn document(
    fields: Fields,
    target: Target,
    number: u64,
    name: &str,
    spots: &[SpotOf],
    offerings: &[offering::Model],
    specialties: &[doctor_specialty::Model],
) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.number, number);
    document.add_text(fields.name, name);
    let home = spots.iter().find_map(|spot| spot.point);
    document.add_u64(fields.curve, home.map_or(u64::MAX, grid::along_curve));

    // The three columns run side by side: one value per spot, in the same order.
    for spot in spots {
        let country = spot.country.map_or(0, |country| u64::from(country.bits()));
        let placed = if spot.point.is_some() { PLACED } else { 0 };
        document.add_u64(fields.spot_point, spot.point.map_or(0, Point::pack));
        document.add_u64(fields.spot_role, spot.role.unsigned_abs());
        document.add_u64(fields.spot_country, country | placed);
    }

    for (concept, at) in offers(target, spots, offerings, specialties) {
        let wanted = concept.map(Concept::bits);
        document.add_u64(fields.need, term::anywhere(target, concept));
        for place in &at {
            if let Some(bits) = wanted {
                document.add_u64(fields.offer, bits << 32 | place);
            }
        }
        // A clinic is where it is: nobody looks for one of its doctors by cell.
        if let Some(Concept::Clinic(_)) = concept {
            continue;
        }
        let points: Vec<Point> = spots
            .iter()
            .zip(0..)
            .filter(|(_, index)| at.contains(&EVERY_SPOT) || at.contains(index))
            .filter_map(|(spot, _)| spot.point)
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
                document.add_u64(field, term::in_cell(target, concept, cell));
            }
        }
    }
    document
}

/// Every concept with the spots where it is met, `None` being "anybody", met at every spot.
fn offers(
    target: Target,
    spots: &[SpotOf],
    offerings: &[offering::Model],
    specialties: &[doctor_specialty::Model],
) -> HashMap<Option<Concept>, Vec<u64>> {
    let mut offers: HashMap<Option<Concept>, Vec<u64>> = HashMap::new();
    offers.insert(None, vec![EVERY_SPOT]);
    if target == Target::Doctor {
        for (spot, index) in spots.iter().zip(0..) {
            offers.insert(Some(Concept::Clinic(spot.clinic)), vec![index]);
        }
    }
    for specialty in specialties {
        offers.insert(
            Some(Concept::Specialty(specialty.specialty_id)),
            vec![EVERY_SPOT],
        );
    }
    for offering in offerings {
        let at = match offering.clinic_id {
            Some(clinic) if target == Target::Doctor => {
                let index = spots
                    .iter()
                    .zip(0..)
                    .find(|(spot, _)| spot.clinic == clinic);
                // A clinic where the doctor has no role any more is no place to go to.
                let Some((_, index)) = index else { continue };
                index
            }
            _ => EVERY_SPOT,
        };
        let met = offers
            .entry(Some(Concept::Procedure(offering.procedure_id)))
            .or_default();
        if !met.contains(&at) {
            met.push(at);
        }
    }
    offers
}
