//! Random writes: each writer has doctors and clinics of its own, so that each fact has one writer.

use std::sync::atomic::Ordering;

use caregraph::domain::{NodeKind, RecordState};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{clinic, doctor, role};
use caregraph::store::id::{ClinicId, DoctorId, Id, SourceId};
use caregraph::store::upsert::upsert;
use caregraph::store::{Database, Text, role as roles};
use serde_json::{Value as Json, json};

use super::histories::{Fact, Histories};
use super::{DOCTORS_EACH, index, slug_of_clinic, slug_of_doctor, spot};
use crate::app::now;
use crate::seed::{self, Dice};

/// What one writer has.
pub struct Own {
    pub number: usize,
    source: SourceId,
    doctors: Vec<doctor::Model>,
    /// At which of the writer's two clinics each doctor is.
    places: Vec<Vec<usize>>,
    clinics: Vec<clinic::Model>,
    near: usize,
    version: u64,
}

impl Own {
    pub async fn set_up(db: &Database, number: usize, source: SourceId, told: &Histories) -> Self {
        let tx = db.begin().await.unwrap();
        let mut changes = Changes::default();
        let at = Some(spot(number));
        let mut clinics: Vec<clinic::Model> = (0..2)
            .map(|n| seed::a_clinic(source, &slug_of_clinic(number, n), at, "BT"))
            .collect();
        let ids = upsert::<clinic::Entity>(&tx, clinics.clone())
            .await
            .unwrap();
        for (row, (id, _)) in clinics.iter_mut().zip(ids) {
            row.id = id;
            changes.updated(NodeKind::Clinic, id);
        }
        let mut doctors: Vec<doctor::Model> = (0..DOCTORS_EACH)
            .map(|n| {
                let slug = slug_of_doctor(number, n);
                seed::a_doctor(source, &slug, &slug)
            })
            .collect();
        let ids = upsert::<doctor::Entity>(&tx, doctors.clone())
            .await
            .unwrap();
        for (row, (id, _)) in doctors.iter_mut().zip(ids) {
            row.id = id;
            changes.updated(NodeKind::Doctor, id);
        }
        let links = doctors
            .iter()
            .map(|row| seed::a_role(source, row.id, clinics[0].id))
            .collect();
        upsert::<role::Entity>(&tx, links).await.unwrap();
        change::commit(tx, changes, now()).await.unwrap();
        let own = Own {
            number,
            source,
            places: vec![vec![0]; DOCTORS_EACH],
            near: doctors.len(),
            doctors,
            clinics,
            version: 0,
        };
        let mut values = vec![
            (Fact::NameOfClinic(number), json!(own.clinics[0].name)),
            (Fact::DoctorsNear(number), json!(own.near)),
        ];
        for (n, row) in own.doctors.iter().enumerate() {
            let at = index(number, n);
            values.push((Fact::NameOfDoctor(at), json!(row.name)));
            values.push((Fact::StateOfDoctor(at), json!("ACTIVE")));
            values.push((Fact::ClinicsOfDoctor(at), own.clinics_seen(n)));
        }
        told.writes(&values);
        told.written(&values);
        own
    }

    /// The clinics of a doctor as a reader sees them.
    fn clinics_seen(&self, doctor: usize) -> Json {
        let mut at = self.places[doctor].clone();
        at.sort_unstable();
        let slugs = at.iter().map(|clinic| slug_of_clinic(self.number, *clinic));
        json!(slugs.collect::<Vec<_>>())
    }

