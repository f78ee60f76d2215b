//! A segment's columns, opened once per reload: opening them costs more than many a search.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{Searcher, SegmentReader};

use super::error::SearchError;
use super::index::Mark;

/// What the index holds at one commit; a search reads one snapshot from start to end.
pub(super) struct Snapshot {
    pub searcher: Searcher,
    /// Beside the searcher's segments, in the same order.
    pub columns: Vec<Columns>,
    pub mark: Mark,
}

/// The columns of a segment.
pub(super) struct Columns {
    pub number: Column<u64>,
    pub spot_point: Column<u64>,
    pub spot_role: Column<u64>,
    pub spot_country: Column<u64>,
    pub offer: Column<u64>,
    pub name: Option<StrColumn>,
}

impl Snapshot {
    pub fn new(searcher: Searcher, mark: Mark) -> Result<Self, SearchError> {
        let columns = searcher
            .segment_readers()
            .iter()
            .map(Columns::open)
            .collect::<Result<_, _>>()?;
        Ok(Snapshot {
            searcher,
            columns,
            mark,
        })
    }
}

impl Columns {
    fn open(segment: &SegmentReader) -> Result<Self, SearchError> {
        let fast = segment.fast_fields();
        let many = |name| -> Result<Column<u64>, SearchError> {
            // A segment in which no document has a value has no such column.
            Ok(fast
                .column_opt(name)?
                .unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        Ok(Columns {
            number: many("number")?,
            spot_point: many("spot_point")?,
            spot_role: many("spot_role")?,
            spot_country: many("spot_country")?,
            offer: many("offer")?,
            name: fast.str("name")?,
        })
    }
}
