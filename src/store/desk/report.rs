//! Problems that somebody told, and what became of them.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use super::act::{Act, Node};
use super::audit;
use super::error::DeskError;
use crate::domain::{NodeKind, Problem, ReportState};
use crate::store::Text;
use crate::store::entity::{report, role};
use crate::store::id::{Id, Row};

/// Open reports of one record: more say nothing that these do not.
const MOST_OPEN: u64 = 20;

/// What somebody told of a record.
#[derive(Clone, Debug)]
pub struct Told {
    pub node: Node,
    pub problem: Problem,
    pub note: Option<String>,
}

impl Act {
    /// Notes a problem; one that was told today in the same words is that one again, and said to be.
    pub async fn report(&mut self, told: Told) -> Result<(report::Model, bool), DeskError> {
        let (kind, id) = told.node;
        let today = self.now.date_naive();
        let open = || {
            report::Entity::find()
                .filter(report::Column::NodeKind.eq(Text(kind)))
                .filter(report::Column::NodeId.eq(id))
                .filter(report::Column::State.eq(Text(ReportState::Open)))
        };
        let same = open()
            .filter(report::Column::Problem.eq(Text(told.problem)))
            .filter(report::Column::ReportedOn.eq(today))
            .filter(match &told.note {
                Some(note) => report::Column::Note.eq(note.as_str()),
                None => report::Column::Note.is_null(),
            })
            .one(&self.tx)
            .await?;
        if let Some(same) = same {
            return Ok((same, true));
        }
        if open().count(&self.tx).await? >= MOST_OPEN {
            return Err(DeskError::EnoughReports);
        }
        let row = report::Model {
            id: Id::UNSET,
            node_kind: Text(kind),
            node_id: id,
            problem: Text(told.problem),
            state: Text(ReportState::Open),
            reported_on: today,
            told_here: Some(true),
            note: told.note,
            resolution: None,
            resolved_on: None,
        };
        let mut active = row.into_active_model();
        active.not_set(report::Entity::ID);
        report::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let row = open()
            .order_by_desc(report::Column::Id)
            .one(&self.tx)
            .await?
            .ok_or(DeskError::Missing("report"))?;
        self.reported(told.node).await?;
        self.enter(told.node, None, Some(audit::row(&row)));
        Ok((row, false))
    }

    /// Confirms or dismisses a report.
    pub async fn resolve(
        &mut self,
        id: Id<report::Entity>,
        state: ReportState,
        why: String,
    ) -> Result<report::Model, DeskError> {
        let held = self.held::<report::Entity>(id, "report").await?;
        if held.state.0 != ReportState::Open {
            return Err(DeskError::Settled);
        }
        let row = report::Model {
            state: Text(state),
            resolution: Some(why),
            resolved_on: Some(self.now.date_naive()),
            ..held.clone()
        };
        report::Entity::update(row.clone().into_active_model().reset_all())
            .exec(&self.tx)
            .await?;
        let node = (row.node_kind.0, row.node_id);
        self.reported(node).await?;
        self.enter(node, Some(audit::row(&held)), Some(audit::row(&row)));
        Ok(row)
    }

    /// Notes who shows how many reports there are. Of an article or an offering nobody does, and
    /// whoever follows articles must not be told that one was published.
    async fn reported(&mut self, (kind, id): Node) -> Result<(), DeskError> {
        if matches!(kind, NodeKind::Article | NodeKind::Offering) {
            return Ok(());
        }
        self.changes.node_updated(kind, id);
        if kind == NodeKind::Role {
            let role = self.held::<role::Entity>(Id::new(id), "role").await?;
            self.changes.updated(NodeKind::Doctor, role.doctor_id);
            self.changes.updated(NodeKind::Clinic, role.clinic_id);
        }
        Ok(())
    }
}
