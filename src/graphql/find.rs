//! Lists that are searched for: from the arguments to a page of edges.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge};
use async_graphql::{Context, ObjectType, OutputType};
use futures_util::FutureExt;
use futures_util::future::try_join_all;

use super::clinic::{Clinic, ClinicConnection};
use super::clinic_filter::{self, ClinicFilter};
use super::context::Ask;
use super::cursor::{Cursor, Frame};
use super::doctor::{Doctor, DoctorConnection};
use super::doctor_filter::{self, DoctorFilter};
use super::error::Failure;
use super::inferred;
use super::listing::{ClinicListing, DoctorListing, Searched};
use super::matched::{ClinicMatch, DoctorMatch};
use super::near::Near;
use super::need::Meant;
use super::page::{Page, Pending};
use super::sort::{ClinicSort, DoctorSort};
use super::understood::Understood;
use crate::domain::NodeKind;
use crate::feed::Kinds;
use crate::search::{Concept, Filter, Need, Order, Query, Target, Widening};
use crate::store::id::{ClinicId, Id};

/// What a search rests on: the changes of these name every doctor and clinic whose place in the
/// index they may change.
const FOUND: Kinds = Kinds::one(NodeKind::Doctor).and(Kinds::one(NodeKind::Clinic));

/// What is looked for, as the index knows it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Any of these; `None` is anybody, an empty list is nobody.
    pub concepts: Option<Vec<Concept>>,
    /// Whether those who meet the need are only thought to, by what they practise.
    pub inferred: bool,
    /// Only at this clinic.
    pub clinic: Option<ClinicId>,
    /// What the need was taken to be.
    pub understood: Option<Understood>,
}

impl Wanted {
    /// Whatever meets a need; anybody where there is none, and nobody where its words mean nothing.
    pub async fn meeting(
        ctx: &Context<'_>,
        need: Option<impl Into<Meant>>,
    ) -> Result<Self, Failure> {
        let Some(Meant { need, understood }) = need.map(Into::into) else {
            return Ok(Wanted::default());
        };
        let treated_by = match need {
            Some(Need::Condition(id)) => ctx.loaders().treatments().load(id).await?,
            _ => None,
        };
        let treated_by = treated_by.as_deref().map_or(&[][..], Vec::as_slice);
        Ok(Wanted {
            concepts: Some(need.map_or_else(Vec::new, |need| need.concepts(treated_by))),
            understood,
            ..Wanted::default()
        })
    }

    /// The same, or where nobody at all is known to meet the need, who usually does.
    async fn offered(ctx: &Context<'_>, need: Option<impl Into<Meant>>) -> Result<Self, Failure> {
        let wanted = Wanted::meeting(ctx, need).await?;
        inferred::or_by_specialty(ctx, wanted).await
    }
}

/// How doctors are asked for, beside what they are needed for.
#[derive(Default)]
pub struct DoctorsAsked {
    pub near: Option<Near>,
    pub filter: Option<Box<DoctorFilter>>,
    pub sort: DoctorSort,
    pub page: Page,
}

/// Doctors who meet the need.
pub fn doctors<'a>(
    ctx: &'a Context<'_>,
    need: Option<impl Into<Meant> + Send + 'a>,
    asked: DoctorsAsked,
) -> Pending<'a, DoctorConnection> {
    async move {
        let wanted = Wanted::offered(ctx, need).await?;
        found_doctors(ctx, wanted, asked).await
    }
    .boxed()
}

/// Doctors who do any of what is wanted.
pub fn doctors_who<'a>(
    ctx: &'a Context<'_>,
    wanted: Wanted,
    asked: DoctorsAsked,
) -> Pending<'a, DoctorConnection> {
    found_doctors(ctx, wanted, asked).boxed()
}

async fn found_doctors(
    ctx: &Context<'_>,
    wanted: Wanted,
    asked: DoctorsAsked,
) -> Result<DoctorConnection, Failure> {
    let question = Question {
        target: Target::Doctor,
        wanted,
        near: asked.near,
        filter: doctor_filter::resolve(ctx, asked.filter.map(|filter| *filter)).await?,
        order: asked.sort.into(),
        page: asked.page,
    };
    let looked = look(ctx, question).await?;
    let found = &looked.searched.found;
    let loaders = ctx.loaders();
    let hits = &found.hits.hits;
    let rows = hits
        .iter()
        .map(|hit| loaders.doctor().load(Id::new(hit.position.id)));
    let rows = try_join_all(rows).await?;
    let mut connection = looked.connection(DoctorListing(Arc::clone(&looked.searched)));
    connection.edges = rows
        .into_iter()
        .zip(hits)
        // A doctor removed since the index was read is left out.
        .filter_map(|(row, hit)| {
            let doctor = Doctor(row?);
            let edge = DoctorMatch::new(&found.query, hit);
            Some(Edge::with_additional_fields(
                looked.cursor(hit.position.clone()),
                doctor,
                edge,
            ))
        })
        .collect();
    Ok(connection)
}

