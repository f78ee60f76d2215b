//! Pages of lists: how many, from where, and the cursors between them.

use std::sync::Arc;

use async_graphql::connection::{Connection, CursorType, Edge, EmptyFields};
use async_graphql::{Context, Object, ObjectType, OutputType};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;

use super::context::Ask;
use super::error::Failure;
use crate::loaders::{Batches, Listed, SliceKey, Slices};
use crate::search::{self, RADII_KM, Rung, Worth, rank};
use crate::store::related::{self, Relation, Slice};

/// The page that is given when nobody says how long it should be.
const DEFAULT: u64 = 20;

/// The longest page.
const LONGEST: u64 = 100;

/// How a list is asked for; the four arguments of every connection.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// The part of a list that the arguments ask for.
struct Part {
    size: u64,
    from: Option<String>,
    backward: bool,
}

impl Page {
    pub fn new(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Self {
        Page {
            first,
            after,
            last,
            before,
        }
    }

    fn part(self) -> Result<Part, Failure> {
        if self.first.is_some() && self.last.is_some() {
            return Err(Failure::bad_input(
                "give first or last, not both: first pages forward, last pages backward",
            ));
        }
        if self.after.is_some() && self.before.is_some() {
            return Err(Failure::bad_input(
                "give after or before, not both: after goes with first, before with last",
            ));
        }
        let backward = self.last.is_some() || (self.before.is_some() && self.first.is_none());
        if self.last.is_some() && self.after.is_some() {
            return Err(Failure::bad_input(
                "after goes with first, before goes with last",
            ));
        }
        if self.first.is_some() && self.before.is_some() {
            return Err(Failure::bad_input(
                "before goes with last, after goes with first",
            ));
        }
        let (name, wanted) = match backward {
            true => ("last", self.last),
            false => ("first", self.first),
        };
        Ok(Part {
            size: size(name, wanted)?,
            from: match backward {
                true => self.before,
                false => self.after,
            },
            backward,
        })
    }

    /// The part of a list that hangs from a node.
    pub fn related(self) -> Result<related::Window, Failure> {
        let part = self.part()?;
        let from = part.from.map(|text| match read(&text) {
            Some(Cursor::Related(position)) => Ok(position),
            _ => Err(bad_cursor()),
        });
        Ok(related::Window {
            size: part.size,
            from: from.transpose()?,
            backward: part.backward,
        })
    }

    /// The part of what a text finds: how many, and after what.
    pub fn listed(self) -> Result<(usize, Option<(search::NodeSort, search::Listed)>), Failure> {
        let part = self.part()?;
        let from = part.from.map(|text| match read(&text) {
            Some(Cursor::Listed(kind, listed)) => Ok((kind, listed)),
            _ => Err(bad_cursor()),
        });
        let size = usize::try_from(part.size).unwrap_or(usize::MAX);
        Ok((size, from.transpose()?))
    }

    /// The part of what a search finds, in an order; and what an earlier page of it has settled.
    pub fn found(self, order: search::Order) -> Result<(search::Window, Option<Frame>), Failure> {
        let part = self.part()?;
        let from = part.from.map(|text| match read(&text) {
            Some(Cursor::Found(position, frame))
                if frame.order == order && order.sorts_by(&position.key) =>
            {
                Ok((position, frame))
            }
            Some(Cursor::Found(..)) => Err(Failure::bad_input(
                "the cursor belongs to another sort: use one that came with this list",
            )),
            _ => Err(bad_cursor()),
        });
        let (from, frame) = from.transpose()?.unzip();
        let window = search::Window {
            size: usize::try_from(part.size).unwrap_or(usize::MAX),
            from,
            backward: part.backward,
        };
        Ok((window, frame))
    }
}

fn size(name: &str, wanted: Option<i32>) -> Result<u64, Failure> {
    match wanted.map(u64::try_from) {
        None => Ok(DEFAULT),
        Some(Ok(size @ 1..=LONGEST)) => Ok(size),
        Some(_) => Err(Failure::bad_input(format!(
            "{name} must be from 1 to {LONGEST}, found {}",
            wanted.unwrap_or_default()
        ))),
    }
}

fn bad_cursor() -> Failure {
    Failure::bad_input("the cursor is not one of ours: use one that came with this list")
}

/// A position in a list, opaque to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    Related(related::Position),
    Found(search::Position, Frame),
    Listed(search::NodeSort, search::Listed),
}

/// What the first page of a searched list settled, so that the next ones belong to the same list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub order: search::Order,
    pub rung: Rung,
    pub as_of: NaiveDate,
    pub worths: Vec<Worth>,
}

