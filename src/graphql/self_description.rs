//! What the schema says of itself as a whole, where the library has words of its own.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo,
};
use async_graphql::{ServerResult, Value, async_trait::async_trait};

/// `__schema { description }`.
pub const DESCRIPTION: &str = "Caregraph: an open directory of doctors, clinics and the care that \
    they give, joined with places and patient-education articles. What is not known is null, and \
    never no. Begin with `doctors(need:, near:)`, `search(text:)` or `places(text:)`.";

/// Puts it in place of the library's. Every field that is resolved beside it goes a slower way, so
/// it belongs to no schema that answers anything else.
pub struct Described;

impl ExtensionFactory for Described {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Described)
    }
}

#[async_trait]
impl Extension for Described {
    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        if info.parent_type == "__Schema" && info.name == "description" {
            return Ok(Some(Value::from(DESCRIPTION)));
        }
        next.run(ctx, info).await
    }
}
