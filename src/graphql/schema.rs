//! The schema, and the one way to run an operation on it.

use std::sync::Arc;

use async_graphql::{Response, SDLExportOptions, Schema, SchemaBuilder, ValidationMode};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::{Map, Value as Json};

use super::article::ArticleConnection;
use super::background::ReviewConnection;
use super::change::ChangeConnection;
use super::clinic::ClinicConnection;
use super::condition::ConditionConnection;
use super::context::{Asker, Graph};
use super::doctor::DoctorConnection;
use super::document::{Admitted, Checker, Guard, Limits, Refused};
use super::mutation::{Mutation, Reviews};
use super::offering::OfferingConnection;
use super::plan::InsurancePlanConnection;
use super::procedure::ProcedureConnection;
use super::query::{PlaceConnection, Query};
use super::role::RoleConnection;
use super::scalar::{self, CHECKS};
use super::scopes::{self, GUARDED, Introspection};
use super::search::SearchConnection;
use super::specialty::SpecialtyConnection;
use super::subscription::Subscription;
use crate::domain::caller::Caller;
use crate::feed::Resting;
use crate::loaders::Loaders;

/// Runs operations. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Executor {
    graph: Graph,
    guard: Arc<Guard>,
    introspection: Introspection,
    reviews: Reviews,
    /// Does not validate: whatever it runs has been through the guard.
    schema: Schema<Query, Mutation, Subscription>,
}

impl Executor {
    pub fn new(graph: Graph, limits: Limits) -> Self {
        let guard = Guard::new(Checker::new(builder()), &CHECKS, GUARDED, limits)
            .expect("the guard reads the schema that this very build prints");
        let guard = Arc::new(guard);
        Executor {
            schema: builder()
                .validation_mode(ValidationMode::Fast)
                .data(graph.clone())
                .data(Arc::clone(&guard))
                .finish(),
            guard,
            graph,
            introspection: Introspection::default(),
            reviews: Reviews(false),
        }
    }

    /// Lets introspection answer these only.
    #[must_use]
    pub fn with_introspection(mut self, introspection: Introspection) -> Self {
        self.introspection = introspection;
        self
    }

    /// Lets callers hand in reviews of doctors, which somebody must then moderate.
    #[must_use]
    pub fn with_reviews(mut self, taken: bool) -> Self {
        self.reviews = Reviews(taken);
        self
    }

    /// The parts that answer.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Runs a query that came in as text, or refuses it before anything runs.
    pub async fn run(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: Map<String, Json>,
    ) -> Result<Response, Refused> {
        let asker = Asker::default();
        let admitted = self
            .admit(text, operation_name, variables, &asker.caller)
            .await?;
        Ok(self.execute(admitted, asker).await.0)
    }

    /// Takes a query that came in as text and that the caller may run, or refuses it.
    pub async fn admit(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: Map<String, Json>,
        caller: &Caller,
    ) -> Result<Admitted, Refused> {
        let admitted = self.guard.admit(text, operation_name, variables).await?;
        scopes::check(admitted.operation(), caller, self.introspection)?;
        Ok(admitted)
    }

    /// Runs a query or a mutation that was admitted, and says what its answer rests on.
    pub async fn execute(&self, admitted: Admitted, asker: Asker) -> (Response, Resting) {
        let loaders = Loaders::new(&self.graph.relations);
        let basis = Arc::clone(loaders.basis());
        let requested = admitted.cost().requested;
        let request = admitted.into_request().data(loaders).data(asker);
        let request = request.data(self.reviews);
        let mut response = self.schema.execute(request).await;
        // The same for every caller, so that an answer can be kept; what is left to a caller is not
        // in the body.
        let cost = async_graphql::value!({ "requested": requested });
        response.extensions.insert("cost".to_owned(), cost);
        (response, basis.resting())
    }

    /// Runs a subscription that was admitted: an answer for each event, until the subscriber goes
    /// or the source of events ends.
    pub fn subscribe(&self, admitted: Admitted, asker: Asker) -> BoxStream<'static, Response> {
        let loaders = Loaders::new(&self.graph.relations);
        let request = admitted.into_request().data(loaders).data(asker);
        self.schema.execute_stream(request).boxed()
    }
}

/// The public contract as text.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .prefer_single_line_descriptions()
        .include_specified_by()
        .use_space_ident()
        .indent_width(2);
    builder().finish().sdl_with_options(options)
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    let builder = Schema::build(Query, Mutation::default(), Subscription)
        .override_output_type_description::<ChangeConnection>("A page of changes.")
        .override_output_type_description::<ArticleConnection>("A page of articles.")
        .override_output_type_description::<ClinicConnection>("A page of clinics.")
        .override_output_type_description::<ConditionConnection>("A page of conditions.")
        .override_output_type_description::<DoctorConnection>("A page of doctors.")
        .override_output_type_description::<InsurancePlanConnection>("A page of insurance plans.")
        .override_output_type_description::<ReviewConnection>("A page of reviews.")
        .override_output_type_description::<OfferingConnection>("A page of offerings.")
        .override_output_type_description::<PlaceConnection>("A page of places.")
        .override_output_type_description::<ProcedureConnection>("A page of procedures.")
        .override_output_type_description::<RoleConnection>("A page of roles.")
        .override_output_type_description::<SearchConnection>(
            "A page of what a text finds, the likeliest first.",
        )
        .override_output_type_description::<SpecialtyConnection>("A page of specialties.");
    scalar::describe(builder)
}
