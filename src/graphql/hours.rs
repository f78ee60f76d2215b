//! Opening hours, of a clinic or of a doctor there.

use async_graphql::{Context, SimpleObject};
use std::time::Duration;

use super::context::Ask;
use super::error::Failure;
use super::sets::Weekday;
use crate::domain::NodeKind;
use crate::domain::hours::{self, Span};

/// How long `openNow` is taken to stay true.
pub(super) const A_MINUTE: Duration = Duration::from_secs(60);

/// A span of a day of the week, in the local time of the clinic.
#[derive(SimpleObject)]
pub struct OpeningHours {
    /// The day.
    weekday: Weekday,
    /// When it begins, as `09:30`.
    opens: String,
    /// When it ends, as `17:00`; `24:00` is the end of the day.
    closes: String,
}

/// The spans of a node, Monday first.
async fn spans(ctx: &Context<'_>, node: (NodeKind, i64)) -> Result<Vec<Span>, Failure> {
    let rows = ctx.loaders().opening_hours().load(node).await?;
    let mut spans: Vec<Span> = rows
        .iter()
        .flat_map(|rows| rows.iter())
        .map(|row| Span {
            weekday: row.weekday.0,
            opens: row.opens,
            closes: row.closes,
        })
        .collect();
    spans.sort_unstable();
    Ok(spans)
}

/// The hours as they are shown; `None` where nobody has said any.
pub async fn of(
    ctx: &Context<'_>,
    node: (NodeKind, i64),
) -> Result<Option<Vec<OpeningHours>>, Failure> {
    let spans = spans(ctx, node).await?;
    if spans.is_empty() {
        return Ok(None);
    }
    let shown = spans.into_iter().map(|span| OpeningHours {
        weekday: span.weekday.into(),
        opens: hours::clock_time(span.opens),
        closes: hours::clock_time(span.closes),
    });
    Ok(Some(shown.collect()))
}

/// Whether it is open at this moment; `None` where hours or time zone are not known.
pub async fn open_now(
    ctx: &Context<'_>,
    node: (NodeKind, i64),
    zone: Option<&str>,
) -> Result<Option<bool>, Failure> {
    let spans = spans(ctx, node).await?;
    if !spans.is_empty() {
        ctx.loaders().basis().lasts(A_MINUTE);
    }
    Ok(hours::is_open(&spans, zone, ctx.graph().clock.now()))
}
