//! Where data came from.

use async_graphql::{Context, Object, SimpleObject};
use std::sync::Arc;

use super::context::Ask;
use super::error::Failure;
use super::page::whole;
use super::provenance::Release;
use super::scalar::Url;
use crate::store::entity::source;
use crate::store::source::Counts;

pub struct Source(pub Arc<source::Model>);

/// How many records are from a source, by kind.
#[derive(SimpleObject)]
pub struct SourceCounts {
    /// Doctors.
    doctors: i32,
    /// Clinics.
    clinics: i32,
    /// Doctors at clinics.
    roles: i32,
    /// Procedures that doctors do.
    offerings: i32,
    /// Places.
    places: i32,
    /// Articles.
    articles: i32,
}

impl From<Counts> for SourceCounts {
    fn from(counts: Counts) -> Self {
        SourceCounts {
            doctors: whole(counts.doctors),
            clinics: whole(counts.clinics),
            roles: whole(counts.roles),
            offerings: whole(counts.offerings),
            places: whole(counts.places),
            articles: whole(counts.articles),
        }
    }
}

/// Who published data that this graph holds, and on which terms. Show the attribution wherever
/// you show the data.
#[Object]
impl Source {
    /// The source's readable name.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The source's name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Where it is published.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// The licence, as an SPDX expression where there is one.
    async fn licence(&self) -> &str {
        &self.0.licence
    }

    /// The words to show beside the data.
    async fn attribution(&self) -> &str {
        &self.0.attribution
    }

    /// How exact the data is, in words.
    async fn accuracy(&self) -> Option<&str> {
        self.0.accuracy.as_deref()
    }

    /// Its deliveries that are known here, the first one first.
    async fn releases(&self, ctx: &Context<'_>) -> Result<Vec<Release>, Failure> {
        let rows = ctx.loaders().releases().load(self.0.id.get()).await?;
        let rows = rows.iter().flat_map(|rows| rows.iter());
        Ok(rows.map(Release::from).collect())
    }

    /// How many records here are from it.
    async fn counts(&self, ctx: &Context<'_>) -> Result<SourceCounts, Failure> {
        let counts = ctx.loaders().source_counts().load(self.0.id).await?;
        Ok(SourceCounts::from(
            counts.as_deref().copied().unwrap_or_default(),
        ))
    }

    /// Whether all of it is invented.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }
}
