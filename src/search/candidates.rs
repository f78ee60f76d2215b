//! Which documents of a segment are looked at: the postings of a need in the cells around a place,
//! or of the need alone.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::columns::Snapshot;
use super::error::SearchError;
use super::grid::{Cell, Scale, cover};
use super::index::Fields;
use super::query::Query;
use super::term::{self, Concept};

/// Up to this many documents one look through all of them beats a cover's many terms.
const FEW: u64 = 4_000;

/// The widest circle that is covered with the fine grid.
const NEAR_KM: f64 = 60.0;

/// The largest cover; a circle that needs more is looked for among all documents.
const MOST_CELLS: usize = 1_500;

/// The terms that gather candidates, and in which field.
pub(super) enum Driver {
    Anywhere,
    Cells(Scale, Vec<Cell>),
}

impl Driver {
    pub fn of(snapshot: &Snapshot, fields: Fields, query: &Query) -> Result<Self, SearchError> {
        let area = query.area.as_ref().filter(|area| area.is_circle());
        let Some(area) = area.filter(|_| query.clinic.is_none()) else {
            return Ok(Driver::Anywhere);
        };
        let mut documents = 0;
        for segment in snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.need)?;
            for concept in wanted(query) {
                let term = Term::from_field_u64(fields.need, term::anywhere(query.target, concept));
                documents += u64::from(inverted.doc_freq(&term)?);
            }
        }
        if documents <= FEW {
            return Ok(Driver::Anywhere);
        }
        let scale = match area.within.km() <= NEAR_KM {
            true => Scale::Near,
            false => Scale::Wide,
        };
        Ok(match cover(scale, area.centre, area.within, MOST_CELLS) {
            Some(cells) => Driver::Cells(scale, cells),
            None => Driver::Anywhere,
        })
    }

    /// The documents of a segment, each once, deleted ones among them.
    pub fn candidates(
        &self,
        segment: &SegmentReader,
        fields: Fields,
        query: &Query,
    ) -> Result<Vec<DocId>, SearchError> {
        let (field, terms): (_, Vec<u64>) = match self {
            Driver::Anywhere => (
                fields.need,
                wanted(query)
                    .into_iter()
                    .map(|concept| term::anywhere(query.target, concept))
                    .collect(),
            ),
            Driver::Cells(scale, cells) => (
                match scale {
                    Scale::Near => fields.need_near,
                    Scale::Wide => fields.need_wide,
                },
                wanted(query)
                    .into_iter()
                    .flat_map(|concept| {
                        cells
                            .iter()
                            .map(move |cell| term::in_cell(query.target, concept, *cell))
                    })
                    .collect(),
            ),
        };
        let inverted = segment.inverted_index(field)?;
        let mut documents = Vec::new();
        let mut lists = 0;
        for value in terms {
            let term = Term::from_field_u64(field, value);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            lists += 1;
            documents.reserve(postings.doc_freq() as usize);
            let mut doc = postings.doc();
            while doc != TERMINATED {
                documents.push(doc);
                doc = postings.advance();
            }
        }
        if lists > 1 {
            documents.sort_unstable();
            documents.dedup();
        }
        Ok(documents)
    }
}

/// The concepts whose documents are looked at; none is one question for anybody. A clinic has
/// fewer doctors than any need.
fn wanted(query: &Query) -> Vec<Option<Concept>> {
    match (query.clinic, &query.concepts) {
        (Some(clinic), _) => vec![Some(Concept::Clinic(clinic))],
        (None, None) => vec![None],
        (None, Some(concepts)) => concepts.iter().copied().map(Some).collect(),
    }
}
