//! The whole application on a database of its own, with the clock held still.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::{DateTime, TimeZone, Utc};
use http_body_util::BodyExt;
use serde_json::{Value as Json, json};
use tokio::sync::OnceCell;
use tower::ServiceExt;

use caregraph::config::Server;
use caregraph::domain::clock::Clock;
use caregraph::gateway::{Gateway, router};
use caregraph::graphql::document::Limits;
use caregraph::graphql::{Executor, Graph};
use caregraph::ingest::demo;
use caregraph::search::{Follower, Search};
use caregraph::store::{Database, migrate};

use crate::engine::Home;

/// The moment at which every test happens.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap()
}

pub const CLOCK: fn() -> Clock = || Clock::Fixed(now());

/// An application under test.
pub struct TestApp {
    pub db: Database,
    pub search: Search,
    pub router: Router,
    pub gateway: Gateway,
    follower: Follower,
    home: Home,
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
    /// With the demonstration loaded.
    pub async fn demo() -> Self {
        static TEMPLATE: OnceCell<Home> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(|| async {
                template(|db| async move {
                    demo::load(&db, CLOCK(), &mut |_| {}).await.unwrap();
                    db
                })
                .await
            })
            .await;
        Self::on(template).await
    }

    /// With a migrated database and nothing in it.
    pub async fn empty() -> Self {
        static TEMPLATE: OnceCell<Home> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(|| async { template(|db| async move { db }).await })
            .await;
        Self::on(template).await
    }

    async fn on(template: &Home) -> Self {
        let home = Home::copy_of(template).await;
        let db = home.open().await;
        let search = Search::default();
        let index = home.folder().join("index");
        let follower = Follower::start(db.clone(), &index, search.clone())
            .await
            .unwrap();
        let graph = Graph {
            db: db.clone(),
            search: search.clone(),
            clock: CLOCK(),
        };
        let gateway = Gateway {
            executor: Executor::new(graph, Limits::default()),
            settings: Arc::new(Server::default()),
        };
        let router = router(gateway.clone());
        TestApp {
            db,
            search,
            router,
            gateway,
            follower,
            home,
        }
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        self.home.url()
    }

    /// Lets the index take in what was written.
    pub async fn settle(&mut self) {
        self.follower.catch_up().await.unwrap();
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

    /// Sends a body as it is.
    pub async fn post(&self, body: impl Into<Body>) -> Reply {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.into())
            .unwrap();
        self.send(request).await
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let before = self.db.statements();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let statements = self.db.statements() - before;
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
