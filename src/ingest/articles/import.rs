//! Importing articles, each with a run of its own.

use std::path::Path;

use super::check::{self, Checked, line_of};
use crate::domain::article::Edition;
use crate::domain::clock::Clock;
use crate::domain::{NodeKind, RejectReason, RunState};
use crate::ingest::batch::{self, Name, reject};
use crate::ingest::error::IngestError;
use crate::ingest::fault::{self, Fault};
use crate::ingest::report::Report;
use crate::store::change::{self, Changes};
use crate::store::edition::{self, Missing, Unresolved};
use crate::store::entity::source;
use crate::store::import::{self, RunId};
use crate::store::upsert::Outcome;
use crate::store::{Database, StoreError, manuscript, read};

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
            lines_before: 0,
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
    let edition = match checked.article {
        Ok(edition) => edition,
        Err(faults) => {
            refused(&mut report, &faults);
            batch::record(db, name, &report, faults, clock).await?;
            return Ok(report);
        }
    };
    let run = import::begin(db, name.format, name.file, name.source, clock.now()).await?;
    let lines = checked.lines_before;
    let stored = store(
        db,
        run,
        (&source, file_name),
        (&edition, lines),
        report,
        clock,
    )
    .await;
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
    (source, file): (&source::Model, &str),
    (edition, lines_before): (&Edition, usize),
    mut report: Report,
    clock: Clock,
) -> Result<Report, IngestError> {
    let now = clock.now();
    let tx = db.begin().await?;
    let mut changes = Changes::default();
    let rejects = match edition::resolve(&tx, source, edition, false).await? {
        Ok(resolved) => {
            let of = (source, None);
            let written = edition::write(&tx, &mut changes, of, edition, &resolved, now).await?;
            let outcome = written.outcome;
            if outcome != Outcome::Unchanged {
                let content = serde_json::to_string(&edition.document)
                    .map_err(|_| StoreError::Corrupt("a document that is no JSON"))?;
                let author = format!("import of {file}");
                manuscript::imported(&tx, written.article, edition, content, author, now).await?;
            }
            report.tally.stored(NodeKind::Article, outcome);
            report.stored(outcome);
            Vec::new()
        }
        Err(missing) => {
            let faults: Vec<(u64, Fault)> = missing
                .into_iter()
                .map(|missing| {
                    let line = line_of(missing.line, lines_before);
                    (line, fault(&missing))
                })
                .collect();
            refused(&mut report, &faults);
            faults.into_iter().map(reject).collect()
        }
    };
    import::progress(&tx, run, report.counts, &rejects).await?;
    change::commit(tx, changes, now).await?;
    Ok(report)
}

fn fault(missing: &Unresolved) -> Fault {
    let reason = match missing.what {
        Missing::OfAnotherSource => RejectReason::Duplicate,
        Missing::InventedReviewer => RejectReason::InvalidValue,
        _ => RejectReason::UnknownReference,
    };
    Fault::new(reason, missing.what.to_string())
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
