//! The index on disk: its fields, its settings, and the note in each commit that says what it holds.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::LockError;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexSettings, IndexSortByField, IndexWriter, Order, TantivyError};

use super::error::SearchError;

/// Raised when documents change shape, so that an older index is rebuilt.
const VERSION: u32 = 4;

/// What the writer may hold in memory before it writes a segment.
const WRITER_MEMORY: usize = 120_000_000;

/// A segment whose share of deleted documents is larger than this is rewritten in the background.
const DELETED_SHARE: f32 = 0.2;

/// The fields of a document; `document` says what is in them.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub number: Field,
    pub curve: Field,
    pub need_near: Field,
    pub need_wide: Field,
    pub need: Field,
    pub spot_point: Field,
    pub spot_role: Field,
    pub spot_clinic: Field,
    pub spot_place: Field,
    pub spot_facts: Field,
    pub spot_zone: Field,
    pub spot_hours: Field,
    pub spot_plan: Field,
    pub offer: Field,
    pub doctor: Field,
    pub language: Field,
    pub licence: Field,
    pub sum: Field,
    pub name: Field,
    pub words: Field,
    pub beginnings: Field,
}

/// What a commit says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub version: u32,
    /// The database that it was built from.
    pub instance: String,
    /// The last change it holds.
    pub seq: i64,
}

impl Mark {
    pub fn new(instance: &str, seq: i64) -> Self {
        Mark {
            version: VERSION,
            instance: instance.to_owned(),
            seq,
        }
    }

    /// Whether an index with this mark can be brought up to date, or must be built anew.
    pub fn continues(&self, instance: &str, latest: i64) -> bool {
        self.version == VERSION && self.instance == instance && self.seq <= latest
    }
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        number: builder.add_u64_field("number", INDEXED | FAST),
        curve: builder.add_u64_field("curve", FAST),
        need_near: builder.add_u64_field("need_near", INDEXED),
        need_wide: builder.add_u64_field("need_wide", INDEXED),
        need: builder.add_u64_field("need", INDEXED),
        spot_point: builder.add_u64_field("spot_point", FAST),
        spot_role: builder.add_u64_field("spot_role", FAST),
        spot_clinic: builder.add_u64_field("spot_clinic", FAST),
        spot_place: builder.add_u64_field("spot_place", FAST),
        spot_facts: builder.add_u64_field("spot_facts", FAST),
        spot_zone: builder.add_u64_field("spot_zone", FAST),
        spot_hours: builder.add_u64_field("spot_hours", FAST),
        spot_plan: builder.add_u64_field("spot_plan", FAST),
        offer: builder.add_u64_field("offer", FAST),
        doctor: builder.add_u64_field("doctor", FAST),
        language: builder.add_u64_field("language", FAST),
        licence: builder.add_u64_field("licence", FAST),
        sum: builder.add_u64_field("sum", FAST),
        name: builder.add_text_field("name", FAST),
        words: builder.add_text_field("words", as_they_are()),
        beginnings: builder.add_text_field("beginnings", as_they_are()),
    };
    (builder.build(), fields)
}

/// Words that are terms as they are, without how often or where: a name is no prose.
fn as_they_are() -> TextOptions {
    let terms = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(terms)
}

/// Opens the index in a folder, or makes an empty one where there is none or one of another shape.
pub(super) fn open(folder: &Path) -> Result<Index, SearchError> {
    std::fs::create_dir_all(folder)?;
    if let Some(index) = existing(folder) {
        return Ok(index);
    }
    let (schema, _) = schema();
    // Whoever serves from this folder would lose its index under its feet.
    if locked(folder) {
        return Err(SearchError::Locked(folder.display().to_string()));
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            std::fs::remove_file(path)?;
        }
    }
    let settings = IndexSettings {
        // Neighbours on the ground become neighbours in memory: half the time per candidate.
        sort_by_field: Some(IndexSortByField {
            field: "curve".to_owned(),
            order: Order::Asc,
        }),
        ..IndexSettings::default()
    };
    let directory = tantivy::directory::MmapDirectory::open(folder).map_err(TantivyError::from)?;
    Ok(Index::create(directory, schema, settings)?)
}

/// The index in a folder, if there is one of this shape.
pub(super) fn existing(folder: &Path) -> Option<Index> {
    let index = Index::open_in_dir(folder).ok()?;
    (index.schema() == schema().0).then_some(index)
}

fn locked(folder: &Path) -> bool {
    use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
    MmapDirectory::open(folder).is_ok_and(|directory| {
        matches!(
            directory.acquire_lock(&INDEX_WRITER_LOCK),
            Err(LockError::LockBusy)
        )
    })
}

/// The one writer of an index.
pub(super) fn writer(index: &Index, folder: &Path) -> Result<IndexWriter, SearchError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(WRITER_MEMORY)
        .num_merge_threads(1)
        .build();
    let writer = match index.writer_with_options(options) {
        Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
            return Err(SearchError::Locked(folder.display().to_string()));
        }
        result => result?,
    };
    writer.set_merge_policy(merge_policy());
    Ok(writer)
}

/// How segments are merged while changes come in.
pub(super) fn merge_policy() -> Box<dyn MergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
    Box::new(policy)
}

/// What the last commit says of itself; `None` for an empty index.
pub(super) fn mark(index: &Index) -> Result<Option<Mark>, SearchError> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|text| serde_json::from_str(&text).ok()))
}
