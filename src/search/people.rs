//! Doctors and clinics by their names: short names, double names, misspelt and unfinished ones.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::area::Area;
use super::columns::{Columns, Snapshot};
use super::error::SearchError;
use super::facts::Place;
use super::index::Fields;
use super::name_words::{self, LONGEST_BEGINNING};
use super::nicknames;
use super::place_in_list::{ListFrom, Listed};
use super::term::{self, Target};
use super::words::{Asked, Dictionary};

/// The most words that one typed word is taken to be, of each kind of guess.
const GUESSES: usize = 50;

/// Candidates between two looks at the clock.
const PER_LOOK: usize = 4_096;

/// What a guess costs of the 1,000 points of a name that is as it was typed.
const NICKNAME: u32 = 50;
const UNFINISHED: u32 = 100;
const ONE_EDIT: u32 = 150;
const TWO_EDITS: u32 = 300;

/// Who is looked for by name.
#[derive(Clone, Debug)]
pub struct NameQuery {
    pub asked: Asked,
    pub target: Target,
    /// Whether the last word may still be being typed.
    pub unfinished: bool,
    /// Only those whom one can meet in it.
    pub area: Option<Area>,
    pub from: ListFrom,
    pub size: usize,
}

/// Those of a name, the best first, then by name.
#[derive(Clone, Debug, Default)]
pub struct NameHits {
    pub hits: Vec<Listed>,
    /// All of the name, on every page.
    pub total: u64,
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

/// Everybody of the name, cut to the window.
pub(super) fn named(
    snapshot: &Snapshot,
    fields: Fields,
    dictionaries: &Dictionaries,
    query: &NameQuery,
    deadline: Instant,
) -> Result<NameHits, SearchError> {
    let mut found = NameHits::default();
    for (segment, columns) in snapshot.segments() {
        let dictionary = || dictionaries.of(snapshot, segment, fields.words);
        let candidates = candidates(segment, fields, &dictionary, query)?;
        let mut inside = Vec::new();
        for (turn, (doc, lost)) in candidates.into_iter().enumerate() {
            if turn % PER_LOOK == PER_LOOK - 1 && Instant::now() > deadline {
                return Err(SearchError::TimedOut);
            }
            if segment.is_deleted(doc) || !is_within(columns, query.area.as_ref(), doc) {
                continue;
            }
            found.total += 1;
            let score = 1_000_u32.saturating_sub(lost);
            if query.from.may_admit(score) {
                let name = columns.name.as_ref();
                let ordinal = name.and_then(|names| names.term_ords(doc).next());
                inside.push((lost, ordinal.unwrap_or_default(), doc));
            }
        }
        found.hits.extend(best(columns, query, inside)?);
    }
    found.hits.sort_unstable();
    found.hits.truncate(query.size);
    Ok(found)
}

/// The first of the segment's matches after where the window begins.
fn best(
    columns: &Columns,
    query: &NameQuery,
    mut inside: Vec<(u32, u64, DocId)>,
) -> Result<Vec<Listed>, SearchError> {
    if query.from == ListFrom::Start && inside.len() > query.size && query.size > 0 {
        // Only the first ones are put in order; those who bear the last one's name stay with it.
        let name = |(lost, ordinal, _): &(u32, u64, DocId)| (*lost, *ordinal);
        let (_, last, _) = inside.select_nth_unstable_by_key(query.size - 1, name);
        let last = name(last);
        inside.retain(|one| name(one) <= last);
    }
    inside.sort_unstable();
    let mut listed = Vec::new();
    for (lost, ordinal, doc) in inside {
        // Those of one name lie side by side, in the order of documents and not of ids.
        let full = listed.len() >= query.size;
        if full
            && listed
                .last()
                .is_some_and(|last: &(u64, Listed)| last.0 != ordinal)
        {
            break;
        }
        let mut name = String::new();
        if let Some(names) = &columns.name {
            names.ord_to_str(ordinal, &mut name)?;
        }
        let one = Listed {
            score: 1_000_u32.saturating_sub(lost),
            name,
            id: term::row_id(columns.number.first(doc).unwrap_or_default()),
        };
        if query.from.admits(&one) {
            listed.push((ordinal, one));
        }
    }
    Ok(listed.into_iter().map(|(_, one)| one).collect())
}

/// The documents that have every word, each with what its guesses cost.
fn candidates(
    segment: &SegmentReader,
    fields: Fields,
    dictionary: &impl Fn() -> Result<Arc<Dictionary>, SearchError>,
    query: &NameQuery,
) -> Result<Vec<(DocId, u32)>, SearchError> {
    let words = query.asked.words();
    let mut all: Option<Vec<(DocId, u32)>> = None;
    for (index, word) in words.iter().enumerate() {
        let unfinished = query.unfinished && index + 1 == words.len();
        let mut documents = Vec::new();
        let mut lists = 0;
        for (field, term, cost) in
            guesses(segment, fields, dictionary, query.target, word, unfinished)?
        {
            let inverted = segment.inverted_index(field)?;
            let term = Term::from_field_text(field, &term);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            else {
                continue;
            };
            lists += 1;
            documents.reserve(postings.doc_freq() as usize);
            let mut doc = postings.doc();
            while doc != TERMINATED {
                documents.push((doc, cost));
                doc = postings.advance();
            }
        }
        if lists > 1 {
            documents.sort_unstable();
            // The cheapest way to each document comes first.
            documents.dedup_by_key(|(doc, _)| *doc);
        }
        all = Some(match all {
            None => documents,
            Some(held) => in_both(&held, &documents),
        });
    }
    Ok(all.unwrap_or_default())
}

/// The terms that a typed word may stand for, with what each costs.
fn guesses(
    segment: &SegmentReader,
    fields: Fields,
    dictionary: &impl Fn() -> Result<Arc<Dictionary>, SearchError>,
    target: Target,
    word: &str,
    unfinished: bool,
) -> Result<Vec<(Field, String, u32)>, SearchError> {
    let exact = name_words::term(target, word);
    let mut guesses = vec![(fields.words, exact.clone(), 0)];
    if target == Target::Doctor {
        for name in nicknames::behind(word) {
            for part in name.split(' ') {
                guesses.push((fields.words, name_words::term(target, part), NICKNAME));
            }
        }
    }
    if unfinished {
        if word.chars().count() <= LONGEST_BEGINNING {
            guesses.push((fields.beginnings, exact.clone(), UNFINISHED));
        } else {
            let dictionary = dictionary()?;
            let longer = dictionary.beginning(&exact).take(GUESSES);
            guesses.extend(longer.map(|at| {
                let word = dictionary.word(at).to_owned();
                (fields.words, word, UNFINISHED)
            }));
        }
    }
    let known = |field: Field, term: &str| -> Result<bool, SearchError> {
        let term = Term::from_field_text(field, term);
        Ok(segment.inverted_index(field)?.doc_freq(&term)? > 0)
    };
    let letters = word.chars().count();
    let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
    if letters < 4 || is_number {
        return Ok(guesses);
    }
    for (field, term, _) in &guesses {
        if known(*field, term)? {
            return Ok(guesses);
        }
    }
    let dictionary = dictionary()?;
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
    guesses.extend(near.into_iter().map(|word| (fields.words, word, cost)));
    Ok(guesses)
}

fn in_both(held: &[(DocId, u32)], other: &[(DocId, u32)]) -> Vec<(DocId, u32)> {
    let mut both = Vec::new();
    let mut others = other.iter().peekable();
    for (doc, cost) in held {
        while others.next_if(|(other, _)| other < doc).is_some() {}
        if let Some((other, more)) = others.peek()
            && other == doc
        {
            both.push((*doc, cost + more));
        }
    }
    both
}

fn is_within(columns: &Columns, area: Option<&Area>, doc: DocId) -> bool {
    let Some(area) = area else { return true };
    let points = columns.spot_point.values_for_doc(doc);
    let places = columns.spot_place.values_for_doc(doc);
    points.zip(places).any(|(point, place)| {
        let held = area.holds(Place::new(place, point));
        held.is_some_and(|(_, abroad)| !abroad)
    })
}
