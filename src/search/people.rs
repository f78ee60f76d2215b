//! Doctors and clinics by their names: short names, double names, misspelt and unfinished ones.

use std::time::Instant;

use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::area::Area;
use super::columns::{Columns, Snapshot};
use super::error::SearchError;
use super::facts::Place;
use super::index::Fields;
use super::name_guesses::{Dictionaries, Guess, Shelf};
use super::place_in_list::{ListFrom, Listed};
use super::term::{self, Target};
use super::words::Asked;

/// Candidates between two looks at the clock.
const PER_LOOK: usize = 256;

/// Who is looked for by name.
#[derive(Clone, Debug)]
pub struct NameQuery {
    pub asked: Asked,
    pub target: Target,
    /// Whether the last word may still be being typed.
    pub unfinished: bool,
    /// Whether all of the name are counted, or only the first ones looked for.
    pub counted: bool,
    /// Only those whom one can meet in it.
    pub area: Option<Area>,
    /// The score of all, where they are to be sorted by name alone.
    pub score: Option<u32>,
    pub from: ListFrom,
    pub size: usize,
}

/// Those of a name, the best first, then by name.
#[derive(Clone, Debug, Default)]
pub struct NameHits {
    pub hits: Vec<Listed>,
    /// All of the name, on every page; of no meaning where they are not counted.
    pub total: u64,
}

/// Somebody of the name: what the guesses cost, the ordinal of the name in its segment, who it is.
pub(super) type Named = (u32, u64, DocId);

/// Everybody of the name, cut to the window.
pub(super) fn named(
    snapshot: &Snapshot,
    fields: Fields,
    dictionaries: &Dictionaries,
    query: &NameQuery,
    deadline: Instant,
) -> Result<NameHits, SearchError> {
    let mut found = NameHits::default();
    let words = query.asked.words();
    for (segment, columns) in snapshot.segments() {
        let shelf = Shelf {
            snapshot,
            segment,
            fields,
            dictionaries,
        };
        let guesses = words
            .iter()
            .enumerate()
            .map(|(index, word)| {
                let unfinished = query.unfinished && index + 1 == words.len();
                shelf.guesses(query.target, word, unfinished)
            })
            .collect::<Result<Vec<_>, SearchError>>()?;
        let inside = match guesses.as_slice() {
            [only] if !query.counted && query.area.is_none() && query.from == ListFrom::Start => {
                super::name_firsts::firsts(segment, columns, only, query.size)?
            }
            all => {
                let mut inside = Vec::new();
                for (turn, (doc, lost)) in candidates(segment, all)?.into_iter().enumerate() {
                    if turn % PER_LOOK == PER_LOOK - 1 && Instant::now() > deadline {
                        return Err(SearchError::TimedOut);
                    }
                    if segment.is_deleted(doc) || !is_within(columns, query.area.as_ref(), doc) {
                        continue;
                    }
                    found.total += 1;
                    let lost = query.score.map_or(lost, |_| 0);
                    if query.from.may_admit(query.score_of(lost)) {
                        inside.push((lost, columns.name_ordinal(doc), doc));
                    }
                }
                inside
            }
        };
        found.hits.extend(best(columns, query, inside)?);
    }
    found.hits.sort_unstable();
    found.hits.truncate(query.size);
    Ok(found)
}

impl NameQuery {
    fn score_of(&self, lost: u32) -> u32 {
        self.score.unwrap_or(1_000_u32.saturating_sub(lost))
    }
}

/// The first of the segment's matches after where the window begins.
fn best(
    columns: &Columns,
    query: &NameQuery,
    mut inside: Vec<Named>,
) -> Result<Vec<Listed>, SearchError> {
    if query.from == ListFrom::Start && inside.len() > query.size && query.size > 0 {
        // Only the first ones are put in order; those who bear the last one's name stay with it.
        let name = |(lost, ordinal, _): &Named| (*lost, *ordinal);
        let (_, last, _) = inside.select_nth_unstable_by_key(query.size - 1, name);
        let last = name(last);
        inside.retain(|one| name(one) <= last);
    }
    inside.sort_unstable();
    let mut listed: Vec<Listed> = Vec::new();
    // A name is read once for all who bear it: to read one takes longer than all else.
    let mut read: Option<(u64, String)> = None;
    for (lost, ordinal, doc) in inside {
        let is_read = |held: &(u64, String)| held.0 == ordinal;
        let name = match read.take().filter(is_read) {
            Some((_, name)) => name,
            // Those of one name lie side by side, in the order of documents and not of ids.
            None if listed.len() >= query.size => break,
            None => columns.name_text(ordinal)?,
        };
        let one = Listed {
            score: query.score_of(lost),
            name: name.clone(),
            id: term::row_id(columns.number.first(doc).unwrap_or_default()),
        };
        read = Some((ordinal, name));
        if query.from.admits(&one) {
            listed.push(one);
        }
    }
    Ok(listed)
}

/// The documents that have every word, each with what its guesses cost.
fn candidates(
    segment: &SegmentReader,
    words: &[Vec<Guess>],
) -> Result<Vec<(DocId, u32)>, SearchError> {
    let mut open = Vec::new();
    for guesses in words {
        let mut lists = Vec::new();
        for guess in guesses {
            lists.extend(guess.postings(segment)?.map(|list| (list, guess.cost)));
        }
        let held: u64 = lists
            .iter()
            .map(|(list, _)| u64::from(list.doc_freq()))
            .sum();
        open.push((held, lists));
    }
    // Those of the rarest word are read; the others are only asked whether they have them.
    open.sort_by_key(|(held, _)| *held);
    let mut open = open.into_iter();
    let mut documents = open.next().map_or_else(Vec::new, |(_, lists)| all(lists));
    for (_, lists) in open {
        keep(&mut documents, lists);
    }
    Ok(documents)
}

/// The documents of the lists, each once, at the least that it costs.
fn all(mut lists: Vec<(SegmentPostings, u32)>) -> Vec<(DocId, u32)> {
    let mut documents = Vec::new();
    let several = lists.len() > 1;
    for (list, cost) in &mut lists {
        documents.reserve(list.doc_freq() as usize);
        let mut doc = list.doc();
        while doc != TERMINATED {
            documents.push((doc, *cost));
            doc = list.advance();
        }
    }
    if several {
        documents.sort_unstable();
        // The cheapest way to each document comes first.
        documents.dedup_by_key(|(doc, _)| *doc);
    }
    documents
}

/// Keeps the documents that one of the lists has, with the least that it costs added.
fn keep(documents: &mut Vec<(DocId, u32)>, mut lists: Vec<(SegmentPostings, u32)>) {
    lists.sort_by_key(|(_, cost)| *cost);
    documents.retain_mut(|(doc, cost)| {
        let held = lists.iter_mut().find_map(|(list, more)| {
            let at = match list.doc() < *doc {
                true => list.seek(*doc),
                false => list.doc(),
            };
            (at == *doc).then_some(*more)
        });
        *cost += held.unwrap_or_default();
        held.is_some()
    });
}

fn is_within(columns: &Columns, area: Option<&Area>, doc: DocId) -> bool {
    let Some(area) = area else { return true };
    columns.spots(doc).any(|row| {
        let held = area.holds(Place::at(columns, row));
        held.is_some_and(|(_, abroad)| !abroad)
    })
}
