//! What is told as it happens. All subscribers of a process hear one reader of the change table.

use std::collections::VecDeque;
use std::sync::Arc;

use async_graphql::{Context, Subscription as Told};
use futures_util::Stream;
use futures_util::stream;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::article::Article;
use super::change::{self, Change};
use super::context::Ask;
use super::document::{Code, Refusal};
use super::error::Failure;
use super::near::Near;
use super::search::SearchKind;
use super::sets::ArticleKind;
use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::domain::locale::Locale;
use crate::domain::{self, Action, NodeKind};
use crate::feed;
use crate::loaders::SliceKey;
use crate::search::{Area, NodeSort};
use crate::store::entity::{clinic, place};
use crate::store::id::Id;
use crate::store::{instance, relations};

/// How long before its change an article may have been published to be told as published: a change
/// of something else about it is not told.
const JUST_NOW: chrono::TimeDelta = chrono::TimeDelta::seconds(60);

pub struct Subscription;

/// What is told as it happens, from the moment at which it is asked for. A subscriber that falls
/// behind gets an error with the code UNAVAILABLE and no more: `changes(since:)` gives what it has
/// missed.
#[Told]
impl Subscription {
    /// Each record that is not as it was.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only records of these kinds; all when it is left out.")] kinds: Option<
            Vec<SearchKind>,
        >,
        #[graphql(
            desc = "Only doctors, clinics and places within the circle; `widen` is of no meaning here. Other kinds are told wherever they are used, and so is a record that is gone or merged."
        )]
        near: Option<Near>,
    ) -> Result<impl Stream<Item = Result<Change, Failure>>, Failure> {
        let heard = ctx.graph().applied.listen();
        let area = match near {
            Some(near) => Some(near.locate(ctx).await?.0),
            None => None,
        };
        let following = Following {
            ctx,
            heard,
            instance: instance::id(&ctx.graph().db).await?,
            kinds: change::kinds(kinds),
            waiting: VecDeque::new(),
            ended: false,
        };
        Ok(stream::unfold(
            (following, area),
            async |(mut following, area)| {
                loop {
                    let change = match following.next().await? {
                        Ok(change) => change,
                        Err(failure) => return Some((Err(failure), (following, area))),
                    };
                    let within = match &area {
                        Some(area) => lies_in(ctx, &change, area).await,
                        None => Ok(true),
                    };
                    match within {
                        Ok(false) => {}
                        Ok(true) => return Some((Ok(change), (following, area))),
                        Err(failure) => {
                            following.ended = true;
                            return Some((Err(failure), (following, area)));
                        }
                    }
                }
            },
        ))
    }

    /// Each article that is published.
    async fn article_published(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only articles of these kinds; all when it is left out.")] kinds: Option<
            Vec<ArticleKind>,
        >,
        #[graphql(
            desc = "Only articles that have a text in one of these languages, in which they are served; all when it is left out."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<impl Stream<Item = Result<Article, Failure>>, Failure> {
        let following = Following {
            ctx,
            heard: ctx.graph().applied.listen(),
            instance: instance::id(&ctx.graph().db).await?,
            kinds: vec![NodeKind::Article],
            waiting: VecDeque::new(),
            ended: false,
        };
        let kinds: Option<Vec<domain::ArticleKind>> =
            kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
        let wanted = (kinds, locales);
        Ok(stream::unfold(
            (following, wanted),
            async |(mut following, wanted)| {
                loop {
                    let change = match following.next().await? {
                        Ok(change) => change,
                        Err(failure) => return Some((Err(failure), (following, wanted))),
                    };
                    match published(ctx, &change, &wanted).await {
                        Ok(None) => {}
                        Ok(Some(article)) => return Some((Ok(article), (following, wanted))),
                        Err(failure) => {
                            following.ended = true;
                            return Some((Err(failure), (following, wanted)));
                        }
                    }
                }
            },
        ))
    }
}

