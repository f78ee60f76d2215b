//! Whose word a record is: what the desk writes is the desk's from then on.
//!
//! An import that names such a record says in its report that another source has it, and leaves it
//! alone. Who said what before stays in the record's provenance.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::act::{Act, Node};
use super::error::DeskError;
use crate::domain::closed::Closed;
use crate::domain::{FieldGroup, NodeKind};
use crate::store::entity::{opening_hours, provenance, source};
use crate::store::id::{Id, Row, SourceId};
use crate::store::{StoreError, Text};
use crate::store::{parts, read, upsert};

use super::patch::Hours;

/// What we say of a source of our own.
struct Own {
    slug: &'static str,
    name: &'static str,
    accuracy: &'static str,
}

/// The slug of the desk.
pub const DESK: &str = "desk";

const OWN_DESK: Own = Own {
    slug: DESK,
    name: "Caregraph directory desk",
    accuracy: "Written by hand by those who keep this directory, each time with their name.",
};

/// The slug of the source of reviews that were handed in here.
pub const REVIEWS: &str = "caregraph-reviews";

const OWN_REVIEWS: Own = Own {
    slug: REVIEWS,
    name: "Reviews written on Caregraph",
    accuracy: "Opinions of patients, read by a moderator before they are shown, and checked by nobody.",
};

/// The slug of the content desk.
pub const CONTENT: &str = "content-desk";

const OWN_CONTENT: Own = Own {
    slug: CONTENT,
    name: "Caregraph content desk",
    accuracy: "Written and reviewed here, each version with the name of who wrote it.",
};

/// The content desk, as a row.
pub(super) async fn content(act: &mut Act) -> Result<source::Model, DeskError> {
    let id = ensure(act, &OWN_CONTENT).await?;
    let row = source::Entity::find().filter(source::Column::Id.eq(id));
    let row = row.one(&act.tx).await?;
    Ok(row.ok_or(StoreError::Corrupt("a source was written and is not there"))?)
}

/// The directory desk.
pub(super) async fn desk(act: &mut Act) -> Result<SourceId, DeskError> {
    ensure(act, &OWN_DESK).await
}

/// Reviews that were handed in here.
pub(super) async fn reviews(act: &mut Act) -> Result<SourceId, DeskError> {
    ensure(act, &OWN_REVIEWS).await
}

async fn ensure(act: &mut Act, own: &Own) -> Result<SourceId, DeskError> {
    let held = read::by_text::<source::Entity>(&act.tx, source::Column::Slug, own.slug).await?;
    if let Some(held) = held {
        return Ok(held.id);
    }
    let row = source::Model {
        id: Id::UNSET,
        slug: own.slug.to_owned(),
        name: own.name.to_owned(),
        url: None,
        licence: "CC0-1.0".to_owned(),
        attribution: own.name.to_owned(),
        accuracy: Some(own.accuracy.to_owned()),
        demonstration: false,
    };
    let written = upsert::upsert::<source::Entity>(&act.tx, vec![row]).await?;
    let id = written.first().map_or(Id::UNSET, |(id, _)| *id);
    act.changes.updated(NodeKind::Source, id);
    Ok(id)
}

/// A record as it was before the desk wrote it.
pub(super) struct Before {
    pub source: SourceId,
    /// Which groups of fields its source spoke for.
    pub groups: &'static [FieldGroup],
}

/// Notes that the desk speaks for these groups of fields as of a day, and who spoke for the record
/// before, where nobody has noted that.
pub(super) async fn note(
    act: &Act,
    node: Node,
    before: Option<Before>,
    groups: &[FieldGroup],
    (desk, as_of): (SourceId, NaiveDate),
) -> Result<(), DeskError> {
    let (kind, id) = node;
    let held = provenance::Entity::find()
        .filter(provenance::Column::NodeKind.eq(Text(kind)))
        .filter(provenance::Column::NodeId.eq(id))
        .all(&act.tx)
        .await?;
    let mut fresh = Vec::new();
    if let Some(before) = before.filter(|before| before.source != desk) {
        let known = |group: &&FieldGroup| held.iter().all(|row| row.field_group.0 != **group);
        let groups = before.groups.iter().filter(known);
        fresh.extend(groups.map(|group| (*group, before.source, None)));
    }
    for group in groups {
        let mine = held
            .iter()
            .find(|row| row.field_group.0 == *group && row.source_id == desk);
        match mine {
            Some(mine) if mine.as_of == Some(as_of) => {}
            Some(mine) => {
                let mut row = mine.clone().into_active_model();
                row.as_of = Set(Some(as_of));
                provenance::Entity::update(row).exec(&act.tx).await?;
            }
            None => fresh.push((*group, desk, Some(as_of))),
        }
    }
    fresh.sort_by_key(|(group, ..)| group.spelling());
    for (group, source_id, as_of) in fresh {
        let row = provenance::Model {
            id: Id::UNSET,
            node_kind: Text(kind),
            node_id: id,
            field_group: Text(group),
            source_id,
            release_id: None,
            as_of,
        };
        let mut row = row.into_active_model();
        row.not_set(provenance::Entity::ID);
        provenance::Entity::insert(row)
            .exec_without_returning(&act.tx)
            .await?;
    }
    Ok(())
}

/// Makes these the hours of a node.
pub(super) async fn hours(act: &Act, (kind, id): Node, hours: &[Hours]) -> Result<bool, DeskError> {
    let rows = hours.iter().map(|hours| opening_hours::Model {
        id: Id::UNSET,
        node_kind: Text(kind),
        node_id: id,
        weekday: Text(hours.weekday),
        opens: hours.opens,
        closes: hours.closes,
    });
    let rows = rows.collect();
    let written = parts::replace::<opening_hours::Entity>(&act.tx, kind, &[id], rows).await?;
    Ok(!written.changed.is_empty())
}
