//! Everything that meets a query, counted, and the page of it that is asked for, in order.

use std::cmp::Reverse;
use std::time::Instant;

use tantivy::DocId;

use super::columns::{Columns, Snapshot};
use super::error::SearchError;
use super::facts::{Facts, Offer, offers};
use super::index::Fields;
use super::order::{Order, Position, SortKey};
use super::pass::{self, Met, Seen};
use super::peers::{self, NEUTRAL, Worth};
use super::query::{Hit, Hits, Kept, Query};
use super::rank::{self, MOST_SCORE, Policy};
use super::term::{self, Concept, Target};
use crate::domain::distance::Distance;

/// A candidate that meets the query, by what sorts it within its segment.
struct Match {
    /// Millimetres, the ordinal of the name in the segment, or what is missing from the most.
    key: u64,
    tie: u64,
    id: i64,
    doc: DocId,
    met: Met,
}

impl Match {
    fn sorts_by(&self) -> (u64, u64, i64) {
        (self.key, self.tie, self.id)
    }
}

/// Everything that meets the query, cut to its window.
pub(super) fn evaluate(
    snapshot: &Snapshot,
    fields: Fields,
    query: &Query,
    deadline: Instant,
) -> Result<Hits, SearchError> {
    let worths = match &query.worths {
        Some(worths) => worths.clone(),
        None => worths(snapshot, fields, query)?,
    };
    let policy = Policy::new(query, &worths);
    let mut hits = Hits {
        without: vec![Kept::default(); query.filter.clauses.len()],
        ..Hits::default()
    };
    let mut found: Vec<Vec<Match>> = Vec::new();
    found.resize_with(snapshot.columns.len(), Vec::new);
    pass::over(snapshot, fields, query, deadline, |seen| {
        let best = seen
            .met
            .iter()
            .filter(|met| met.is_found())
            .map(|met| (sort_value(seen, &policy, query.order, met), met))
            .min_by_key(|(value, met)| (*value, met.distance, met.role));
        match best {
            Some((key, met)) => {
                hits.farthest = hits.farthest.max(met.distance);
                let number = seen.columns.number.first(seen.doc).unwrap_or_default();
                found[seen.segment].push(Match {
                    key,
                    tie: tie(query.order, number),
                    id: term::row_id(number),
                    doc: seen.doc,
                    met: *met,
                });
            }
            None => kept_out(seen, &mut hits),
        }
    })?;

    let mut kept = Vec::new();
    for ((place, columns), found) in snapshot.columns.iter().enumerate().zip(found) {
        hits.total += found.len() as u64;
        let inside = cut(columns, query, found)?;
        hits.outside += inside.outside;
        hits.more |= inside.more;
        for found in inside.kept {
            kept.push((position(columns, query.order, &found)?, place, found));
        }
    }
    kept.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    if kept.len() > query.window.size {
        hits.more = true;
        match query.window.backward {
            true => drop(kept.drain(..kept.len() - query.window.size)),
            false => kept.truncate(query.window.size),
        }
    }
    let bits: Vec<u64> = concepts(query).map(Concept::bits).collect();
    hits.hits = kept
        .into_iter()
        .map(|(position, place, found)| {
            let columns = &snapshot.columns[place];
            let mut met_by = Vec::new();
            offers(columns, found.doc, &bits, &mut met_by);
            let facts = Facts {
                columns,
                doc: found.doc,
                first_spot: columns.spots(found.doc).start,
                index: found.met.index,
                offers: query.concepts.is_some().then_some(met_by.as_slice()),
            };
            Hit {
                position,
                role: (found.met.role != 0).then_some(found.met.role.cast_signed()),
                distance: found.met.distance,
                ranking: policy.rank(&facts, found.met.distance),
                concept: concept_at(&met_by, found.met.index),
            }
        })
        .collect();
    hits.worths = worths;
    Ok(hits)
}

fn concepts(query: &Query) -> impl Iterator<Item = Concept> {
    query.concepts.iter().flatten().copied()
}

/// What bands of volume are worth for each concept, where doctors are looked for.
fn worths(snapshot: &Snapshot, fields: Fields, query: &Query) -> Result<Vec<Worth>, SearchError> {
    concepts(query)
        .map(|concept| match (query.target, concept) {
            (Target::Doctor, Concept::Procedure(_)) => peers::worth(snapshot, fields, concept),
            _ => Ok(Worth::among([0; 3])),
        })
        .collect()
}

