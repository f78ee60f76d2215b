//! Lists that are searched for: from the arguments to a page of edges.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge};
use async_graphql::{Context, Enum, Object};
use futures_util::future::try_join_all;

use super::clinic::{Clinic, ClinicConnection};
use super::context::Ask;
use super::doctor::{Doctor, DoctorConnection};
use super::error::Failure;
use super::matched::{ClinicMatch, DoctorMatch};
use super::near::{Near, SearchArea};
use super::page::{Cursor, Page, Total, whole};
use crate::domain::NodeKind;
use crate::feed::Kinds;
use crate::search::{Area, Concept, FoundPlace, Hits, Need, Order, Query, Target};
use crate::store::id::{ClinicId, Id};

/// What a search rests on: the changes of these name every doctor and clinic whose place in the
/// index they may change.
const FOUND: Kinds = Kinds::one(NodeKind::Doctor).and(Kinds::one(NodeKind::Clinic));

/// The order of doctors.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum DoctorSort {
    /// Nearest first, by the best matching clinic. Only around a place.
    Distance,
    /// By family name, then given name.
    Name,
}

/// The order of clinics.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ClinicSort {
    /// Nearest first. Only around a place.
    Distance,
    /// By name.
    Name,
}

impl From<DoctorSort> for Order {
    fn from(sort: DoctorSort) -> Self {
        match sort {
            DoctorSort::Distance => Order::Distance,
            DoctorSort::Name => Order::Name,
        }
    }
}

impl From<ClinicSort> for Order {
    fn from(sort: ClinicSort) -> Self {
        match sort {
            ClinicSort::Distance => Order::Distance,
            ClinicSort::Name => Order::Name,
        }
    }
}

/// What a list says of itself beside its edges.
pub enum Listing {
    /// It was searched for.
    Found {
        total: u64,
        area: Option<Arc<SearchArea>>,
    },
    /// It hangs from a node.
    Related(Total),
}

/// What a list says of itself beside its edges.
#[Object]
impl Listing {
    /// How many there are on all pages; exact.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, Failure> {
        match self {
            Listing::Found { total, .. } => Ok(whole(*total)),
            Listing::Related(total) => total.count(ctx).await,
        }
    }

    /// Where was looked; null for a list that is not around a place.
    async fn search_area(&self) -> Option<&SearchArea> {
        match self {
            Listing::Found { area, .. } => area.as_deref(),
            Listing::Related(_) => None,
        }
    }
}

/// What is looked for, as the index knows it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Any of these; `None` is anybody, an empty list is nobody.
    pub concepts: Option<Vec<Concept>>,
    /// Only at this clinic.
    pub clinic: Option<ClinicId>,
}

impl Wanted {
    /// Whatever meets a need; anybody where there is none.
    pub async fn meeting(ctx: &Context<'_>, need: Option<Need>) -> Result<Self, Failure> {
        let treated_by = match need {
            Some(Need::Condition(id)) => ctx.loaders().treatments().load(id).await?,
            _ => None,
        };
        let treated_by = treated_by.as_deref().map_or(&[][..], Vec::as_slice);
        Ok(Wanted {
            concepts: need.map(|need| need.concepts(treated_by)),
            clinic: None,
        })
    }
}

/// Doctors who meet the need around a place.
pub async fn doctors(
    ctx: &Context<'_>,
    need: Option<Need>,
    near: Option<Near>,
    sort: Option<DoctorSort>,
    page: Page,
) -> Result<DoctorConnection, Failure> {
    doctors_who(ctx, Wanted::meeting(ctx, need).await?, near, sort, page).await
}

/// Doctors who do any of what is wanted, around a place.
pub async fn doctors_who(
    ctx: &Context<'_>,
    wanted: Wanted,
    near: Option<Near>,
    sort: Option<DoctorSort>,
    page: Page,
) -> Result<DoctorConnection, Failure> {
    let sort = sort.map(Order::from);
    let found = look(ctx, Target::Doctor, wanted, near, sort, page).await?;
    let loaders = ctx.loaders();
    let rows = try_join_all(
        found
            .hits
            .hits
            .iter()
            .map(|hit| loaders.doctor().load(Id::new(hit.position.id))),
    )
    .await?;
    let mut connection = found.connection();
    connection.edges = rows
        .into_iter()
        .zip(found.hits.hits)
        // A doctor removed since the index was read is left out.
        .filter_map(|(row, hit)| {
            let edge = DoctorMatch::new(hit.role.map(Id::new), hit.distance);
            let cursor = Cursor::Found(hit.position);
            Some(Edge::with_additional_fields(cursor, Doctor(row?), edge))
        })
        .collect();
    Ok(connection)
}

/// Clinics where the need is met, around a place.
pub async fn clinics(
    ctx: &Context<'_>,
    need: Option<Need>,
    near: Option<Near>,
    sort: Option<ClinicSort>,
    page: Page,
) -> Result<ClinicConnection, Failure> {
    let sort = sort.map(Order::from);
    let wanted = Wanted::meeting(ctx, need).await?;
    let found = look(ctx, Target::Clinic, wanted, near, sort, page).await?;
    let loaders = ctx.loaders();
    let rows = try_join_all(
        found
            .hits
            .hits
            .iter()
            .map(|hit| loaders.clinic().load(Id::new(hit.position.id))),
    )
    .await?;
    let mut connection = found.connection();
    connection.edges = rows
        .into_iter()
        .zip(found.hits.hits)
        .filter_map(|(row, hit)| {
            let edge = ClinicMatch::new(hit.distance);
            let cursor = Cursor::Found(hit.position);
            Some(Edge::with_additional_fields(cursor, Clinic(row?), edge))
        })
        .collect();
    Ok(connection)
}

struct Looked {
    hits: Hits,
    area: Option<(Area, FoundPlace)>,
    backward: bool,
}

impl Looked {
    fn connection<N, E>(&self) -> Connection<Cursor, N, Listing, E>
    where
        N: async_graphql::OutputType,
        E: async_graphql::ObjectType,
    {
        let listing = Listing::Found {
            total: self.hits.total,
            area: self.area.clone().map(|(area, found)| {
                Arc::new(SearchArea::new(found, area, self.hits.beyond_border))
            }),
        };
        let (before, after) = match self.backward {
            false => (self.hits.outside > 0, self.hits.more),
            true => (self.hits.more, self.hits.outside > 0),
        };
        Connection::with_additional_fields(before, after, listing)
    }
}

async fn look(
    ctx: &Context<'_>,
    target: Target,
    wanted: Wanted,
    near: Option<Near>,
    sort: Option<Order>,
    page: Page,
) -> Result<Looked, Failure> {
    let order = match (sort, &near) {
        (Some(Order::Distance), None) => {
            return Err(Failure::bad_input(
                "sort DISTANCE needs near: a distance is from somewhere",
            ));
        }
        (Some(order), _) => order,
        (None, Some(_)) => Order::Distance,
        (None, None) => Order::Name,
    };
    let window = page.found(order)?;
    let backward = window.backward;
    let graph = ctx.graph();
    let loaders = ctx.loaders();
    let area = match &near {
        Some(near) => Some(near.locate(ctx).await?),
        None => None,
    };
    let query = Query {
        target,
        concepts: wanted.concepts,
        clinic: wanted.clinic,
        area: area.as_ref().map(|(area, _)| area.clone()),
        order,
        window,
    };
    let (hits, seq) = graph.search.find(query).await?;
    loaders.basis().note(FOUND);
    loaders.basis().as_of(seq);
    Ok(Looked {
        hits,
        area,
        backward,
    })
}