impl CursorType for Cursor {
    type Error = &'static str;

    fn decode_cursor(_: &str) -> Result<Self, Self::Error> {
        // Arguments are read by `Page`, which knows which list they belong to.
        Err("cursors are read by Page")
    }

    fn encode_cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(match self {
            Cursor::Related(position) => format!("r{}:{}", position.id, position.order),
            Cursor::Found(position, frame) => write_found(position, frame),
            Cursor::Listed(kind, listed) => {
                let kind: &str = (*kind).into();
                format!("L{}:{kind}:{}:{}", listed.id, listed.score, listed.name)
            }
        })
    }
}

/// Orders by their letter in a cursor.
const ORDERS: [(char, search::Order); 6] = [
    ('b', search::Order::Best),
    ('d', search::Order::Distance),
    ('n', search::Order::Name),
    ('e', search::Order::Experience),
    ('g', search::Order::Rating),
    ('v', search::Order::Verified),
];

fn write_found(position: &search::Position, frame: &Frame) -> String {
    let letter = ORDERS.iter().find(|(_, order)| *order == frame.order);
    let rung = match frame.rung {
        Rung::Asked => String::new(),
        Rung::Km(km) => km.to_string(),
        Rung::Region => "r".to_owned(),
        Rung::Telehealth => "t".to_owned(),
    };
    let worths: Vec<String> = frame
        .worths
        .iter()
        .map(|worth| worth.0.map(|value| value.to_string()).join("."))
        .collect();
    let key = match &position.key {
        search::SortKey::Millimetres(distance) => distance.to_string(),
        search::SortKey::Rank(missing, tie) => format!("{missing}.{tie}"),
        search::SortKey::Name(name) => name.clone(),
    };
    format!(
        "{}{}:{rung}:{}:{}:{key}",
        letter.map_or('b', |(letter, _)| *letter),
        position.id,
        frame.as_of,
        worths.join(","),
    )
}

fn read(text: &str) -> Option<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (kind, rest) = text.split_at_checked(1)?;
    if kind == "r" {
        let (id, key) = rest.split_once(':')?;
        return Some(Cursor::Related(related::Position {
            order: key.to_owned(),
            id: id.parse().ok()?,
        }));
    }
    if kind == "L" {
        return read_listed(rest);
    }
    let letter = kind.chars().next()?;
    let (_, order) = *ORDERS.iter().find(|(known, _)| *known == letter)?;
    read_found(order, rest)
}

fn read_listed(text: &str) -> Option<Cursor> {
    // The name stands last, for it may hold anything.
    let mut parts = text.splitn(4, ':');
    let id = parts.next()?.parse().ok()?;
    let kind = parts.next()?.parse().ok()?;
    let score = parts.next()?.parse().ok()?;
    let name = parts.next()?.to_owned();
    Some(Cursor::Listed(kind, search::Listed { score, name, id }))
}

fn read_found(order: search::Order, text: &str) -> Option<Cursor> {
    // The key stands last, for a name may hold anything.
    let mut parts = text.splitn(5, ':');
    let id = parts.next()?.parse().ok()?;
    let rung = match parts.next()? {
        "" => Rung::Asked,
        "r" => Rung::Region,
        "t" => Rung::Telehealth,
        km => Rung::Km(km.parse().ok().filter(|km| RADII_KM.contains(km))?),
    };
    let as_of = parts.next()?.parse().ok()?;
    let worths = parts.next()?.split(',').filter(|worth| !worth.is_empty());
    let worths = worths.map(read_worth).collect::<Option<_>>()?;
    let key = parts.next()?;
    let key = match order {
        search::Order::Distance => search::SortKey::Millimetres(key.parse().ok()?),
        search::Order::Name => search::SortKey::Name(key.to_owned()),
        _ => {
            let (missing, tie) = key.split_once('.')?;
            search::SortKey::Rank(missing.parse().ok()?, tie.parse().ok()?)
        }
    };
    let frame = Frame {
        order,
        rung,
        as_of,
        worths,
    };
    Some(Cursor::Found(search::Position { key, id }, frame))
}

fn read_worth(text: &str) -> Option<Worth> {
    let mut values = text.split('.').map(|value| value.parse::<u16>().ok());
    let worth = Worth([values.next()??, values.next()??, values.next()??]);
    // What a caller made up must not leave the range that the order reckons with.
    let sound = worth.0.iter().all(|value| *value <= rank::MOST);
    (sound && values.next().is_none()).then_some(worth)
}

/// How long a list is, counted only when somebody asks.
pub struct Total(pub Relation, pub i64);

