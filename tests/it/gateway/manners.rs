//! Web manners: origins, packing, headers, and what a server does when it has too much to do.

use std::io::{Read, Write};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use caregraph::config::{Origins, Server};
use caregraph::domain::caller::Tier;
use caregraph::domain::key::ApiKey;
use caregraph::gateway::front;
use caregraph::store::partner::{self, Grant};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tokio::sync::Semaphore;

use super::with_key;
use crate::app::{Reply, TestApp, now};

const TYPENAME: &str = r#"{"query":"{ __typename }"}"#;

async fn of_origin(app: &TestApp, origin: &str) -> Reply {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, origin)
        .body(Body::from(TYPENAME))
        .unwrap();
    app.send(request).await
}

async fn beforehand(app: &TestApp, origin: &str) -> Reply {
    let request = Request::options("/graphql")
        .header(header::ORIGIN, origin)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .body(Body::empty())
        .unwrap();
    app.send(request).await
}

fn allowed(reply: &Reply) -> Option<&str> {
    let allowed = reply.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN)?;
    assert!(
        !reply
            .headers
            .contains_key("access-control-allow-credentials")
    );
    allowed.to_str().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_origins_read_only_what_they_may() {
    let mut app = TestApp::empty().await;
    let (local, elsewhere) = ("http://localhost:3000", "https://example.org");
    assert_eq!(allowed(&of_origin(&app, local).await), Some(local));
    assert_eq!(allowed(&beforehand(&app, local).await), Some(local));
    assert_eq!(allowed(&of_origin(&app, elsewhere).await), None);
    assert_eq!(allowed(&beforehand(&app, elsewhere).await), None);

    app.gateway.settings = Arc::new(Server {
        origins: Origins::Only(vec![elsewhere.to_owned()]),
        ..Server::default()
    });
    app.front = front(app.gateway.clone());
    assert_eq!(allowed(&of_origin(&app, local).await), None);
    assert_eq!(allowed(&of_origin(&app, elsewhere).await), Some(elsewhere));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_for_the_origins_that_it_names() {
    let app = TestApp::empty().await;
    let key = ApiKey::new(&[5; caregraph::domain::key::RANDOM_BYTES]);
    let origin = "https://app.example.org";
    let grant = Grant {
        origins: vec![origin.to_owned()],
        ..Grant::default()
    };
    partner::add(&app.db, "Acme", Tier::Standard, &key, &grant, now())
        .await
        .unwrap();
    assert_eq!(allowed(&beforehand(&app, origin).await), Some(origin));
    for (from, status) in [(origin, 200), ("http://localhost:3000", 403)] {
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", key.reveal()))
            .header(header::ORIGIN, from)
            .body(Body::from(TYPENAME))
            .unwrap();
        assert_eq!(app.send(request).await.status.as_u16(), status, "{from}");
    }
    // A server names no origin.
    let reply = with_key(&app, key.reveal(), TYPENAME).await;
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_may_come_packed_and_large_answers_go_out_packed() {
    let app = TestApp::demo().await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed
        .write_all(br#"{"query":"{ doctors(first: 50) { nodes { slug name { display } } } }"}"#)
        .unwrap();
    let packed = packed.finish().unwrap();
    let sent = |coding: &'static str| {
        Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_ENCODING, coding)
            .body(Body::from(packed.clone()))
            .unwrap()
    };
    let plain = app.send(sent("gzip")).await;
    assert!(plain.data().is_object());
    for coding in ["br", "gzip, gzip", "deflate"] {
        let reply = app.send(sent(coding)).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{coding}");
    }
    for coding in ["gzip", "br", "zstd"] {
        let mut request = sent("gzip");
        let wanted = coding.parse().unwrap();
        request
            .headers_mut()
            .insert(header::ACCEPT_ENCODING, wanted);
        let response = tower::ServiceExt::oneshot(app.front.clone(), request)
            .await
            .unwrap();
        assert_eq!(response.headers()[header::CONTENT_ENCODING], coding);
        let body = http_body_util::BodyExt::collect(response.into_body());
        let body = body.await.unwrap().to_bytes();
        assert!(body.len() * 2 < plain.body.to_string().len(), "{coding}");
        if coding == "gzip" {
            let mut text = String::new();
            GzDecoder::new(&body[..]).read_to_string(&mut text).unwrap();
            let unpacked: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(unpacked["data"], plain.body["data"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_finds_no_turn_is_told_to_come_back() {
    let mut app = TestApp::demo().await;
    app.gateway.turns = Arc::new(Semaphore::new(0));
    app.front = front(app.gateway.clone());
    let reply = app.query("{ doctors { totalCount } }").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.error().0, "OVERLOADED");
    assert_eq!(reply.headers[header::RETRY_AFTER], "1");
    app.gateway.turns.add_permits(1);
    assert!(
        app.query("{ doctors { totalCount } }")
            .await
            .data()
            .is_object()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_contract_is_sent_once() {
    let app = TestApp::empty().await;
    let get = |etag: Option<&str>| {
        let mut request = Request::get("/schema.graphql");
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        app.send(request.body(Body::empty()).unwrap())
    };
    let first = get(None).await;
    assert!(first.body.as_str().unwrap().contains("type Query {"));
    let etag = first.headers[header::ETAG].to_str().unwrap();
    assert_eq!(get(Some(etag)).await.status, StatusCode::NOT_MODIFIED);
    assert_eq!(get(Some("\"another\"")).await.status, StatusCode::OK);
    let answer = app.post(TYPENAME).await;
    let version = answer.headers["x-schema-version"].to_str().unwrap();
    assert_eq!(etag.trim_matches('"'), version);
}
