//! A segment's columns, opened once in its life: opening them costs more than many a search.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::columnar::{Column, RowId, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use super::error::SearchError;
use super::index::Mark;
use super::name_firsts::Firsts;
use super::peers::Volumes;
use super::term::Concept;

/// What the index holds at one commit; a search reads one snapshot from start to end.
pub(super) struct Snapshot {
    pub searcher: Searcher,
    /// Beside the searcher's segments, in the same order.
    pub columns: Vec<Arc<Columns>>,
    pub mark: Mark,
    /// How often those who do a procedure do it, reckoned when somebody first asks.
    pub volumes: Mutex<HashMap<Concept, Volumes>>,
}

/// The columns of a segment. Which of its documents are deleted is not among them: the segment's
/// reader knows.
pub(super) struct Columns {
    segment: SegmentId,
    pub number: Column<u64>,
    pub spot_point: Column<u64>,
    pub spot_role: Column<u64>,
    pub spot_clinic: Column<u64>,
    pub spot_place: Column<u64>,
    pub spot_facts: Column<u64>,
    pub spot_zone: Column<u64>,
    pub spot_hours: Column<u64>,
    pub spot_plan: Column<u64>,
    pub offer: Column<u64>,
    pub doctor: Column<u64>,
    pub language: Column<u64>,
    pub licence: Column<u64>,
    pub name: Option<StrColumn>,
    pub firsts: Firsts,
    /// As in [`Snapshot::volumes`], deleted documents included: this never changes.
    pub volumes: Mutex<HashMap<Concept, Volumes>>,
}

impl Snapshot {
    /// A snapshot that takes over the columns of segments which `before` had too.
    pub fn new(
        searcher: Searcher,
        mark: Mark,
        before: Option<&Snapshot>,
    ) -> Result<Self, SearchError> {
        let held = |segment: &SegmentReader| {
            let id = segment.segment_id();
            let mut columns = before.iter().flat_map(|snapshot| &snapshot.columns);
            columns.find(|columns| columns.segment == id).cloned()
        };
        let columns = searcher
            .segment_readers()
            .iter()
            .map(|segment| match held(segment) {
                Some(columns) => Ok(columns),
                None => Ok(Arc::new(Columns::open(segment)?)),
            })
            .collect::<Result<_, SearchError>>()?;
        Ok(Snapshot {
            searcher,
            columns,
            mark,
            volumes: Mutex::default(),
        })
    }

    /// Segments with their columns.
    pub fn segments(&self) -> impl Iterator<Item = (&SegmentReader, &Columns)> {
        let columns = self.columns.iter().map(|columns| &**columns);
        self.searcher.segment_readers().iter().zip(columns)
    }
}

/// The value kept for a concept, reckoned where there is none yet.
pub(super) fn kept(
    held: &Mutex<HashMap<Concept, Volumes>>,
    concept: Concept,
    reckon: impl FnOnce() -> Result<Volumes, SearchError>,
) -> Result<Volumes, SearchError> {
    let look = || held.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(volumes) = look().get(&concept) {
        return Ok(*volumes);
    }
    let volumes = reckon()?;
    look().insert(concept, volumes);
    Ok(volumes)
}

impl Columns {
    /// The rows of a document's spots, the same in every column of spots: each spot has a value in
    /// each of them. To look them up once a column took longer than to read the values.
    pub fn spots(&self, doc: DocId) -> Range<RowId> {
        self.spot_role.index.value_row_ids(doc)
    }

    /// By what the document is sorted by name within its segment.
    pub fn name_ordinal(&self, doc: DocId) -> u64 {
        let names = self.name.as_ref();
        let ordinal = names.and_then(|names| names.term_ords(doc).next());
        ordinal.unwrap_or_default()
    }

    /// The name of an ordinal.
    pub fn name_text(&self, ordinal: u64) -> Result<String, SearchError> {
        let mut text = String::new();
        if let Some(names) = &self.name {
            names.ord_to_str(ordinal, &mut text)?;
        }
        Ok(text)
    }

    pub(super) fn open(segment: &SegmentReader) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let many = |name| -> Result<Column<u64>, SearchError> {
            // A segment in which no document has a value has no such column.
            Ok(fast
                .column_opt(name)?
                .unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        Ok(Columns {
            segment: segment.segment_id(),
            number: many("number")?,
            spot_point: many("spot_point")?,
            spot_role: many("spot_role")?,
            spot_clinic: many("spot_clinic")?,
            spot_place: many("spot_place")?,
            spot_facts: many("spot_facts")?,
            spot_zone: many("spot_zone")?,
            spot_hours: many("spot_hours")?,
            spot_plan: many("spot_plan")?,
            offer: many("offer")?,
            doctor: many("doctor")?,
            language: many("language")?,
            licence: many("licence")?,
            name: fast.str("name")?,
            firsts: Firsts::default(),
            volumes: Mutex::default(),
        })
    }
}
