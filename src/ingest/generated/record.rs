//! The rows of a record, by its number: a clinic, a doctor with all that is theirs.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use strum::VariantArray;

use super::layout::{Layout, Shares};
use super::world::{self, Dice, Town};
use crate::domain::fold::fold;
use crate::domain::{
    ClinicKind, Evidence, Gender, NewPatients, PositionAccuracy, Proficiency, RecordState,
    VolumeBand,
};
use crate::store::Text;
use crate::store::entity::{clinic, doctor, doctor_language, offering, role};
use crate::store::id::{ClinicId, Id, ProcedureId, SourceId, SpecialtyId};

const LANGUAGES: [&str; 6] = ["en", "es", "hi", "ne", "dz", "pt"];

/// What all records are reckoned from.
pub struct Directory {
    pub seed: u64,
    pub source: SourceId,
    pub today: NaiveDate,
    pub specialties: Vec<SpecialtyId>,
    pub procedures: Vec<ProcedureId>,
    pub layout: Layout,
    /// By what a procedure is drawn; `None` where the first half of them comes up more often.
    pub shares: Option<Shares>,
}

/// The key and slug of a clinic.
pub fn clinic_key(number: u64) -> String {
    format!("example-clinic-{number}")
}

/// A clinic of a town.
pub fn a_clinic(
    directory: &Directory,
    town: &Town,
    number: u64,
    now: DateTime<Utc>,
) -> clinic::Model {
    let mut dice = Dice::new(directory.seed, 2, number);
    let (latitude, longitude) = world::near(town, &mut dice);
    let name = format!("Example Clinic {number}");
    clinic::Model {
        id: Id::UNSET,
        source_id: directory.source,
        source_key: clinic_key(number),
        slug: clinic_key(number),
        name_key: fold(&name),
        name,
        kind: Text(ClinicKind::VARIANTS[dice.place(ClinicKind::VARIANTS.len())]),
        npi: None,
        address: None,
        city: Some(town.name.clone()),
        region: None,
        postal_code: None,
        country: town.country.clone(),
        latitude: Some(latitude),
        longitude: Some(longitude),
        position_accuracy: Some(Text(PositionAccuracy::Street)),
        place_id: None,
        time_zone: None,
        phone: Some(format!("555-01{:02}", dice.below(100))),
        website: None,
        parent_id: None,
        accessibility: None,
        demonstration: true,
        updated_at: now,
    }
}

/// A doctor with everything that is theirs, before anything has an id.
pub struct Person {
    number: u64,
    pub row: doctor::Model,
    pub specialties: Vec<SpecialtyId>,
    pub clinics: Vec<u64>,
    statuses: Vec<Option<NewPatients>>,
    source: SourceId,
    verified: Option<NaiveDate>,
    pub offerings: Vec<offering::Model>,
    pub languages: Vec<doctor_language::Model>,
}

impl Person {
    /// The doctor of a number.
    pub fn new(directory: &Directory, number: u64, now: DateTime<Utc>) -> Self {
        let mut dice = Dice::new(directory.seed, 3, number);
        let (given, family) = world::name(&mut dice);
        let name = format!("{given} {family}");
        let slug = format!("{}-{}-{number}", fold(&given), fold(&family));
        let ago = |days: u64| directory.today.checked_sub_days(Days::new(days));

        let home = directory.layout.home(number, &mut dice);
        let mut clinics: Vec<u64> = (0..1 + dice.below(3))
            .map(|_| home.start + dice.below(home.end - home.start))
            .collect();
        clinics.sort_unstable();
        clinics.dedup();
        let mut specialties: Vec<SpecialtyId> = (0..1 + dice.below(2))
            .filter_map(|_| {
                let place = dice.place(directory.specialties.len());
                directory.specialties.get(place).copied()
            })
            .collect();
        specialties.dedup();
        let mut done: Vec<ProcedureId> = (0..dice.below(6))
            .filter_map(|_| {
                let place = match &directory.shares {
                    Some(shares) => shares.drawn(&mut dice),
                    None => dice.place(directory.procedures.len()),
                };
                directory.procedures.get(place).copied()
            })
            .collect();
        done.sort_unstable();
        done.dedup();
        let offerings = done
            .into_iter()
            .map(|procedure| offering::Model {
                id: Id::UNSET,
                source_id: directory.source,
                source_key: format!("example-{number}/{}", procedure.get()),
                doctor_id: Id::UNSET,
                procedure_id: procedure,
                clinic_id: None,
                evidence: Text(*dice.one(Evidence::VARIANTS)),
                volume_band: Text(*dice.one(VolumeBand::VARIANTS)),
                as_of: ago(dice.below(700)),
                guidance: None,
                period_from: None,
                period_until: None,
                demonstration: true,
                updated_at: now,
            })
            .collect();
        let mut spoken: Vec<&str> = (0..1 + dice.below(2))
            .map(|_| *dice.one(&LANGUAGES))
            .collect();
        spoken.dedup();
        let languages = spoken
            .into_iter()
            .zip(0..)
            .map(|(language, position)| doctor_language::Model {
                id: Id::UNSET,
                doctor_id: Id::UNSET,
                position,
                language: language.to_owned(),
                proficiency: (dice.below(4) > 0).then(|| Text(*dice.one(Proficiency::VARIANTS))),
            })
            .collect();
        Person {
            number,
            specialties,
            statuses: clinics
                .iter()
                .map(|_| (dice.below(4) > 0).then(|| *dice.one(NewPatients::VARIANTS)))
                .collect(),
            clinics,
            source: directory.source,
            verified: (dice.below(5) > 0).then(|| ago(dice.below(900))).flatten(),
            offerings,
            languages,
            row: doctor::Model {
                id: Id::UNSET,
                source_id: directory.source,
                source_key: format!("example-doctor-{number}"),
                slug,
                npi: (dice.below(10) > 0).then(|| world::npi(number)).flatten(),
                name_key: fold(&format!("{family} {given}")),
                name,
                prefix: Some("Dr.".to_owned()),
                given: Some(given),
                middle: None,
                family,
                suffix: None,
                credentials: Some("MD".to_owned()),
                gender: (dice.below(10) > 0).then(|| Text(*dice.one(Gender::VARIANTS))),
                state: Text(match dice.below(100) {
                    0 => RecordState::Retired,
                    _ => RecordState::Active,
                }),
                state_reason: None,
                replaced_by_id: None,
                telehealth: match dice.below(3) {
                    0 => None,
                    some => Some(some == 1),
                },
                youngest_age: None,
                oldest_age: None,
                photo_url: None,
                demonstration: true,
                updated_at: now,
            },
        }
    }

    /// The roles, once the doctor and the clinics have ids.
    pub fn roles(
        &self,
        doctor: Id<doctor::Entity>,
        clinics: &HashMap<String, ClinicId>,
    ) -> Vec<role::Model> {
        self.clinics
            .iter()
            .zip(&self.statuses)
            .filter_map(|(clinic, status)| {
                let key = clinic_key(*clinic);
                Some(role::Model {
                    id: Id::UNSET,
                    doctor_id: doctor,
                    clinic_id: *clinics.get(&key)?,
                    source_id: self.source,
                    source_key: format!("example-{}/{clinic}", self.number),
                    phone: None,
                    new_patients: status.map(Text),
                    new_patients_as_of: status.and(self.verified),
                    last_verified_on: self.verified,
                    demonstration: true,
                    updated_at: self.row.updated_at,
                })
            })
            .collect()
    }
}
