//! `roles.csv`: which doctor sees patients at which clinic.

use std::collections::HashMap;

use super::cells::Cells;
use super::table::{Known, Table};
use crate::domain::NodeKind;
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::{clinic, doctor, role};
use crate::store::id::{ClinicId, DoctorId, Id, SourceId};
use crate::store::upsert::{self, Outcome};
use crate::store::{Text, read, role as roles};

pub struct Roles;

pub struct Draft {
    doctor: String,
    clinic: String,
    row: role::Model,
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
    const OPTIONAL: &'static [&'static str] = &["source"];

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
            last_verified_on: None,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        Ok((
            key,
            Draft {
                doctor,
                clinic,
                row,
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
                    _ => Ok(row),
                }
            })
            .collect();
        let (rows, faults) = sound(planned);
        let owners: Vec<(DoctorId, ClinicId)> = rows
            .iter()
            .map(|row| (row.doctor_id, row.clinic_id))
            .collect();
        let written = upsert::upsert_scoped::<role::Entity>(batch.tx, rows).await?;
        for ((id, outcome), (doctor, clinic)) in written.iter().zip(owners) {
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
