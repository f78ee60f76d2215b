//! One pass over the candidates of a segment: exact distance, best spot, order, counts.

use std::time::Instant;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::area::Area;
use super::columns::{Columns, Snapshot};
use super::document::{EVERY_SPOT, PLACED};
use super::error::SearchError;
use super::grid::{Cell, Scale, cover};
use super::index::Fields;
use super::order::{Order, Position, SortKey};
use super::query::{Hit, Hits, Query};
use super::term::{self, Concept};
use crate::domain::distance::{Distance, Point};

/// Up to this many documents one look through all of them beats a cover's many terms.
const FEW: u64 = 4_000;

/// The widest circle that is covered with the fine grid.
const NEAR_KM: f64 = 60.0;

/// The largest cover; a circle that needs more is looked for among all documents.
const MOST_CELLS: usize = 1_500;

/// Candidates between two looks at the clock.
const PER_LOOK: usize = 4_096;

/// The terms that gather candidates, and in which field.
enum Driver {
    Anywhere,
    Cells(Scale, Vec<Cell>),
}

/// A candidate that meets the query, within its segment.
struct Match {
    /// Millimetres, or the ordinal of the name in the segment.
    key: u64,
    id: i64,
    role: u64,
    distance: Option<Distance>,
}

/// Everything that meets the query, cut to its window.
pub(super) fn evaluate(
    snapshot: &Snapshot,
    fields: Fields,
    query: &Query,
    deadline: Instant,
) -> Result<Hits, SearchError> {
    let driver = driver(snapshot, fields, query)?;
    let mut hits = Hits::default();
    let mut kept = Vec::new();
    for (segment, columns) in snapshot
        .searcher
        .segment_readers()
        .iter()
        .zip(&snapshot.columns)
    {
        let candidates = candidates(segment, fields, query, &driver)?;
        let mut found = Vec::new();
        for (turn, doc) in candidates.into_iter().enumerate() {
            if turn % PER_LOOK == PER_LOOK - 1 && Instant::now() > deadline {
                return Err(SearchError::TimedOut);
            }
            if segment.is_deleted(doc) {
                continue;
            }
            match meets(columns, query, doc) {
                Meets::Yes(role, distance) => found.push(Match {
                    key: sort_value(columns, query.order, doc, distance),
                    id: term::row_id(columns.number.first(doc).unwrap_or_default()),
                    role,
                    distance,
                }),
                Meets::BeyondBorder => hits.beyond_border += 1,
                Meets::No => {}
            }
        }
        hits.total += found.len() as u64;
        let inside = cut(columns, query, found)?;
        hits.outside += inside.outside;
        kept.extend(inside.hits);
        hits.more |= inside.more;
    }
    kept.sort_unstable_by(|a: &Hit, b: &Hit| a.position.cmp(&b.position));
    if kept.len() > query.window.size {
        hits.more = true;
        match query.window.backward {
            true => drop(kept.drain(..kept.len() - query.window.size)),
            false => kept.truncate(query.window.size),
        }
    }
    hits.hits = kept;
    Ok(hits)
}

