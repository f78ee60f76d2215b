//! Importing articles, each with a run of its own.

use std::path::Path;

use super::check::{self, Checked, Draft};
use super::write;
use crate::domain::clock::Clock;
use crate::domain::{RejectReason, RunState};
use crate::ingest::batch::{self, Batch, Name, reject};
use crate::ingest::error::IngestError;
use crate::ingest::fault::{self, Fault};
use crate::ingest::report::Report;
use crate::store::change::{self, Changes};
use crate::store::entity::source;
use crate::store::import::{self, RunId};
use crate::store::{Database, read};

const FORMAT: &str = "articles";

/// Imports every `.md` file of a folder, in the order of their names.
pub async fn import_folder(
    db: &Database,
    folder: &Path,
    clock: Clock,
) -> Result<Vec<Report>, IngestError> {
    let unreadable = |path: &Path, cause| IngestError::Unreadable {
        file: path.display().to_string(),
        cause,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|cause| unreadable(folder, cause))? {
        let path = entry.map_err(|cause| unreadable(folder, cause))?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut reports = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|cause| unreadable(&path, cause))?;
        reports.push(import(db, &bytes, &path.display().to_string(), clock).await?);
    }
    Ok(reports)
}

/// Imports one article: one unit that is added, changed, unchanged or rejected as a whole.
///
/// A run belongs to a source, so an article that names none that is known leaves no run behind;
/// its report says why.
pub async fn import(
    db: &Database,
    bytes: &[u8],
    file_name: &str,
    clock: Clock,
) -> Result<Report, IngestError> {
    let mut report = Report::new(FORMAT, file_name);
    let checked = match fault::text(bytes) {
        Ok(text) => check::check(text),
        Err(fault) => Checked {
            source: None,
            article: Err(vec![(1, fault)]),
        },
    };
    let slug = checked.source.as_deref().unwrap_or_default();
    let source = read::by_text::<source::Entity>(db.reader(), source::Column::Slug, slug).await?;
    let Some(source) = source else {
        let mut faults = checked.article.err().unwrap_or_default();
        if checked.source.is_some() {
            faults.push((1, Fault::unknown("source", "source")));
        }
        refused(&mut report, &faults);
        return Ok(report);
    };
    let name = Name {
        format: FORMAT,
        file: file_name,
        source: source.id,
    };
    let draft = match checked.article {
        Ok(draft) => draft,
        Err(faults) => {
            refused(&mut report, &faults);
            batch::record(db, name, &report, faults, clock).await?;
            return Ok(report);
        }
    };
    let run = import::begin(db, name.format, name.file, name.source, clock.now()).await?;
    let stored = store(db, run, &source, &draft, report, clock).await;
    let state = match stored {
        Ok(_) => RunState::Finished,
        Err(_) => RunState::Failed,
    };
    let noted = import::finish(db, run, state, clock.now()).await;
    // The first error says more than a second one about the note of it.
    let report = stored?;
    noted?;
    Ok(report)
}

async fn store(
    db: &Database,
    run: RunId,
    source: &source::Model,
    draft: &Draft,
    mut report: Report,
    clock: Clock,
) -> Result<Report, IngestError> {
    let now = clock.now();
    let tx = db.begin().await?;
    let mut changes = Changes::default();
    let mut batch = Batch {
        tx: &tx,
        changes: &mut changes,
        tally: &mut report.tally,
        now,
    };
    let rejects = match write::write(&mut batch, source, draft).await? {
        Ok(outcome) => {
            report.stored(outcome);
            Vec::new()
        }
        Err(faults) => {
            refused(&mut report, &faults);
            faults.into_iter().map(reject).collect()
        }
    };
    import::progress(&tx, run, report.counts, &rejects).await?;
    change::commit(tx, changes, now).await?;
    Ok(report)
}

/// Counts one article as rejected, for all that is wrong with it.
fn refused(report: &mut Report, faults: &[(u64, Fault)]) {
    report.counts.read += 1;
    report.counts.rejected += 1;
    for (line, fault) in faults {
        report.fault(*line, fault.reason);
    }
    if faults.is_empty() {
        report.fault(1, RejectReason::MissingValue);
    }
}
