//! The first of those whose name has a word, by cost and then by name, without a look at all of them
//! each time: a list of many is put in order once in the life of its segment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::postings::SegmentPostings;
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::columns::Columns;
use super::error::SearchError;
use super::name_guesses::Guess;
use super::people::Named;

/// A list of more documents is worth to be kept in order; there are few such lists.
const LONG: u32 = 4_096;

/// How many of a long list are kept.
const KEPT: usize = 64;

/// The most lists of a segment whose first are kept, some 2 KB each; others are read each time.
const MOST_LISTS: usize = 4_096;

/// Somebody who has a word: the ordinal of their name, their number, their document.
type Ranked = (u64, u64, DocId);

/// The first of each long list of a segment, those who are deleted meanwhile among them.
#[derive(Default)]
pub(super) struct Firsts(Mutex<HashMap<Key, Arc<[Ranked]>>>);

/// A term and its field.
type Key = (Field, String);

impl Firsts {
    fn of(&self, columns: &Columns, guess: &Guess, list: &mut SegmentPostings) -> Arc<[Ranked]> {
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (guess.field, guess.term.clone());
        if let Some(firsts) = held().get(&key) {
            return Arc::clone(firsts);
        }
        let firsts: Arc<[Ranked]> = read(columns, list, KEPT, |_| true).into();
        self.keep(key, &firsts);
        firsts
    }

    fn keep(&self, key: Key, firsts: &Arc<[Ranked]>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() < MOST_LISTS {
            held.insert(key, Arc::clone(firsts));
        }
    }
}

/// The first `size` of a segment who have one of the terms. Those of one cost and name are in the
/// order of their numbers.
pub(super) fn firsts(
    segment: &SegmentReader,
    columns: &Columns,
    guesses: &[Guess],
    size: usize,
) -> Result<Vec<Named>, SearchError> {
    let mut guesses: Vec<&Guess> = guesses.iter().collect();
    guesses.sort_by_key(|guess| guess.cost);
    let mut found: Vec<Named> = Vec::new();
    for level in guesses.chunk_by(|one, next| one.cost == next.cost) {
        if found.len() >= size {
            break;
        }
        // Those who were found at less cost may come first here as well.
        let wanted = size + found.len();
        let mut here = Vec::new();
        for guess in level {
            here.extend(of_guess(segment, columns, guess, wanted)?);
        }
        here.retain(|(_, _, doc)| !found.iter().any(|(_, _, held)| held == doc));
        here.sort_unstable();
        here.dedup();
        here.truncate(size - found.len());
        let cost = level.first().map_or(0, |guess| guess.cost);
        found.extend(
            here.into_iter()
                .map(|(ordinal, _, doc)| (cost, ordinal, doc)),
        );
    }
    Ok(found)
}

/// At least the first `wanted` who have a term, in any order, where there are as many.
fn of_guess(
    segment: &SegmentReader,
    columns: &Columns,
    guess: &Guess,
    wanted: usize,
) -> Result<Vec<Ranked>, SearchError> {
    let Some(mut list) = guess.postings(segment)? else {
        return Ok(Vec::new());
    };
    let is_there = |doc| !segment.is_deleted(doc);
    if list.doc_freq() > LONG && wanted < KEPT {
        let kept = columns.firsts.of(columns, guess, &mut list);
        let there = kept.iter().filter(|(_, _, doc)| is_there(*doc)).copied();
        let there: Vec<Ranked> = there.collect();
        if there.len() >= wanted {
            return Ok(there);
        }
        // So many are deleted that those after them count.
        let Some(mut list) = guess.postings(segment)? else {
            return Ok(Vec::new());
        };
        return Ok(read(columns, &mut list, wanted, is_there));
    }
    Ok(read(columns, &mut list, wanted, is_there))
}

/// The first `most` of a list, in order.
fn read(
    columns: &Columns,
    list: &mut SegmentPostings,
    most: usize,
    admits: impl Fn(DocId) -> bool,
) -> Vec<Ranked> {
    let mut named: Vec<(u64, DocId)> = Vec::with_capacity(list.doc_freq() as usize);
    let mut doc = list.doc();
    while doc != TERMINATED {
        if admits(doc) {
            named.push((columns.name_ordinal(doc), doc));
        }
        doc = list.advance();
    }
    if let Some(last) = most.checked_sub(1).filter(|last| *last < named.len()) {
        let (_, (last, _), _) = named.select_nth_unstable(last);
        let last = *last;
        named.retain(|(ordinal, _)| *ordinal <= last);
    }
    let numbered = named.into_iter().map(|(ordinal, doc)| {
        let number = columns.number.first(doc).unwrap_or_default();
        (ordinal, number, doc)
    });
    let mut ranked: Vec<Ranked> = numbered.collect();
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked
}

