//! The loop that every importer of rows shares: gather, write, count, commit.
//!
//! A batch is one transaction: its rows, the changes they make and the counts of the run. Killed
//! at any moment, an import leaves whole batches behind, and running it again finishes the rest.

use chrono::{DateTime, Utc};

use super::error::IngestError;
use super::fault::Fault;
use super::report::{Report, SkipReason, Tally, plus};
use crate::domain::clock::Clock;
use crate::domain::{NodeKind, RunState};
use crate::store::change::{self, Changes};
use crate::store::id::{Id, Row, SourceId};
use crate::store::import::{self, Counts, Reject, RunId};
use crate::store::upsert::Outcome;
use crate::store::{Database, Transaction, statistics};

/// Rows of a batch that are not written, such as those of other states, before it is closed
/// nevertheless, so that a run shows that it moves.
const PASSED_OVER: usize = 50_000;

/// Told the counts after each batch.
pub type Progress<'a> = dyn FnMut(&Counts) + Send + 'a;

/// A file format: how its rows are read, and how a batch of them is written.
pub(super) trait Format {
    type Row: Send;

    /// Rows written in one transaction.
    const BATCH: usize = 500;

    /// The next row of the file; `None` at its end.
    fn next(&mut self) -> Result<Option<Line<Self::Row>>, IngestError>;

    /// Writes the rows and says for each, in order, what became of it.
    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<Self::Row>,
    ) -> Result<Vec<Fate>, IngestError>;
}

/// A row as it was read, and the line on which it begins.
pub(super) struct Line<R> {
    pub number: u64,
    pub found: Found<R>,
}

pub(super) enum Found<R> {
    Row(R),
    Skipped(SkipReason),
    Rejected(Fault),
}

/// What became of a row that was to be written.
pub(super) enum Fate {
    Stored(Outcome),
    Skipped(SkipReason),
    Rejected(Fault),
}

/// One transaction of an import.
pub(super) struct Batch<'a> {
    pub tx: &'a Transaction,
    pub changes: &'a mut Changes,
    pub tally: &'a mut Tally,
    pub now: DateTime<Utc>,
}

impl Batch<'_> {
    /// Counts a record that was written, and notes its change if there was one.
    pub fn note<E: Row>(&mut self, kind: NodeKind, id: Id<E>, outcome: Outcome) {
        self.tally.stored(kind, outcome);
        if outcome != Outcome::Unchanged {
            self.changes.updated(kind, id);
        }
    }
}

/// What is imported, for the table of runs.
pub(super) struct Name<'a> {
    pub format: &'static str,
    pub file: &'a str,
    pub source: SourceId,
}

/// Imports the whole file.
pub(super) async fn run<F: Format>(
    db: &Database,
    name: Name<'_>,
    format: &mut F,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Report, IngestError> {
    let id = import::begin(db, name.format, name.file, name.source, clock.now()).await?;
    let mut run = Run {
        db,
        id,
        clock,
        report: Report::new(name.format, name.file),
        waiting: Vec::new(),
        rows: Vec::new(),
        rejects: Vec::new(),
        passed_over: 0,
    };
    match run.read_all(format, progress).await {
        Ok(()) => {
            import::finish(db, id, RunState::Finished, clock.now()).await?;
            Ok(run.report)
        }
        Err(error) => {
            // The first error says more than a second one about the note of it.
            import::finish(db, id, RunState::Failed, clock.now())
                .await
                .ok();
            Err(error)
        }
    }
}

/// Notes a run whose rows are written already, and what is wrong with the others.
pub(super) async fn record(
    db: &Database,
    name: Name<'_>,
    report: &Report,
    faults: Vec<(u64, Fault)>,
    clock: Clock,
) -> Result<(), IngestError> {
    let rejects: Vec<Reject> = faults.into_iter().map(reject).collect();
    let id = import::begin(db, name.format, name.file, name.source, clock.now()).await?;
    let tx = db.begin().await?;
    import::progress(&tx, id, report.counts, &rejects).await?;
    change::commit(tx, Changes::default(), clock.now()).await?;
    import::finish(db, id, RunState::Finished, clock.now()).await?;
    Ok(())
}

struct Run<'a, R> {
    db: &'a Database,
    id: RunId,
    clock: Clock,
    /// What is committed.
    report: Report,
    /// The lines of `rows`.
    waiting: Vec<u64>,
    rows: Vec<R>,
    rejects: Vec<(u64, Fault)>,
    passed_over: usize,
}

