//! Where data came from.

use async_graphql::Object;
use std::sync::Arc;

use super::scalar::Url;
use crate::store::entity::source;

pub struct Source(pub Arc<source::Model>);

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

    /// Whether all of it is invented.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }
}
