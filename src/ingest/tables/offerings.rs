//! `offerings.csv`: which doctor does which procedure, and how we know.

use super::cells::Cells;
use super::table::{Known, Table};
use crate::domain::{Evidence, Guidance, NodeKind, VolumeBand};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::owners;
use crate::store::entity::{clinic, doctor, offering, procedure};
use crate::store::id::{DoctorId, Id};
use crate::store::upsert::{self, Outcome};
use crate::store::{Text, read};

pub struct Offerings;

pub struct Draft {
    doctor: String,
    procedure: String,
    clinic: Option<String>,
    row: offering::Model,
}

impl Table for Offerings {
    const FILE: &'static str = "offerings.csv";
    const COLUMNS: &'static [&'static str] = &[
        "doctor",
        "procedure",
        "clinic",
        "evidence",
        "volume_band",
        "as_of",
        "source",
    ];
    const OPTIONAL: &'static [&'static str] = &["guidance", "period_from", "period_until"];

    type Draft = Draft;

    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Draft), Fault> {
        let origin = known.origin(cells)?;
        let doctor = cells.required("doctor")?.to_owned();
        let procedure = cells.required("procedure")?.to_owned();
        let clinic = cells.owned("clinic");
        let (period_from, period_until) = cells.dates("period_from", "period_until")?;
        let key = format!("{doctor}/{procedure}/{}", clinic.as_deref().unwrap_or("*"));
        let row = offering::Model {
            id: Id::UNSET,
            source_id: origin.id,
            source_key: key.clone(),
            doctor_id: Id::UNSET,
            procedure_id: Id::UNSET,
            clinic_id: None,
            evidence: Text(cells.required_one_of::<Evidence>("evidence")?),
            volume_band: Text(
                cells
                    .one_of("volume_band")?
                    .unwrap_or(VolumeBand::SuppressedOrUnknown),
            ),
            as_of: cells.date("as_of")?,
            guidance: cells.some_of::<Guidance>("guidance")?,
            period_from,
            period_until,
            demonstration: origin.demonstration,
            updated_at: known.now,
        };
        let draft = Draft {
            doctor,
            procedure,
            clinic,
            row,
        };
        // Two sources may say the same of one doctor; one source says it once.
        Ok((format!("{} {key}", origin.id.get()), draft))
    }

    async fn write(batch: &mut Batch<'_>, drafts: Vec<Draft>) -> Result<Vec<Fate>, IngestError> {
        let doctors = read::ids_by_texts::<doctor::Entity>(
            batch.tx,
            doctor::Column::Slug,
            drafts.iter().map(|draft| draft.doctor.as_str()),
        )
        .await?;
        let procedures = read::ids_by_texts::<procedure::Entity>(
            batch.tx,
            procedure::Column::Slug,
            drafts.iter().map(|draft| draft.procedure.as_str()),
        )
        .await?;
        let clinics = read::ids_by_texts::<clinic::Entity>(
            batch.tx,
            clinic::Column::Slug,
            drafts.iter().filter_map(|draft| draft.clinic.as_deref()),
        )
        .await?;

        let planned = drafts
            .into_iter()
            .map(|draft| {
                let mut row = draft.row;
                row.doctor_id = *doctors
                    .get(&draft.doctor)
                    .ok_or_else(|| Fault::unknown("doctor", "doctor"))?;
                row.procedure_id = *procedures
                    .get(&draft.procedure)
                    .ok_or_else(|| Fault::unknown("procedure", "procedure"))?;
                row.clinic_id = draft
                    .clinic
                    .map(|slug| {
                        let id = clinics.get(&slug).copied();
                        id.ok_or_else(|| Fault::unknown("clinic", "clinic"))
                    })
                    .transpose()?;
                Ok(row)
            })
            .collect();
        let (rows, faults) = sound(planned);
        let owners: Vec<DoctorId> = rows.iter().map(|row| row.doctor_id).collect();
        let written = upsert::upsert_scoped::<offering::Entity>(batch.tx, rows).await?;
        let mut changed = Vec::new();
        for ((id, outcome), doctor) in written.iter().zip(owners) {
            batch.note(NodeKind::Offering, *id, *outcome);
            if *outcome != Outcome::Unchanged {
                batch.changes.updated(NodeKind::Doctor, doctor);
                changed.push(doctor);
            }
        }
        owners::clinics_of(batch, &changed).await?;
        Ok(fates(
            faults,
            written.into_iter().map(|(_, outcome)| outcome),
        ))
    }
}
