//! What attackers send: each is refused in good time, and the next query is answered.

pub mod bodies;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request, header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use self::bodies::{ask, bodies, packed_bomb};
use super::Listening;
use crate::app::TestApp;

/// Processor time that one attack may take. Debug builds are some ten times slower, and tests run
/// beside each other.
const PATIENCE: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn every_attack_is_refused_and_the_next_query_answered() {
    let app = TestApp::demo().await;
    let attacks = bodies();
    assert!(attacks.len() >= 40);
    for (name, body) in attacks {
        let began = Instant::now();
        let reply = app.post(body).await;
        let took = began.elapsed();
        assert!(took < PATIENCE, "{name} took {took:?}");
        let text = reply.body.to_string();
        assert!(reply.status.as_u16() < 500, "{name}: {text}");
        assert!(
            text.len() < 20_000,
            "{name} is answered with {} bytes",
            text.len()
        );
        // A well-formed question about nobody has an answer: nobody.
        let is_nobody = text.contains(r#""data":{"doctor":null}"#);
        assert!(
            is_nobody || reply.body.get("errors").is_some(),
            "{name}: {text}"
        );
        for inside in [
            "SELECT", "sqlx", "sea_orm", "panicked", "/src/", ".rs:", "tantivy",
        ] {
            assert!(!text.contains(inside), "{name}: {text}");
        }
        let next = app.query("{ doctors(first: 1) { nodes { slug } } }").await;
        assert!(next.data().is_object(), "after {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_a_page_could_forge_are_not_run() {
    let app = TestApp::empty().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; charset=application/json",
        "",
    ] {
        let mut request = Request::post("/graphql")
            .body(Body::from(ask("{ __typename }")))
            .unwrap();
        if !kind.is_empty() {
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        assert_eq!(app.send(request).await.status.as_u16(), 415, "{kind}");
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        let request = Request::builder().method(method.clone()).uri("/graphql");
        let request = request.body(Body::from(ask("{ __typename }"))).unwrap();
        assert_eq!(app.send(request).await.status.as_u16(), 405, "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_packed_is_not_unpacked_without_end() {
    let app = TestApp::empty().await;
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "gzip")
        .body(Body::from(packed_bomb()))
        .unwrap();
    let began = Instant::now();
    assert_eq!(app.send(request).await.status.as_u16(), 413);
    assert!(began.elapsed() < PATIENCE);
}

/// What is left of a connection on which this was sent.
async fn raw(server: &Listening, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(sent).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let read = tokio::time::timeout(Duration::from_secs(10), read).await;
    // A reset is an end as well.
    let _ = read.expect("the connection is closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_swollen_requests_do_not_hold_a_connection() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| {
        settings.head_timeout = Duration::from_millis(300);
        settings.body_timeout = Duration::from_millis(300);
    })
    .await;
    // Half a head, and nothing more.
    raw(&server, b"POST /graphql HTTP/1.1\r\nhost: x\r\n").await;
    // Nothing at all.
    raw(&server, b"").await;
    // A head, and half a body.
    let half = raw(
        &server,
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    )
    .await;
    assert!(half.starts_with("HTTP/1.1 408"), "{half}");
    // A thousand headers, and one that is very long.
    let many: String = (0..1_000).map(|n| format!("x-{n}: y\r\n")).collect();
    let many = raw(&server, format!("GET / HTTP/1.1\r\n{many}\r\n").as_bytes()).await;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
    let long = "y".repeat(60_000);
    let long = raw(
        &server,
        format!("GET / HTTP/1.1\r\nx: {long}\r\n\r\n").as_bytes(),
    )
    .await;
    assert!(long.starts_with("HTTP/1.1 431"), "{long}");
    // A connection that was used and then left alone.
    let idle = raw(&server, b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(idle.starts_with("HTTP/1.1 200"), "{idle}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_does_not_take_every_connection() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| settings.connections_of_one = 2).await;
    let get = b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let first = TcpStream::connect(server.address).await.unwrap();
    let second = TcpStream::connect(server.address).await.unwrap();
    // Both have been taken in once a third is refused.
    let mut third = String::from("HTTP/1.1 200");
    while third.starts_with("HTTP/1.1 200") {
        third = raw(&server, get).await;
    }
    assert_eq!(third, "");
    drop((first, second));
    let deadline = Instant::now() + Duration::from_secs(5);
    while !raw(&server, get).await.starts_with("HTTP/1.1 200") {
        assert!(Instant::now() < deadline, "there is room again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.stop().await;
}
