//! Keys: who is known by them, for how long, and what they may do.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use caregraph::config::{Access, Caches};
use caregraph::domain::caller::{Scope, Tier};
use caregraph::domain::clock::Clock;
use caregraph::gateway::KEYS_BOUND;
use caregraph::store::partner::{self, Grant};
use chrono::TimeDelta;
use serde_json::json;

use super::{key, with_access, with_key};
use crate::app::{TestApp, now};

const VIEWER: &str =
    r#"{"query":"{ viewer { isAnonymous name keyPrefix tier scopes quota { limit } } }"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_is_told_who_they_are() {
    let app = with_access(
        TestApp::demo_with(Caches::default()).await,
        &Access::default(),
    );
    let held = key(&app, "Acme", Tier::Partner, &[Scope::DirectoryWrite]).await;
    for _ in 0..2 {
        let reply = with_key(&app, held.reveal(), VIEWER).await;
        assert_eq!(
            reply.data()["viewer"],
            json!({
                "isAnonymous": false,
                "name": "Acme",
                "keyPrefix": held.prefix(),
                "tier": "PARTNER",
                "scopes": ["directory:write"],
                "quota": { "limit": 10_000_000 },
            })
        );
        // Nobody gets an answer that was made for somebody else.
        let reply = app.post(VIEWER).await;
        assert_eq!(reply.data()["viewer"]["isAnonymous"], true);
        assert_eq!(reply.data()["viewer"]["quota"]["limit"], 200_000);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_is_refused_however_wrong_it_is() {
    let app = TestApp::empty().await;
    let held = key(&app, "Acme", Tier::Standard, &[]).await;
    let reveal = held.reveal();
    let (begin, last) = reveal.split_at(reveal.len() - 2);
    let other = if last == "AA" { "BB" } else { "AA" };
    for wrong in [
        format!("{begin}{other}"),
        format!("{}{}", &reveal[..15], "x".repeat(43)),
        format!("cg_{}", "y".repeat(55)),
        "cg_short".to_owned(),
        String::new(),
    ] {
        let reply = with_key(&app, &wrong, VIEWER).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        assert_eq!(reply.error(), ("UNAUTHENTICATED", "the key is not known"));
        assert_eq!(reply.headers[header::WWW_AUTHENTICATE], "Bearer");
        assert!(!reply.body.to_string().contains(held.prefix()));
    }
    // However wrong it is, and whether the right one is in memory or not, it costs one statement.
    for known in [false, true] {
        if known {
            with_key(&app, reveal, VIEWER).await.data();
        }
        for wrong in [
            format!("{begin}{other}"),
            format!("cg_{}{}", "z".repeat(12), &reveal[15..]),
            format!("cg_{}", "y".repeat(55)),
            "cg_short".to_owned(),
        ] {
            for _ in 0..2 {
                let reply = with_key(&app, &wrong, VIEWER).await;
                assert_eq!(reply.statements, 1, "{known} {wrong}");
            }
        }
    }
    let reply = with_key(&app, reveal, VIEWER).await;
    assert_eq!(reply.statements, 0, "the right one is in memory still");
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, "Basic YTpi")
        .body(Body::from(VIEWER))
        .unwrap();
    assert_eq!(app.send(request).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_ends_within_the_bound_and_a_rotated_one_goes_on() {
    let app = TestApp::empty().await;
    let first = key(&app, "Acme", Tier::Standard, &[]).await;
    let is_known = async |key: &str| with_key(&app, key, VIEWER).await.status == StatusCode::OK;
    assert!(is_known(first.reveal()).await);

    let mut random = [9; caregraph::domain::key::RANDOM_BYTES];
    random[0] = 1;
    let second = caregraph::domain::key::ApiKey::new(&random);
    let acme = partner::by_name(app.db.reader(), "Acme")
        .await
        .unwrap()
        .unwrap();
    let until = now() + TimeDelta::hours(24);
    partner::rotate(&app.db, &acme, &second, &Grant::default(), until, now())
        .await
        .unwrap();
    tokio::time::sleep(KEYS_BOUND + Duration::from_millis(100)).await;
    assert!(is_known(first.reveal()).await, "the old one goes on");
    assert!(is_known(second.reveal()).await);

    partner::revoke(&app.db, first.prefix(), now())
        .await
        .unwrap()
        .unwrap();
    tokio::time::sleep(KEYS_BOUND + Duration::from_millis(100)).await;
    assert!(!is_known(first.reveal()).await, "it was revoked");
    assert!(is_known(second.reveal()).await);
    let again = partner::revoke(&app.db, first.prefix(), now())
        .await
        .unwrap();
    assert_eq!(again, None, "it has ended already");

    // One that ends now has ended.
    partner::rotate(
        &app.db,
        &acme,
        &first_of_three(),
        &Grant::default(),
        now(),
        now(),
    )
    .await
    .unwrap();
    tokio::time::sleep(KEYS_BOUND + Duration::from_millis(100)).await;
    assert!(!is_known(second.reveal()).await);
    assert!(is_known(first_of_three().reveal()).await);
}

fn first_of_three() -> caregraph::domain::key::ApiKey {
    caregraph::domain::key::ApiKey::new(&[3; caregraph::domain::key::RANDOM_BYTES])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_key_used_is_written_down() {
    let app = TestApp::demo().await;
    let held = key(&app, "Acme", Tier::Standard, &[]).await;
    let query = r#"{"query":"{ doctors(first: 2) { nodes { slug } } }"}"#;
    for flushed in 1..=2 {
        for _ in 0..3 {
            with_key(&app, held.reveal(), query).await.data();
        }
        app.gateway.usage.flush(&app.db, Clock::Fixed(now())).await;
        let acme = partner::by_name(app.db.reader(), "Acme")
            .await
            .unwrap()
            .unwrap();
        let used = partner::usage(app.db.reader(), acme.id, now().date_naive(), 7)
            .await
            .unwrap();
        let [(key, used)] = &used[..] else {
            panic!("one key on one day, not {used:?}");
        };
        assert_eq!(key.last_used_at, Some(now()));
        assert_eq!(used.requests, 3 * flushed);
        assert!(used.cost > used.requests);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_are_for_callers_with_a_key() {
    let app = TestApp::empty().await;
    let held = key(&app, "Acme", Tier::Standard, &[]).await;
    let batch = |n: usize| {
        let one = json!({ "query": "{ __typename }" });
        serde_json::Value::from(vec![one; n]).to_string()
    };
    assert_eq!(app.post(batch(2)).await.status, StatusCode::BAD_REQUEST);
    let reply = with_key(&app, held.reveal(), batch(10)).await;
    assert_eq!(reply.body.as_array().unwrap().len(), 10);
    for n in [0, 11] {
        let reply = with_key(&app, held.reveal(), batch(n)).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{n}");
    }
    let mixed = r#"[{"query":"{ nothing }"},{"query":"{ __typename }"}]"#;
    let reply = with_key(&app, held.reveal(), mixed).await;
    assert_eq!(
        reply.body[0]["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(reply.body[1]["data"]["__typename"], "Query");
}
