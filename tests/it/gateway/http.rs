//! The protocol: methods, media types, statuses, headers.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::json;

use super::Listening;
use crate::app::{Reply, TestApp};

const TYPENAME: &str = r#"{"query":"{ __typename }"}"#;

async fn sent(app: &TestApp, content_type: &str, accept: Option<&str>, body: &str) -> Reply {
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, content_type);
    if let Some(accept) = accept {
        request = request.header(header::ACCEPT, accept);
    }
    app.send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_comes_by_post_and_by_get() {
    let app = TestApp::empty().await;
    let posted = app.post(TYPENAME).await;
    let got = app
        .send(
            Request::get("/graphql?query=%7B__typename%7D")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    for (reply, media) in [
        (posted, "application/graphql-response+json; charset=utf-8"),
        (got, "application/json; charset=utf-8"),
    ] {
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(
            reply.body,
            json!({
                "data": { "__typename": "Query" },
                "extensions": { "cost": { "requested": 0 } },
            })
        );
        assert_eq!(reply.headers[header::CONTENT_TYPE], media);
        assert!(reply.headers.contains_key("x-request-id"));
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_methods_are_told_which_ones_there_are() {
    let app = TestApp::empty().await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder().method(method).uri("/graphql");
        let reply = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(reply.headers[header::ALLOW], "GET, HEAD, POST, OPTIONS");
    }
    let options = Request::builder().method(Method::OPTIONS).uri("/graphql");
    let reply = app.send(options.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn media_types_are_kept_to() {
    let app = TestApp::empty().await;
    let cases = [
        ("application/json", None, 200),
        (
            "application/json; charset=utf-8",
            Some("application/json"),
            200,
        ),
        ("application/json", Some("text/html"), 406),
        ("text/plain", None, 415),
        ("application/x-www-form-urlencoded", None, 415),
        ("multipart/form-data; boundary=x", None, 415),
        ("application/json; charset=utf-16", None, 415),
    ];
    for (content_type, accept, status) in cases {
        let reply = sent(&app, content_type, accept, TYPENAME).await;
        assert_eq!(reply.status.as_u16(), status, "{content_type} {accept:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_a_query_have_the_status_that_the_media_type_asks_for() {
    let app = TestApp::empty().await;
    let wrong = r#"{"query":"{ nothing }"}"#;
    for (accept, status) in [
        ("application/graphql-response+json", 400),
        ("application/json", 200),
    ] {
        let reply = sent(&app, "application/json", Some(accept), wrong).await;
        assert_eq!(reply.status.as_u16(), status);
        assert_eq!(reply.body.get("data"), None);
    }
    // What an attacker sends is a 400 in either.
    let deep = json!({ "query": "[".repeat(3_000) }).to_string();
    for accept in ["application/graphql-response+json", "application/json"] {
        let reply = sent(&app, "application/json", Some(accept), &deep).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert_eq!(reply.error().0, "QUERY_TOO_DEEP");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_none_is_a_400_and_one_that_is_too_large_a_413() {
    let app = TestApp::empty().await;
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"[{}]",
        b"\xFF",
        b"{}",
        b"null",
        b"{\"query\":1}",
    ] {
        let reply = app.post(body.to_vec()).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{body:?}");
        assert_eq!(reply.error().0, "BAD_USER_INPUT", "{body:?}");
    }
    let large = format!(
        r#"{{"query":"{{ __typename }}","x":"{}"}}"#,
        "x".repeat(300_000)
    );
    let reply = app.post(large).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply.error().0, "QUERY_TOO_LARGE");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_is_chosen_by_its_name() {
    let app = TestApp::empty().await;
    let both = "query A { a: __typename } query B { b: __typename }";
    let named = json!({ "query": both, "operationName": "B" }).to_string();
    assert_eq!(app.post(named).await.data(), &json!({ "b": "Query" }));
    for name in [json!(null), json!("C")] {
        let body = json!({ "query": both, "operationName": name }).to_string();
        assert_eq!(app.post(body).await.error().0, "BAD_USER_INPUT");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_keeps_the_id_that_a_proxy_gave_it_if_it_is_plain() {
    let app = TestApp::empty().await;
    for (given, kept) in [("abc-1.2_3", true), ("a b", false), ("<script>", false)] {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-request-id", given)
            .body(Body::from(r#"{"query":"{ nothing }"}"#))
            .unwrap();
        let reply = app.send(request).await;
        let id = reply.headers["x-request-id"].to_str().unwrap();
        assert_eq!(id == given, kept, "{given}");
        assert_eq!(reply.body["errors"][0]["extensions"]["requestId"], id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_tells_whether_queries_can_be_answered() {
    let app = TestApp::demo().await;
    let get = |path: &str| app.send(Request::get(path).body(Body::empty()).unwrap());
    assert_eq!(get("/health/live").await.status, StatusCode::OK);
    let ready = get("/health/ready").await;
    assert_eq!(ready.status, StatusCode::OK);
    assert_eq!(ready.body["changesBehind"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_served_and_load_nothing_from_elsewhere() {
    let app = TestApp::empty().await;
    for path in ["/", "/playground"] {
        let reply = app
            .send(Request::get(path).body(Body::empty()).unwrap())
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        let policy = reply.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"));
    }
    let schema = app
        .send(Request::get("/schema.graphql").body(Body::empty()).unwrap())
        .await;
    assert_eq!(schema.body.as_str().unwrap(), caregraph::graphql::sdl());
    let nothing = app
        .send(Request::get("/nothing").body(Body::empty()).unwrap())
        .await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_never_finishes_does_not_hold_the_process() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| {
        settings.grace = std::time::Duration::from_millis(50);
    })
    .await;
    let address = server.address;

    let mut whole = tokio::net::TcpStream::connect(address).await.unwrap();
    whole
        .write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    whole.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");

    let mut half = tokio::net::TcpStream::connect(address).await.unwrap();
    half.write_all(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        .await
        .unwrap();
    server.stop().await;
}
