//! A part of the list that hangs from a node, and the length of that list.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::{Batch, Room};
use crate::domain::NodeKind;
use crate::feed::Depends;
use crate::store::entity::{
    article, clinic, condition, insurance_plan, offering, procedure, review, role, specialty,
};
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

impl SliceKey {
    /// The list from its start, as long as any page can be.
    pub fn whole(relation: Relation, parent: i64) -> Self {
        SliceKey {
            relation,
            parent,
            window: Window {
                size: 100,
                from: None,
                backward: false,
            },
        }
    }
}

/// Parts of lists of `E`.
pub struct Slices<E>(PhantomData<fn() -> E>);

/// Rows that are listed under others.
pub trait Listed: Row {
    /// What a row rests on beside the parent: itself, and what it is sorted by.
    fn depends(model: &Self::Model) -> Vec<Depends>;
}

impl Listed for role::Entity {
    fn depends(model: &role::Model) -> Vec<Depends> {
        vec![
            Depends::On(NodeKind::Role, model.id.get()),
            Depends::On(NodeKind::Clinic, model.clinic_id.get()),
        ]
    }
}

impl Listed for offering::Entity {
    fn depends(model: &offering::Model) -> Vec<Depends> {
        vec![
            Depends::On(NodeKind::Offering, model.id.get()),
            Depends::On(NodeKind::Procedure, model.procedure_id.get()),
        ]
    }
}

impl Listed for clinic::Entity {
    fn depends(model: &clinic::Model) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Clinic, model.id.get())]
    }
}

impl Listed for specialty::Entity {
    fn depends(model: &specialty::Model) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Specialty, model.id.get())]
    }
}

impl Listed for procedure::Entity {
    fn depends(model: &procedure::Model) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Procedure, model.id.get())]
    }
}

impl Listed for condition::Entity {
    fn depends(model: &condition::Model) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Condition, model.id.get())]
    }
}

impl Listed for article::Entity {
    fn depends(model: &article::Model) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Article, model.id.get())]
    }
}

impl Listed for insurance_plan::Entity {
    fn depends(model: &insurance_plan::Model) -> Vec<Depends> {
        vec![Depends::On(NodeKind::InsurancePlan, model.id.get())]
    }
}

impl Listed for review::Entity {
    fn depends(_: &review::Model) -> Vec<Depends> {
        // A review is its doctor's.
        Vec::new()
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
        let SliceKey {
            relation,
            parent,
            window,
        } = key;
        let mut depends = vec![match relation.of {
            Some(of) => Depends::On(of, *parent),
            None => Depends::OnAny(relation.ordered_by),
        }];
        let Some(slice) = slice else { return depends };
        for listed in &slice.rows {
            depends.extend(E::depends(&listed.row));
        }
        // A row outside the slice may be given a name that belongs into it.
        if slice.more || window.from.is_some() {
            depends.push(Depends::OnAny(relation.ordered_by));
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
        vec![match relation.of {
            Some(of) => Depends::On(of, *parent),
            None => Depends::OnAny(relation.ordered_by),
        }]
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
