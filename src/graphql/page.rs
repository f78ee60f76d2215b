//! Pages of lists: how many, from where, and what stands on each side.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Object, ObjectType, OutputType};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::context::Ask;
use super::cursor::{Cursor, Frame};
use super::error::Failure;
use crate::loaders::{Batches, Listed, SliceKey, Slices};
use crate::search;
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
        let from = part.from.map(|text| match Cursor::read(&text) {
            Some(Cursor::Related(position)) => Ok(position),
            _ => Err(bad_cursor()),
        });
        Ok(related::Window {
            size: part.size,
            from: from.transpose()?,
            backward: part.backward,
        })
    }

    /// The part of what a text finds, in an order: how many, and after what.
    pub fn listed(
        self,
        order: search::LookUpOrder,
    ) -> Result<(usize, Option<(search::NodeSort, search::Listed)>), Failure> {
        let part = self.part()?;
        let from = part.from.map(|text| match Cursor::read(&text) {
            Some(Cursor::Listed(kind, listed)) if order.sorts(&listed) => Ok((kind, listed)),
            Some(Cursor::Listed(..)) => Err(another_sort()),
            _ => Err(bad_cursor()),
        });
        let size = usize::try_from(part.size).unwrap_or(usize::MAX);
        Ok((size, from.transpose()?))
    }

    /// The part of what a search finds, in an order; and what an earlier page of it has settled.
    pub fn found(self, order: search::Order) -> Result<(search::Window, Option<Frame>), Failure> {
        let part = self.part()?;
        let from = part.from.map(|text| match Cursor::read(&text) {
            Some(Cursor::Found(position, frame))
                if frame.order == order && order.sorts_by(&position.key) =>
            {
                Ok((position, frame))
            }
            Some(Cursor::Found(..)) => Err(another_sort()),
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

/// How many are asked for, by the argument of this name.
pub fn size(name: &str, wanted: Option<i32>) -> Result<u64, Failure> {
    match wanted.map(u64::try_from) {
        None => Ok(DEFAULT),
        Some(Ok(size @ 1..=LONGEST)) => Ok(size),
        Some(_) => Err(Failure::bad_input(format!(
            "{name} must be from 1 to {LONGEST}, found {}",
            wanted.unwrap_or_default()
        ))),
    }
}

/// For a cursor that no list of this kind has given.
pub fn bad_cursor() -> Failure {
    Failure::bad_input("the cursor is not one of ours: use one that came with this list")
}

fn another_sort() -> Failure {
    Failure::bad_input("the cursor belongs to another sort: use one that came with this list")
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

/// A list under way. Boxed: every plain field of a type takes as much room while it is resolved as
/// the largest of its type.
pub type Pending<'a, C> = BoxFuture<'a, Result<C, Failure>>;

/// The page of a list that hangs from a node.
pub fn related<'a, E, N>(
    loader: Batches<'a, Slices<E>>,
    relation: Relation,
    parent: i64,
    page: Page,
    node: impl Fn(Arc<E::Model>) -> N + Send + 'a,
) -> Pending<'a, Connection<Cursor, N, Total, EmptyFields>>
where
    E: Listed,
    E::Model: Send + Sync,
    N: OutputType,
{
    async move {
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
    .boxed()
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
