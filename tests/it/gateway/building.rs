//! A server that is asked before its search index is there.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use caregraph::config::{Access, Server};
use caregraph::gateway::{Gateway, ResponseCache, front};
use caregraph::graphql::document::Limits;
use caregraph::graphql::{Executor, Graph};
use caregraph::search::Search;

use crate::app::{CLOCK, TestApp};

/// The same server before it has built its index.
fn without_index(mut app: TestApp) -> TestApp {
    let graph = Graph {
        db: app.db.clone(),
        applied: app.applied.clone(),
        relations: app.relations.clone(),
        search: Search::default(),
        clock: CLOCK(),
    };
    app.gateway = Gateway::new(
        Executor::new(graph, Limits::default()),
        ResponseCache::new(app.applied.clone(), 0),
        Server::default(),
        &Access::without_end(),
    )
    .unwrap();
    app.front = front(app.gateway.clone());
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_index_is_built_rows_are_read_and_searches_say_so() {
    let app = without_index(TestApp::demo().await);
    let get = |path: &str| app.send(Request::get(path).body(Body::empty()).unwrap());
    assert_eq!(get("/health/live").await.status, StatusCode::OK);
    let ready = get("/health/ready").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.body["status"], "not ready");
    assert_eq!(ready.body["index"], "is being built");
    assert_eq!(ready.body["database"], "answers");
    assert!(ready.body["indexed"]["of"].is_u64(), "{}", ready.body);

    let read = r#"{ doctor(by: {slug: "kelzom-yarphel"}) { id clinics { nodes { slug } } }
        article(by: {slug: "psoriasis"}) { title } procedures(first: 2) { nodes { slug } } }"#;
    let reply = app.query(read).await;
    let doctor = &reply.data()["doctor"];
    assert!(!doctor["clinics"]["nodes"].as_array().unwrap().is_empty());
    let id = doctor["id"].as_str().unwrap();
    let node = format!("{{ node(id: {id:?}) {{ ... on Doctor {{ slug }} }} }}");
    let reply = app.query(&node).await;
    assert_eq!(reply.data()["node"]["slug"], "kelzom-yarphel");

    let search = r#"{ doctors(need: {text: "blood patch"}) { nodes { slug } } }"#;
    let reply = app.query(search).await;
    let error = &reply.body["errors"][0];
    assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{}", reply.body);
    let said = error["message"].as_str().unwrap();
    assert!(said.contains("index"), "{said}");
}
