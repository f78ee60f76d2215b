//! Rows that are parts of a record, which they name by kind and slug.

use std::collections::BTreeMap;

use super::cells::Cells;
use crate::domain::closed::Closed;
use crate::domain::slug::Slug;
use crate::domain::{NodeKind, RejectReason};
use crate::ingest::batch::{Batch, Fate, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::owners;
use crate::store::named;
use crate::store::parts::{self, Part};
use crate::store::upsert::Outcome;

/// A row and the record that it belongs to.
pub struct Draft<M> {
    pub owner: Owner,
    pub row: M,
}

/// A record by its name, and the column that names it.
#[derive(Clone)]
pub struct Owner {
    pub column: &'static str,
    pub kind: NodeKind,
    /// `doctor-slug/clinic-slug` of a role.
    pub slug: String,
}

impl Owner {
    /// The doctor whom the row names in `doctor`.
    pub fn doctor(cells: &Cells<'_>) -> Result<Self, Fault> {
        Ok(Owner {
            column: "doctor",
            kind: NodeKind::Doctor,
            slug: cells.required("doctor")?.to_owned(),
        })
    }

    /// The role of the doctor in `doctor` at the clinic in `clinic`.
    pub fn role(cells: &Cells<'_>) -> Result<Self, Fault> {
        let (doctor, clinic) = (cells.required("doctor")?, cells.required("clinic")?);
        Ok(Owner {
            column: "doctor, clinic",
            kind: NodeKind::Role,
            slug: format!("{doctor}/{clinic}"),
        })
    }

    /// The record that the row names in `kind` and `slug`, if it is of one of the kinds.
    pub fn node(cells: &Cells<'_>, kinds: &[NodeKind]) -> Result<Self, Fault> {
        let kind: Option<NodeKind> = cells.required("kind")?.parse().ok();
        let Some(kind) = kind.filter(|kind| kinds.contains(kind)) else {
            let right: Vec<&str> = kinds.iter().map(|kind| kind.spelling()).collect();
            return Err(Fault::invalid("kind", format!("use {}", right.join(", "))));
        };
        let slug = match kind {
            NodeKind::Role => {
                let parts = cells.required("slug")?.split_once('/');
                let sound = |part: &str| part.parse::<Slug>().ok().map(Slug::into_string);
                let parts =
                    parts.and_then(|(doctor, clinic)| Some((sound(doctor)?, sound(clinic)?)));
                let (doctor, clinic) = parts.ok_or_else(|| {
                    Fault::invalid("slug", "a role is named doctor-slug/clinic-slug")
                })?;
                format!("{doctor}/{clinic}")
            }
            _ => cells.required_parsed::<Slug>("slug")?.into_string(),
        };
        Ok(Owner {
            column: "slug",
            kind,
            slug,
        })
    }

    /// What tells the record from others.
    pub fn key(&self) -> String {
        format!("{} {}", self.kind.spelling(), self.slug)
    }

    fn unknown(&self) -> Fault {
        match self.kind {
            NodeKind::Role => Fault::new(
                RejectReason::UnknownReference,
                format!(
                    "{}: the doctor has no known role at the clinic",
                    self.column
                ),
            ),
            kind => Fault::unknown(
                self.column,
                &kind.spelling().to_lowercase().replace('_', " "),
            ),
        }
    }
}

/// Makes the rows the parts of the records that they name, and notes whom that changes.
///
/// `own` puts the id of the record into the row.
pub async fn write<E: Part>(
    batch: &mut Batch<'_>,
    planned: Vec<Result<Draft<E::Model>, Fault>>,
    own: fn(&mut E::Model, i64),
) -> Result<Vec<Fate>, IngestError> {
    let named: Vec<(NodeKind, &str)> = planned
        .iter()
        .flatten()
        .map(|draft| (draft.owner.kind, draft.owner.slug.as_str()))
        .collect();
    let ids = named::by_slug(batch.tx, named).await?;
    let planned = planned
        .into_iter()
        .map(|draft| {
            let Draft { owner, mut row } = draft?;
            let id = ids.get(&(owner.kind, owner.slug.clone()));
            own(&mut row, *id.ok_or_else(|| owner.unknown())?);
            Ok((owner.kind, row))
        })
        .collect();
    let (rows, faults) = sound(planned);

    let mut outcomes = vec![Outcome::Unchanged; rows.len()];
    let mut kinds: BTreeMap<NodeKind, (Vec<usize>, Vec<E::Model>)> = BTreeMap::new();
    for (place, (kind, row)) in rows.into_iter().enumerate() {
        let of_kind = kinds.entry(kind).or_default();
        of_kind.0.push(place);
        of_kind.1.push(row);
    }
    for (kind, (places, rows)) in kinds {
        let mut ids: Vec<i64> = rows.iter().map(E::parent).collect();
        ids.sort_unstable();
        ids.dedup();
        let written = parts::replace::<E>(batch.tx, kind, &ids, rows).await?;
        for (place, outcome) in places.into_iter().zip(written.outcomes) {
            outcomes[place] = outcome;
        }
        owners::of_parts(batch, kind, written.changed).await?;
    }
    Ok(fates(faults, outcomes))
}
