//! What callers told, by what became of it, the oldest first: problems, and reviews that were
//! handed in. Whether somebody may read them has been settled before.

use std::sync::Arc;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::entity::{report, submitted_review};
use super::error::StoreError;
use super::id::Row;
use super::related::{Listed, Position, Slice, Window};
use super::text::Text;
use crate::domain::{ReportState, ReviewState};

/// Rows that callers told, each in some state.
pub trait Told: Row {
    type State: Copy + Send;

    /// What positions in its lists are called, so that none is taken for one of another list.
    const LIST: &'static str;

    /// All that callers told, or those in one state.
    fn told(state: Option<Self::State>) -> Select<Self>;
}

impl Told for report::Entity {
    type State = ReportState;

    const LIST: &'static str = "report";

    fn told(state: Option<ReportState>) -> Select<Self> {
        // Those of files are settled where the files are from: the next import brings them back.
        let told = report::Entity::find().filter(report::Column::ToldHere.eq(true));
        match state {
            Some(state) => told.filter(report::Column::State.eq(Text(state))),
            None => told,
        }
    }
}

impl Told for submitted_review::Entity {
    type State = ReviewState;

    const LIST: &'static str = "review";

    fn told(state: Option<ReviewState>) -> Select<Self> {
        let told = submitted_review::Entity::find();
        match state {
            Some(state) => told.filter(submitted_review::Column::State.eq(Text(state))),
            None => told,
        }
    }
}

/// A part of what was told, in the order in which it came.
pub async fn slice<E: Told>(
    db: &impl ConnectionTrait,
    state: Option<E::State>,
    window: &Window,
) -> Result<Slice<E::Model>, StoreError> {
    let told = E::told(state).limit(window.size + 1);
    let told = match (&window.from, window.backward) {
        (Some(from), false) => told.filter(E::ID.gt(from.id)),
        (Some(from), true) => told.filter(E::ID.lt(from.id)),
        (None, _) => told,
    };
    let told = match window.backward {
        false => told.order_by_asc(E::ID),
        true => told.order_by_desc(E::ID),
    };
    let mut rows = told.all(db).await?;
    let size = usize::try_from(window.size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    if window.backward {
        rows.reverse();
    }
    let listed = |row: E::Model| Listed {
        position: Position {
            order: E::LIST.to_owned(),
            id: E::id(&row).get(),
        },
        row: Arc::new(row),
    };
    Ok(Slice {
        rows: rows.into_iter().map(listed).collect(),
        more,
    })
}

/// How many were told.
pub async fn count<E: Told>(
    db: &impl ConnectionTrait,
    state: Option<E::State>,
) -> Result<u64, StoreError>
where
    E::Model: Send + Sync,
{
    Ok(E::told(state).count(db).await?)
}
