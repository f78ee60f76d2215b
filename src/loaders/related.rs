//! A part of the list that hangs from a node, and the length of that list.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::{Batch, Room};
use super::row::Node;
use crate::domain::NodeKind;
use crate::feed::Depends;
use crate::store::entity::{article, clinic, condition, offering, procedure, role, specialty};
use crate::store::related::{Relation, Slice, Window, counts, slices};
use crate::store::{Database, StoreError};

/// Which list, and which part of it: all that changes the statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SliceKey {
    pub relation: Relation,
    pub parent: i64,
    pub window: Window,
}

/// Parts of lists of `E`.
pub struct Slices<E>(PhantomData<fn() -> E>);

/// Rows that are listed under others.
pub trait Listed: Node {
    /// The row of another table by whose text this one may be sorted.
    fn beside(model: &Self::Model) -> Option<(NodeKind, i64)>;
}

impl Listed for role::Entity {
    fn beside(model: &role::Model) -> Option<(NodeKind, i64)> {
        Some((NodeKind::Clinic, model.clinic_id.get()))
    }
}

impl Listed for offering::Entity {
    fn beside(model: &offering::Model) -> Option<(NodeKind, i64)> {
        Some((NodeKind::Procedure, model.procedure_id.get()))
    }
}

impl Listed for clinic::Entity {
    fn beside(_: &clinic::Model) -> Option<(NodeKind, i64)> {
        None
    }
}

impl Listed for specialty::Entity {
    fn beside(_: &specialty::Model) -> Option<(NodeKind, i64)> {
        None
    }
}

impl Listed for procedure::Entity {
    fn beside(_: &procedure::Model) -> Option<(NodeKind, i64)> {
        None
    }
}

impl Listed for condition::Entity {
    fn beside(_: &condition::Model) -> Option<(NodeKind, i64)> {
        None
    }
}

impl Listed for article::Entity {
    fn beside(_: &article::Model) -> Option<(NodeKind, i64)> {
        None
    }
}

impl<E: Listed> Batch for Slices<E>
where
    E::Model: Send + Sync,
{
    type Key = SliceKey;
    type Value = Slice<E::Model>;

    const ROOM: Room = Room::Share(60);

    fn depends(key: &SliceKey, slice: Option<&Slice<E::Model>>) -> Vec<Depends> {
        // Which rows hang from the parent is the parent's; each row may change by itself.
        let mut depends = vec![Depends::On(key.relation.of, key.parent)];
        let Some(slice) = slice else { return depends };
        for listed in &slice.rows {
            depends.push(Depends::On(E::KIND, listed.position.id));
            depends.extend(E::beside(&listed.row).map(|(kind, id)| Depends::On(kind, id)));
        }
        // A row outside the slice may be given a name that belongs into it.
        if slice.more || key.window.from.is_some() {
            depends.push(Depends::OnAny(key.relation.ordered_by));
        }
        depends
    }

    async fn read(
        db: &Database,
        keys: &[SliceKey],
    ) -> Result<HashMap<SliceKey, Slice<E::Model>>, StoreError> {
        // One statement for all the parents that want the same part of the same list.
        let mut alike: HashMap<(Relation, &Window), Vec<i64>> = HashMap::new();
        for key in keys {
            alike
                .entry((key.relation, &key.window))
                .or_default()
                .push(key.parent);
        }
        let mut found = HashMap::new();
        for ((relation, window), parents) in alike {
            for (parent, slice) in slices::<E>(db.reader(), relation, &parents, window).await? {
                let window = window.clone();
                found.insert(
                    SliceKey {
                        relation,
                        parent,
                        window,
                    },
                    slice,
                );
            }
        }
        Ok(found)
    }
}

/// Lengths of lists, asked for only when somebody wants to know.
pub struct Counts;

impl Batch for Counts {
    type Key = (Relation, i64);
    type Value = u64;

    const ROOM: Room = Room::Share(20);

    fn depends((relation, parent): &Self::Key, _: Option<&u64>) -> Vec<Depends> {
        vec![Depends::On(relation.of, *parent)]
    }

    async fn read(
        db: &Database,
        keys: &[(Relation, i64)],
    ) -> Result<HashMap<(Relation, i64), u64>, StoreError> {
        let mut alike: HashMap<Relation, Vec<i64>> = HashMap::new();
        for (relation, parent) in keys {
            alike.entry(*relation).or_default().push(*parent);
        }
        let mut found = HashMap::new();
        for (relation, parents) in alike {
            let sizes = counts(db.reader(), relation, &parents).await?;
            found.extend(
                sizes
                    .into_iter()
                    .map(|(parent, size)| ((relation, parent), size)),
            );
        }
        Ok(found)
    }
}
