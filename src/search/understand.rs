//! Asking what a text or code means, and whether anybody offers it.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use super::concept::{MEANINGS, Meaning};
use super::error::SearchError;
use super::finder::Search;
use super::term::{self, Concept, Target};
use super::words::Asked;

impl Search {
    /// What a text means, the likeliest first, at most nine, and the last change that was known.
    pub fn understand(&self, asked: &Asked) -> Result<(Vec<Meaning>, i64), SearchError> {
        let (lexicon, seq) = self.lexicon()?;
        let mut meanings = lexicon.concepts.read(asked, false);
        meanings.truncate(MEANINGS);
        Ok((meanings, seq))
    }

    /// What carries a code of a system, by its canonical URI.
    pub fn coded(&self, system: &str, value: &str) -> Result<(Vec<Meaning>, i64), SearchError> {
        let (lexicon, seq) = self.lexicon()?;
        let mut meanings = lexicon.concepts.coded(system, value);
        meanings.truncate(MEANINGS);
        Ok((meanings, seq))
    }

    /// What carries a broader code of a system: the code without its last characters, of at least
    /// `shortest`, the nearest first.
    pub fn coded_above(
        &self,
        system: &str,
        value: &str,
        shortest: usize,
    ) -> Result<(Vec<Meaning>, i64), SearchError> {
        let (lexicon, seq) = self.lexicon()?;
        let mut meanings = lexicon.concepts.coded_above(system, value, shortest);
        meanings.truncate(MEANINGS);
        Ok((meanings, seq))
    }

    /// What carries another code of a system that begins with the same `shared` characters, the
    /// nearest first.
    pub fn coded_beside(
        &self,
        system: &str,
        value: &str,
        shared: usize,
    ) -> Result<(Vec<Meaning>, i64), SearchError> {
        let (lexicon, seq) = self.lexicon()?;
        let mut meanings = lexicon.concepts.coded_beside(system, value, shared);
        meanings.truncate(MEANINGS);
        Ok((meanings, seq))
    }

    /// Whether there is any doctor, wherever, who is or does one of these.
    pub fn anybody(&self, concepts: &[Concept]) -> Result<(bool, i64), SearchError> {
        let snapshot = self.current().ok_or(SearchError::NotReady)?;
        let field = self.fields().need;
        for segment in snapshot.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            for concept in concepts {
                let wanted = term::anywhere(Target::Doctor, Some(*concept));
                let term = Term::from_field_u64(field, wanted);
                let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else {
                    continue;
                };
                let mut doc = postings.doc();
                while doc != TERMINATED {
                    if !segment.is_deleted(doc) {
                        return Ok((true, snapshot.mark.seq));
                    }
                    doc = postings.advance();
                }
            }
        }
        Ok((false, snapshot.mark.seq))
    }
}
