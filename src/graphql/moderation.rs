//! What waits for moderators: problems that were reported, and reviews that were handed in.
//!
//! Read from the database each time and kept nowhere: who may see it needs a scope, and no change
//! tells of a review that waits.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Object, OutputType};

use super::context::Ask;
use super::cursor::Cursor;
use super::error::Failure;
use super::mutation::{Report, ReportState, ReviewState, SubmittedReview};
use super::page::{self, Page, whole};
use crate::domain;
use crate::store::entity::{report, submitted_review};
use crate::store::related::Window;
use crate::store::told::{self, Told};

pub type ReportConnection = Connection<Cursor, Report, Queue, EmptyFields>;
pub type SubmittedReviewConnection = Connection<Cursor, SubmittedReview, Queue, EmptyFields>;

/// Which list was asked for.
pub enum Queue {
    Reports(Option<domain::ReportState>),
    Reviews(Option<domain::ReviewState>),
}

/// How long such a list is.
#[Object]
impl Queue {
    /// How many there are on all pages; exact, and counted only when it is asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        let db = ctx.graph().db.reader();
        Ok(whole(match self {
            Queue::Reports(state) => told::count::<report::Entity>(db, *state).await?,
            Queue::Reviews(state) => told::count::<submitted_review::Entity>(db, *state).await?,
        }))
    }
}

/// Problems that were reported, in the order in which they came.
pub async fn reports(
    ctx: &Context<'_>,
    state: Option<ReportState>,
    page: Page,
) -> Result<ReportConnection, Failure> {
    let state = state.map(Into::into);
    let queue = Queue::Reports(state);
    listed::<report::Entity, _>(ctx, state, page, queue, Report).await
}

/// Reviews that were handed in, in the order in which they came.
pub async fn reviews(
    ctx: &Context<'_>,
    state: Option<ReviewState>,
    page: Page,
) -> Result<SubmittedReviewConnection, Failure> {
    let state = state.map(Into::into);
    let queue = Queue::Reviews(state);
    listed::<submitted_review::Entity, _>(ctx, state, page, queue, SubmittedReview).await
}

async fn listed<E: Told, N: OutputType>(
    ctx: &Context<'_>,
    state: Option<E::State>,
    page: Page,
    queue: Queue,
    node: fn(Arc<E::Model>) -> N,
) -> Result<Connection<Cursor, N, Queue, EmptyFields>, Failure>
where
    E::Model: Send + Sync,
{
    let window: Window = page.related()?;
    if window
        .from
        .as_ref()
        .is_some_and(|from| from.order != E::LIST)
    {
        return Err(page::bad_cursor());
    }
    let slice = told::slice::<E>(ctx.graph().db.reader(), state, &window).await?;
    let slice = Some(Arc::new(slice));
    Ok(page::connect(slice, &window, queue, |cursor, row| {
        Edge::new(cursor, node(row))
    }))
}
