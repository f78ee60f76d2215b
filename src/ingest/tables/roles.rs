//! `roles.csv`: which doctor sees patients at which clinic.

use std::collections::{HashMap, HashSet};

use super::cells::Cells;
use super::specialty_lists;
use super::table::{Known, Table};
use crate::domain::NodeKind;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{clinic, doctor, role, role_specialty};
use crate::store::id::{ClinicId, DoctorId, Id, RoleId, SourceId, SpecialtyId};
use crate::store::upsert::{self, Outcome};
use crate::store::{Text, parts, read, role as roles};

pub struct Roles;

pub struct Draft {
    doctor: String,
    clinic: String,
    row: role::Model,
    specialties: Vec<String>,
}

impl Table for Roles {
    const FILE: &'static str = "roles.csv";
    const COLUMNS: &'static [&'static str] = &[
        "doctor",
        "clinic",
        "phone",
        "new_patients",
        "new_patients_as_of",
    ];
    const OPTIONAL: &'static [&'static str] = &["source", "last_verified_on", "specialties"];

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let origin = known.origin(cells)?;
        let doctor = cells.required("doctor")?.to_owned();
        let clinic = cells.required("clinic")?.to_owned();
        let key = format!("{doctor}/{clinic}");
        let row = role::Model {
            id: Id::UNSET,
            doctor_id: Id::UNSET,
            clinic_id: Id::UNSET,
            source_id: origin.id,
            source_key: key.clone(),
            phone: cells.owned("phone"),
            new_patients: cells.one_of("new_patients")?.map(Text),
            new_patients_as_of: cells.date("new_patients_as_of")?,
            last_verified_on: cells.date("last_verified_on")?,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        Ok((
            key,
            Draft {
                doctor,
                clinic,
                row,
                specialties: cells.distinct("specialties"),
            },
        ))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let doctors = read::ids_by_texts::<doctor::Entity>(
            batch.tx,
            doctor::Column::Slug,
            drafts.iter().map(|draft| draft.doctor.as_str()),
        )
        .await?;
        let clinics = read::ids_by_texts::<clinic::Entity>(
            batch.tx,
            clinic::Column::Slug,
            drafts.iter().map(|draft| draft.clinic.as_str()),
        )
        .await?;
        let specialties =
            specialty_lists::named(batch, drafts.iter().flat_map(|draft| &draft.specialties))
                .await?;
        // A doctor has one role at a clinic, whichever source says so first.
        let held: HashMap<(DoctorId, ClinicId), (SourceId, String)> =
            roles::of_doctors(batch.tx, doctors.values().copied())
                .await?
                .into_iter()
                .map(|row| {
                    let owner = (row.source_id, row.source_key);
                    ((row.doctor_id, row.clinic_id), owner)
                })
                .collect();

        let planned = drafts
            .into_iter()
            .map(|draft| {
                let mut row = draft.row;
                row.doctor_id = *doctors
                    .get(&draft.doctor)
                    .ok_or_else(|| Fault::unknown("doctor", "doctor"))?;
                row.clinic_id = *clinics
                    .get(&draft.clinic)
                    .ok_or_else(|| Fault::unknown("clinic", "clinic"))?;
                match held.get(&(row.doctor_id, row.clinic_id)) {
                    Some((source, key)) if (*source, key) != (row.source_id, &row.source_key) => {
                        Err(Fault::duplicate("another source has this role"))
                    }
                    _ => Ok((row, specialties.ids(&draft.specialties)?)),
                }
            })
            .collect();
        let (sound, faults) = sound(planned);
        let (rows, specialties): (Vec<role::Model>, Vec<Vec<SpecialtyId>>) =
            sound.into_iter().unzip();
        let owners: Vec<(DoctorId, ClinicId)> = rows
            .iter()
            .map(|row| (row.doctor_id, row.clinic_id))
            .collect();
        let mut written = upsert::upsert_scoped::<role::Entity>(batch.tx, rows).await?;
        let changed = practise(batch, &written, specialties).await?;
        for ((id, outcome), (doctor, clinic)) in written.iter_mut().zip(owners) {
            if *outcome == Outcome::Unchanged && changed.contains(id) {
                *outcome = Outcome::Changed;
            }
            batch.note(NodeKind::Role, *id, *outcome);
            if *outcome != Outcome::Unchanged {
                batch.changes.updated(NodeKind::Doctor, doctor);
                batch.changes.updated(NodeKind::Clinic, clinic);
            }
        }
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}

/// Gives each role the specialties practised there, and says for which that changed something.
async fn practise(
    batch: &Batch<'_>,
    written: &[(RoleId, Outcome)],
    specialties: Vec<Vec<SpecialtyId>>,
) -> Result<HashSet<RoleId>, IngestError> {
    let owners: Vec<i64> = written.iter().map(|(id, _)| id.get()).collect();
    let rows = written
        .iter()
        .zip(specialties)
        .flat_map(|((role, _), specialties)| {
            specialties
                .into_iter()
                .zip(0..)
                .map(|(specialty_id, position)| role_specialty::Model {
                    id: Id::UNSET,
                    role_id: *role,
                    specialty_id,
                    position,
                })
        })
        .collect();
    let lists =
        parts::replace::<role_specialty::Entity>(batch.tx, NodeKind::Role, &owners, rows).await?;
    let changed: HashSet<RoleId> = lists.changed.into_iter().map(Id::new).collect();
    let ids = changed.iter().copied();
    upsert::touch::<role::Entity>(batch.tx, role::Column::UpdatedAt, ids, batch.now).await?;
    Ok(changed)
}
