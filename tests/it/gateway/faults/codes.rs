//! Every code that the API can give, provoked from outside.

use std::sync::Arc;
use std::time::Duration;

use caregraph::config::{Access, Documents, Server};
use caregraph::domain::caller::{Scope, Tier};
use caregraph::gateway::{Gateway, front};
use caregraph::graphql::document::Code;
use sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};
use strum::VariantArray;
use tokio::sync::Semaphore;

use super::shows_nothing;
use crate::app::{Reply, TestApp};
use crate::gateway::attacks::bodies::ask;
use crate::gateway::{key, with_access, with_key};

/// What is asked of the database, so that it is waited for.
const DOCTORS: &str =
    "{ doctors(first: 3) { nodes { slug clinics(first: 2) { nodes { slug } } } } }";

/// The same application whose gateway is another one.
fn with_gateway(mut app: TestApp, set: impl FnOnce(&mut Gateway, &mut Server)) -> TestApp {
    let mut settings = (*app.gateway.settings).clone();
    set(&mut app.gateway, &mut settings);
    app.gateway.settings = Arc::new(settings);
    app.front = front(app.gateway.clone());
    app
}

/// What the code of a refusal is provoked by.
async fn provoked(code: Code) -> Reply {
    let app = TestApp::demo().await;
    let access = |access: Access| async move { with_access(TestApp::demo().await, &access) };
    match code {
        Code::BadUserInput => app.query("{ doctors(first: 0) { totalCount } }").await,
        Code::GraphqlParseFailed => app.query("{ doctors(").await,
        Code::GraphqlValidationFailed => app.query("{ select(from: doctor) }").await,
        Code::QueryTooLarge => app.post(ask("{ a }".repeat(20_000))).await,
        Code::QueryTooDeep => app.post(ask("[".repeat(1_000))).await,
        Code::QueryTooComplex => {
            let pages = "doctors(first: 100) { nodes { clinics(first: 100) { nodes { \
                doctors(first: 100) { nodes { slug } } } } } }";
            app.query(&format!("{{ {pages} }}")).await
        }
        Code::NotFound => {
            let told = "mutation { reportProblem(input: { node: \"RG9jdG9yOjk5OTk5OQ\", \
                problem: WRONG_PHONE }) { repeated } }";
            app.query(told).await
        }
        Code::Conflict => settled_twice(&app).await,
        Code::Unauthenticated => {
            let wrong = format!("cg_{}", "x".repeat(55));
            with_key(&app, &wrong, ask("{ __typename }")).await
        }
        Code::Forbidden => {
            let held = key(&app, "Acme", Tier::Standard, &[]).await;
            with_key(&app, held.reveal(), ask("{ reports { totalCount } }")).await
        }
        Code::PersistedQueryNotFound => {
            let held = key(&app, "Acme", Tier::Standard, &[]).await;
            let version = json!({ "version": 1, "sha256Hash": "0".repeat(64) });
            let named = json!({ "extensions": { "persistedQuery": version } });
            with_key(&app, held.reveal(), named.to_string()).await
        }
        Code::DocumentNotTrusted => {
            let documents = [Documents::Required; 3];
            let app = access(Access {
                documents,
                ..Access::default()
            });
            app.await.query(DOCTORS).await
        }
        Code::RateLimited => {
            let app = access(Access {
                quotas: [1, 1, 1],
                ..Access::default()
            });
            app.await.query(DOCTORS).await
        }
        Code::Timeout => {
            let app = with_gateway(app, |_, settings| settings.query_timeout = Duration::ZERO);
            app.query(DOCTORS).await
        }
        Code::Overloaded => {
            let app = with_gateway(app, |gateway, settings| {
                gateway.turns = Arc::new(Semaphore::new(0));
                settings.turn_timeout = Duration::from_millis(5);
            });
            app.query(DOCTORS).await
        }
        Code::Unavailable => {
            // The write waits for a lock that nobody gives back, as long as a database waits.
            app.db.clone().close().await.unwrap();
            let held = format!("cg_{}", "x".repeat(55));
            with_key(&app, &held, ask("{ __typename }")).await
        }
        Code::Internal => {
            let gone = "ALTER TABLE clinic RENAME TO elsewhere";
            app.db.writer().execute_unprepared(gone).await.unwrap();
            app.query(DOCTORS).await
        }
    }
}

async fn settled_twice(app: &TestApp) -> Reply {
    let desk = key(app, "Desk", Tier::Standard, &[Scope::ReportsResolve]).await;
    let doctor = app.query("{ doctors(first: 1) { nodes { id } } }").await;
    let node = doctor.data()["doctors"]["nodes"][0]["id"].clone();
    let told = "mutation($node: ID!) { reportProblem(input: { node: $node, problem: WRONG_PHONE }) \
        { report { id } } }";
    let told = app.query_with(told, json!({ "node": node })).await;
    let report = told.data()["reportProblem"]["report"]["id"].clone();
    let settle = "mutation($report: ID!) { resolveReport(input: { report: $report, \
        outcome: CONFIRMED, reason: \"so\" }) { repeated } }";
    let settle = json!({ "query": settle, "variables": { "report": report } }).to_string();
    with_key(app, desk.reveal(), settle.clone()).await.data();
    with_key(app, desk.reveal(), settle).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_code_is_given_and_none_tells_of_the_inside() {
    for code in Code::VARIANTS {
        let reply = provoked(*code).await;
        assert_eq!(reply.error().0, code.as_str(), "{:#}", reply.body);
        shows_nothing(&reply);
    }
}

#[test]
fn every_code_is_explained() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/api.md");
    let text = std::fs::read_to_string(file).unwrap();
    let table = text.split("## Errors").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    for code in Code::VARIANTS {
        let named = format!("`{}`", code.as_str());
        assert!(table.contains(&named), "{named} is not in docs/api.md");
        // What clients match on is read back as it was written.
        assert_eq!(code.as_str().parse(), Ok(*code));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_beside_an_error_stays_and_the_error_tells_nothing() {
    let app = TestApp::demo().await;
    let gone = "ALTER TABLE biography RENAME TO elsewhere";
    app.db.writer().execute_unprepared(gone).await.unwrap();
    let query = "{ doctor(by: { slug: \"kelzom-yarphel\" }) { biography { text } } \
        clinics(first: 1) { nodes { slug } } }";
    let reply = app.query(query).await;
    let data = &reply.body["data"];
    assert!(data["clinics"]["nodes"][0]["slug"].is_string(), "{data}");
    assert_eq!(data["doctor"], Json::Null);
    assert_eq!(
        reply.body["errors"][0]["path"],
        json!(["doctor", "biography"])
    );
    assert_eq!(reply.error().0, "INTERNAL");
    shows_nothing(&reply);
}
