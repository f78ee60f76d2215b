//! What callers see when something breaks on our side: a code and a request's id, and nothing of
//! the inside.

mod codes;
mod inside;
mod killed;
mod kinds;

use axum::body::Body;
use axum::http::Request;

use self::inside::is_an_error_of_ours;
use crate::app::{Reply, TestApp};

#[track_caller]
fn shows_nothing(reply: &Reply) {
    let id = reply.headers["x-request-id"].to_str().unwrap();
    is_an_error_of_ours(&reply.body, Some(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_shows_nothing_of_itself() {
    let app = TestApp::demo().await;
    app.db.clone().close().await.unwrap();
    for query in [
        r#"{ doctor(by: { slug: "nobody" }) { slug } }"#,
        "{ doctors(first: 3) { nodes { name { display } clinics(first: 2) { nodes { name } } } } }",
        r#"{ places(text: "Serzhong") { nodes { name } } }"#,
        r#"{ doctors(near: { at: { placeName: "Serzhong" } }) { totalCount } }"#,
        "{ sources { slug } }",
    ] {
        let reply = app.query(query).await;
        shows_nothing(&reply);
    }
    let keyed = Request::post("/graphql")
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer cg_{}", "x".repeat(55)))
        .body(Body::from(r#"{"query":"{ __typename }"}"#))
        .unwrap();
    let reply = app.send(keyed).await;
    assert_eq!(reply.status.as_u16(), 503);
    shows_nothing(&reply);
    let ready = app
        .send(Request::get("/health/ready").body(Body::empty()).unwrap())
        .await;
    assert_eq!(ready.status.as_u16(), 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_gone_shows_nothing_of_itself() {
    use sea_orm::ConnectionTrait;

    let app = TestApp::demo().await;
    for statement in [
        "ALTER TABLE clinic RENAME TO elsewhere",
        "ALTER TABLE role RENAME TO gone",
    ] {
        app.db.writer().execute_unprepared(statement).await.unwrap();
    }
    let reply = app
        .query("{ doctors(first: 3) { nodes { slug clinics(first: 2) { nodes { name } } } } }")
        .await;
    shows_nothing(&reply);
    assert_eq!(reply.error().0, "INTERNAL");
    // What does not need the table is answered.
    assert!(
        app.query("{ doctors(first: 1) { nodes { slug } } }")
            .await
            .data()
            .is_object()
    );
}
