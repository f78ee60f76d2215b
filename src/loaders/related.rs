//! A part of the list that hangs from a node, and the length of that list.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::Batch;
use crate::store::id::Row;
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

impl<E: Row> Batch for Slices<E>
where
    E::Model: Send + Sync,
{
    type Key = SliceKey;
    type Value = Slice<E::Model>;

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