    /// Writes something, as one transaction.
    pub async fn write(&mut self, db: &Database, dice: &mut Dice, told: &Histories) {
        self.version += 1;
        let doctor = usize::try_from(dice.below(DOCTORS_EACH as u64)).unwrap();
        let done = match dice.below(10) {
            0..=3 => self.rename_doctor(db, doctor, told).await,
            4 | 5 => self.rename_clinic(db, told).await,
            6 | 7 => self.move_role(db, doctor, told).await,
            8 => self.add_doctor(db, told).await,
            _ => self.merge_or_part(db, doctor, told).await,
        };
        if done {
            told.writes.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn at(&self, doctor: usize) -> usize {
        index(self.number, doctor)
    }

    async fn rename_doctor(&mut self, db: &Database, doctor: usize, told: &Histories) -> bool {
        self.doctors[doctor].name = format!("name {}", self.version);
        let name = json!(self.doctors[doctor].name);
        let values = [(Fact::NameOfDoctor(self.at(doctor)), name)];
        told.writes(&values);
        self.store(db, &[doctor], &[]).await;
        told.written(&values);
        true
    }

    async fn rename_clinic(&mut self, db: &Database, told: &Histories) -> bool {
        self.clinics[0].name = format!("clinic {}", self.version);
        let name = json!(self.clinics[0].name);
        let values = [(Fact::NameOfClinic(self.number), name)];
        told.writes(&values);
        let tx = db.begin().await.unwrap();
        upsert::<clinic::Entity>(&tx, vec![self.clinics[0].clone()])
            .await
            .unwrap();
        let mut changes = Changes::default();
        changes.updated(NodeKind::Clinic, self.clinics[0].id);
        change::commit(tx, changes, now()).await.unwrap();
        told.written(&values);
        true
    }

    /// Adds the second clinic to a doctor, or removes it.
    async fn move_role(&mut self, db: &Database, doctor: usize, told: &Histories) -> bool {
        if self.places[doctor].is_empty() {
            return false;
        }
        self.places[doctor] = match self.places[doctor].len() {
            1 => vec![0, 1],
            _ => vec![0],
        };
        let values = [(
            Fact::ClinicsOfDoctor(self.at(doctor)),
            self.clinics_seen(doctor),
        )];
        told.writes(&values);
        self.store(db, &[], &[doctor]).await;
        told.written(&values);
        true
    }

    /// A doctor whom nobody knew, inside the radius.
    async fn add_doctor(&mut self, db: &Database, told: &Histories) -> bool {
        let slug = format!("new-{}-{}", self.number, self.version);
        self.near += 1;
        let values = [(Fact::DoctorsNear(self.number), json!(self.near))];
        told.writes(&values);
        let tx = db.begin().await.unwrap();
        let row = seed::a_doctor(self.source, &slug, &slug);
        let id = upsert::<doctor::Entity>(&tx, vec![row]).await.unwrap()[0].0;
        let link = seed::a_role(self.source, id, self.clinics[0].id);
        upsert::<role::Entity>(&tx, vec![link]).await.unwrap();
        let mut changes = Changes::default();
        changes.updated(NodeKind::Doctor, id);
        changes.updated(NodeKind::Clinic, self.clinics[0].id);
        change::commit(tx, changes, now()).await.unwrap();
        told.written(&values);
        true
    }

    /// Merges a doctor into the next one, which takes over its clinics; or undoes that.
    async fn merge_or_part(&mut self, db: &Database, doctor: usize, told: &Histories) -> bool {
        let other = (doctor + 1) % DOCTORS_EACH;
        let is_retired = |doctor: usize| self.doctors[doctor].state.0 == RecordState::Retired;
        if is_retired(other) {
            return false;
        }
        let merged = is_retired(doctor);
        let (state, places) = match merged {
            true => (RecordState::Active, vec![0]),
            false => (RecordState::Retired, Vec::new()),
        };
        self.doctors[doctor].state = Text(state);
        self.places[doctor] = places;
        self.places[other] = vec![0, 1];
        // Whoever has no clinic is nowhere near.
        match merged {
            true => self.near += 1,
            false => self.near -= 1,
        }
        let state: &str = state.into();
        let values = [
            (Fact::StateOfDoctor(self.at(doctor)), json!(state)),
            (
                Fact::ClinicsOfDoctor(self.at(doctor)),
                self.clinics_seen(doctor),
            ),
            (
                Fact::ClinicsOfDoctor(self.at(other)),
                self.clinics_seen(other),
            ),
            (Fact::DoctorsNear(self.number), json!(self.near)),
        ];
        told.writes(&values);
        self.store(db, &[doctor], &[doctor, other]).await;
        told.written(&values);
        true
    }

    /// Writes these doctors' rows, and the roles of those, in one transaction.
    async fn store(&self, db: &Database, rows: &[usize], links: &[usize]) {
        let tx = db.begin().await.unwrap();
        let mut changes = Changes::default();
        let written: Vec<doctor::Model> = rows.iter().map(|n| self.doctors[*n].clone()).collect();
        for (id, _) in upsert::<doctor::Entity>(&tx, written).await.unwrap() {
            changes.updated(NodeKind::Doctor, id);
        }
        for doctor in links {
            let id: DoctorId = self.doctors[*doctor].id;
            let clinics: Vec<ClinicId> = self.places[*doctor]
                .iter()
                .map(|clinic| self.clinics[*clinic].id)
                .collect();
            let wanted: Vec<role::Model> = clinics
                .iter()
                .map(|clinic| seed::a_role(self.source, id, *clinic))
                .collect();
            let kept: Vec<Id<role::Entity>> = upsert::<role::Entity>(&tx, wanted)
                .await
                .unwrap()
                .into_iter()
                .map(|(id, _)| id)
                .collect();
            roles::prune(&tx, self.source, &[id], &kept).await.unwrap();
            changes.updated(NodeKind::Doctor, id);
            for clinic in &self.clinics {
                changes.updated(NodeKind::Clinic, clinic.id);
            }
        }
        change::commit(tx, changes, now()).await.unwrap();
    }
}
