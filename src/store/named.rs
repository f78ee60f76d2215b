//! Row ids of records that are named by kind and slug.
//!
//! A role has no slug of its own and is named `doctor-slug/clinic-slug`.

use std::collections::HashMap;

use super::entity::{
    article, clinic, condition, doctor, glossary_term, insurance_plan, place, procedure, specialty,
};
use super::id::{ClinicId, DoctorId, Id, RoleId};
use super::{StoreError, Transaction, read, role};
use crate::domain::NodeKind;

/// The kinds of record that have a slug of their own.
pub const SLUGGED: [NodeKind; 8] = [
    NodeKind::Doctor,
    NodeKind::Clinic,
    NodeKind::Specialty,
    NodeKind::Procedure,
    NodeKind::Condition,
    NodeKind::Place,
    NodeKind::Article,
    NodeKind::InsurancePlan,
];

/// The ids of the nodes. One that is not there, or whose kind has no name, has no entry.
pub async fn by_slug<'a>(
    tx: &Transaction,
    nodes: impl IntoIterator<Item = (NodeKind, &'a str)> + Clone,
) -> Result<HashMap<(NodeKind, String), i64>, StoreError> {
    let mut found = HashMap::new();
    for kind in SLUGGED
        .into_iter()
        .chain([NodeKind::Role, NodeKind::GlossaryTerm])
    {
        let of_kind = nodes.clone().into_iter().filter(|(of, _)| *of == kind);
        let slugs: Vec<&str> = of_kind.map(|(_, slug)| slug).collect();
        if slugs.is_empty() {
            continue;
        }
        for (slug, id) in ids(tx, kind, slugs).await? {
            found.insert((kind, slug), id);
        }
    }
    Ok(found)
}

async fn ids(
    tx: &Transaction,
    kind: NodeKind,
    slugs: Vec<&str>,
) -> Result<Vec<(String, i64)>, StoreError> {
    use read::ids_by_texts as ids;
    Ok(match kind {
        NodeKind::Doctor => raw(ids::<doctor::Entity>(tx, doctor::Column::Slug, slugs).await?),
        NodeKind::Clinic => raw(ids::<clinic::Entity>(tx, clinic::Column::Slug, slugs).await?),
        NodeKind::Specialty => {
            raw(ids::<specialty::Entity>(tx, specialty::Column::Slug, slugs).await?)
        }
        NodeKind::Procedure => {
            raw(ids::<procedure::Entity>(tx, procedure::Column::Slug, slugs).await?)
        }
        NodeKind::Condition => {
            raw(ids::<condition::Entity>(tx, condition::Column::Slug, slugs).await?)
        }
        NodeKind::Place => raw(ids::<place::Entity>(tx, place::Column::Slug, slugs).await?),
        NodeKind::Article => raw(ids::<article::Entity>(tx, article::Column::Slug, slugs).await?),
        NodeKind::InsurancePlan => {
            raw(ids::<insurance_plan::Entity>(tx, insurance_plan::Column::Slug, slugs).await?)
        }
        NodeKind::Role => roles(tx, slugs).await?,
        NodeKind::GlossaryTerm => {
            raw(ids::<glossary_term::Entity>(tx, glossary_term::Column::Slug, slugs).await?)
        }
        NodeKind::Offering | NodeKind::Source | NodeKind::Manuscript => Vec::new(),
    })
}

async fn roles(tx: &Transaction, names: Vec<&str>) -> Result<Vec<(String, i64)>, StoreError> {
    use read::ids_by_texts as ids;
    let pairs: Vec<(&str, &str)> = names
        .into_iter()
        .filter_map(|name| name.split_once('/'))
        .collect();
    let doctors = pairs.iter().map(|(doctor, _)| *doctor);
    let doctors = ids::<doctor::Entity>(tx, doctor::Column::Slug, doctors).await?;
    let clinics = pairs.iter().map(|(_, clinic)| *clinic);
    let clinics = ids::<clinic::Entity>(tx, clinic::Column::Slug, clinics).await?;
    let held: HashMap<(DoctorId, ClinicId), RoleId> =
        role::of_doctors(tx, doctors.values().copied())
            .await?
            .into_iter()
            .map(|row| ((row.doctor_id, row.clinic_id), row.id))
            .collect();
    let found = pairs.into_iter().filter_map(|(doctor, clinic)| {
        let role = held.get(&(*doctors.get(doctor)?, *clinics.get(clinic)?))?;
        Some((format!("{doctor}/{clinic}"), role.get()))
    });
    Ok(found.collect())
}

fn raw<E>(ids: HashMap<String, Id<E>>) -> Vec<(String, i64)> {
    ids.into_iter().map(|(slug, id)| (slug, id.get())).collect()
}
