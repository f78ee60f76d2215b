//! Writing a batch of rows: clinics, then doctors with their specialties, then the roles that
//! join them.

use std::collections::{HashMap, HashSet};

use super::clinics::{self, Wanted};
use super::people;
use super::row::{Person, Row};
use super::specialties::Specialties;
use super::towns::Towns;
use crate::domain::{NodeKind, RecordState};
use crate::ingest::batch::{Batch, Fate};
use crate::ingest::fault::Fault;
use crate::ingest::report::SkipReason;
use crate::ingest::{doctor_specialties, owners};
use crate::store::entity::{clinic, doctor, role};
use crate::store::id::{ClinicId, DoctorId, Id, RoleId, SourceId, SpecialtyId};
use crate::store::upsert::{self, Outcome};
use crate::store::{StoreError, Text, read, role as roles};

/// What stays in memory between batches.
pub struct Writer {
    source: SourceId,
    towns: Towns,
    specialties: Specialties,
}

/// What a row becomes: places in the lists of doctors and clinics that the batch writes.
enum Plan {
    Doctor {
        doctor: usize,
        role: Option<RolePlan>,
    },
    Clinic(usize),
    Retired(DoctorId),
    NotHeld,
}

/// A doctor at a practice, by its place in the list of clinics.
struct RolePlan {
    practice: usize,
    key: String,
    phone: Option<String>,
}

/// Records as they were written; `None` where a record of another source has the slug.
type Written<E> = Vec<Option<(Id<E>, Outcome)>>;

impl Writer {
    pub fn new(source: SourceId) -> Self {
        Writer {
            source,
            towns: Towns::default(),
            specialties: Specialties::new(),
        }
    }

    pub async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<Fate>, StoreError> {
        let addresses = rows.iter().filter_map(Row::address);
        self.towns.look_up(batch.tx, addresses).await?;
        let codes = rows.iter().flat_map(Row::taxonomies).map(String::as_str);
        self.specialties.ensure(batch, codes).await?;
        let practices = self.practices(batch, &rows).await?;
        let retiring = self.retiring(batch, &rows).await?;

        let mut wanted = Wanted::default();
        let mut doctors: Vec<(doctor::Model, Vec<SpecialtyId>)> = Vec::new();
        let mut plans = Vec::with_capacity(rows.len());
        for row in &rows {
            if let Some(address) = row.address()
                && self.towns.of(address).is_none()
            {
                batch.tally.unplaced.row(address.named());
            }
            plans.push(match row {
                Row::Person(person) => {
                    doctors.push((
                        people::doctor(self.source, person, batch.now),
                        self.specialties.ids(&person.taxonomies),
                    ));
                    Plan::Doctor {
                        doctor: doctors.len() - 1,
                        role: self.role(&mut wanted, person, &practices),
                    }
                }
                Row::Organisation(row) => Plan::Clinic(wanted.add(&row.npi.to_string(), || {
                    clinics::organisation(self.source, row, &self.towns)
                })),
                Row::Deactivated(npi) => match retiring.get(&npi.to_string()) {
                    Some(held) => Plan::Retired(held.id),
                    None => Plan::NotHeld,
                },
            });
        }

        let clinics = write_clinics(batch, wanted.rows).await?;
        let doctors = write_doctors(batch, doctors).await?;
        let mut changed = retire(batch, retiring).await?;
        changed.extend(self.write_roles(batch, &plans, &clinics, &doctors).await?);
        let fates = plans
            .iter()
            .map(|plan| fate(plan, &clinics, &doctors, &changed));
        Ok(fates.collect())
    }

    /// The practices that these rows name and that are stored, by key.
    async fn practices(
        &self,
        batch: &Batch<'_>,
        rows: &[Row],
    ) -> Result<HashMap<String, clinic::Model>, StoreError> {
        let keys: Vec<String> = rows
            .iter()
            .filter_map(|row| match row {
                Row::Person(person) => person.address.practice_key(&person.npi.to_string()),
                _ => None,
            })
            .collect();
        let scope = Some((clinic::Column::SourceId, self.source.into()));
        upsert::held_by_key::<clinic::Entity>(batch.tx, scope, &keys).await
    }

