//! Problems with records: anybody tells them, whoever may settles them.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::act::{Begun, begin, begin_once, end};
use super::problems::Problems;
use crate::domain::{self, NodeKind};
use crate::graphql::context::Ask;
use crate::graphql::error::Failure;
use crate::graphql::global_id::{self, Kind};
use crate::graphql::node::{self, Node};
use crate::graphql::scalar::Date;
use crate::store::desk::Told;
use crate::store::entity::report;
use crate::store::id::Id;
use crate::store::read;

/// The longest note, in characters.
const NOTE: usize = 1_000;

/// What is wrong with a record.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Problem", name = "Problem")]
pub enum Problem {
    /// The telephone does not lead there.
    WrongPhone,
    /// It is not at this address.
    WrongAddress,
    /// No new patients are taken, though the record says so.
    NotTakingPatients,
    /// An insurance plan is not taken, though the record says so.
    PlanNotTaken,
    /// The doctor does not see patients there any more.
    NoLongerThere,
    /// Something else, which the note says.
    Other,
}

/// What became of a report.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::ReportState", name = "ReportState")]
pub enum ReportState {
    /// Not looked at yet.
    Open,
    /// Looked at, and right.
    Confirmed,
    /// Looked at, and not right.
    Dismissed,
}

/// How a report is settled.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ReportOutcome {
    /// It is right.
    Confirmed,
    /// It is not right.
    Dismissed,
}

/// A problem with a record.
#[derive(InputObject)]
pub struct ReportProblemInput {
    /// The record: a doctor, a clinic, a role, an offering or an article.
    pub node: ID,
    /// What is wrong with it.
    pub problem: Problem,
    /// More words, at most 1,000 characters. Telephone numbers, e-mail addresses and streets are
    /// taken out: do not say anything of your health.
    pub note: Option<String>,
}

/// A report that somebody has looked at.
#[derive(InputObject)]
pub struct ResolveReportInput {
    /// The report.
    pub report: ID,
    /// Whether it is right.
    pub outcome: ReportOutcome,
    /// Why.
    pub reason: String,
    /// A key of at most 64 characters for this call: made again within a day with the same key, it
    /// writes nothing and gives the same report.
    pub idempotency_key: Option<String>,
}

pub struct Report(pub Arc<report::Model>);

/// A problem that somebody told. Only whoever told it and whoever settles it see it; `reports` of a
/// record counts them.
#[Object]
impl Report {
    /// Identifies this report, for whoever settles it.
    async fn id(&self) -> ID {
        global_id::of(Kind::Report, self.0.id)
    }

    /// The record.
    async fn node(&self, ctx: &Context<'_>) -> Result<Option<Node>, Failure> {
        match Kind::of_node(self.0.node_kind.0) {
            Some(kind) => node::find(ctx, kind, self.0.node_id).await,
            None => Ok(None),
        }
    }

    /// What is wrong with it.
    async fn problem(&self) -> Problem {
        self.0.problem.0.into()
    }

    /// What became of the report.
    async fn state(&self) -> ReportState {
        self.0.state.0.into()
    }

    /// What was added, without what leads to a person.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The day on which it was told.
    async fn reported_on(&self) -> Date {
        Date(self.0.reported_on)
    }

    /// Why it was confirmed or dismissed; null while it is open.
    async fn resolution(&self) -> Option<&str> {
        self.0.resolution.as_deref()
    }

    /// The day on which it was settled; null while it is open.
    async fn resolved_on(&self) -> Option<Date> {
        self.0.resolved_on.map(Date)
    }
}

/// What became of a report.
#[derive(SimpleObject)]
pub struct ReportPayload {
    /// The report.
    report: Report,
    /// Whether it was written already: by an earlier call with the same key, or, of a problem, told
    /// today in the same words.
    repeated: bool,
}

#[derive(Default)]
pub struct ReportDesk;

#[Object]
impl ReportDesk {
    /// Tells a problem with a record. Anybody may. Told twice on one day in the same words it is one
    /// report; where twenty wait to be looked at, no more are taken.
    async fn report_problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record, and what is wrong.")] input: ReportProblemInput,
    ) -> Result<ReportPayload, Failure> {
        let mut problems = Problems::default();
        let (kind, row) = global_id::read(&input.node)?;
        let node_kind = match kind {
            Kind::Doctor => Some(NodeKind::Doctor),
            Kind::Clinic => Some(NodeKind::Clinic),
            Kind::Role => Some(NodeKind::Role),
            Kind::Offering => Some(NodeKind::Offering),
            Kind::Article => Some(NodeKind::Article),
            _ => None,
        };
        if node_kind.is_none() {
            let right = "the id of a doctor, a clinic, a role, an offering or an article";
            problems.note("node", right);
        }
        let note = problems.told("note", input.note, NOTE);
        if input.problem == Problem::Other && note.is_none() {
            problems.note("note", "needed with OTHER");
        }
        problems.end()?;
        if node::find(ctx, kind, row).await?.is_none() {
            return Err(Failure::not_found("input.node: no record has this id"));
        }
        let node = (node_kind.unwrap_or(NodeKind::Doctor), row);
        let mut act = begin(ctx, "reportProblem", None).await?;
        let told = Told {
            node,
            problem: input.problem.into(),
            note,
        };
        let (report, repeated) = act.report(told).await?;
        end(ctx, act, node).await?;
        Ok(ReportPayload {
            report: Report(Arc::new(report)),
            repeated,
        })
    }

    /// Confirms or dismisses a report.
    /// Needs the scope `reports:resolve`.
    async fn resolve_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report, and what became of it.")] input: ResolveReportInput,
    ) -> Result<ReportPayload, Failure> {
        let mut problems = Problems::default();
        let reason = problems.reason("reason", Some(input.reason));
        problems.end()?;
        let id: Id<report::Entity> = global_id::of_kind(Kind::Report, &input.report)?;
        let state = match input.outcome {
            ReportOutcome::Confirmed => domain::ReportState::Confirmed,
            ReportOutcome::Dismissed => domain::ReportState::Dismissed,
        };
        let key = input.idempotency_key.as_deref();
        let mut act = match begin_once(ctx, "resolveReport", reason.clone(), key).await? {
            Begun::Fresh(act) => act,
            Begun::Again(_) => {
                let held = read::by_ids(ctx.graph().db.reader(), &[id]).await?;
                let report = held.into_values().next();
                let report = report.ok_or_else(|| Failure::not_found("the report is gone"))?;
                return Ok(ReportPayload {
                    report: Report(Arc::new(report)),
                    repeated: true,
                });
            }
        };
        let report = act.resolve(id, state, reason.unwrap_or_default()).await?;
        let node = (report.node_kind.0, report.node_id);
        end(ctx, *act, node).await?;
        Ok(ReportPayload {
            report: Report(Arc::new(report)),
            repeated: false,
        })
    }
}
