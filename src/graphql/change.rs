//! What has changed: for whoever keeps a copy of the directory.

use async_graphql::connection::{Connection, CursorType, Edge, EmptyFields};
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use std::time::Duration;
use strum::VariantArray;

use super::context::Ask;
use super::cursor::Cursor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::node::{self, Node};
use super::page;
use super::scalar::DateTime;
use super::search::SearchKind;
use crate::domain::{self, NodeKind};
use crate::feed;
use crate::search::NodeSort;
use crate::store::id::Id;
use crate::store::{change, instance};

pub type ChangeConnection = Connection<Cursor, Change, ChangeListing, EmptyFields>;

/// How long an answer stays true that nothing has changed: the oldest changes go by themselves.
const LASTS: Duration = Duration::from_secs(60);

/// Up to where a reader has read: everything up to `seq`, and so many records of the change after
/// it. Another database has other changes under the same numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub instance: String,
    pub seq: i64,
    pub records: usize,
}

/// What became of a record.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::Action")]
pub enum ChangeAction {
    /// It is new, or something of it is different.
    Updated,
    /// It is gone.
    Removed,
    /// Another record stands for it: `status.replacedBy` says which.
    Merged,
}

/// A record that is not as it was.
pub struct Change {
    sort: NodeSort,
    action: domain::Action,
    id: i64,
    at: chrono::DateTime<chrono::Utc>,
    place: Place,
}

/// A record that is not as it was. What a record shows of others counts as its own: a new role is a
/// change of its doctor and of its clinic.
#[Object]
impl Change {
    /// What kind of record it is.
    async fn kind(&self) -> SearchKind {
        self.sort.into()
    }

    /// What became of it.
    async fn action(&self) -> ChangeAction {
        self.action.into()
    }

    /// Its id among all nodes.
    async fn id(&self) -> ID {
        global_id::of(self.node_kind(), Id::<()>::new(self.id))
    }

    /// The record as it is by now, which may be later than this change; null where it is gone.
    async fn node(&self, ctx: &Context<'_>) -> Result<Option<Node>, Failure> {
        node::find(ctx, self.node_kind(), self.id).await
    }

    /// When it was written.
    async fn at(&self) -> DateTime {
        DateTime(self.at)
    }

    /// For `changes(since:)`: gives what came after this one.
    async fn cursor(&self) -> String {
        Cursor::Change(self.place.clone()).encode_cursor()
    }
}

impl Change {
    pub fn is_of(&self, sort: NodeSort) -> bool {
        self.sort == sort
    }

    pub fn action_of(&self) -> domain::Action {
        self.action
    }

    pub fn row(&self) -> i64 {
        self.id
    }

    pub fn written_at(&self) -> chrono::DateTime<chrono::Utc> {
        self.at
    }

    fn node_kind(&self) -> Kind {
        match self.sort {
            NodeSort::Procedure => Kind::Procedure,
            NodeSort::Condition => Kind::Condition,
            NodeSort::Specialty => Kind::Specialty,
            NodeSort::Doctor => Kind::Doctor,
            NodeSort::Clinic => Kind::Clinic,
            NodeSort::Place => Kind::Place,
            NodeSort::Article => Kind::Article,
        }
    }

    /// The records of a change, where it is of a kind that is told.
    pub fn of(change: &feed::Change, instance: &str) -> Vec<Change> {
        let Some(sort) = sort_of(change.kind) else {
            return Vec::new();
        };
        let last = change.ids.len();
        let records = change.ids.iter().zip(1..).map(|(id, place)| Change {
            sort,
            action: change.action,
            id: *id,
            at: change.at,
            place: Place {
                instance: instance.to_owned(),
                // After its last record the whole change is read.
                seq: match place == last {
                    true => change.seq,
                    false => change.seq - 1,
                },
                records: match place == last {
                    true => 0,
                    false => place,
                },
            },
        });
        records.collect()
    }
}

