//! Quotas: what is taken, given back, refused, and shared.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use caregraph::config::Access;
use caregraph::domain::caller::Tier;
use caregraph::gateway::Peer;
use serde_json::json;

use super::{key, with_access, with_key};
use crate::app::{Reply, TestApp};
use crate::engine::setting;

const ASKS: &str = r#"{"query":"{ doctors(first: 50) { nodes { slug name { display } } } }"}"#;

fn quotas(of: [u64; 3]) -> Access {
    Access {
        quotas: of,
        ..Access::default()
    }
}

async fn from(app: &TestApp, address: &str) -> Reply {
    let mut request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(ASKS))
        .unwrap();
    let peer = Peer(SocketAddr::new(address.parse().unwrap(), 4_711));
    request.extensions_mut().insert(peer);
    app.send(request).await
}

fn number(reply: &Reply, name: &str) -> u64 {
    let value = reply
        .headers
        .get(name)
        .unwrap_or_else(|| panic!("no {name}"));
    value.to_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_has_used_up_their_quota_is_told_when_to_come_back() {
    let app = with_access(TestApp::demo().await, &quotas([300, 0, 0]));
    let first = from(&app, "192.0.2.1").await;
    let cost = number(&first, "x-cost-actual");
    assert!(
        (100..=111).contains(&cost),
        "50 doctors with names cost {cost}"
    );
    assert_eq!(number(&first, "ratelimit-limit"), 300);
    let remaining = number(&first, "ratelimit-remaining");
    assert!(remaining <= 300 - cost + 10, "{remaining}");

    let refused = loop {
        let reply = from(&app, "192.0.2.1").await;
        if reply.status != StatusCode::OK {
            break reply;
        }
    };
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.error().0, "RATE_LIMITED");
    assert!((1..=23).contains(&number(&refused, "retry-after")));
    assert!(number(&refused, "ratelimit-remaining") < 111);

    // Somebody else, and somebody with a key, are not held up.
    assert_eq!(from(&app, "192.0.2.2").await.status, StatusCode::OK);
    let held = key(&app, "Acme", Tier::Standard, &[]).await;
    let reply = with_key(&app, held.reveal(), ASKS).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(
        !reply.headers.contains_key("ratelimit-limit"),
        "without end"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbours_of_one_ipv6_network_have_one_quota() {
    let app = with_access(TestApp::demo().await, &quotas([115, 0, 0]));
    assert_eq!(from(&app, "2001:db8::1").await.status, StatusCode::OK);
    let refused = from(&app, "2001:db8::2").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(from(&app, "2001:db8:0:1::1").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_more_than_a_quota_is_never_promised() {
    let app = with_access(TestApp::demo().await, &quotas([50, 0, 0]));
    let refused = from(&app, "192.0.2.1").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!refused.headers.contains_key("retry-after"));
    assert!(refused.error().1.contains("more than the quota"));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_keys_and_sending_nonsense_are_paid_for() {
    let app = with_access(TestApp::empty().await, &quotas([250, 0, 0]));
    let mut statuses = Vec::new();
    for n in 0..4 {
        let guess = format!("cg_{n:x>55}");
        statuses.push(with_key(&app, &guess, "{}").await.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 429, 429]);
    let app = with_access(TestApp::empty().await, &quotas([12, 0, 0]));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let nonsense = json!({ "query": "{ nonsense }" }).to_string();
        statuses.push(app.post(nonsense).await.status.as_u16());
    }
    assert_eq!(statuses, [400, 400, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_share_a_quota_and_one_counts_alone_while_redis_is_away() {
    let Some(url) = setting("TEST_REDIS_URL") else {
        println!("left out: TEST_REDIS_URL names no Redis");
        return;
    };
    let shared = |url: &str| Access {
        redis_url: Some(url.to_owned()),
        ..quotas([230, 0, 0])
    };
    let app = TestApp::demo().await;
    let address = format!("203.0.113.{}", std::process::id() % 250 + 1);
    let one = with_access(TestApp::demo().await, &shared(&url));
    let other = with_access(app, &shared(&url));
    assert_eq!(from(&one, &address).await.status, StatusCode::OK);
    assert_eq!(from(&other, &address).await.status, StatusCode::OK);
    for app in [&one, &other] {
        let refused = from(app, &address).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(one.gateway.quotas.fallbacks(), 0);

    // Nothing listens there: half of the quota is given, and more is not.
    let alone = with_access(TestApp::demo().await, &shared("redis://127.0.0.1:1"));
    assert_eq!(from(&alone, &address).await.status, StatusCode::OK);
    let refused = from(&alone, &address).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(number(&refused, "ratelimit-limit"), 115);
    assert!(alone.gateway.quotas.fallbacks() > 0);
}
