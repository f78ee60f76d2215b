//! Batched SQL, in two ways that a good engineer may choose between. No statement is asked a second
//! time for one answer, and those about doctors are left out where there are none.
//!
//! In turn, on one connection that the request holds: the most answers a second, since handing
//! connections out costs the pool a task each time. Side by side, the statements of a level on a
//! connection each: the soonest answer when nobody else asks.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use sea_orm::sqlx::PgPool;

use caregraph::domain::distance::Distance;

use super::area::{Bounds, Candidate, Found, Reached};
use super::page::{
    Article, Data, Doctor, Doctors, Edge, Explained, Nodes, Offering, Page, PlaceShown, RedFlag,
    Role, SearchArea, Section,
};
use super::rows::{self, Place, Procedure};
use super::{Answer, Asked, json};

/// How the statements of one answer follow each other.
#[derive(Clone, Copy)]
pub enum Way {
    InTurn,
    SideBySide,
}

pub fn router(pool: PgPool, way: Way) -> Router {
    let pool = Arc::new(pool);
    Router::new().route(
        "/graphql",
        post(move |body: Bytes| answer(Arc::clone(&pool), way, body)),
    )
}

async fn answer(pool: Arc<PgPool>, way: Way, body: Bytes) -> Answer {
    let asked = Asked::read(&body)?;
    let parts = match way {
        Way::InTurn => in_turn(&pool, &asked).await?,
        Way::SideBySide => side_by_side(&pool, &asked).await?,
    };
    Ok(json(serde_json::to_vec(&parts.page(&asked))?))
}

/// What an answer is put together from.
struct Parts {
    place: Place,
    procedure: Procedure,
    also_known_as: Vec<String>,
    article: Option<Article>,
    reached: Reached,
    people: People,
}

/// The rows of those who were found.
#[derive(Default)]
struct People {
    doctors: HashMap<i64, rows::Doctor>,
    offerings: HashMap<i64, Offering>,
    roles: HashMap<i64, Role>,
}

async fn in_turn(pool: &PgPool, asked: &Asked) -> anyhow::Result<Parts> {
    let mut held = pool.acquire().await?;
    let place = rows::place(&mut *held, asked).await?;
    let procedure = rows::procedure(&mut *held).await?;
    let also_known_as = rows::also_known_as(&mut *held, procedure.id).await?;
    let article = match rows::article(&mut *held, procedure.id).await? {
        None => None,
        Some(article) => {
            let flags = rows::red_flags(&mut *held, article.translation).await?;
            let section = rows::section(&mut *held, article.translation).await?;
            Some(whole(article, flags, section))
        }
    };
    let bounds = bounds(&place, asked);
    let candidates = rows::candidates(&mut *held, procedure.id, &bounds).await?;
    let reached = reached(candidates, &place, asked)?;
    let people = match reached.page.is_empty() {
        true => People::default(),
        false => People {
            doctors: rows::doctors(&mut *held, &reached.doctors()).await?,
            offerings: rows::offerings(&mut *held, &reached.doctors(), procedure.id).await?,
            roles: rows::roles(&mut *held, &reached.roles()).await?,
        },
    };
    Ok(Parts {
        place,
        procedure,
        also_known_as,
        article,
        reached,
        people,
    })
}

async fn side_by_side(pool: &PgPool, asked: &Asked) -> anyhow::Result<Parts> {
    let (place, procedure) = tokio::try_join!(rows::place(pool, asked), rows::procedure(pool))?;
    let article = async {
        let Some(article) = rows::article(pool, procedure.id).await? else {
            return Ok(None);
        };
        let (flags, section) = tokio::try_join!(
            rows::red_flags(pool, article.translation),
            rows::section(pool, article.translation)
        )?;
        anyhow::Ok(Some(whole(article, flags, section)))
    };
    let found = async {
        let bounds = bounds(&place, asked);
        let candidates = rows::candidates(pool, procedure.id, &bounds).await?;
        let reached = reached(candidates, &place, asked)?;
        if reached.page.is_empty() {
            return Ok((reached, People::default()));
        }
        let (ids, roles) = (reached.doctors(), reached.roles());
        let (doctors, offerings, roles) = tokio::try_join!(
            rows::doctors(pool, &ids),
            rows::offerings(pool, &ids, procedure.id),
            rows::roles(pool, &roles)
        )?;
        let people = People {
            doctors,
            offerings,
            roles,
        };
        anyhow::Ok((reached, people))
    };
    let (also_known_as, article, (reached, people)) =
        tokio::try_join!(rows::also_known_as(pool, procedure.id), article, found)?;
    Ok(Parts {
        place,
        procedure,
        also_known_as,
        article,
        reached,
        people,
    })
}

fn whole(article: rows::Article, red_flags: Vec<RedFlag>, section: Option<Section>) -> Article {
    Article {
        title: article.title,
        review_status: article.review_status,
        summary: article.summary,
        red_flags,
        section,
    }
}

fn bounds(place: &Place, asked: &Asked) -> Bounds {
    Bounds::around(place.point, Distance::from_km(asked.km))
}

fn reached(candidates: Vec<Candidate>, place: &Place, asked: &Asked) -> anyhow::Result<Reached> {
    let within = Distance::from_km(asked.km);
    let first = usize::try_from(asked.first)?;
    Ok(Reached::among(
        candidates,
        place.point,
        within,
        &place.country,
        first,
    ))
}

impl Parts {
    fn page(self, asked: &Asked) -> Page {
        let Parts {
            place,
            procedure,
            also_known_as,
            article,
            reached,
            mut people,
        } = self;
        let edges = reached.page.iter().filter_map(|found| people.edge(found));
        Page {
            data: Data {
                procedure: Explained {
                    name: procedure.name,
                    also_known_as,
                    articles: Nodes {
                        nodes: article.into_iter().collect(),
                    },
                },
                doctors: Doctors {
                    total_count: reached.total,
                    edges: edges.collect(),
                    search_area: SearchArea {
                        place: PlaceShown {
                            name: place.name,
                            region_name: place.region_name,
                        },
                        within_km: asked.km,
                        beyond_border: reached.beyond_border,
                    },
                },
            },
        }
    }
}

impl People {
    /// `None` for one who is gone since the candidates were read.
    fn edge(&mut self, found: &Found) -> Option<Edge> {
        let doctor = self.doctors.remove(&found.doctor)?;
        Some(Edge {
            distance: (found.distance.km() * 1000.0).round() / 1000.0,
            node: Doctor {
                name: doctor.name,
                demonstration: doctor.demonstration,
                offering: self.offerings.remove(&found.doctor),
            },
            role: self.roles.remove(&found.role)?,
        })
    }
}