impl Total {
    pub async fn count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        let counted = ctx.loaders().counts().load((self.0, self.1)).await?;
        Ok(whole(counted.map_or(0, |count| *count)))
    }
}

/// How long a list is.
#[Object]
impl Total {
    /// How many there are on all pages; exact, and counted only when it is asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        self.count(ctx).await
    }
}

/// The page of a list that hangs from a node.
pub async fn related<E, N>(
    loader: Batches<'_, Slices<E>>,
    relation: Relation,
    parent: i64,
    page: Page,
    node: impl Fn(Arc<E::Model>) -> N,
) -> Result<Connection<Cursor, N, Total, EmptyFields>, Failure>
where
    E: Listed,
    E::Model: Send + Sync,
    N: OutputType,
{
    let key = SliceKey {
        relation,
        parent,
        window: page.related()?,
    };
    let slice = loader.load(key.clone()).await?;
    let total = Total(relation, parent);
    Ok(connect(slice, &key.window, total, |cursor, row| {
        Edge::new(cursor, node(row))
    }))
}

/// A slice of a list that hangs from a node, as a connection.
pub fn connect<M, N, C, E>(
    slice: Option<Arc<Slice<M>>>,
    window: &related::Window,
    fields: C,
    edge: impl Fn(Cursor, Arc<M>) -> Edge<Cursor, N, E>,
) -> Connection<Cursor, N, C, E>
where
    N: OutputType,
    C: ObjectType,
    E: ObjectType,
{
    let (before, after) = sides(slice.as_deref(), window);
    let mut connection = Connection::with_additional_fields(before, after, fields);
    connection.edges = slice
        .iter()
        .flat_map(|slice| slice.rows.iter())
        .map(|listed| {
            let cursor = Cursor::Related(listed.position.clone());
            edge(cursor, Arc::clone(&listed.row))
        })
        .collect();
    connection
}

/// Whether there is more before and after a slice. On the side from which it was read there is
/// more when it began at a cursor: the row of that cursor.
pub fn sides<M>(slice: Option<&Slice<M>>, window: &related::Window) -> (bool, bool) {
    let more = slice.is_some_and(|slice| slice.more);
    match window.backward {
        false => (window.from.is_some(), more),
        true => (more, window.from.is_some()),
    }
}

/// A count as GraphQL's 32-bit integer.
pub fn whole(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(order: search::Order, key: search::SortKey, rung: Rung) -> Cursor {
        let frame = Frame {
            order,
            rung,
            as_of: "2026-11-25".parse().unwrap(),
            worths: vec![Worth([100, 500, 900]), Worth([500, 500, 500])],
        };
        Cursor::Found(search::Position { key, id: i64::MAX }, frame)
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursors = [
            Cursor::Related(related::Position {
                order: "a:b c".to_owned(),
                id: 7,
            }),
            found(
                search::Order::Distance,
                search::SortKey::Millimetres(44_200_000),
                Rung::Km(50),
            ),
            Cursor::Listed(
                search::NodeSort::Clinic,
                search::Listed {
                    score: 900,
                    name: "a: b".to_owned(),
                    id: 3,
                },
            ),
            found(
                search::Order::Name,
                search::SortKey::Name("osei: amara".to_owned()),
                Rung::Asked,
            ),
            found(
                search::Order::Best,
                search::SortKey::Rank(250_000, 77),
                Rung::Telehealth,
            ),
        ];
        for cursor in cursors {
            assert_eq!(read(&cursor.encode_cursor()), Some(cursor));
        }
        for bad in ["", "!", "eA", "ZDE6eA", "cjE"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_page_says_what_is_wrong_with_it() {
        let page = |first, last: Option<i32>, after: Option<&str>| Page {
            first,
            last,
            after: after.map(str::to_owned),
            before: None,
        };
        let cases = [
            (
                page(Some(0), None, None),
                "first must be from 1 to 100, found 0",
            ),
            (
                page(Some(-1), None, None),
                "first must be from 1 to 100, found -1",
            ),
            (
                page(None, Some(1000), None),
                "last must be from 1 to 100, found 1000",
            ),
            (page(Some(1), Some(1), None), "give first or last, not both"),
            (
                page(Some(1), None, Some("zzz")),
                "the cursor is not one of ours",
            ),
            (page(None, Some(1), Some("zzz")), "after goes with first"),
        ];
        for (page, expected) in cases {
            let Err(Failure::Refused(refusal)) = page.related() else {
                panic!("{expected}: was taken");
            };
            assert!(refusal.message.starts_with(expected), "{}", refusal.message);
        }
    }
}
