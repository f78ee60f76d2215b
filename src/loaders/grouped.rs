//! Everything of one kind that belongs to a node: its codes, its names, an article's parts.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::Batch;
use crate::domain::NodeKind;
use crate::store::children::Child;
use crate::store::entity::{code, label, offering};
use crate::store::id::{DoctorId, ProcedureId};
use crate::store::{
    Database, StoreError, children, code as codes, label as labels, offering as offerings,
};

/// The best offering of a doctor for a procedure.
pub struct BestOffering;

impl Batch for BestOffering {
    type Key = (DoctorId, ProcedureId);
    type Value = offering::Model;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        offerings::best(db.reader(), keys).await
    }
}

/// Codes of a node.
pub struct Codes;

impl Batch for Codes {
    type Key = (NodeKind, i64);
    type Value = Vec<code::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let codes = codes::of_nodes(db.reader(), kind, &nodes).await?;
            found.extend(codes.into_iter().map(|(node, codes)| ((kind, node), codes)));
        }
        Ok(found)
    }
}

/// Labels of a node, in every language.
pub struct Labels;

impl Batch for Labels {
    type Key = (NodeKind, i64);
    type Value = Vec<label::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let labels = labels::of_nodes(db.reader(), kind, &nodes).await?;
            found.extend(
                labels
                    .into_iter()
                    .map(|(node, labels)| ((kind, node), labels)),
            );
        }
        Ok(found)
    }
}

fn by_kind(keys: &[(NodeKind, i64)]) -> HashMap<NodeKind, Vec<i64>> {
    let mut kinds: HashMap<NodeKind, Vec<i64>> = HashMap::new();
    for (kind, node) in keys {
        kinds.entry(*kind).or_default().push(*node);
    }
    kinds
}

/// What a row owns, in the order in which it was written: an article's translations, a
/// translation's sections, a place's spellings.
pub struct Owned<E>(PhantomData<fn() -> E>);

impl<E: Child> Batch for Owned<E>
where
    E::Model: Send + Sync,
{
    type Key = i64;
    type Value = Vec<E::Model>;

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        children::of_parents::<E>(db.reader(), keys).await
    }
}
