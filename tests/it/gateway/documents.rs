//! Documents by key: trusted ones, and those that keyed callers sent before.

use axum::http::StatusCode;
use caregraph::config::{Access, Documents};
use caregraph::domain::caller::Tier;
use caregraph::store::trusted::{self, Document};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::{key, with_access, with_key};
use crate::app::{TestApp, now};

const TEXT: &str = "query Names { doctors(first: 4) { nodes { slug name { display } } } }";

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn persisted(text: Option<&str>, hash: &str) -> String {
    let mut body = json!({
        "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } },
    });
    if let Some(text) = text {
        body["query"] = Json::from(text);
    }
    body.to_string()
}

async fn publish(app: &TestApp) {
    let documents = [Document {
        key: hash(TEXT),
        body: TEXT.to_owned(),
        operation_name: Some("Names".to_owned()),
    }];
    assert_eq!(
        trusted::publish(&app.db, &documents, now()).await.unwrap(),
        1
    );
    assert_eq!(
        trusted::publish(&app.db, &documents, now()).await.unwrap(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyed_caller_sends_a_query_once_and_names_it_from_then_on() {
    let app = TestApp::demo().await;
    let acme = key(&app, "Acme", Tier::Standard, &[]).await;
    let other = key(&app, "Bright", Tier::Standard, &[]).await;
    let named = persisted(None, &hash(TEXT));
    let reply = with_key(&app, acme.reveal(), named.clone()).await;
    assert_eq!(reply.status, StatusCode::OK);
    let expected = ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    assert_eq!(reply.error(), expected);

    // A wrong hash, and a query that is refused, are not kept.
    let wrong = persisted(Some("{ __typename }"), &hash(TEXT));
    let reply = with_key(&app, acme.reveal(), wrong).await;
    assert_eq!(reply.error().0, "BAD_USER_INPUT");
    let bad = persisted(Some("{ nothing }"), &hash("{ nothing }"));
    with_key(&app, acme.reveal(), bad).await;
    let bad = persisted(None, &hash("{ nothing }"));
    assert_eq!(with_key(&app, acme.reveal(), bad).await.error(), expected);

    let sent = persisted(Some(TEXT), &hash(TEXT));
    let first = with_key(&app, acme.reveal(), sent.clone()).await;
    let again = with_key(&app, acme.reveal(), named.clone()).await;
    assert_eq!(first.data(), again.data());
    // What one sent, another has not.
    assert_eq!(
        with_key(&app, other.reveal(), named.clone()).await.error(),
        expected
    );

    // Without a key nothing is kept, and clients are told to stop asking.
    assert!(app.post(sent).await.data().is_object());
    assert_eq!(
        app.post(named).await.error().1,
        "PersistedQueryNotSupported"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_document_costs_half_and_where_it_must_be_others_are_refused() {
    let access = Access {
        documents: [Documents::Required, Documents::Preferred, Documents::Off],
        ..Access::default()
    };
    let app = with_access(TestApp::demo().await, &access);
    publish(&app).await;
    let cost = |reply: &crate::app::Reply| -> u64 {
        reply.headers["x-cost-actual"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap()
    };
    let named = persisted(None, &hash(TEXT));
    let by_id = json!({ "documentId": hash(TEXT) }).to_string();
    let as_text = json!({ "query": TEXT }).to_string();
    for body in [named.clone(), by_id, as_text.clone()] {
        let reply = app.post(body.clone()).await;
        assert_eq!(
            reply.data()["doctors"]["nodes"].as_array().unwrap().len(),
            4
        );
    }
    for other in [
        json!({ "query": "{ doctors { totalCount } }" }).to_string(),
        json!({ "query": format!("{TEXT} ") }).to_string(),
        persisted(None, &hash("another")),
    ] {
        let reply = app.post(other.clone()).await;
        let code = reply.error().0;
        assert!(
            matches!(code, "DOCUMENT_NOT_TRUSTED" | "PERSISTED_QUERY_NOT_FOUND"),
            "{other}: {code}"
        );
    }
    let standard = key(&app, "Acme", Tier::Standard, &[]).await;
    let halved = with_key(&app, standard.reveal(), named.clone()).await;
    let partner = key(&app, "Bright", Tier::Partner, &[]).await;
    let whole = with_key(&app, partner.reveal(), as_text).await;
    assert_eq!(halved.data(), whole.data());
    // Eighteen, and half of that; the second answer may come from memory.
    assert!(cost(&halved) <= 10, "{}", cost(&halved));
}
