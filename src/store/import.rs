//! Import runs: what came of each file, and every row that was left out.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, QuerySelect};

use super::connect::Database;
use super::entity::{import_reject, import_run};
use super::error::StoreError;
use super::id::{Id, SourceId};
use super::text::Text;
use crate::domain::{RejectReason, RunState};

pub type RunId = Id<import_run::Entity>;

/// Rows counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: i64,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub skipped: i64,
    pub rejected: i64,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The line of the file on which the row begins, from 1.
    pub line: u64,
    pub reason: RejectReason,
    /// What is wrong and what would be right, without the row's own content.
    pub detail: String,
}

/// Notes that an import has begun.
pub async fn begin(
    db: &Database,
    format: &str,
    file_name: &str,
    source: SourceId,
    now: DateTime<Utc>,
) -> Result<RunId, StoreError> {
    let row = import_run::ActiveModel {
        format: Set(format.to_owned()),
        file_name: Set(file_name.to_owned()),
        source_id: Set(source),
        state: Set(Text(RunState::Running)),
        started_at: Set(now),
        finished_at: Set(None),
        read: Set(0),
        added: Set(0),
        changed: Set(0),
        unchanged: Set(0),
        skipped: Set(0),
        rejected: Set(0),
        ..Default::default()
    };
    Ok(row.insert(db.writer()).await?.id)
}

/// Writes the counts, within the transaction of the rows they count, and the rejected rows.
pub async fn progress(
    db: &impl ConnectionTrait,
    run: RunId,
    counts: Counts,
    rejects: &[Reject],
) -> Result<(), StoreError> {
    counted(run, counts).update(db).await?;
    for some in rejects.chunks(500) {
        let rows = some.iter().map(|reject| import_reject::ActiveModel {
            run_id: Set(run),
            line: Set(i64::try_from(reject.line).unwrap_or(i64::MAX)),
            reason: Set(Text(reject.reason)),
            detail: Set(reject.detail.clone()),
            ..Default::default()
        });
        import_reject::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// Notes how an import ended.
pub async fn finish(
    db: &Database,
    run: RunId,
    state: RunState,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = import_run::ActiveModel {
        id: Set(run),
        state: Set(Text(state)),
        finished_at: Set(Some(now)),
        ..Default::default()
    };
    row.update(db.writer()).await?;
    Ok(())
}

fn counted(run: RunId, counts: Counts) -> import_run::ActiveModel {
    import_run::ActiveModel {
        id: Set(run),
        read: Set(counts.read),
        added: Set(counts.added),
        changed: Set(counts.changed),
        unchanged: Set(counts.unchanged),
        skipped: Set(counts.skipped),
        rejected: Set(counts.rejected),
        ..Default::default()
    }
}

/// The name of each file that was imported, and whether that ever came to its end.
pub async fn file_names(db: &Database) -> Result<HashMap<String, bool>, StoreError> {
    let runs: Vec<(String, Text<RunState>)> = import_run::Entity::find()
        .select_only()
        .column(import_run::Column::FileName)
        .column(import_run::Column::State)
        .distinct()
        .into_tuple()
        .all(db.reader())
        .await?;
    let mut names = HashMap::new();
    for (name, state) in runs {
        *names.entry(name).or_default() |= state.0 == RunState::Finished;
    }
    Ok(names)
}