#[cfg(test)]
mod tests {
    use tantivy::{Index, TantivyDocument};

    use super::*;
    use crate::search::index::{self, Fields};
    use crate::search::name_words;
    use crate::search::term::Target;

    /// More people than a long list has, of a few names; every third is gone again.
    fn people(fields: Fields) -> Index {
        let index = Index::create_in_ram(index::schema().0);
        let mut writer = index.writer_with_num_threads(1, 30_000_000).unwrap();
        for number in 0..u64::from(LONG) * 2 {
            let family = ["Ash", "Alder", "Birch", "Aland"][usize::try_from(number % 4).unwrap()];
            let given = ["Anna", "Al", "Ben"][usize::try_from(number / 4 % 3).unwrap()];
            let mut document = TantivyDocument::default();
            document.add_u64(fields.number, number * 7_919 % 1_000_003);
            document.add_text(fields.name, format!("{family} {given}").to_lowercase());
            name_words::add(&mut document, fields, Target::Doctor, [family, given]);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        for number in (0..u64::from(LONG) * 2).filter(|number| number % 3 == 0) {
            let number = number * 7_919 % 1_000_003;
            writer.delete_term(tantivy::Term::from_field_u64(fields.number, number));
        }
        writer.commit().unwrap();
        index
    }

    /// Everybody with what the cheapest way to them costs, in order.
    fn all(segment: &SegmentReader, columns: &Columns, guesses: &[Guess]) -> Vec<Named> {
        let mut everybody: HashMap<DocId, u32> = HashMap::new();
        for guess in guesses {
            let Some(mut list) = guess.postings(segment).unwrap() else {
                continue;
            };
            let mut doc = list.doc();
            while doc != TERMINATED {
                let cost = everybody.entry(doc).or_insert(guess.cost);
                *cost = guess.cost.min(*cost);
                doc = list.advance();
            }
        }
        let mut ranked: Vec<(u32, u64, u64, DocId)> = everybody
            .into_iter()
            .filter(|(doc, _)| !segment.is_deleted(*doc))
            .map(|(doc, cost)| {
                let number = columns.number.first(doc).unwrap();
                (cost, columns.name_ordinal(doc), number, doc)
            })
            .collect();
        ranked.sort_unstable();
        let ranked = ranked.into_iter();
        ranked
            .map(|(cost, ordinal, _, doc)| (cost, ordinal, doc))
            .collect()
    }

    #[test]
    fn the_first_of_a_long_list_are_those_of_a_look_at_all_of_it() {
        let fields = index::schema().1;
        let index = people(fields);
        let searcher = index.reader().unwrap().searcher();
        let segment = &searcher.segment_readers()[0];
        let columns = Columns::open(segment).unwrap();
        let guess = |field, term: &str, cost| Guess {
            field,
            term: name_words::term(Target::Doctor, term),
            cost,
        };
        let asked = [
            vec![
                guess(fields.words, "al", 0),
                guess(fields.beginnings, "al", 100),
            ],
            vec![
                guess(fields.words, "a", 0),
                guess(fields.beginnings, "a", 100),
            ],
            vec![
                guess(fields.words, "ben", 0),
                guess(fields.words, "anna", 50),
            ],
            vec![guess(fields.words, "birch", 0)],
            vec![guess(fields.words, "zoe", 0)],
        ];
        for guesses in &asked {
            let all = all(segment, &columns, guesses);
            // The second time from what was kept; the last size is more than is kept.
            for size in [0, 1, 8, 8, 21, 200] {
                let first = firsts(segment, &columns, guesses, size).unwrap();
                assert_eq!(first, all[..size.min(all.len())], "{size} of {guesses:?}");
            }
        }
        let kept = columns.firsts.0.lock().unwrap();
        assert!(kept.contains_key(&(fields.beginnings, "da".to_owned())));
    }

    #[test]
    fn no_more_lists_are_kept_than_there_is_room_for() {
        let (fields, firsts) = (index::schema().1, Firsts::default());
        for number in 0..MOST_LISTS + 10 {
            firsts.keep((fields.words, number.to_string()), &Arc::default());
        }
        assert_eq!(firsts.0.lock().unwrap().len(), MOST_LISTS);
    }
}