fn sort_of(kind: NodeKind) -> Option<NodeSort> {
    Some(match kind {
        NodeKind::Procedure => NodeSort::Procedure,
        NodeKind::Condition => NodeSort::Condition,
        NodeKind::Specialty => NodeSort::Specialty,
        NodeKind::Doctor => NodeSort::Doctor,
        NodeKind::Clinic => NodeSort::Clinic,
        NodeKind::Place => NodeSort::Place,
        NodeKind::Article => NodeSort::Article,
        NodeKind::Role
        | NodeKind::Offering
        | NodeKind::Source
        | NodeKind::InsurancePlan
        | NodeKind::GlossaryTerm
        | NodeKind::Manuscript => return None,
    })
}

/// The kinds of record that are asked for; all that are told, where nobody says.
pub fn kinds(asked: Option<Vec<SearchKind>>) -> Vec<NodeKind> {
    let asked: Option<Vec<NodeSort>> =
        asked.map(|asked| asked.into_iter().map(Into::into).collect());
    NodeKind::VARIANTS
        .iter()
        .copied()
        .filter(|kind| match (sort_of(*kind), &asked) {
            (Some(sort), Some(asked)) => asked.contains(&sort),
            (sort, None) => sort.is_some(),
            (None, _) => false,
        })
        .collect()
}

/// What a list of changes says beside them.
#[derive(SimpleObject)]
pub struct ChangeListing {
    /// Whether changes after `since` are forgotten, or `since` is of another database: then the list
    /// is empty, and whoever keeps a copy begins anew. Take `latest` first, load everything, then
    /// go on from what was taken.
    resync: bool,
    /// The cursor of the newest change: gives nothing until something changes again.
    latest: String,
}

/// The changes after a cursor, oldest first.
pub async fn changes(
    ctx: &Context<'_>,
    since: Option<String>,
    asked: Option<Vec<SearchKind>>,
    first: Option<i32>,
) -> Result<ChangeConnection, Failure> {
    let size = page::size("first", first)?;
    let graph = ctx.graph();
    let db = graph.db.reader();
    let basis = ctx.loaders().basis();
    basis.note(NodeKind::VARIANTS.iter().copied().collect());
    basis.lasts(LASTS);
    // What is not known here yet would come with records from memory that are older than it.
    let known = graph.applied.seq();
    basis.as_of(known);
    let instance = instance::id(&graph.db).await?;
    let latest = Place {
        instance: instance.clone(),
        seq: known,
        records: 0,
    };
    let begun = since.is_some();
    let from = match since.as_deref().map(Cursor::read) {
        Some(Some(Cursor::Change(place))) => place,
        Some(_) => {
            return Err(Failure::bad_input(
                "since is not one of ours: use a cursor that came with changes",
            ));
        }
        None => Place {
            instance: instance.clone(),
            seq: change::oldest(db).await?.map_or(known, |oldest| oldest - 1),
            records: 0,
        },
    };
    let kinds = kinds(asked);
    // One more than the page to see whether there is another, and one that may be read in part.
    let rows = change::after_of(db, from.seq, &kinds, size + 2).await?;
    let lost = from.instance != instance || !change::can_follow(db, from.seq).await?;
    let listing = ChangeListing {
        resync: lost,
        latest: Cursor::Change(latest.clone()).encode_cursor(),
    };
    let mut found: Vec<Change> = Vec::new();
    if !lost {
        for row in rows.iter().filter(|row| row.seq <= known) {
            let read = match row.seq == from.seq + 1 {
                true => from.records,
                false => 0,
            };
            found.extend(Change::of(row, &instance).into_iter().skip(read));
        }
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    let mut connection = Connection::with_additional_fields(begun && !lost, more, listing);
    connection.edges = found
        .into_iter()
        .map(|change| Edge::new(Cursor::Change(change.place.clone()), change))
        .collect();
    Ok(connection)
}
