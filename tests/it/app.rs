//! The whole application on a database of its own, with the clock held still.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::{DateTime, TimeZone, Utc};
use http_body_util::BodyExt;
use serde_json::{Value as Json, json};
use tokio::sync::OnceCell;
use tower::ServiceExt;

use caregraph::config::{Access, Caches, Server};
use caregraph::domain::caller::{Caller, Scope, Scopes, Tier, Who};
use caregraph::domain::clock::Clock;
use caregraph::feed::{Applied, ROWS_BOUND, Watch};
use caregraph::gateway::{Front, Gateway, ResponseCache, front};
use caregraph::graphql::document::Limits;
use caregraph::graphql::{Asker, Executor, Graph};
use caregraph::ingest::demo;
use caregraph::loaders::{Relations, Settings};
use caregraph::search::{Follower, Search};
use caregraph::store::entity::{api_key, partner};
use caregraph::store::{Database, Text, migrate};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::engine::Home;

/// The moment at which every test happens.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap()
}

/// Longer than any test takes.
const UNTIL_SETTLED: Duration = Duration::from_secs(3_600);

pub const CLOCK: fn() -> Clock = || Clock::Fixed(now());

/// An application under test.
pub struct TestApp {
    pub db: Database,
    pub search: Search,
    pub front: Front,
    pub gateway: Gateway,
    pub applied: Applied,
    pub relations: Relations,
    pub watch: Watch,
    pub follower: Follower,
    home: Home,
}

/// An application whose copies are kept true by tasks of its own.
pub struct Served {
    pub db: Database,
    pub front: Front,
    pub executor: Executor,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    _home: Home,
}

impl Drop for Served {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// What came back for a query.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Json,
    /// SQL statements that the query cost.
    pub statements: u64,
}

impl TestApp {
    /// With the demonstration loaded, and nothing kept in memory.
    pub async fn demo() -> Self {
        Self::on(Self::template_of_demo().await).await
    }

    async fn template_of_demo() -> &'static Home {
        static TEMPLATE: OnceCell<Home> = OnceCell::const_new();
        TEMPLATE
            .get_or_init(|| async {
                template(|db| async move {
                    demo::load(&db, CLOCK(), &mut |_| {}).await.unwrap();
                    db
                })
                .await
            })
            .await
    }

    /// With a migrated database and nothing in it.
    pub async fn empty() -> Self {
        Self::on(Self::template_of_nothing().await).await
    }

    async fn template_of_nothing() -> &'static Home {
        static TEMPLATE: OnceCell<Home> = OnceCell::const_new();
        TEMPLATE
            .get_or_init(|| async { template(|db| async move { db }).await })
            .await
    }

    /// With the demonstration loaded, and these caches. Nobody looks for changes but
    /// [`TestApp::settle`]; what was true then is served until the next one.
    pub async fn demo_with(caches: Caches) -> Self {
        let home = Home::copy_of(Self::template_of_demo().await).await;
        Self::beside(home, caches, UNTIL_SETTLED).await
    }

    /// With nothing but these caches, and the bound that a server has.
    pub async fn empty_with(caches: Caches) -> Self {
        let home = Home::copy_of(Self::template_of_nothing().await).await;
        Self::beside(home, caches, ROWS_BOUND).await
    }

    /// Another gateway on the same database, with memory and an index of its own.
    pub async fn and_another(&self, caches: Caches) -> Self {
        Self::beside(self.home.shared(), caches, ROWS_BOUND).await
    }

    async fn on(template: &Home) -> Self {
        let caches = Caches {
            merge_reads: true,
            ..Caches::OFF
        };
        Self::beside(Home::copy_of(template).await, caches, ROWS_BOUND).await
    }

    async fn beside(home: Home, caches: Caches, bound: Duration) -> Self {
        let db = home.open().await;
        let search = Search::default();
        let index = home.folder().join("index");
        let follower = Follower::start(db.clone(), &index, search.clone())
            .await
            .unwrap();
        let watch = Watch::start_with(db.clone(), bound).await.unwrap();
        let applied = watch.applied().clone();
        let settings = Settings {
            cache_bytes: caches.entity_bytes,
            merges: caches.merge_reads,
        };
        let relations = Relations::new(&db, &applied, settings);
        let graph = Graph {
            db: db.clone(),
            applied: applied.clone(),
            relations: relations.clone(),
            search: search.clone(),
            clock: CLOCK(),
        };
        let gateway = Gateway::new(
            Executor::new(graph, Limits::default()),
            ResponseCache::new(applied.clone(), caches.response_bytes),
            Server::default(),
            &Access::without_end(),
        )
        .unwrap();
        let front = front(gateway.clone());
        TestApp {
            db,
            applied,
            relations,
            search,
            front,
            gateway,
            watch,
            follower,
            home,
        }
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        self.home.url()
    }

    /// Lets everything that keeps a copy take in what was written.
    pub async fn settle(&mut self) {
        self.watch.catch_up().await.unwrap();
        self.follower.catch_up().await.unwrap();
    }

    /// Looks for changes by itself from now on, as a server does.
    pub fn keep_up(self) -> Served {
        Served {
            tasks: vec![
                tokio::spawn(self.watch.run()),
                tokio::spawn(self.follower.run(self.applied.clone())),
            ],
            db: self.db,
            front: self.front,
            executor: self.gateway.executor,
            _home: self.home,
        }
    }

    /// A key of a partner with these scopes, as whoever sends a request is known by it.
    pub async fn caller(&self, scopes: &[Scope]) -> Arc<Caller> {
        caller(&self.db, scopes).await
    }

    /// Runs an operation as somebody, past HTTP.
    pub async fn run_as(&self, caller: &Arc<Caller>, query: &str, variables: Json) -> Reply {
        run_as(&self.gateway.executor, caller, query, variables).await
    }

    /// Sends a query without variables.
    pub async fn query(&self, query: &str) -> Reply {
        self.query_with(query, json!({})).await
    }

    /// Sends a query with variables.
    pub async fn query_with(&self, query: &str, variables: Json) -> Reply {
        self.post(json!({ "query": query, "variables": variables }).to_string())
            .await
    }

    /// Sends a body as it is, from a client that tells faults of a query by the status.
    pub async fn post(&self, body: impl Into<Body>) -> Reply {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .body(body.into())
            .unwrap();
        self.send(request).await
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        send(&self.db, &self.front, request).await
    }
}