fn driver(snapshot: &Snapshot, fields: Fields, query: &Query) -> Result<Driver, SearchError> {
    let Some(area) = query.area.as_ref().filter(|_| query.clinic.is_none()) else {
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

/// The concepts whose documents are looked at; none is one question for anybody. A clinic has
/// fewer doctors than any need.
fn wanted(query: &Query) -> Vec<Option<Concept>> {
    match (query.clinic, &query.concepts) {
        (Some(clinic), _) => vec![Some(Concept::Clinic(clinic))],
        (None, None) => vec![None],
        (None, Some(concepts)) => concepts.iter().copied().map(Some).collect(),
    }
}

fn candidates(
    segment: &SegmentReader,
    fields: Fields,
    query: &Query,
    driver: &Driver,
) -> Result<Vec<DocId>, SearchError> {
    let (field, terms): (_, Vec<u64>) = match driver {
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
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
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

enum Meets {
    /// The role to go to (0 for none), and how far it is.
    Yes(u64, Option<Distance>),
    BeyondBorder,
    No,
}

fn meets(columns: &Columns, query: &Query, doc: DocId) -> Meets {
    let spots = columns.spot_role.values_for_doc(doc);
    let places = columns.spot_point.values_for_doc(doc);
    let countries = columns.spot_country.values_for_doc(doc);
    let mut inside: Option<(Distance, u64)> = None;
    let mut beyond = false;
    let mut first = None;
    for (index, ((role, point), country)) in (0..).zip(spots.zip(places).zip(countries)) {
        if !offered(columns, query, doc, index) {
            continue;
        }
        first.get_or_insert(role);
        let Some(area) = &query.area else {
            break;
        };
        if country & PLACED == 0 {
            continue;
        }
        let distance = area.centre.distance_to(Point::unpack(point));
        if distance > area.within {
            continue;
        }
        if !same_country(area, country) {
            beyond = true;
            continue;
        }
        if inside.is_none_or(|held| (distance, role) < held) {
            inside = Some((distance, role));
        }
    }
    match (&query.area, inside) {
        (None, _) => Meets::Yes(first.unwrap_or(0), None),
        (Some(_), Some((distance, role))) => Meets::Yes(role, Some(distance)),
        (Some(_), None) if beyond => Meets::BeyondBorder,
        (Some(_), None) => Meets::No,
    }
}

/// Whether what is asked for is met at this spot.
fn offered(columns: &Columns, query: &Query, doc: DocId, index: u64) -> bool {
    let met = |concepts: &[Concept]| {
        columns.offer.values_for_doc(doc).any(|offer| {
            let at = offer & EVERY_SPOT;
            (at == EVERY_SPOT || at == index)
                && concepts.iter().any(|concept| concept.bits() == offer >> 32)
        })
    };
    let here = query
        .clinic
        .is_none_or(|clinic| met(&[Concept::Clinic(clinic)]));
    here && query.concepts.as_deref().is_none_or(met)
}

fn same_country(area: &Area, country: u64) -> bool {
    area.only_country
        .is_none_or(|only| u64::from(only.bits()) == country & !PLACED)
}

fn sort_value(columns: &Columns, order: Order, doc: DocId, distance: Option<Distance>) -> u64 {
    match order {
        Order::Distance => distance.map_or(u64::MAX, Distance::millimetres),
        Order::Name => columns
            .name
            .as_ref()
            .and_then(|names| names.term_ords(doc).next())
            .unwrap_or_default(),
    }
}

/// What a segment gives to the window.
struct Inside {
    hits: Vec<Hit>,
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
            false => (found.key, found.id) > bound,
            true => (found.key, found.id) < bound,
        });
    }
    let outside = (all - found.len()) as u64;
    let more = found.len() > window.size;
    let order = |a: &Match, b: &Match| {
        let order = (a.key, a.id).cmp(&(b.key, b.id));
        match window.backward {
            true => order.reverse(),
            false => order,
        }
    };
    if more {
        found.select_nth_unstable_by(window.size, order);
        found.truncate(window.size);
    }
    let hits = found
        .into_iter()
        .map(|found| {
            let key = match query.order {
                Order::Distance => SortKey::Millimetres(found.key),
                Order::Name => SortKey::Name(name(columns, found.key)?),
            };
            Ok(Hit {
                role: (found.role != 0).then_some(found.role.cast_signed()),
                distance: found.distance,
                position: Position { key, id: found.id },
            })
        })
        .collect::<Result<_, SearchError>>()?;
    Ok(Inside {
        hits,
        outside,
        more,
    })
}

/// A position as (sort value, id) of this segment, between whose neighbours it lies.
fn bound(columns: &Columns, from: &Position) -> Result<(u64, i64), SearchError> {
    use tantivy::columnar::Dictionary;
    match &from.key {
        SortKey::Millimetres(distance) => Ok((*distance, from.id)),
        SortKey::Name(text) => {
            let Some(names) = &columns.name else {
                return Ok((0, 0));
            };
            let dictionary: &Dictionary = names.dictionary();
            if let Some(ordinal) = dictionary.term_ord(text)? {
                return Ok((ordinal, from.id));
            }
            // The name is not in this segment: everything from the next one on comes after it.
            // No id is below the lowest, so the bound falls just before that name.
            let (_, upper) = dictionary.term_bounds_to_ord(
                std::ops::Bound::Unbounded,
                std::ops::Bound::Excluded(text.as_bytes()),
            )?;
            Ok(match upper {
                std::ops::Bound::Excluded(next) => (next, i64::MIN),
                std::ops::Bound::Included(last) => (last, i64::MAX),
                std::ops::Bound::Unbounded => (u64::MAX, i64::MAX),
            })
        }
    }
}

fn name(columns: &Columns, ordinal: u64) -> Result<String, SearchError> {
    let mut text = String::new();
    if let Some(names) = &columns.name {
        names.ord_to_str(ordinal, &mut text)?;
    }
    Ok(text)
}