/// Counts what keeps a candidate out that nothing in the area finds.
fn kept_out(seen: &Seen<'_>, hits: &mut Hits) {
    if seen
        .met
        .iter()
        .any(|met| met.beyond && met.failed.clauses == 0)
    {
        hits.beyond_border += 1;
    }
    let (mut out, mut unknown) = (0_u32, 0_u32);
    for met in seen.met.iter().filter(|met| !met.beyond) {
        if met.failed.clauses.is_power_of_two() {
            out |= met.failed.clauses;
            unknown |= met.failed.unknown;
        }
    }
    for (place, kept) in hits.without.iter_mut().enumerate() {
        kept.out += u64::from(out >> place & 1);
        kept.unknown += u64::from(unknown >> place & 1);
    }
}

/// What sorts a spot, the least first.
fn sort_value(seen: &Seen<'_>, policy: &Policy<'_>, order: Order, met: &Met) -> u64 {
    let facts = || seen.facts(met.index);
    match order {
        Order::Distance => met.distance.map_or(u64::MAX, Distance::millimetres),
        Order::Name => seen.columns.name_ordinal(seen.doc),
        Order::Best => u64::from(MOST_SCORE - policy.score(&facts(), met.distance)),
        Order::Experience => u64::from(rank::MOST - policy.experience(&facts()).unwrap_or(NEUTRAL)),
        Order::Rating => 500 - u64::from(facts().rating().unwrap_or(0)).min(500),
        Order::Verified => {
            let verified = facts().spot().map_or(0, |spot| spot.verified);
            u64::from(u16::MAX) - verified
        }
    }
}

fn tie(order: Order, number: u64) -> u64 {
    match order {
        Order::Distance | Order::Name => 0,
        Order::Best | Order::Experience | Order::Rating | Order::Verified => rank::tie(number),
    }
}

/// Of the concepts that are met at a spot, the one with the strongest evidence.
fn concept_at(offers: &[Offer], index: Option<u64>) -> Option<usize> {
    offers
        .iter()
        .filter(|offer| index.is_none_or(|index| offer.is_at(index)))
        .min_by_key(|offer| (offer.evidence, Reverse(offer.volume), offer.wanted))
        .map(|offer| offer.wanted)
}

/// What a segment gives to the window.
struct Inside {
    kept: Vec<Match>,
    /// Matches on the other side of where the window begins.
    outside: u64,
    more: bool,
}

fn cut(columns: &Columns, query: &Query, mut found: Vec<Match>) -> Result<Inside, SearchError> {
    let window = &query.window;
    let all = found.len();
    if let Some(from) = &window.from {
        let bound = bound(columns, from)?;
        found.retain(|found| match window.backward {
            false => found.sorts_by() > bound,
            true => found.sorts_by() < bound,
        });
    }
    let outside = (all - found.len()) as u64;
    let more = found.len() > window.size;
    if more {
        found.select_nth_unstable_by(window.size, |a, b| {
            let order = a.sorts_by().cmp(&b.sorts_by());
            match window.backward {
                true => order.reverse(),
                false => order,
            }
        });
        found.truncate(window.size);
    }
    Ok(Inside {
        kept: found,
        outside,
        more,
    })
}

fn position(columns: &Columns, order: Order, found: &Match) -> Result<Position, SearchError> {
    let key = match order {
        Order::Distance => SortKey::Millimetres(found.key),
        Order::Name => SortKey::Name(columns.name_text(found.key)?),
        Order::Best | Order::Experience | Order::Rating | Order::Verified => {
            SortKey::Rank(found.key, found.tie)
        }
    };
    Ok(Position { key, id: found.id })
}

/// A position by what sorts matches of this segment, between whose neighbours it lies.
fn bound(columns: &Columns, from: &Position) -> Result<(u64, u64, i64), SearchError> {
    use tantivy::columnar::Dictionary;
    match &from.key {
        SortKey::Millimetres(distance) => Ok((*distance, 0, from.id)),
        SortKey::Rank(missing, tie) => Ok((*missing, *tie, from.id)),
        SortKey::Name(text) => {
            let Some(names) = &columns.name else {
                return Ok((0, 0, 0));
            };
            let dictionary: &Dictionary = names.dictionary();
            if let Some(ordinal) = dictionary.term_ord(text)? {
                return Ok((ordinal, 0, from.id));
            }
            // The name is not in this segment: everything from the next one on comes after it.
            // No id is below the lowest, so the bound falls just before that name.
            let (_, upper) = dictionary.term_bounds_to_ord(
                std::ops::Bound::Unbounded,
                std::ops::Bound::Excluded(text.as_bytes()),
            )?;
            Ok(match upper {
                std::ops::Bound::Excluded(next) => (next, 0, i64::MIN),
                std::ops::Bound::Included(last) => (last, u64::MAX, i64::MAX),
                std::ops::Bound::Unbounded => (u64::MAX, u64::MAX, i64::MAX),
            })
        }
    }
}
