//! Lists of specialties in one cell: what procedures and conditions belong to.

use std::collections::{HashMap, HashSet};

use crate::domain::NodeKind;
use crate::ingest::batch::Batch;
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::entity::specialty;
use crate::store::id::SpecialtyId;
use crate::store::parts::{self, Part};
use crate::store::{children, read};

/// Specialties by slug.
pub struct Specialties(HashMap<String, SpecialtyId>);

/// The specialties that have these slugs.
pub async fn named(
    batch: &Batch<'_>,
    slugs: impl Iterator<Item = &String>,
) -> Result<Specialties, IngestError> {
    let slugs = slugs.map(String::as_str);
    let ids = read::ids_by_texts::<specialty::Entity>(batch.tx, specialty::Column::Slug, slugs);
    Ok(Specialties(ids.await?))
}

impl Specialties {
    /// The ids of the slugs of one cell, in its order.
    pub fn ids(&self, slugs: &[String]) -> Result<Vec<SpecialtyId>, Fault> {
        let ids = slugs.iter().map(|slug| self.0.get(slug).copied());
        ids.collect::<Option<_>>()
            .ok_or_else(|| Fault::unknown("specialties", "specialty"))
    }
}

/// Makes the rows the specialties of these records, and says of which that changed something.
///
/// A specialty lists the records in turn, so each one that came or went is noted.
pub async fn give<E: Part>(
    batch: &mut Batch<'_>,
    kind: NodeKind,
    owners: &[i64],
    rows: Vec<E::Model>,
    specialty: fn(&E::Model) -> SpecialtyId,
) -> Result<HashSet<i64>, IngestError> {
    let pairs = |rows: &[E::Model]| -> HashSet<(i64, SpecialtyId)> {
        rows.iter()
            .map(|row| (E::parent(row), specialty(row)))
            .collect()
    };
    let before = children::of_nodes::<E>(batch.tx, kind, owners).await?;
    let before: HashSet<_> = before.values().flat_map(|rows| pairs(rows)).collect();
    let after = pairs(&rows);
    let written = parts::replace::<E>(batch.tx, kind, owners, rows).await?;
    for (_, specialty) in before.symmetric_difference(&after) {
        batch.changes.updated(NodeKind::Specialty, *specialty);
    }
    Ok(written.changed)
}
