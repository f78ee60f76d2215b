//! The schema, and the one way to run an operation on it.

use std::sync::Arc;

use async_graphql::{
    EmptyMutation, EmptySubscription, Response, Schema, SchemaBuilder, ValidationMode,
};
use serde_json::{Map, Value as Json};

use super::context::Graph;
use super::document::{Checker, Guard, Limits, Refused};
use super::query::Query;
use super::scalar::CHECKS;
use crate::loaders::Loaders;

/// Runs operations. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Executor {
    graph: Graph,
    guard: Arc<Guard>,
    /// Does not validate: whatever it runs has been through the guard.
    schema: Schema<Query, EmptyMutation, EmptySubscription>,
}

impl Executor {
    pub fn new(graph: Graph, limits: Limits) -> Self {
        let guard = Guard::new(Checker::new(builder()), &CHECKS, limits)
            .expect("the guard reads the schema that this very build prints");
        Executor {
            schema: builder()
                .validation_mode(ValidationMode::Fast)
                .data(graph.clone())
                .finish(),
            guard: Arc::new(guard),
            graph,
        }
    }

    /// The parts that answer.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Runs a query that came in as text, or refuses it before anything runs.
    pub async fn run(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: Map<String, Json>,
    ) -> Result<Response, Refused> {
        let admitted = self.guard.admit(text, operation_name, variables).await?;
        let request = admitted.into_request().data(Loaders::new(&self.graph.db));
        Ok(self.schema.execute(request).await)
    }
}

/// The public contract as text.
pub fn sdl() -> String {
    builder().finish().sdl()
}

fn builder() -> SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    Schema::build(Query, EmptyMutation, EmptySubscription)
}
