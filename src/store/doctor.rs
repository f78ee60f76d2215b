//! Doctors by what names them, and what belongs to one.

use std::collections::HashMap;

use sea_orm::sea_query::Condition;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashSet;

use super::children;
use super::entity::{doctor, doctor_specialty};
use super::error::StoreError;
use super::id::{DoctorId, SpecialtyId};
use super::keys::any_text;

/// The doctors that have these numbers. Two people may hold one number; the one stored first is
/// given. A number that nobody holds has no entry.
pub async fn by_npis(
    db: &impl ConnectionTrait,
    npis: &[String],
) -> Result<HashMap<String, doctor::Model>, StoreError> {
    let rows = doctor::Entity::find()
        .filter(any_text(
            db,
            doctor::Column::Npi,
            npis.iter().map(String::as_str),
        ))
        .order_by_desc(doctor::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.npi.clone()?, row)))
        .collect())
}

/// Gives each doctor these specialties, primary first, and says for whom that changed something.
pub async fn replace_specialties(
    db: &impl ConnectionTrait,
    wanted: &[(DoctorId, Vec<SpecialtyId>)],
) -> Result<HashSet<i64>, StoreError> {
    let parents: Vec<i64> = wanted.iter().map(|(doctor, _)| doctor.get()).collect();
    let rows = wanted
        .iter()
        .flat_map(|(doctor, specialties)| {
            specialties
                .iter()
                .zip(0..)
                .map(|(specialty, position)| doctor_specialty::Model {
                    id: super::id::Id::UNSET,
                    doctor_id: *doctor,
                    specialty_id: *specialty,
                    position,
                })
        })
        .collect();
    children::replace::<doctor_specialty::Entity>(db, &parents, rows, Condition::all()).await
}
