//! What speaks for a role and against it, gathered from the rows that say so.

use super::entity::{provenance, report, role, source_view};
use crate::domain::ReportState;
use crate::domain::confidence::Known;

/// What is known of a role, from who names it, where they disagree and what people told.
pub fn known(
    role: &role::Model,
    provenance: &[provenance::Model],
    views: &[source_view::Model],
    reports: &[report::Model],
) -> Known {
    let mut sources: Vec<_> = provenance
        .iter()
        .map(|row| row.source_id)
        .chain([role.source_id])
        .collect();
    sources.sort_unstable();
    sources.dedup();
    let mut disputed: Vec<&str> = views.iter().map(|row| row.field.as_str()).collect();
    disputed.sort_unstable();
    disputed.dedup();
    let count = |state| reports.iter().filter(|row| row.state.0 == state).count();
    Known {
        last_verified: role.last_verified_on,
        sources: sources.len(),
        disagreements: disputed.len(),
        open_reports: count(ReportState::Open),
        confirmed_reports: count(ReportState::Confirmed),
    }
}