/// How clinics are asked for, beside what is needed there.
#[derive(Default)]
pub struct ClinicsAsked {
    pub near: Option<Near>,
    pub filter: Option<ClinicFilter>,
    pub sort: Option<ClinicSort>,
    pub page: Page,
}

/// Clinics where the need is met.
pub fn clinics<'a>(
    ctx: &'a Context<'_>,
    need: Option<impl Into<Meant> + Send + 'a>,
    asked: ClinicsAsked,
) -> Pending<'a, ClinicConnection> {
    async move {
        let wanted = Wanted::offered(ctx, need).await?;
        found_clinics(ctx, wanted, asked).await
    }
    .boxed()
}

async fn found_clinics(
    ctx: &Context<'_>,
    wanted: Wanted,
    asked: ClinicsAsked,
) -> Result<ClinicConnection, Failure> {
    let order = match (asked.sort, &asked.near) {
        (Some(sort), _) => sort.into(),
        (None, Some(_)) => Order::Distance,
        (None, None) => Order::Name,
    };
    let question = Question {
        target: Target::Clinic,
        wanted,
        near: asked.near,
        filter: clinic_filter::resolve(ctx, asked.filter).await?,
        order,
        page: asked.page,
    };
    let looked = look(ctx, question).await?;
    let hits = &looked.searched.found.hits.hits;
    let loaders = ctx.loaders();
    let rows = hits
        .iter()
        .map(|hit| loaders.clinic().load(Id::new(hit.position.id)));
    let rows = try_join_all(rows).await?;
    let mut connection = looked.connection(ClinicListing::Found(Arc::clone(&looked.searched)));
    connection.edges = rows
        .into_iter()
        .zip(hits)
        .filter_map(|(row, hit)| {
            let clinic = Clinic(row?);
            Some(Edge::with_additional_fields(
                looked.cursor(hit.position.clone()),
                clinic,
                ClinicMatch::new(hit.distance),
            ))
        })
        .collect();
    Ok(connection)
}

/// Everything that is asked of a search.
struct Question {
    target: Target,
    wanted: Wanted,
    near: Option<Near>,
    filter: Filter,
    order: Order,
    page: Page,
}

struct Looked {
    searched: Arc<Searched>,
    /// What a later page must keep.
    frame: Frame,
    backward: bool,
}

impl Looked {
    fn cursor(&self, position: crate::search::Position) -> Cursor {
        Cursor::Found(position, self.frame.clone())
    }

    fn connection<N, C, E>(&self, listing: C) -> Connection<Cursor, N, C, E>
    where
        N: OutputType,
        C: ObjectType,
        E: ObjectType,
    {
        let hits = &self.searched.found.hits;
        let (before, after) = match self.backward {
            false => (hits.outside > 0, hits.more),
            true => (hits.more, hits.outside > 0),
        };
        Connection::with_additional_fields(before, after, listing)
    }
}

async fn look(ctx: &Context<'_>, question: Question) -> Result<Looked, Failure> {
    let Question {
        target,
        wanted,
        near,
        filter,
        order,
        page,
    } = question;
    if order == Order::Distance && near.is_none() {
        return Err(Failure::bad_input(
            "sort DISTANCE needs near: a distance is from somewhere",
        ));
    }
    if order == Order::Experience && wanted.concepts.is_none() {
        return Err(Failure::bad_input(
            "sort EXPERIENCE needs need: experience is with something that is done",
        ));
    }
    let (window, earlier) = page.found(order)?;
    let backward = window.backward;
    let (graph, loaders) = (ctx.graph(), ctx.loaders());
    let located = match &near {
        Some(near) => Some(near.locate(ctx).await?),
        None => None,
    };
    let widening = match (&near, &located) {
        (Some(near), Some((_, area))) => {
            near.widening(area, earlier.as_ref().map(|frame| frame.rung))
        }
        _ => Widening::No,
    };
    // Confidence, licences and the order go by the day.
    loaders.basis().lasts(graph.clock.until_tomorrow());
    let concepts = wanted.concepts.as_ref().map_or(0, Vec::len);
    let query = Query {
        target,
        concepts: wanted.concepts,
        inferred: wanted.inferred,
        clinic: wanted.clinic,
        area: located.as_ref().map(|(area, _)| area.clone()),
        filter,
        order,
        window,
        as_of: earlier
            .as_ref()
            .map_or_else(|| graph.clock.today(), |frame| frame.as_of),
        worths: earlier
            .map(|frame| frame.worths)
            .filter(|worths| worths.len() == concepts),
    };
    let found = graph.search.find(query, widening).await?;
    loaders.basis().note(FOUND);
    loaders.basis().as_of(found.seq);
    let frame = Frame {
        order,
        rung: found.rung,
        as_of: found.query.as_of,
        worths: found.hits.worths.clone(),
    };
    let searched = Searched {
        understood: wanted.understood,
        area: located.map(|(_, area)| area.after(&found)),
        widens: near.is_some_and(|near| near.widen),
        found,
    };
    Ok(Looked {
        searched: Arc::new(searched),
        frame,
        backward,
    })
}
