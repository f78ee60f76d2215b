//! What whoever watches the process is told, and what they are never told.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use caregraph::config::Caches;
use caregraph::domain::caller::Tier;
use caregraph::gateway::{Answered, OperationKind, Outcome, serve_metrics};
use caregraph::graphql::{Work, schema_version};

use crate::app::TestApp;

/// Asks a listener of metrics for a path; gives the head of the answer and its body.
async fn asked(app: &TestApp, path: &str) -> (String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(serve_metrics(listener, app.gateway.clone()));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: metrics\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    serving.abort();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// The number at the end of the line that begins so.
#[track_caller]
fn number(text: &str, name: &str) -> f64 {
    let mut lines = text.lines();
    let line = lines.find(|line| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(' '))
    });
    let line = line.unwrap_or_else(|| panic!("{name} is not told:\n{text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scrape_shows_what_was_asked_and_how_the_process_stands() {
    let mut app = TestApp::demo_with(Caches::default()).await;
    app.settle().await;
    let query = "{ doctor(by: { slug: \"kelzom-yarphel\" }) { slug clinics(first: 2) { nodes { slug } } } }";
    for _ in 0..3 {
        app.query(query).await.data();
    }
    app.gateway.metrics.answered(&Answered {
        operation: Some("OneDoctor"),
        kind: OperationKind::Query,
        outcome: Outcome::Answered,
        took: Duration::from_millis(2),
        work: Some(Work {
            batches: 3,
            statements: 4,
        }),
        bytes: 80,
    });
    app.gateway.metrics.quota_refused(Tier::Partner);

    let (head, text) = asked(&app, "/metrics").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(
        head.contains("application/openmetrics-text; version=1.0.0"),
        "{head}"
    );
    assert!(text.ends_with("# EOF\n"));
    let told = |name: &str| number(&text, &format!("caregraph_{name}"));
    let request = r#"requests_total{operation="OneDoctor",kind="query",outcome="ok",code=""}"#;
    assert_eq!(told(request), 1.0);
    assert_eq!(told(r#"quota_refusals_total{tier="PARTNER"}"#), 1.0);
    let statements = u32::try_from(app.db.statements()).unwrap();
    assert_eq!(told("database_statements_total"), f64::from(statements));
    assert!(told(r#"relation_cache_misses_total{relation="doctor_by_slug"}"#) >= 1.0);
    assert_eq!(
        told(r#"relation_cache_entries{relation="doctor_by_slug"}"#),
        1.0
    );
    assert_eq!(told(r#"cache_entries{cache="document"}"#), 1.0);
    assert_eq!(told(r#"cache_hits_total{cache="response"}"#), 2.0);
    assert!(told(r#"cache_bytes{cache="response"}"#) > 0.0);
    assert_eq!(told("change_applied"), told("change_latest"));
    assert_eq!(told("index_seq"), told("change_latest"));
    assert!(told("change_confirmed_age_seconds") >= 0.0);
    assert_eq!(told("memory_used"), 1.0);
    assert!(told("index_documents") >= 300.0);
    assert!(told("index_segments") >= 1.0);
    assert!(told(r#"database_connections{pool="watch"}"#) >= 1.0);
    let build = format!(
        "caregraph_build_info{{version=\"{}\",schema=\"{}\"}} 1",
        env!("CARGO_PKG_VERSION"),
        schema_version()
    );
    assert!(text.contains(&build), "{text}");
}

/// How many statements requests caused or joined so far, and how many requests that were.
async fn statements(app: &TestApp, operation: &str) -> (f64, f64) {
    let (_, text) = asked(app, "/metrics").await;
    let of = |what: &str| {
        let name = format!("caregraph_request_statements_{what}{{operation=\"{operation}\"}}");
        number(&text, &name)
    };
    (of("sum"), of("count"))
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_are_counted_for_each_request_that_caused_or_joined_them() {
    // Nothing is kept: each request needs its statements, alone or with others.
    let app = TestApp::demo().await;
    let query = "{ doctors(first: 5) { nodes { slug clinics(first: 2) { nodes { slug } } } } \
        sources { slug } places(text: \"Serzhong\") { nodes { slug } } }";
    let alone = app.query(query).await;
    alone.data();
    assert!(alone.statements >= 4, "{}", alone.statements);
    let alone = f64::from(u32::try_from(alone.statements).unwrap());
    assert_eq!(statements(&app, "other").await, (alone, 1.0));

    // Of requests at once each counts what it needed, though the database ran fewer.
    let before = app.db.statements();
    let many = futures_util::future::join_all((0..20).map(|_| app.query(query))).await;
    many.iter().for_each(|reply| drop(reply.data().clone()));
    let ran = f64::from(u32::try_from(app.db.statements() - before).unwrap());
    let (sum, count) = statements(&app, "other").await;
    assert_eq!((sum, count), (21.0 * alone, 21.0));
    assert!(ran < 20.0 * alone, "{ran} were shared by twenty requests");

    // A write counts those of its transaction; what is refused runs nothing and is not counted.
    app.query("{ nonsense }").await;
    let report = "mutation($node: ID!) { reportProblem(input: { node: $node, problem: WRONG_PHONE }) \
        { repeated } }";
    let doctor = app.query("{ doctors(first: 1) { nodes { id } } }").await;
    let node = doctor.data()["doctors"]["nodes"][0]["id"].clone();
    let (before, _) = statements(&app, "other").await;
    let written = app.query_with(report, json!({ "node": node })).await;
    written.data();
    let (after, count) = statements(&app, "other").await;
    assert_eq!(count, 23.0);
    let written = f64::from(u32::try_from(written.statements).unwrap());
    assert_eq!(after - before, written);
    assert!(written >= 5.0, "{written}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_from_memory_counts_no_statement() {
    let mut app = TestApp::demo_with(Caches::default()).await;
    app.settle().await;
    let query = "{ doctor(by: { slug: \"kelzom-yarphel\" }) { slug } }";
    let first = app.query(query).await;
    let first = f64::from(u32::try_from(first.statements).unwrap());
    assert!(first >= 1.0);
    app.query(query).await.data();
    // Rows are in memory, the answer is another one.
    app.query("{ doctor(by: { slug: \"kelzom-yarphel\" }) { npi } }")
        .await
        .data();
    let (sum, count) = statements(&app, "other").await;
    assert_eq!((sum, count), (first, 2.0), "the kept answer ran nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_callers_write_or_data_holds_is_told() {
    let app = TestApp::demo_with(Caches::default()).await;
    let query = "query Nosy($at: String!) { doctors(near: { at: { placeName: $at } }, first: 2) { \
        nodes { slug name { display } } } article(by: { slug: \"psoriasis\" }) { title } }";
    let reply = app.query_with(query, json!({ "at": "Serzhong" })).await;
    let doctor = reply.data()["doctors"]["nodes"][0]["slug"]
        .as_str()
        .unwrap()
        .to_owned();
    app.query("{ nonsenseField }").await;
    let (_, text) = asked(&app, "/metrics").await;
    for word in [
        "Nosy",
        "Serzhong",
        "serzhong",
        "psoriasis",
        "nonsense",
        &doctor,
    ] {
        assert!(!text.contains(word), "{word}");
    }
    // Every label's value is one of ours.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        for value in line.split('"').skip(1).step_by(2) {
            let plain = |letter: char| letter.is_ascii_alphanumeric() || "_.-+".contains(letter);
            assert!(value.chars().all(plain) && value.len() < 40, "{line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_have_a_listener_of_their_own() {
    let app = TestApp::empty().await;
    let (head, _) = asked(&app, "/graphql?query=%7B__typename%7D").await;
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    let request = axum::http::Request::get("/metrics")
        .body(axum::body::Body::empty())
        .unwrap();
    let reply = app.send(request).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
