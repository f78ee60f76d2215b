//! Rows for tests: a world of random doctors that is the same on every run.

use caregraph::domain::{
    ClinicKind, Evidence, NodeKind, PositionAccuracy, RecordState, VolumeBand,
};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{clinic, doctor, offering, procedure, role, source};
use caregraph::store::id::{ClinicId, DoctorId, Id, ProcedureId, SourceId};
use caregraph::store::upsert::upsert;
use caregraph::store::{Database, Text};

use crate::app::now;

/// Numbers that look random and are the same on every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let part = f64::from(u32::try_from(self.below(1_000_001)).unwrap()) / 1_000_000.0;
        low + (high - low) * part
    }
}

/// What was made, so that a test can reckon by itself what should be found.
pub struct World {
    pub clinics: Vec<clinic::Model>,
    pub doctors: Vec<doctor::Model>,
    /// (doctor, clinic), as positions in the lists above.
    pub roles: Vec<(usize, usize)>,
    /// (doctor, procedure, clinic or any), likewise.
    pub offerings: Vec<(usize, ProcedureId, Option<usize>)>,
    pub procedures: Vec<ProcedureId>,
}

impl World {
    /// The roles of a doctor; both lists are in the order of doctors.
    pub fn roles_of(&self, doctor: usize) -> &[(usize, usize)] {
        let from = self.roles.partition_point(|(who, _)| *who < doctor);
        let to = self.roles.partition_point(|(who, _)| *who <= doctor);
        &self.roles[from..to]
    }

    pub fn offerings_of(&self, doctor: usize) -> &[(usize, ProcedureId, Option<usize>)] {
        let from = self.offerings.partition_point(|(who, ..)| *who < doctor);
        let to = self.offerings.partition_point(|(who, ..)| *who <= doctor);
        &self.offerings[from..to]
    }
}

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

/// Many doctors over part of the world, some of them at the date line and at a pole.
pub async fn a_world(db: &Database, doctors: usize, seed: u64) -> World {
    let mut dice = Dice::new(seed);
    let source = a_source(db).await;
    let tx = db.begin().await.unwrap();
    let mut changes = Changes::default();

    let procedures: Vec<procedure::Model> = ["common", "frequent", "rare"]
        .iter()
        .map(|slug| procedure::Model {
            id: Id::UNSET,
            slug: (*slug).to_owned(),
            name: (*slug).to_owned(),
            name_key: (*slug).to_owned(),
            summary: String::new(),
            body_site: None,
            setting: None,
            shortest_minutes: None,
            longest_minutes: None,
            guidance: None,
            updated_at: now(),
        })
        .collect();
    let procedures: Vec<ProcedureId> = upsert::<procedure::Entity>(&tx, procedures)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect();

    let mut clinics: Vec<clinic::Model> = (0..doctors / 3)
        .map(|n| {
            let at = match dice.below(20) {
                0 => None,
                1 => Some((dice.between(-20.0, 20.0), dice.between(179.0, 180.0))),
                2 => Some((dice.between(-20.0, 20.0), dice.between(-180.0, -179.0))),
                3 => Some((dice.between(88.0, 90.0), dice.between(-180.0, 180.0))),
                _ => Some((dice.between(26.0, 29.0), dice.between(88.0, 92.0))),
            };
            let country = ["BT", "IN"][usize::try_from(dice.below(2)).unwrap()];
            a_clinic(source, &format!("clinic-{n}"), at, country)
        })
        .collect();
    let ids = upsert::<clinic::Entity>(&tx, clinics.clone())
        .await
        .unwrap();
    for (row, (id, _)) in clinics.iter_mut().zip(ids) {
        row.id = id;
        changes.updated(NodeKind::Clinic, id);
    }

    let mut rows: Vec<doctor::Model> = (0..doctors)
        .map(|n| {
            // Few names, so that many share one.
            let name = format!("name {:03}", dice.below(200));
            a_doctor(source, &format!("doctor-{n}"), &name)
        })
        .collect();
    let ids = upsert::<doctor::Entity>(&tx, rows.clone()).await.unwrap();
    for (row, (id, _)) in rows.iter_mut().zip(ids) {
        row.id = id;
        changes.updated(NodeKind::Doctor, id);
    }

    let (mut roles, mut offerings) = (Vec::new(), Vec::new());
    for doctor in 0..doctors {
        let mut mine = Vec::new();
        for _ in 0..1 + dice.below(3) {
            let clinic = usize::try_from(dice.below(clinics.len() as u64)).unwrap();
            if !mine.contains(&clinic) {
                mine.push(clinic);
                roles.push((doctor, clinic));
            }
        }
        for (procedure, share) in procedures.iter().zip([80, 30, 2]) {
            if dice.below(100) < share {
                let only = (dice.below(4) == 0).then(|| mine[0]);
                offerings.push((doctor, *procedure, only));
            }
        }
    }
    let role_rows = roles
        .iter()
        .map(|(doctor, clinic)| a_role(source, rows[*doctor].id, clinics[*clinic].id))
        .collect();
    upsert::<role::Entity>(&tx, role_rows).await.unwrap();
    let offering_rows = offerings
        .iter()
        .enumerate()
        .map(|(n, (doctor, procedure, clinic))| offering::Model {
            id: Id::UNSET,
            source_id: source,
            source_key: n.to_string(),
            doctor_id: rows[*doctor].id,
            procedure_id: *procedure,
            clinic_id: clinic.map(|clinic| clinics[clinic].id),
            evidence: Text(Evidence::Declared),
            volume_band: Text(VolumeBand::SuppressedOrUnknown),
            as_of: None,
            guidance: None,
            period_from: None,
            period_until: None,
            demonstration: true,
            updated_at: now(),
        })
        .collect();
    upsert::<offering::Entity>(&tx, offering_rows)
        .await
        .unwrap();
    change::commit(tx, changes, now()).await.unwrap();
    World {
        clinics,
        doctors: rows,
        roles,
        offerings,
        procedures,
    }
}