    /// The doctors whose numbers are out of use and that are stored, by number.
    async fn retiring(
        &self,
        batch: &Batch<'_>,
        rows: &[Row],
    ) -> Result<HashMap<String, doctor::Model>, StoreError> {
        let keys: Vec<String> = rows
            .iter()
            .filter_map(|row| match row {
                Row::Deactivated(npi) => Some(npi.to_string()),
                _ => None,
            })
            .collect();
        if keys.is_empty() {
            return Ok(HashMap::new());
        }
        let scope = Some((doctor::Column::SourceId, self.source.into()));
        upsert::held_by_key::<doctor::Entity>(batch.tx, scope, &keys).await
    }

    fn role(
        &self,
        wanted: &mut Wanted,
        person: &Person,
        held: &HashMap<String, clinic::Model>,
    ) -> Option<RolePlan> {
        let npi = person.npi.to_string();
        let key = person.address.practice_key(&npi)?;
        let practice = wanted.add(&key, || {
            let held = held.get(&key);
            clinics::practice(self.source, &key, &person.address, &self.towns, held)
        });
        Some(RolePlan {
            practice,
            key: format!("{npi}/{key}"),
            phone: person.phone.clone(),
        })
    }

    /// Joins each doctor to the practice of the row, and parts the doctor from every other that
    /// this source said before. Gives the doctors for whom that changed something.
    async fn write_roles(
        &self,
        batch: &mut Batch<'_>,
        plans: &[Plan],
        clinics: &Written<clinic::Entity>,
        doctors: &Written<doctor::Entity>,
    ) -> Result<HashSet<DoctorId>, StoreError> {
        let mut concerned = Vec::new();
        let mut wanted = Vec::new();
        for plan in plans {
            match plan {
                Plan::Retired(doctor) => concerned.push(*doctor),
                Plan::Doctor { doctor, role } => {
                    let Some((doctor, _)) = doctors[*doctor] else {
                        continue;
                    };
                    concerned.push(doctor);
                    if let Some(role) = role
                        && let Some((clinic, _)) = clinics[role.practice]
                    {
                        wanted.push((doctor, clinic, role));
                    }
                }
                Plan::Clinic(_) | Plan::NotHeld => {}
            }
        }
        // A doctor has one role at a clinic, whichever source says so first.
        let theirs: HashSet<(DoctorId, ClinicId)> =
            roles::of_doctors(batch.tx, concerned.iter().copied())
                .await?
                .into_iter()
                .filter(|row| row.source_id != self.source)
                .map(|row| (row.doctor_id, row.clinic_id))
                .collect();
        wanted.retain(|(doctor, clinic, _)| !theirs.contains(&(*doctor, *clinic)));

        let rows = wanted
            .iter()
            .map(|(doctor, clinic, role)| role::Model {
                id: Id::UNSET,
                doctor_id: *doctor,
                clinic_id: *clinic,
                source_id: self.source,
                source_key: role.key.clone(),
                phone: role.phone.clone(),
                new_patients: None,
                new_patients_as_of: None,
                last_verified_on: None,
                demonstration: false,
                updated_at: batch.now,
            })
            .collect();
        let written = upsert::upsert::<role::Entity>(batch.tx, rows).await?;
        let mut changed = HashSet::new();
        for ((id, outcome), (doctor, clinic, _)) in written.iter().zip(&wanted) {
            batch.note(NodeKind::Role, *id, *outcome);
            if *outcome != Outcome::Unchanged {
                batch.changes.updated(NodeKind::Doctor, *doctor);
                batch.changes.updated(NodeKind::Clinic, *clinic);
                changed.insert(*doctor);
            }
        }
        let kept: Vec<RoleId> = written.into_iter().map(|(id, _)| id).collect();
        for gone in roles::prune(batch.tx, self.source, &concerned, &kept).await? {
            batch.changes.removed(NodeKind::Role, gone.id);
            batch.changes.updated(NodeKind::Doctor, gone.doctor_id);
            batch.changes.updated(NodeKind::Clinic, gone.clinic_id);
            changed.insert(gone.doctor_id);
        }
        Ok(changed)
    }
}

