//! What is asked: needs and places of doctors drawn by lot, so that what many doctors do where many
//! doctors are is asked most often.

use anyhow::bail;
use caregraph::domain::distance::Point;
use caregraph::search::Concept;
use caregraph::store::id::DoctorId;
use caregraph::store::{Database, searchable};

/// What somebody asks: drawn from a doctor, who is one answer to it.
pub struct Question {
    /// The doctor's name, folded.
    pub name: String,
    pub procedure: Option<Concept>,
    pub specialty: Option<Concept>,
    pub at: Point,
}

/// So many questions, the same for the same seed.
pub async fn questions(db: &Database, count: usize, seed: u64) -> anyhow::Result<Vec<Question>> {
    let all = searchable::count(db.reader()).await?;
    let mut state = seed;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut ids = Vec::new();
    for _ in 0..count * 3 {
        ids.push(DoctorId::new(i64::try_from(next() % all.max(1))?));
    }
    let mut questions = Vec::new();
    for part in ids.chunks(1_000) {
        for rows in searchable::doctors(db.reader(), part).await? {
            let point = rows
                .roles
                .iter()
                .find_map(|rows| Point::new(rows.clinic.latitude?, rows.clinic.longitude?).ok());
            let Some(at) = point else { continue };
            questions.push(Question {
                name: rows.doctor.name_key.clone(),
                procedure: one_of(&rows.offerings, &mut next)
                    .map(|row| Concept::Procedure(row.procedure_id)),
                specialty: one_of(&rows.specialties, &mut next)
                    .map(|row| Concept::Specialty(row.specialty_id)),
                at,
            });
        }
    }
    questions.truncate(count);
    if questions.is_empty() {
        bail!("the directory has no doctors at a known place");
    }
    Ok(questions)
}

fn one_of<'a, T>(rows: &'a [T], next: &mut impl FnMut() -> u64) -> Option<&'a T> {
    let place = next() % (rows.len() as u64).max(1);
    rows.get(usize::try_from(place).ok()?)
}
