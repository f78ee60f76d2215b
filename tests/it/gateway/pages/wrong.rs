//! Pages that cannot be shown, or need not be sent again.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use caregraph::config::{Access, Documents};

use super::super::with_access;
use super::{Page, opened, opened_in};
use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_a_page_that_says_so() {
    let app = TestApp::demo().await;
    for path in [
        "/doctor/nobody",
        "/clinic/nowhere",
        "/article/nothing",
        "/article/nothing/print",
        "/doctor/Not%20A%20Slug",
        "/doctor/%3Cscript%3E",
    ] {
        let page = opened(&app, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(page.headers["x-robots-tag"], "noindex");
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
        page.says("This page does not exist");
        page.does_not_say("<script");
    }
    let page = opened_in(&app, "/doctor/nobody", "es").await;
    page.says("Esta página no existe");
    for path in [
        "/assets/../Cargo.toml",
        "/assets/nothing.js",
        "/doctor",
        "/nothing",
    ] {
        let page = opened(&app, path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_has_not_changed_is_not_sent_again() {
    let app = TestApp::demo().await;
    let page = opened(&app, "/doctor/kelzom-yarphel").await;
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-cache");
    let again = Request::get("/doctor/kelzom-yarphel")
        .header(header::HOST, "care.example.org")
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::IF_NONE_MATCH, &page.headers[header::ETAG])
        .body(Body::empty())
        .unwrap();
    let again: Page = app.send(again).await.into();
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.text, "");
    assert_eq!(again.headers[header::ETAG], page.headers[header::ETAG]);
    let other = opened_in(&app, "/doctor/kelzom-yarphel", "es").await;
    assert_ne!(other.headers[header::ETAG], page.headers[header::ETAG]);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_read_and_nothing_else() {
    let app = TestApp::demo().await;
    let head = Request::builder().method(Method::HEAD);
    let head = head.uri("/doctor/kelzom-yarphel").body(Body::empty());
    let head: Page = app.send(head.unwrap()).await.into();
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    let posted = Request::post("/doctor/kelzom-yarphel").body(Body::empty());
    let posted: Page = app.send(posted.unwrap()).await.into();
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_paid_from_the_readers_quota() {
    let access = Access {
        quotas: [300, 0, 0],
        ..Access::default()
    };
    let app = with_access(TestApp::demo().await, &access);
    let page = opened(&app, "/article/psoriasis").await;
    assert_eq!(page.status, StatusCode::OK);
    let number = |name: &str| -> u64 {
        let value = page.headers.get(name);
        value.unwrap().to_str().unwrap().parse().unwrap()
    };
    assert!(number("x-cost-actual") > 1);
    assert_eq!(number("ratelimit-limit"), 300);
    // What was not used is given back, and some comes back with time.
    assert!(number("ratelimit-remaining") >= 300 - number("x-cost-actual"));
    let mut last = page;
    for _ in 0..2_000 {
        last = opened(&app, "/article/psoriasis").await;
        if last.status != StatusCode::OK {
            break;
        }
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers.contains_key(header::RETRY_AFTER));
    last.says("Too many questions at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_there_where_callers_may_run_published_documents_only() {
    let access = Access {
        documents: [Documents::Required; 3],
        ..Access::without_end()
    };
    let app = with_access(TestApp::demo().await, &access);
    let page = opened(&app, "/doctor/kelzom-yarphel").await;
    assert_eq!(page.status, StatusCode::OK);
    let reply = app.query("{ __typename }").await;
    assert_eq!(reply.error().0, "DOCUMENT_NOT_TRUSTED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_is_told_as_a_page() {
    let app = TestApp::demo().await;
    let request = Request::get("/doctor/kelzom-yarphel")
        .header(header::AUTHORIZATION, "Bearer cg_nonsense")
        .body(Body::empty())
        .unwrap();
    let page: Page = app.send(request).await.into();
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    page.says("The key is not good");
}
