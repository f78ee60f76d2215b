//! Streams of events.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;

use crate::app::{Reply, TestApp};

async fn stream(app: &TestApp, body: serde_json::Value) -> Reply {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "text/event-stream")
        .body(Body::from(body.to_string()))
        .unwrap();
    app.send(request).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_answered_with_one_event_and_the_end() {
    let app = TestApp::empty().await;
    let reply = stream(&app, json!({ "query": "{ __typename }" })).await;
    assert_eq!(reply.status, StatusCode::OK);
    let kind = &reply.headers[header::CONTENT_TYPE];
    assert_eq!(kind, "text/event-stream; charset=utf-8");
    let text = reply.body.as_str().unwrap();
    let (event, rest) = text.split_once("\n\n").unwrap();
    let data = event.strip_prefix("event: next\ndata: ").unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["data"]["__typename"], "Query");
    assert_eq!(rest, "event: complete\ndata:\n\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_query_is_told_in_the_stream() {
    let app = TestApp::empty().await;
    for query in [
        "{ nothing }",
        "{",
        "query A { __typename } query B { __typename }",
    ] {
        let reply = stream(&app, json!({ "query": query })).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}");
        let text = reply.body.as_str().unwrap();
        assert!(text.starts_with("event: next\ndata: {\"errors\""), "{text}");
        assert!(text.ends_with("event: complete\ndata:\n\n"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_by_an_address_does_not_write() {
    let app = TestApp::empty().await;
    let query = "mutation%20%7B%20__typename%20%7D";
    for accept in ["text/event-stream", "application/json"] {
        let request = Request::get(format!("/graphql?query={query}"))
            .header(header::ACCEPT, accept)
            .body(Body::empty())
            .unwrap();
        let reply = app.send(request).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{accept}");
        assert_eq!(reply.headers[header::ALLOW], "POST");
    }
}
