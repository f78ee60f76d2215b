//! Rows that point at rows of their own table: a part at the whole, a record at the one that
//! stands for it.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use super::entity::{clinic, doctor, place, specialty};
use super::error::StoreError;
use super::id::{Id, Slugged};
use super::read;
use super::upsert::{self, Outcome, Upsert};

/// A table whose rows may point at another row of it.
pub trait Linked:
    Slugged
    + Upsert<
        Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel> + PartialEq + Clone + Sync,
        ActiveModel: Send,
    >
{
    fn target(model: &Self::Model) -> Option<Id<Self>>;

    fn point(model: &mut Self::Model, at: Option<Id<Self>>);
}

/// A row that was written, and where it points and pointed before.
pub struct Written<E> {
    pub id: Id<E>,
    pub outcome: Outcome,
    pub before: Option<Id<E>>,
    pub after: Option<Id<E>>,
}

/// Writes the rows, each with the slug of the row at which it points, which may stand anywhere
/// among them. A slug without a row points at nothing.
pub async fn write<E: Linked>(
    db: &impl ConnectionTrait,
    rows: Vec<(E::Model, Option<String>)>,
) -> Result<Vec<Written<E>>, StoreError> {
    let slugs: Vec<String> = rows
        .iter()
        .map(|(row, _)| E::slug(row).to_owned())
        .collect();
    let held = read::by_slugs::<E>(db, &slugs).await?;
    // New rows first, pointing at nothing, so that there are ids to point at.
    let (places, fresh): (Vec<usize>, Vec<E::Model>) = rows
        .iter()
        .enumerate()
        .filter(|(_, (row, _))| !held.contains_key(E::slug(row)))
        .map(|(place, (row, _))| {
            let mut row = row.clone();
            E::point(&mut row, None);
            (place, row)
        })
        .unzip();
    let fresh = upsert::upsert_scoped::<E>(db, fresh).await?;
    let fresh: HashMap<usize, Outcome> = places
        .into_iter()
        .zip(fresh.into_iter().map(|(_, outcome)| outcome))
        .collect();

    let targets = rows.iter().filter_map(|(_, to)| to.as_deref());
    let ids = read::ids_by_texts::<E>(db, E::SLUG, targets).await?;
    let mut links = Vec::with_capacity(rows.len());
    let rows = rows
        .into_iter()
        .map(|(mut row, to)| {
            let after = to.and_then(|slug| ids.get(&slug).copied());
            let before = held.get(E::slug(&row)).and_then(E::target);
            E::point(&mut row, after);
            links.push((before, after));
            row
        })
        .collect();
    let written = upsert::upsert_scoped::<E>(db, rows).await?;
    Ok(written
        .into_iter()
        .zip(links)
        .enumerate()
        .map(|(place, ((id, outcome), (before, after)))| Written {
            id,
            outcome: match fresh.get(&place) {
                Some(first) if *first != Outcome::Unchanged => *first,
                _ => outcome,
            },
            before,
            after,
        })
        .collect())
}

/// Where the rows with these slugs lead, step by step, as slugs: the row itself to the one at
/// which it points. A row that points at nothing leads to `None`.
pub async fn lineage<E: Linked>(
    db: &impl ConnectionTrait,
    slugs: &[String],
) -> Result<HashMap<String, Option<String>>, StoreError> {
    let mut rows: HashMap<Id<E>, E::Model> = read::by_slugs::<E>(db, slugs)
        .await?
        .into_values()
        .map(|row| (E::id(&row), row))
        .collect();
    loop {
        let beyond: Vec<Id<E>> = rows
            .values()
            .filter_map(E::target)
            .filter(|id| !rows.contains_key(id))
            .collect();
        if beyond.is_empty() {
            break;
        }
        let found = read::by_ids::<E>(db, &beyond).await?;
        if found.is_empty() {
            break;
        }
        rows.extend(found);
    }
    Ok(rows
        .values()
        .map(|row| {
            let target = E::target(row).and_then(|id| rows.get(&id));
            let target = target.map(|row| E::slug(row).to_owned());
            (E::slug(row).to_owned(), target)
        })
        .collect())
}

impl Linked for clinic::Entity {
    fn target(model: &clinic::Model) -> Option<Id<Self>> {
        model.parent_id
    }

    fn point(model: &mut clinic::Model, at: Option<Id<Self>>) {
        model.parent_id = at;
    }
}

impl Linked for doctor::Entity {
    fn target(model: &doctor::Model) -> Option<Id<Self>> {
        model.replaced_by_id
    }

    fn point(model: &mut doctor::Model, at: Option<Id<Self>>) {
        model.replaced_by_id = at;
    }
}

impl Linked for place::Entity {
    fn target(model: &place::Model) -> Option<Id<Self>> {
        model.parent_id
    }

    fn point(model: &mut place::Model, at: Option<Id<Self>>) {
        model.parent_id = at;
    }
}

impl Linked for specialty::Entity {
    fn target(model: &specialty::Model) -> Option<Id<Self>> {
        model.parent_id
    }

    fn point(model: &mut specialty::Model, at: Option<Id<Self>>) {
        model.parent_id = at;
    }
}
