//! The query root that serves: the public one, and the two fields that a router asks.
//!
//! The library has such fields of its own. They are not used: there one representation that names
//! nothing, or one that fails, takes all others with it.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, Registry};
use async_graphql::resolver_utils::{ContainerType, resolve_container};
use async_graphql::{
    Any, Context, ContextSelectionSet, Error, Object, ObjectType, OutputType, PathSegment,
    Positioned, ServerError, ServerResult, SimpleObject, Value, async_trait::async_trait,
};
use futures_util::future::join_all;

use super::entity::{self, Entity};
use super::{printed, representation};
use crate::graphql::error::Failure;
use crate::graphql::query::{Query, bounded};

/// The root of every query that is served.
pub struct Subgraph;

/// What a router asks, beside the public contract.
struct Asked;

/// This graph, as a router sees it.
#[derive(SimpleObject)]
#[graphql(name = "_Service")]
struct Service {
    /// The contract of this subgraph, with its keys.
    sdl: &'static str,
}

#[Object]
impl Asked {
    /// What a router must know of this graph to join it with others.
    #[graphql(name = "_service")]
    async fn service(&self) -> Service {
        Service {
            sdl: printed::sdl(),
        }
    }

    /// The nodes that other subgraphs refer to, in the order of the representations; null for one
    /// that names nothing here.
    #[graphql(name = "_entities")]
    async fn entities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 100, each with __typename and one of the type's keys.")]
        representations: Vec<Any>,
    ) -> Result<Vec<Option<Entity>>, Failure> {
        bounded("representations", representations.len())?;
        let found = representations.iter().map(|one| async {
            match representation::read(&one.0) {
                Some((kind, key)) => entity::find(ctx, kind, key).await,
                None => Ok(None),
            }
        });
        let found = join_all(found).await.into_iter().enumerate();
        Ok(found
            .map(|(index, found)| {
                found.unwrap_or_else(|failure| {
                    ctx.add_error(at(ctx, index, failure));
                    None
                })
            })
            .collect())
    }
}

/// A failure to read one node, which harms no other.
fn at(ctx: &Context<'_>, index: usize, failure: Failure) -> ServerError {
    let error = Error::from(failure).into_server_error(ctx.item.pos);
    let mut error = ctx.set_error_path(error);
    error.path.push(PathSegment::Index(index));
    error
}

#[async_trait]
impl ContainerType for Subgraph {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        match ctx.item.node.name.node.starts_with('_') {
            true => Asked.resolve_field(ctx).await,
            false => Query.resolve_field(ctx).await,
        }
    }
}

#[async_trait]
impl OutputType for Subgraph {
    fn type_name() -> Cow<'static, str> {
        Query::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = Query::create_type_info(registry);
        if let MetaType::Object { fields: asked, .. } = registry.create_fake_output_type::<Asked>()
            && let Some(MetaType::Object { fields, .. }) =
                registry.types.get_mut(&*Self::type_name())
        {
            fields.extend(asked);
        }
        name
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl ObjectType for Subgraph {}
