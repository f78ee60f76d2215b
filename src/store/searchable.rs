//! What the search index holds of doctors and clinics, read in batches.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{clinic, doctor, doctor_specialty, offering, role};
use super::error::StoreError;
use super::id::{ClinicId, DoctorId, Id, Row};
use super::keys::any_id;

/// A doctor with all that finding needs.
#[derive(Debug)]
pub struct DoctorRows {
    pub doctor: doctor::Model,
    pub roles: Vec<(role::Model, clinic::Model)>,
    pub offerings: Vec<offering::Model>,
    pub specialties: Vec<doctor_specialty::Model>,
}

/// A clinic with what the doctors who see patients there offer there.
#[derive(Debug)]
pub struct ClinicRows {
    pub clinic: clinic::Model,
    pub offerings: Vec<offering::Model>,
    pub specialties: Vec<doctor_specialty::Model>,
}

/// Ids greater than `after`, in order, at most `limit`.
pub async fn ids_after<E: Row>(
    db: &impl ConnectionTrait,
    after: Id<E>,
    limit: u64,
) -> Result<Vec<Id<E>>, StoreError> {
    Ok(E::find()
        .select_only()
        .column(E::ID)
        .filter(E::ID.gt(after))
        .order_by_asc(E::ID)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// The doctors that are there; an id without a row has no entry.
pub async fn doctors(
    db: &impl ConnectionTrait,
    ids: &[DoctorId],
) -> Result<Vec<DoctorRows>, StoreError> {
    let keys = || ids.iter().map(|id| id.get());
    let doctors = doctor::Entity::find()
        .filter(any_id(db, doctor::Column::Id, keys()))
        .all(db)
        .await?;
    let roles = role::Entity::find()
        .filter(any_id(db, role::Column::DoctorId, keys()))
        .order_by_asc(role::Column::Id)
        .all(db)
        .await?;
    let clinics = clinics_by_id(db, roles.iter().map(|role| role.clinic_id)).await?;
    let offerings = offering::Entity::find()
        .filter(any_id(db, offering::Column::DoctorId, keys()))
        .all(db)
        .await?;
    let specialties = doctor_specialty::Entity::find()
        .filter(any_id(db, doctor_specialty::Column::DoctorId, keys()))
        .all(db)
        .await?;

    let mut rows: HashMap<DoctorId, DoctorRows> = doctors
        .into_iter()
        .map(|doctor| {
            let id = doctor.id;
            let rows = DoctorRows {
                doctor,
                roles: Vec::new(),
                offerings: Vec::new(),
                specialties: Vec::new(),
            };
            (id, rows)
        })
        .collect();
    for role in roles {
        if let (Some(row), Some(clinic)) = (
            rows.get_mut(&role.doctor_id),
            clinics.get(&role.clinic_id).cloned(),
        ) {
            row.roles.push((role, clinic));
        }
    }
    for offering in offerings {
        if let Some(row) = rows.get_mut(&offering.doctor_id) {
            row.offerings.push(offering);
        }
    }
    for specialty in specialties {
        if let Some(row) = rows.get_mut(&specialty.doctor_id) {
            row.specialties.push(specialty);
        }
    }
    Ok(rows.into_values().collect())
}

/// The clinics that are there; an id without a row has no entry.
pub async fn clinics(
    db: &impl ConnectionTrait,
    ids: &[ClinicId],
) -> Result<Vec<ClinicRows>, StoreError> {
    let clinics = clinics_by_id(db, ids.iter().copied()).await?;
    let roles = role::Entity::find()
        .filter(any_id(
            db,
            role::Column::ClinicId,
            ids.iter().map(|id| id.get()),
        ))
        .all(db)
        .await?;
    let keys = || roles.iter().map(|role| role.doctor_id.get());
    let offerings = offering::Entity::find()
        .filter(any_id(db, offering::Column::DoctorId, keys()))
        .all(db)
        .await?;
    let specialties = doctor_specialty::Entity::find()
        .filter(any_id(db, doctor_specialty::Column::DoctorId, keys()))
        .all(db)
        .await?;

    let mut rows: HashMap<ClinicId, ClinicRows> = clinics
        .into_iter()
        .map(|(id, clinic)| {
            let rows = ClinicRows {
                clinic,
                offerings: Vec::new(),
                specialties: Vec::new(),
            };
            (id, rows)
        })
        .collect();
    let mut offered: HashMap<DoctorId, Vec<offering::Model>> = HashMap::new();
    for offering in offerings {
        offered
            .entry(offering.doctor_id)
            .or_default()
            .push(offering);
    }
    let mut practised: HashMap<DoctorId, Vec<doctor_specialty::Model>> = HashMap::new();
    for specialty in specialties {
        practised
            .entry(specialty.doctor_id)
            .or_default()
            .push(specialty);
    }
    for role in roles {
        let Some(row) = rows.get_mut(&role.clinic_id) else {
            continue;
        };
        let here = |offering: &&offering::Model| {
            offering
                .clinic_id
                .is_none_or(|clinic| clinic == role.clinic_id)
        };
        row.offerings.extend(
            offered
                .get(&role.doctor_id)
                .into_iter()
                .flatten()
                .filter(here)
                .cloned(),
        );
        row.specialties.extend(
            practised
                .get(&role.doctor_id)
                .into_iter()
                .flatten()
                .cloned(),
        );
    }
    Ok(rows.into_values().collect())
}

async fn clinics_by_id(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = ClinicId>,
) -> Result<HashMap<ClinicId, clinic::Model>, StoreError> {
    let rows = clinic::Entity::find()
        .filter(any_id(db, clinic::Column::Id, ids.map(|id| id.get())))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
