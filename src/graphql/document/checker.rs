//! The library's strict validation rules, run on their own.
//!
//! The library has no call that validates without executing. A schema value of its own, with an
//! extension that ends every request before its first field, comes to the same.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute};
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{
    ObjectType, Request, Response, SchemaBuilder, ServerError, SubscriptionType, ValidationMode,
    async_trait::async_trait,
};

use super::refusal::{Code, Refusal, Refused, none_of, shortened};

type Check = dyn Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync;

/// Validates documents against one schema.
pub struct Checker {
    check: Box<Check>,
    sdl: String,
}

impl Checker {
    /// Takes the builder of the schema that will serve, without its data and extensions.
    ///
    /// Leave the library's own limits off: they also refuse introspection. Fields may not have a
    /// `complexity` that reads arguments, because documents are validated without variables.
    pub fn new<Q, M, S>(builder: SchemaBuilder<Q, M, S>) -> Self
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
        S: SubscriptionType + 'static,
    {
        let schema = builder
            .validation_mode(ValidationMode::Strict)
            .extension(NeverExecute)
            .finish();
        Self {
            sdl: schema.sdl(),
            check: Box::new(move |request| {
                let schema = schema.clone();
                Box::pin(async move { schema.execute(request).await })
            }),
        }
    }

    /// The schema as text.
    pub fn sdl(&self) -> &str {
        &self.sdl
    }

    /// Refuses a document that breaks a rule of the specification.
    ///
    /// `operation` is the name of any operation in it; all of them are checked.
    pub(super) async fn check(
        &self,
        document: ExecutableDocument,
        operation: Option<&str>,
    ) -> Result<(), Refused> {
        let mut request = Request::new("");
        request.operation_name = operation.map(str::to_owned);
        request.set_parsed_query(document);
        let response = (self.check)(request).await;
        none_of(response.errors.into_iter().map(refusal).collect())
    }
}

/// The library's words in our form: a lowercase fragment without a full stop.
fn refusal(error: ServerError) -> Refusal {
    let mut letters = error.message.chars();
    let message: String = letters
        .next()
        .map(|first| first.to_ascii_lowercase())
        .into_iter()
        .chain(letters)
        .collect();
    let message = shortened(message.trim_end_matches('.'), 300);
    let mut refusal = Refusal::new(Code::GraphqlValidationFailed, message);
    refusal.locations = error.locations;
    refusal
}

struct NeverExecute;

impl ExtensionFactory for NeverExecute {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for NeverExecute {
    async fn execute(
        &self,
        _context: &ExtensionContext<'_>,
        _operation: Option<&str>,
        _next: NextExecute<'_>,
    ) -> Response {
        Response::default()
    }
}