async fn write_clinics(
    batch: &mut Batch<'_>,
    mut rows: Vec<clinic::Model>,
) -> Result<Written<clinic::Entity>, StoreError> {
    for row in &mut rows {
        row.updated_at = batch.now;
    }
    let slugs = rows.iter().map(|row| row.slug.as_str());
    let held = read::by_texts::<clinic::Entity>(batch.tx, clinic::Column::Slug, slugs).await?;
    let held: HashMap<&str, (SourceId, &str)> = held
        .iter()
        .map(|row| (row.slug.as_str(), (row.source_id, row.source_key.as_str())))
        .collect();
    let free: Vec<bool> = rows
        .iter()
        .map(|row| {
            let owner = held.get(row.slug.as_str());
            owner.is_none_or(|owner| *owner == (row.source_id, row.source_key.as_str()))
        })
        .collect();
    let mut places = free.iter();
    rows.retain(|_| places.next().copied().unwrap_or_default());

    let written = upsert::upsert::<clinic::Entity>(batch.tx, rows).await?;
    let mut moved = Vec::new();
    for (id, outcome) in &written {
        batch.note(NodeKind::Clinic, *id, *outcome);
        if *outcome == Outcome::Changed {
            moved.push(*id);
        }
    }
    owners::doctors_at(batch, &moved).await?;
    Ok(spread(&free, written))
}

async fn write_doctors(
    batch: &mut Batch<'_>,
    mut rows: Vec<(doctor::Model, Vec<SpecialtyId>)>,
) -> Result<Written<doctor::Entity>, StoreError> {
    let slugs = rows.iter().map(|(row, _)| row.slug.as_str());
    let held = read::by_texts::<doctor::Entity>(batch.tx, doctor::Column::Slug, slugs).await?;
    let held: HashMap<&str, (SourceId, &str)> = held
        .iter()
        .map(|row| (row.slug.as_str(), (row.source_id, row.source_key.as_str())))
        .collect();
    let free: Vec<bool> = rows
        .iter()
        .map(|(row, _)| {
            let owner = held.get(row.slug.as_str());
            owner.is_none_or(|owner| *owner == (row.source_id, row.source_key.as_str()))
        })
        .collect();
    let mut places = free.iter();
    rows.retain(|_| places.next().copied().unwrap_or_default());

    let (rows, specialties) = rows.into_iter().unzip();
    let written = doctor_specialties::write(batch, rows, specialties).await?;
    Ok(spread(&free, written))
}

/// What was written, at the places of the rows that were free to be.
fn spread<E>(free: &[bool], written: Vec<(Id<E>, Outcome)>) -> Written<E> {
    let mut written = written.into_iter();
    free.iter()
        .map(|free| if *free { written.next() } else { None })
        .collect()
}

/// Retires the doctors, and gives those who were not retired before.
async fn retire(
    batch: &mut Batch<'_>,
    held: HashMap<String, doctor::Model>,
) -> Result<HashSet<DoctorId>, StoreError> {
    let rows = held
        .into_values()
        .map(|row| doctor::Model {
            state: Text(RecordState::Retired),
            updated_at: batch.now,
            ..row
        })
        .collect();
    let written = upsert::upsert::<doctor::Entity>(batch.tx, rows).await?;
    let mut changed = HashSet::new();
    for (id, outcome) in written {
        batch.note(NodeKind::Doctor, id, outcome);
        if outcome != Outcome::Unchanged {
            changed.insert(id);
        }
    }
    Ok(changed)
}

/// What became of a row; `changed` are the doctors whose state or roles are not as they were.
fn fate(
    plan: &Plan,
    clinics: &Written<clinic::Entity>,
    doctors: &Written<doctor::Entity>,
    changed: &HashSet<DoctorId>,
) -> Fate {
    let taken = || Fate::Rejected(Fault::duplicate("a record of another source has its slug"));
    match plan {
        Plan::NotHeld => Fate::Skipped(SkipReason::Deactivated),
        Plan::Retired(doctor) => Fate::Stored(match changed.contains(doctor) {
            true => Outcome::Changed,
            false => Outcome::Unchanged,
        }),
        Plan::Clinic(clinic) => match clinics[*clinic] {
            Some((_, outcome)) => Fate::Stored(outcome),
            None => taken(),
        },
        Plan::Doctor { doctor, role } => {
            let Some((id, outcome)) = doctors[*doctor] else {
                return taken();
            };
            let practice = role.as_ref().and_then(|role| clinics[role.practice]);
            let moved = practice.is_some_and(|(_, outcome)| outcome != Outcome::Unchanged);
            Fate::Stored(match outcome {
                Outcome::Unchanged if moved || changed.contains(&id) => Outcome::Changed,
                outcome => outcome,
            })
        }
    }
}
