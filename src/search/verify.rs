//! Whether the index holds what the database says: for whoever doubts it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::document;
use super::error::SearchError;
use super::follow::{blocking, reader};
use super::index::{self, Mark, schema};
use super::term;
use crate::domain::NodeKind;
use crate::store::id::{ClinicId, DoctorId, Id, Row};
use crate::store::{Database, change, instance, searchable};

/// Rows that are read at once.
const AT_ONCE: u64 = 1_000;

/// Differences that are named; the others are counted.
const NAMED: usize = 20;

/// What an index says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub documents: u64,
    pub segments: usize,
    pub bytes: u64,
    /// The last change it holds, and the last there is.
    pub seq: Option<i64>,
    pub latest: i64,
    /// Whether it can be brought up to date; it is built anew otherwise.
    pub continues: bool,
}

/// How an index differs from its database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    pub checked: u64,
    pub missing: u64,
    pub stale: u64,
    /// In the index, and not in the database.
    pub extra: u64,
    /// Some that differ, by kind and row id.
    pub named: Vec<(NodeKind, i64)>,
    /// Changes that the index has not taken in yet: what they touch may differ for that reason.
    pub behind: i64,
}

impl Drift {
    pub fn is_none(&self) -> bool {
        self.missing == 0 && self.stale == 0 && self.extra == 0
    }

    fn name(&mut self, number: u64) {
        if self.named.len() < NAMED {
            let kind = match number & 1 {
                0 => NodeKind::Doctor,
                _ => NodeKind::Clinic,
            };
            self.named.push((kind, term::row_id(number)));
        }
    }
}

/// What the index in `folder` says of itself; `None` where there is none of this release's shape.
pub async fn status(db: &Database, folder: &Path) -> Result<Option<Status>, SearchError> {
    let instance = instance::id(db).await?;
    let latest = change::latest(db.reader()).await?;
    let at: PathBuf = folder.to_path_buf();
    blocking(move || {
        let Some(index) = index::existing(&at) else {
            return Ok(None);
        };
        let mark = index::mark(&index)?;
        let searcher = reader(&index)?.searcher();
        let mut bytes = 0;
        for entry in std::fs::read_dir(&at)? {
            bytes += entry?.metadata()?.len();
        }
        Ok(Some(Status {
            documents: searcher.num_docs(),
            segments: searcher.segment_readers().len(),
            bytes,
            continues: mark
                .as_ref()
                .is_some_and(|mark| mark.continues(&instance, latest)),
            seq: mark.map(|mark| mark.seq),
            latest,
        }))
    })
    .await
}

/// Reads the whole database beside the index in `folder`.
pub async fn verify(db: &Database, folder: &Path) -> Result<Drift, SearchError> {
    let instance = instance::id(db).await?;
    let latest = change::latest(db.reader()).await?;
    let at: PathBuf = folder.to_path_buf();
    let held = blocking(move || {
        let none = || SearchError::NoIndex(at.display().to_string());
        let index = index::existing(&at).ok_or_else(none)?;
        let mark = index::mark(&index)?.filter(|mark| mark.continues(&instance, latest));
        let mark = mark.ok_or_else(none)?;
        Ok((sums(&index)?, mark))
    })
    .await?;
    let (mut sums, Mark { seq, .. }) = held;
    let fields = schema().1;
    let mut drift = Drift {
        behind: latest - seq,
        ..Drift::default()
    };
    let mut compare = |made: document::Made, drift: &mut Drift| {
        drift.checked += 1;
        match sums.remove(&made.number) {
            Some(sum) if sum == made.sum => {}
            Some(_) => {
                drift.stale += 1;
                drift.name(made.number);
            }
            None => {
                drift.missing += 1;
                drift.name(made.number);
            }
        }
    };
    let mut after = DoctorId::UNSET;
    while let Some((ids, last)) = next(db, after).await? {
        after = last;
        for rows in searchable::doctors(db.reader(), &ids).await? {
            if let Some(made) = document::doctor(fields, &rows) {
                compare(made, &mut drift);
            }
        }
    }
    let mut after = ClinicId::UNSET;
    while let Some((ids, last)) = next(db, after).await? {
        after = last;
        for rows in searchable::clinics(db.reader(), &ids).await? {
            compare(document::clinic(fields, &rows), &mut drift);
        }
    }
    drift.extra = sums.len() as u64;
    let mut left: Vec<u64> = sums.into_keys().collect();
    left.sort_unstable();
    for number in left {
        drift.name(number);
    }
    Ok(drift)
}

async fn next<E: Row>(
    db: &Database,
    after: Id<E>,
) -> Result<Option<(Vec<Id<E>>, Id<E>)>, SearchError> {
    let ids = searchable::ids_after(db.reader(), after, AT_ONCE).await?;
    let last = ids.last().copied();
    Ok(last.map(|last| (ids, last)))
}

/// The sum of every document, by its number.
fn sums(index: &tantivy::Index) -> Result<HashMap<u64, u64>, SearchError> {
    let searcher = reader(index)?.searcher();
    let mut sums = HashMap::new();
    for segment in searcher.segment_readers() {
        let fast = segment.fast_fields();
        let (numbers, held) = (fast.u64("number")?, fast.u64("sum")?);
        for doc in segment.doc_ids_alive() {
            if let (Some(number), Some(sum)) = (numbers.first(doc), held.first(doc)) {
                sums.insert(number, sum);
            }
        }
    }
    Ok(sums)
}