impl<R: Send> Run<'_, R> {
    async fn read_all<F: Format<Row = R>>(
        &mut self,
        format: &mut F,
        progress: &mut Progress<'_>,
    ) -> Result<(), IngestError> {
        let mut skipped = Vec::new();
        while let Some(line) = format.next()? {
            match line.found {
                Found::Row(row) => {
                    self.waiting.push(line.number);
                    self.rows.push(row);
                }
                Found::Skipped(reason) => {
                    self.passed_over += 1;
                    skipped.push(reason);
                }
                Found::Rejected(fault) => {
                    self.passed_over += 1;
                    self.rejects.push((line.number, fault));
                }
            }
            if self.rows.len() >= F::BATCH || self.passed_over >= PASSED_OVER {
                self.flush(format, std::mem::take(&mut skipped)).await?;
                progress(&self.report.counts);
            }
        }
        self.flush(format, skipped).await?;
        progress(&self.report.counts);
        Ok(())
    }

    async fn flush<F: Format<Row = R>>(
        &mut self,
        format: &mut F,
        skipped: Vec<SkipReason>,
    ) -> Result<(), IngestError> {
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let mut changes = Changes::default();
        let mut tally = Tally::default();
        let mut fates = Vec::new();
        if !self.rows.is_empty() {
            let mut batch = Batch {
                tx: &tx,
                changes: &mut changes,
                tally: &mut tally,
                now,
            };
            fates = format
                .write(&mut batch, std::mem::take(&mut self.rows))
                .await?;
        }

        let mut delta = Report::default();
        let mut rejects = std::mem::take(&mut self.rejects);
        for reason in skipped {
            delta.skipped(reason);
        }
        for (line, fate) in self.waiting.drain(..).zip(fates) {
            match fate {
                Fate::Stored(outcome) => delta.stored(outcome),
                Fate::Skipped(reason) => delta.skipped(reason),
                Fate::Rejected(fault) => rejects.push((line, fault)),
            }
        }
        rejects.sort_by_key(|(line, _)| *line);
        for (line, fault) in &rejects {
            delta.rejected(*line, fault.reason);
        }
        delta.tally = tally;

        let rejects: Vec<Reject> = rejects.into_iter().map(reject).collect();
        let counts = plus(self.report.counts, delta.counts);
        import::progress(&tx, self.id, counts, &rejects).await?;
        change::commit(tx, changes, now).await?;
        self.report.absorb(delta);
        self.passed_over = 0;
        if let Err(error) = statistics::refresh(self.db).await {
            // Slower, and as right.
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the planner does not know how tables have grown"
            );
        }
        Ok(())
    }
}

pub(super) fn reject((line, fault): (u64, Fault)) -> Reject {
    Reject {
        line,
        reason: fault.reason,
        detail: fault.detail,
    }
}

/// Parts planned rows into those to write and, at the places of the others, what is wrong.
pub(super) fn sound<M>(planned: Vec<Result<M, Fault>>) -> (Vec<M>, Vec<Option<Fault>>) {
    let mut rows = Vec::with_capacity(planned.len());
    let mut faults = Vec::with_capacity(planned.len());
    for plan in planned {
        match plan {
            Ok(row) => {
                rows.push(row);
                faults.push(None);
            }
            Err(fault) => faults.push(Some(fault)),
        }
    }
    (rows, faults)
}

/// The fates of planned rows, from the outcomes of those that were written.
pub(super) fn fates(
    faults: Vec<Option<Fault>>,
    outcomes: impl IntoIterator<Item = Outcome>,
) -> Vec<Fate> {
    let mut outcomes = outcomes.into_iter();
    faults
        .into_iter()
        .map(|fault| match fault {
            Some(fault) => Fate::Rejected(fault),
            None => Fate::Stored(outcomes.next().unwrap_or(Outcome::Unchanged)),
        })
        .collect()
}
