//! Asking the graph for what a page shows: the reader's own question, by one of our documents.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::failed::Failed;
use super::visitor::Visitor;
use crate::gateway::answer::{Body, Spent};
use crate::gateway::request::Asked;
use crate::gateway::state::Visit;
use crate::graphql::Reader;

pub const DOCTOR: &str = include_str!("doctor/doctor.graphql");
pub const CLINIC: &str = include_str!("clinic/clinic.graphql");
pub const ARTICLE: &str = include_str!("article/article.graphql");
pub const DOCTORS_NEAR: &str = include_str!("article/doctors_near.graphql");
pub const PLACES: &str = include_str!("article/places.graphql");
pub const SITEMAP_INDEX: &str = include_str!("sitemap/index.graphql");
pub const SITEMAP_PART: &str = include_str!("sitemap/part.graphql");

/// Every document that a page asks.
pub const DOCUMENTS: [&str; 7] = [
    DOCTOR,
    CLINIC,
    ARTICLE,
    DOCTORS_NEAR,
    PLACES,
    SITEMAP_INDEX,
    SITEMAP_PART,
];

/// A reader who may ask, and what they have spent.
pub struct Asker<'v> {
    visitor: &'v Visitor,
    visit: Visit,
    spent: Option<Spent>,
}

/// An answer of the graph.
#[derive(Deserialize)]
struct Answer<T> {
    data: T,
}

impl<'v> Asker<'v> {
    /// The reader as the graph knows them. They are answered in the language of the page.
    pub async fn new(visitor: &'v Visitor) -> Result<Self, Failed> {
        let gateway = &visitor.gateway;
        let visit = gateway
            .visit(&visitor.headers, visitor.peer, &visitor.id)
            .await?;
        Ok(Asker {
            visit: Visit {
                reader: Reader::new(vec![visitor.language.locale()]),
                ..visit
            },
            visitor,
            spent: None,
        })
    }

    /// Asks one of our documents, at the reader's expense.
    pub async fn ask<T: DeserializeOwned>(
        &mut self,
        document: &'static str,
        variables: Map<String, Json>,
    ) -> Result<T, Failed> {
        let gateway = &self.visitor.gateway;
        let asked = Asked::ours(document, variables);
        let ready = gateway.admit(asked, &self.visit).await?;
        let made = gateway.run(ready, &self.visit).await?;
        let before = self.spent.map_or(0, |spent| spent.cost);
        self.spent = Some(Spent {
            cost: before + made.spent.cost,
            left: made.spent.left,
        });
        match &made.body {
            Body::Flawed(_, code) => Err(Failed::Flawed(*code)),
            Body::Whole(answer) => match serde_json::from_slice::<Answer<T>>(&answer.body) {
                Ok(answer) => Ok(answer.data),
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "a page cannot read its own answer"
                    );
                    Err(Failed::Unread)
                }
            },
        }
    }

    /// What was spent so far; `None` before anything was asked.
    pub fn spent(&self) -> Option<Spent> {
        self.spent
    }
}

/// The variables of a document that takes a slug.
pub fn of_slug(slug: &str) -> Map<String, Json> {
    Map::from_iter([("slug".to_owned(), Json::from(slug))])
}