/// One who hears of changes.
struct Following<'c, 'd> {
    ctx: &'c Context<'d>,
    heard: Receiver<Arc<feed::Change>>,
    instance: String,
    kinds: Vec<NodeKind>,
    waiting: VecDeque<Change>,
    ended: bool,
}

impl Following<'_, '_> {
    /// The next record, read anew; `None` once there is nothing more to hear.
    async fn next(&mut self) -> Option<Result<Change, Failure>> {
        loop {
            if self.ended {
                return None;
            }
            if let Some(change) = self.waiting.pop_front() {
                // What was read for the event before may be what this one is about.
                self.ctx.loaders().forget();
                return Some(Ok(change));
            }
            match self.heard.recv().await {
                Ok(change) if self.kinds.contains(&change.kind) => {
                    self.waiting.extend(Change::of(&change, &self.instance));
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => {
                    self.ended = true;
                    return Some(Err(Failure::Refused(Refusal::new(
                        Code::Unavailable,
                        "the subscriber fell behind and has missed changes: read changes(since:) from the last cursor, then subscribe again",
                    ))));
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// Whether a record lies in the circle. One that is nowhere any more is told, for whoever has a copy
/// must learn of it.
async fn lies_in(ctx: &Context<'_>, change: &Change, area: &Area) -> Result<bool, Failure> {
    if change.action_of() != Action::Updated {
        return Ok(true);
    }
    let loaders = ctx.loaders();
    let row = change.row();
    if change.is_of(NodeSort::Doctor) {
        let key = SliceKey::whole(relations::CLINICS_OF_DOCTOR, row);
        let clinics = loaders.clinics().load(key).await?;
        let mut clinics = clinics.iter().flat_map(|slice| &slice.rows);
        return Ok(clinics.any(|listed| holds(area, of_clinic(&listed.row))));
    }
    if change.is_of(NodeSort::Clinic) {
        let clinic = loaders.clinic().load(Id::new(row)).await?;
        return Ok(clinic.is_none_or(|clinic| holds(area, of_clinic(&clinic))));
    }
    if change.is_of(NodeSort::Place) {
        let place = loaders.place().load(Id::new(row)).await?;
        return Ok(place.is_none_or(|place| holds(area, of_place(&place))));
    }
    Ok(true)
}

/// A position and the country in which it lies.
type Spot = Option<(Point, Option<Country>)>;

fn of_clinic(row: &clinic::Model) -> Spot {
    let point = Point::new(row.latitude?, row.longitude?).ok()?;
    Some((point, row.country.parse().ok()))
}

fn of_place(row: &place::Model) -> Spot {
    let point = Point::new(row.latitude, row.longitude).ok()?;
    Some((point, row.country.parse().ok()))
}

fn holds(area: &Area, spot: Spot) -> bool {
    spot.is_some_and(|(point, country)| {
        area.centre.distance_to(point) <= area.within
            && area.only_country.is_none_or(|only| country == Some(only))
    })
}

type Wanted = (Option<Vec<domain::ArticleKind>>, Option<Vec<Locale>>);

/// The article of a change, where it was published by it and is one of those that are wanted.
async fn published(
    ctx: &Context<'_>,
    change: &Change,
    (kinds, locales): &Wanted,
) -> Result<Option<Article>, Failure> {
    let Some(row) = ctx.loaders().article().load(Id::new(change.row())).await? else {
        return Ok(None);
    };
    if row.published_at + JUST_NOW < change.written_at()
        || kinds
            .as_ref()
            .is_some_and(|kinds| !kinds.contains(&row.kind.0))
    {
        return Ok(None);
    }
    if let Some(locales) = locales {
        let texts = ctx.loaders().translations().load(row.id.get()).await?;
        let mut texts = texts.iter().flat_map(|texts| texts.iter());
        let read = |text: &str| {
            locales
                .iter()
                .any(|locale| text == locale.as_str() || text == locale.language())
        };
        if !texts.any(|text| read(&text.locale)) {
            return Ok(None);
        }
    }
    Ok(Some(Article::new(row, locales.clone())))
}
