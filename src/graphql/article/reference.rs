//! What an article rests on.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::served::Served;
use crate::education::citations::citations;
use crate::graphql::error::Failure;
use crate::graphql::scalar::Url;
use crate::graphql::sets::HealthAspect;
use crate::store::entity::reference;

/// A source that an article rests on.
pub struct Reference {
    pub row: reference::Model,
    pub served: Arc<Served>,
}

/// A source that an article rests on.
#[Object]
impl Reference {
    /// The key by which sections cite it.
    async fn key(&self) -> &str {
        &self.row.key
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Who published it, or where it appeared.
    async fn source(&self) -> Option<&str> {
        self.row.source.as_deref()
    }

    /// When it appeared.
    async fn year(&self) -> Option<i32> {
        self.row.year
    }

    /// Where it is read.
    async fn url(&self) -> Option<Url> {
        self.row.url.clone().map(Url)
    }

    /// Its Digital Object Identifier.
    async fn doi(&self) -> Option<&str> {
        self.row.doi.as_deref()
    }

    /// Its number in PubMed.
    async fn pmid(&self) -> Option<&str> {
        self.row.pmid.as_deref()
    }

    /// The sections that cite it, in reading order; none where the article names it for the whole.
    async fn sections(&self, ctx: &Context<'_>) -> Result<Vec<HealthAspect>, Failure> {
        let sections = self.served.sections(ctx).await?;
        let cites = |markdown: &str| citations(markdown).any(|cited| cited.key == self.row.key);
        let citing = sections.iter().filter(|of| cites(&of.row.markdown));
        Ok(citing.map(|of| of.row.aspect.0.into()).collect())
    }
}
