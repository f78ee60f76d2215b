//! What the search index holds of doctors and clinics, read in batches.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::children::{self, Child};
use super::entity::{
    clinic, doctor, doctor_language, doctor_specialty, offering, opening_hours, provenance,
    qualification, rating, report, role, role_plan, source_view,
};
use super::error::StoreError;
use super::id::{ClinicId, DoctorId, Id, Row};
use super::keys::any_id;
use super::trust;
use crate::domain::NodeKind;
use crate::domain::confidence::Known;

/// A doctor with all that finding needs.
#[derive(Debug)]
pub struct DoctorRows {
    pub doctor: doctor::Model,
    pub roles: Vec<RoleRows>,
    pub offerings: Vec<offering::Model>,
    pub specialties: Vec<doctor_specialty::Model>,
    pub languages: Vec<doctor_language::Model>,
    pub qualifications: Vec<qualification::Model>,
    pub rating: Option<rating::Model>,
}

/// A doctor at a clinic, with what is known of that.
#[derive(Debug)]
pub struct RoleRows {
    pub role: role::Model,
    pub clinic: clinic::Model,
    pub plans: Vec<role_plan::Model>,
    pub hours: Vec<opening_hours::Model>,
    pub known: Known,
}

/// A clinic with what the doctors who see patients there offer there.
#[derive(Debug)]
pub struct ClinicRows {
    pub clinic: clinic::Model,
    pub hours: Vec<opening_hours::Model>,
    pub offerings: Vec<offering::Model>,
    pub specialties: Vec<doctor_specialty::Model>,
}

/// How many doctors and clinics there are.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    let doctors = doctor::Entity::find().count(db).await?;
    Ok(doctors + clinic::Entity::find().count(db).await?)
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
    let mut roles = role_rows(db, roles).await?;
    let parents: Vec<i64> = keys().collect();
    let mut offerings = offerings_of(db, &parents).await?;
    let mut specialties = children::of_parents::<doctor_specialty::Entity>(db, &parents).await?;
    let mut languages = children::of_parents::<doctor_language::Entity>(db, &parents).await?;
    let mut qualifications = children::of_parents::<qualification::Entity>(db, &parents).await?;
    let mut ratings = children::of_parents::<rating::Entity>(db, &parents).await?;
    Ok(doctors
        .into_iter()
        .map(|doctor| {
            let key = doctor.id.get();
            DoctorRows {
                roles: roles.remove(&key).unwrap_or_default(),
                offerings: offerings.remove(&key).unwrap_or_default(),
                specialties: specialties.remove(&key).unwrap_or_default(),
                languages: languages.remove(&key).unwrap_or_default(),
                qualifications: qualifications.remove(&key).unwrap_or_default(),
                rating: ratings
                    .remove(&key)
                    .and_then(|rows| rows.into_iter().next()),
                doctor,
            }
        })
        .collect())
}

/// What is known of each role, by its doctor.
async fn role_rows(
    db: &impl ConnectionTrait,
    roles: Vec<role::Model>,
) -> Result<HashMap<i64, Vec<RoleRows>>, StoreError> {
    let clinics = clinics_by_id(db, roles.iter().map(|role| role.clinic_id)).await?;
    let ids: Vec<i64> = roles.iter().map(|role| role.id.get()).collect();
    let mut plans = children::of_parents::<role_plan::Entity>(db, &ids).await?;
    let mut hours = of_roles::<opening_hours::Entity>(db, &ids).await?;
    let mut provenance = of_roles::<provenance::Entity>(db, &ids).await?;
    let mut views = of_roles::<source_view::Entity>(db, &ids).await?;
    let mut reports = of_roles::<report::Entity>(db, &ids).await?;
    let mut by_doctor: HashMap<i64, Vec<RoleRows>> = HashMap::new();
    for role in roles {
        let Some(clinic) = clinics.get(&role.clinic_id).cloned() else {
            continue;
        };
        let key = role.id.get();
        let known = trust::known(
            &role,
            &provenance.remove(&key).unwrap_or_default(),
            &views.remove(&key).unwrap_or_default(),
            &reports.remove(&key).unwrap_or_default(),
        );
        let rows = RoleRows {
            clinic,
            plans: plans.remove(&key).unwrap_or_default(),
            hours: hours.remove(&key).unwrap_or_default(),
            known,
            role,
        };
        let doctor = rows.role.doctor_id.get();
        by_doctor.entry(doctor).or_default().push(rows);
    }
    Ok(by_doctor)
}

async fn of_roles<E: Child>(
    db: &impl ConnectionTrait,
    roles: &[i64],
) -> Result<HashMap<i64, Vec<E::Model>>, StoreError> {
    children::of_nodes::<E>(db, NodeKind::Role, roles).await
}

/// What each doctor does, oldest row first.
async fn offerings_of(
    db: &impl ConnectionTrait,
    doctors: &[i64],
) -> Result<HashMap<i64, Vec<offering::Model>>, StoreError> {
    let rows = offering::Entity::find()
        .filter(any_id(
            db,
            offering::Column::DoctorId,
            doctors.iter().copied(),
        ))
        .order_by_asc(offering::Column::Id)
        .all(db)
        .await?;
    let mut by_doctor: HashMap<i64, Vec<offering::Model>> = HashMap::new();
    for row in rows {
        by_doctor.entry(row.doctor_id.get()).or_default().push(row);
    }
    Ok(by_doctor)
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
    let doctors: Vec<i64> = roles.iter().map(|role| role.doctor_id.get()).collect();
    let offered = offerings_of(db, &doctors).await?;
    let practised = children::of_parents::<doctor_specialty::Entity>(db, &doctors).await?;
    let places: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let mut hours =
        children::of_nodes::<opening_hours::Entity>(db, NodeKind::Clinic, &places).await?;
    let mut rows: HashMap<ClinicId, ClinicRows> = clinics
        .into_iter()
        .map(|(id, clinic)| {
            let rows = ClinicRows {
                clinic,
                hours: hours.remove(&id.get()).unwrap_or_default(),
                offerings: Vec::new(),
                specialties: Vec::new(),
            };
            (id, rows)
        })
        .collect();
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
                .get(&role.doctor_id.get())
                .into_iter()
                .flatten()
                .filter(here)
                .cloned(),
        );
        row.specialties.extend(
            practised
                .get(&role.doctor_id.get())
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