impl Served {
    /// A key of a partner with these scopes, as whoever sends a request is known by it.
    pub async fn caller(&self, scopes: &[Scope]) -> Arc<Caller> {
        caller(&self.db, scopes).await
    }

    /// Runs an operation as somebody, past HTTP.
    pub async fn run_as(&self, caller: &Arc<Caller>, query: &str, variables: Json) -> Reply {
        run_as(&self.executor, caller, query, variables).await
    }

    /// Sends a query without variables.
    pub async fn query(&self, query: &str) -> Reply {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .body(json!({ "query": query }).to_string().into())
            .unwrap();
        send(&self.db, &self.front, request).await
    }
}

async fn caller(db: &Database, scopes: &[Scope]) -> Arc<Caller> {
    let scopes: Scopes = scopes.iter().copied().collect();
    let number = api_key::Entity::find()
        .all(db.reader())
        .await
        .unwrap()
        .len();
    let name = format!("partner {number}");
    let holder = partner::ActiveModel {
        name: Set(name.clone()),
        tier: Set(Text(Tier::Standard)),
        created_at: Set(now()),
        ..Default::default()
    };
    let holder = partner::Entity::insert(holder)
        .exec(db.writer())
        .await
        .unwrap()
        .last_insert_id;
    let prefix = format!("key{number}");
    let key = api_key::ActiveModel {
        partner_id: Set(holder),
        prefix: Set(prefix.clone()),
        secret_hash: Set(String::new()),
        scopes: Set(scopes.to_string()),
        origins: Set(String::new()),
        created_at: Set(now()),
        ..Default::default()
    };
    let key = api_key::Entity::insert(key)
        .exec(db.writer())
        .await
        .unwrap()
        .last_insert_id;
    Arc::new(Caller {
        who: Who::Key {
            partner: holder.get(),
            name: name.into(),
            key: key.get(),
            prefix: prefix.into(),
        },
        tier: Tier::Standard,
        scopes,
    })
}

/// Its statements are those that it caused or joined; what goes on beside it is not counted.
async fn run_as(executor: &Executor, caller: &Arc<Caller>, query: &str, variables: Json) -> Reply {
    let asker = Asker {
        caller: Arc::clone(caller),
        request_id: "request-1".into(),
        ..Asker::default()
    };
    let variables = variables.as_object().cloned().unwrap_or_default();
    let (body, statements) = match executor.admit(query, None, variables, caller).await {
        Ok(admitted) => {
            let ran = executor.execute(admitted, asker).await;
            (
                serde_json::to_value(ran.response).unwrap(),
                ran.work.statements,
            )
        }
        Err(refused) => {
            let errors = refused.refusals().iter().map(|refusal| {
                json!({
                    "message": refusal.message,
                    "extensions": { "code": refusal.code.as_str() },
                })
            });
            (json!({ "errors": errors.collect::<Vec<_>>() }), 0)
        }
    };
    Reply {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body,
        statements,
    }
}

async fn send(db: &Database, front: &Front, request: Request<Body>) -> Reply {
    let before = db.statements();
    let response = front.clone().oneshot(request).await.unwrap();
    let statements = db.statements() - before;
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes))),
        statements,
    }
}

impl Reply {
    /// The data of an answer that has no errors.
    #[track_caller]
    pub fn data(&self) -> &Json {
        assert_eq!(self.body.get("errors"), None, "{:#}", self.body);
        &self.body["data"]
    }

    /// The first error's code and message.
    #[track_caller]
    pub fn error(&self) -> (&str, &str) {
        let error = &self.body["errors"][0];
        let code = error["extensions"]["code"].as_str();
        let message = error["message"].as_str();
        (
            code.unwrap_or_else(|| panic!("no code: {:#}", self.body)),
            message.unwrap_or_else(|| panic!("no message: {:#}", self.body)),
        )
    }
}

async fn template<F>(fill: impl FnOnce(Database) -> F) -> Home
where
    F: Future<Output = Database>,
{
    let home = Home::blank().await;
    let db = home.open().await;
    migrate::up(&db, now()).await.unwrap();
    let db = fill(db).await;
    db.close().await.unwrap();
    home
}
