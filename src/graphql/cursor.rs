//! Cursors: positions in lists as opaque texts, and what a first page settled for the next ones.
//!
//! Whatever a caller sends is read with suspicion: what is not one of ours is `None`.

use async_graphql::connection::CursorType;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;

use super::change::Place;
use crate::search::{self, RADII_KM, Rung, Worth, rank};
use crate::store::related;

/// A position in a list, opaque to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    Related(related::Position),
    Found(search::Position, Frame),
    Listed(search::NodeSort, search::Listed),
    Change(Place),
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
            Cursor::Change(place) => {
                format!("C{}:{}:{}", place.seq, place.records, place.instance)
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

impl Cursor {
    /// The position that a text of ours stands for.
    pub fn read(text: &str) -> Option<Self> {
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
        if kind == "C" {
            let (seq, rest) = rest.split_once(':')?;
            let (records, instance) = rest.split_once(':')?;
            return Some(Cursor::Change(Place {
                instance: instance.to_owned(),
                seq: seq.parse().ok()?,
                records: records.parse().ok()?,
            }));
        }
        let letter = kind.chars().next()?;
        let (_, order) = *ORDERS.iter().find(|(known, _)| *known == letter)?;
        read_found(order, rest)
    }
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
            assert_eq!(Cursor::read(&cursor.encode_cursor()), Some(cursor));
        }
        for bad in ["", "!", "eA", "ZDE6eA", "cjE"] {
            assert_eq!(Cursor::read(bad), None, "{bad}");
        }
    }
}
