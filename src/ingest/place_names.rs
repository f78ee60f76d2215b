//! Writing places together with the spellings by which they are found.

use std::collections::HashSet;

use super::batch::Batch;
use crate::domain::NodeKind;
use crate::domain::fold::fold;
use crate::store::StoreError;
use crate::store::entity::{place, place_name};
use crate::store::id::{Id, PlaceId};
use crate::store::place as places;
use crate::store::upsert::{self, Outcome};

/// A place and how else it is written.
#[derive(Clone, Debug)]
pub struct Spelled {
    pub row: place::Model,
    pub alternates: Vec<String>,
}

/// Writes the places, each with its own name and its alternates.
pub(super) async fn write(
    batch: &mut Batch<'_>,
    drafts: Vec<Spelled>,
) -> Result<Vec<Outcome>, StoreError> {
    let rows = drafts.iter().map(|draft| draft.row.clone()).collect();
    let written = upsert::upsert_scoped::<place::Entity>(batch.tx, rows).await?;
    name(batch, &drafts, written).await
}

/// Gives places that are written their spellings, and notes which all that changes.
pub(super) async fn name(
    batch: &mut Batch<'_>,
    drafts: &[Spelled],
    mut written: Vec<(PlaceId, Outcome)>,
) -> Result<Vec<Outcome>, StoreError> {
    let ids: Vec<_> = written.iter().map(|(id, _)| *id).collect();
    let names = drafts
        .iter()
        .zip(&ids)
        .flat_map(|(draft, id)| names(draft, *id))
        .collect();
    let renamed = places::replace_names(batch.tx, &ids, names).await?;

    let mut touched = Vec::new();
    for (id, outcome) in &mut written {
        if *outcome == Outcome::Unchanged && renamed.contains(&id.get()) {
            *outcome = Outcome::Changed;
            touched.push(*id);
        }
        batch.note(NodeKind::Place, *id, *outcome);
    }
    upsert::touch::<place::Entity>(batch.tx, place::Column::UpdatedAt, touched, batch.now).await?;
    Ok(written.into_iter().map(|(_, outcome)| outcome).collect())
}

/// The place's own name first, then each alternate that folds to something new.
fn names(draft: &Spelled, place_id: Id<place::Entity>) -> Vec<place_name::Model> {
    let mut seen = HashSet::new();
    std::iter::once(&draft.row.name)
        .chain(&draft.alternates)
        .filter_map(|name| {
            let name_key = fold(name);
            (!name_key.is_empty() && seen.insert(name_key.clone())).then(|| place_name::Model {
                id: Id::UNSET,
                place_id,
                name: name.clone(),
                name_key,
            })
        })
        .collect()
}
