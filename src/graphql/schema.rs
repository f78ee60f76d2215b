//! The schema, and the one way to run an operation on it.

use std::sync::{Arc, LazyLock, OnceLock};

use async_graphql::{
    ObjectType, Response, SDLExportOptions, Schema, SchemaBuilder, ValidationMode,
};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::article::ArticleConnection;
use super::background::ReviewConnection;
use super::change::ChangeConnection;
use super::clinic::ClinicConnection;
use super::condition::ConditionConnection;
use super::context::{Asker, Graph};
use super::doctor::DoctorConnection;
use super::document::{Admitted, CacheStats, Checker, Guard, InvalidSchema, Limits, Refused};
use super::moderation::{ReportConnection, SubmittedReviewConnection};
use super::mutation::{Mutation, Reviews};
use super::offering::OfferingConnection;
use super::plan::InsurancePlanConnection;
use super::procedure::ProcedureConnection;
use super::query::{PlaceConnection, Query};
use super::role::RoleConnection;
use super::scalar::{self, CHECKS};
use super::scopes::{self, GUARDED, Introspection};
use super::search::SearchConnection;
use super::self_description::Described;
use super::specialty::SpecialtyConnection;
use super::subgraph::Subgraph;
use super::subscription::Subscription;
use crate::domain::caller::Caller;
use crate::feed::Resting;
use crate::loaders::Loaders;
use crate::store::counted;

/// What came of an operation.
pub struct Ran {
    pub response: Response,
    /// What the answer rests on.
    pub resting: Resting,
    pub work: Work,
}

/// What an answer took of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Batches of keys that were sent for it; those of several requests may go out as one
    /// statement.
    pub batches: u64,
    /// Statements that ran for it, alone or together with others.
    pub statements: u64,
}

/// Runs operations. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Executor {
    graph: Graph,
    guard: Arc<Guard>,
    introspection: Introspection,
    reviews: Reviews,
    /// Does not validate: whatever it runs has been through the guard.
    schema: Served,
    /// The same, which tells of itself in our words; made when somebody asks.
    described: Arc<OnceLock<Served>>,
}

type Served = Schema<Subgraph, Mutation, Subscription>;

impl Executor {
    pub fn new(graph: Graph, limits: Limits) -> Self {
        let guard = Guard::new(Checker::new(builder(Subgraph)), &CHECKS, GUARDED, limits)
            .expect("the guard reads the schema that this very build prints");
        let guard = Arc::new(guard);
        Executor {
            schema: served(&graph, &guard).finish(),
            described: Arc::default(),
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

    /// What the memory of checked documents did so far.
    pub fn document_stats(&self) -> CacheStats {
        self.guard.cache_stats()
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
        Ok(self.execute(admitted, asker).await.response)
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

    /// Whether the answer to it is everybody's: no field of it needs a scope, and introspection is
    /// kept from nobody.
    pub fn is_for_everybody(&self, admitted: &Admitted) -> bool {
        let operation = admitted.operation();
        let asks_of_schema = operation.measure().asks_of_schema();
        operation.needs().is_empty()
            && (!asks_of_schema || self.introspection == Introspection::Everybody)
    }

    /// Runs a query or a mutation that was admitted, and says what its answer rests on.
    pub async fn execute(&self, admitted: Admitted, asker: Asker) -> Ran {
        let loaders = Loaders::new(&self.graph.relations);
        let basis = Arc::clone(loaders.basis());
        let requested = admitted.cost().requested;
        let asks_of_schema = admitted.operation().measure().asks_of_schema();
        let request = admitted.into_request().data(loaders).data(asker);
        let request = request.data(self.reviews);
        let schema = match asks_of_schema {
            false => &self.schema,
            true => self.described.get_or_init(|| {
                let served = served(&self.graph, &self.guard);
                served.extension(Described).finish()
            }),
        };
        let (mut response, own) = counted(schema.execute(request)).await;
        // The same for every caller, so that an answer can be kept; what is left to a caller is not
        // in the body.
        let cost = async_graphql::value!({ "requested": requested });
        response.extensions.insert("cost".to_owned(), cost);
        Ran {
            response,
            resting: basis.resting(),
            work: Work {
                batches: basis.batches(),
                statements: own + basis.statements(),
            },
        }
    }

    /// Runs a subscription that was admitted: an answer for each event, until the subscriber goes
    /// or the source of events ends.
    pub fn subscribe(&self, admitted: Admitted, asker: Asker) -> BoxStream<'static, Response> {
        let loaders = Loaders::new(&self.graph.relations);
        let request = admitted.into_request().data(loaders).data(asker);
        self.schema.execute_stream(request).boxed()
    }
}

/// Tells whether texts of queries would be taken, without anything to answer them.
pub struct Proofreader(Guard);

impl Proofreader {
    pub fn new() -> Result<Self, InvalidSchema> {
        let checker = Checker::new(builder(Query));
        Guard::new(checker, &CHECKS, GUARDED, Limits::default()).map(Proofreader)
    }

    /// The name of a text's only operation; what is wrong with the text is said in words.
    pub async fn read(&self, text: &str) -> Result<Option<String>, String> {
        let kept = self.0.document(text).await.map_err(|refused| {
            let told = refused.refusals().iter();
            let told: Vec<&str> = told.map(|refusal| refusal.message.as_str()).collect();
            told.join("; ")
        })?;
        Ok(match kept.operations() {
            [only] => only.name().map(str::to_owned),
            _ => None,
        })
    }
}

/// The public contract as text.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .prefer_single_line_descriptions()
        .include_specified_by()
        .use_space_ident()
        .indent_width(2);
    builder(Query).finish().sdl_with_options(options)
}

/// Names the public contract: another one has another name, the same one the same in every process.
pub fn schema_version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let digest = Sha256::digest(sdl());
        digest[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    });
    &VERSION
}

/// The schema that answers, but for what one may add.
fn served(graph: &Graph, guard: &Arc<Guard>) -> SchemaBuilder<Subgraph, Mutation, Subscription> {
    builder(Subgraph)
        .validation_mode(ValidationMode::Fast)
        .data(graph.clone())
        .data(Arc::clone(guard))
}

/// Whatever the root of queries is, the rest is the same.
fn builder<Q: ObjectType + 'static>(query: Q) -> SchemaBuilder<Q, Mutation, Subscription> {
    let builder = Schema::build(query, Mutation::default(), Subscription)
        .override_output_type_description::<ChangeConnection>("A page of changes.")
        .override_output_type_description::<ArticleConnection>("A page of articles.")
        .override_output_type_description::<ClinicConnection>("A page of clinics.")
        .override_output_type_description::<ConditionConnection>("A page of conditions.")
        .override_output_type_description::<DoctorConnection>("A page of doctors.")
        .override_output_type_description::<InsurancePlanConnection>("A page of insurance plans.")
        .override_output_type_description::<ReviewConnection>("A page of reviews.")
        .override_output_type_description::<OfferingConnection>("A page of offerings.")
        .override_output_type_description::<PlaceConnection>("A page of places.")
        .override_output_type_description::<ReportConnection>("A page of reported problems.")
        .override_output_type_description::<SubmittedReviewConnection>(
            "A page of reviews that were handed in.",
        )
        .override_output_type_description::<ProcedureConnection>("A page of procedures.")
        .override_output_type_description::<RoleConnection>("A page of roles.")
        .override_output_type_description::<SearchConnection>(
            "A page of what a text finds, the likeliest first.",
        )
        .override_output_type_description::<SpecialtyConnection>("A page of specialties.");
    scalar::describe(builder)
}
