//! Rows for tests.

use caregraph::domain::fold::fold;
use caregraph::domain::{ClinicKind, Evidence, PositionAccuracy, RecordState, VolumeBand};
use caregraph::store::entity::{clinic, doctor, offering, procedure, role, source};
use caregraph::store::id::{ClinicId, DoctorId, Id, ProcedureId, SourceId};
use caregraph::store::upsert::upsert;
use caregraph::store::{Database, Text};

use crate::app::now;

mod dice;
mod world;

pub use dice::Dice;
pub use world::{World, a_world};

/// A source for rows of tests.
pub async fn a_source(db: &Database) -> SourceId {
    let row = source::Model {
        id: Id::UNSET,
        slug: "test".to_owned(),
        name: "Test".to_owned(),
        url: None,
        licence: "CC0-1.0".to_owned(),
        attribution: "Test".to_owned(),
        accuracy: None,
        demonstration: true,
    };
    upsert::<source::Entity>(db.writer(), vec![row])
        .await
        .unwrap()[0]
        .0
}

/// A clinic that is not stored yet.
pub fn a_clinic(
    source: SourceId,
    key: &str,
    at: Option<(f64, f64)>,
    country: &str,
) -> clinic::Model {
    clinic::Model {
        id: Id::UNSET,
        source_id: source,
        source_key: key.to_owned(),
        slug: key.to_owned(),
        name: format!("Clinic {key}"),
        name_key: format!("clinic {key}"),
        kind: Text(ClinicKind::Clinic),
        npi: None,
        address: None,
        city: None,
        region: None,
        postal_code: None,
        country: country.to_owned(),
        latitude: at.map(|at| at.0),
        longitude: at.map(|at| at.1),
        position_accuracy: at.map(|_| Text(PositionAccuracy::Exact)),
        place_id: None,
        time_zone: None,
        phone: None,
        website: None,
        parent_id: None,
        accessibility: None,
        demonstration: true,
        updated_at: now(),
    }
}

/// A doctor who is not stored yet.
pub fn a_doctor(source: SourceId, key: &str, name_key: &str) -> doctor::Model {
    doctor::Model {
        id: Id::UNSET,
        source_id: source,
        source_key: key.to_owned(),
        slug: key.to_owned(),
        npi: None,
        name: name_key.to_owned(),
        name_key: name_key.to_owned(),
        prefix: None,
        given: None,
        middle: None,
        family: name_key.to_owned(),
        suffix: None,
        credentials: None,
        gender: None,
        state: Text(RecordState::Active),
        state_reason: None,
        replaced_by_id: None,
        telehealth: None,
        youngest_age: None,
        oldest_age: None,
        photo_url: None,
        demonstration: true,
        updated_at: now(),
    }
}

/// A role that is not stored yet.
pub fn a_role(source: SourceId, doctor: DoctorId, clinic: ClinicId) -> role::Model {
    role::Model {
        id: Id::UNSET,
        doctor_id: doctor,
        clinic_id: clinic,
        source_id: source,
        source_key: format!("{}/{}", doctor.get(), clinic.get()),
        phone: None,
        new_patients: None,
        new_patients_as_of: None,
        last_verified_on: None,
        demonstration: true,
        updated_at: now(),
    }
}

/// A procedure that is not stored yet.
pub fn a_procedure(slug: &str, name: &str) -> procedure::Model {
    procedure::Model {
        id: Id::UNSET,
        slug: slug.to_owned(),
        name: name.to_owned(),
        name_key: fold(name),
        summary: String::new(),
        body_site: None,
        setting: None,
        shortest_minutes: None,
        longest_minutes: None,
        guidance: None,
        updated_at: now(),
    }
}

/// An offering that is not stored yet.
pub fn an_offering(
    source: SourceId,
    doctor: DoctorId,
    procedure: ProcedureId,
    clinic: Option<ClinicId>,
) -> offering::Model {
    offering::Model {
        id: Id::UNSET,
        source_id: source,
        source_key: format!("{}/{}", doctor.get(), procedure.get()),
        doctor_id: doctor,
        procedure_id: procedure,
        clinic_id: clinic,
        evidence: Text(Evidence::Declared),
        volume_band: Text(VolumeBand::SuppressedOrUnknown),
        as_of: None,
        guidance: None,
        period_from: None,
        period_until: None,
        demonstration: true,
        updated_at: now(),
    }
}
