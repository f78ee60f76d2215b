//! What a typed word of a name may stand for: itself, a name behind a nickname, a longer word, a word
//! that is nearly it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, Term};

use super::columns::Snapshot;
use super::error::SearchError;
use super::index::Fields;
use super::name_words::{self, LONGEST_BEGINNING};
use super::nicknames;
use super::term::Target;
use super::words::Dictionary;

/// The most words that one typed word is taken to be, of each kind of guess.
const GUESSES: usize = 50;

/// What a guess costs of the 1,000 points of a name that is as it was typed.
const NICKNAME: u32 = 50;
const UNFINISHED: u32 = 100;
const ONE_EDIT: u32 = 150;
const TWO_EDITS: u32 = 300;

/// A term that a typed word may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub field: Field,
    pub term: String,
    /// Of the points of a name that is as it was typed.
    pub cost: u32,
}

impl Guess {
    /// The documents of a segment that have it; `None` where none does.
    pub fn postings(
        &self,
        segment: &SegmentReader,
    ) -> Result<Option<SegmentPostings>, SearchError> {
        let term = Term::from_field_text(self.field, &self.term);
        let inverted = segment.inverted_index(self.field)?;
        Ok(inverted.read_postings(&term, IndexRecordOption::Basic)?)
    }

    fn is_known(&self, segment: &SegmentReader) -> Result<bool, SearchError> {
        let term = Term::from_field_text(self.field, &self.term);
        Ok(segment.inverted_index(self.field)?.doc_freq(&term)? > 0)
    }
}

/// The distinct words of each segment, read when somebody first misspells one. A segment never
/// changes.
#[derive(Default)]
pub(super) struct Dictionaries(Mutex<HashMap<SegmentId, Arc<Dictionary>>>);

impl Dictionaries {
    fn of(
        &self,
        snapshot: &Snapshot,
        segment: &SegmentReader,
        field: Field,
    ) -> Result<Arc<Dictionary>, SearchError> {
        let id = segment.segment_id();
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(dictionary) = held().get(&id) {
            return Ok(Arc::clone(dictionary));
        }
        let inverted = segment.inverted_index(field)?;
        let mut words = Vec::new();
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            if let Ok(word) = std::str::from_utf8(terms.key()) {
                words.push(Box::from(word));
            }
        }
        let dictionary = Arc::new(Dictionary::of_sorted(words));
        let mut held = held();
        let alive: Vec<SegmentId> = snapshot
            .searcher
            .segment_readers()
            .iter()
            .map(SegmentReader::segment_id)
            .collect();
        held.retain(|id, _| alive.contains(id));
        held.insert(id, Arc::clone(&dictionary));
        Ok(dictionary)
    }
}

/// Where words are looked up: one segment of a snapshot.
pub(super) struct Shelf<'a> {
    pub snapshot: &'a Snapshot,
    pub segment: &'a SegmentReader,
    pub fields: Fields,
    pub dictionaries: &'a Dictionaries,
}

impl Shelf<'_> {
    fn dictionary(&self) -> Result<Arc<Dictionary>, SearchError> {
        let (snapshot, segment) = (self.snapshot, self.segment);
        self.dictionaries.of(snapshot, segment, self.fields.words)
    }

    /// The terms that a typed word may stand for. `unfinished`: it may still be being typed.
    pub fn guesses(
        &self,
        target: Target,
        word: &str,
        unfinished: bool,
    ) -> Result<Vec<Guess>, SearchError> {
        let fields = self.fields;
        let exact = name_words::term(target, word);
        let is_word = |term, cost| Guess {
            field: fields.words,
            term,
            cost,
        };
        let mut guesses = vec![is_word(exact.clone(), 0)];
        if target == Target::Doctor {
            for name in nicknames::behind(word) {
                for part in name.split(' ') {
                    guesses.push(is_word(name_words::term(target, part), NICKNAME));
                }
            }
        }
        let letters = word.chars().count();
        if unfinished && letters <= LONGEST_BEGINNING {
            guesses.push(Guess {
                field: fields.beginnings,
                term: exact.clone(),
                cost: UNFINISHED,
            });
        } else if unfinished {
            let dictionary = self.dictionary()?;
            let longer = dictionary.beginning(&exact).take(GUESSES);
            guesses.extend(longer.map(|at| is_word(dictionary.word(at).to_owned(), UNFINISHED)));
        }
        let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
        if letters < 4 || is_number {
            return Ok(guesses);
        }
        for guess in &guesses {
            if guess.is_known(self.segment)? {
                return Ok(guesses);
            }
        }
        let dictionary = self.dictionary()?;
        let mark = name_words::mark(target);
        let within = |edits: usize| {
            let found = dictionary.within(&exact, edits);
            found
                .into_iter()
                .map(|(at, _)| dictionary.word(at))
                .filter(|known| known.starts_with(mark))
                .take(GUESSES)
                .map(str::to_owned)
                .collect::<Vec<String>>()
        };
        let (mut near, mut cost) = (within(1), ONE_EDIT);
        if near.is_empty() && letters >= 6 {
            (near, cost) = (within(2), TWO_EDITS);
        }
        guesses.extend(near.into_iter().map(|word| is_word(word, cost)));
        Ok(guesses)
    }
}
