//! Following changes by being told.

use std::time::Duration;

use caregraph::config::Caches;
use caregraph::domain::NodeKind;
use caregraph::domain::caller::{Caller, Scope};
use caregraph::graphql::Asker;
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{article, doctor};
use caregraph::store::id::ArticleId;
use caregraph::store::{read, upsert};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::{Value as Json, json};

use super::KEPT;
use crate::app::{TestApp, now};
use crate::engine::on_postgres;

/// A subscriber who listens already.
async fn listen(app: &TestApp, query: &str) -> BoxStream<'static, async_graphql::Response> {
    let executor = &app.gateway.executor;
    let admitted = executor
        .admit(query, None, serde_json::Map::new(), &Caller::anonymous())
        .await
        .unwrap();
    let mut stream = executor.subscribe(admitted, Asker::default());
    quiet(&mut stream).await;
    stream
}

/// Makes sure that nothing is told.
async fn quiet(stream: &mut BoxStream<'static, async_graphql::Response>) {
    let told = tokio::time::timeout(Duration::from_millis(250), stream.next()).await;
    assert!(told.is_err(), "{told:?}");
}

async fn next(stream: &mut BoxStream<'static, async_graphql::Response>) -> Json {
    let told = tokio::time::timeout(Duration::from_secs(5), stream.next());
    let told = told.await.unwrap().unwrap();
    serde_json::to_value(told).unwrap()
}

async fn note(app: &TestApp, kind: NodeKind, ids: &[i64]) {
    let tx = app.db.begin().await.unwrap();
    let mut changes = Changes::default();
    for id in ids {
        changes.node_updated(kind, *id);
    }
    change::commit(tx, changes, now()).await.unwrap();
}

async fn doctor_named(app: &TestApp, slug: &str) -> doctor::Model {
    let held = read::by_text::<doctor::Entity>(app.db.reader(), doctor::Column::Slug, slug);
    held.await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_is_told_of_each_change_as_it_is_by_then() {
    let mut app = TestApp::demo_with(KEPT).await;
    app.settle().await;
    let query = "subscription { changes(kinds: [DOCTOR]) { kind action cursor \
        node { ... on Doctor { slug name { credentials } } } } }";
    let mut stream = listen(&app, query).await;
    let mut row = doctor_named(&app, "kelzom-yarphel").await;
    for credentials in ["A", "B"] {
        row.credentials = Some(credentials.to_owned());
        let tx = app.db.begin().await.unwrap();
        let mut changes = Changes::default();
        changes.updated(NodeKind::Doctor, row.id);
        upsert::upsert::<doctor::Entity>(&tx, vec![row.clone()])
            .await
            .unwrap();
        change::commit(tx, changes, now()).await.unwrap();
        app.settle().await;
        let told = next(&mut stream).await;
        let change = &told["data"]["changes"];
        assert_eq!(change["action"], "UPDATED", "{told:#}");
        assert_eq!(
            change["node"],
            json!({ "slug": "kelzom-yarphel", "name": { "credentials": credentials } })
        );
        assert!(change["cursor"].is_string());
    }
    // Another kind is not told.
    note(&app, NodeKind::Clinic, &[1]).await;
    app.settle().await;
    quiet(&mut stream).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_subscribers_cost_no_statements_of_their_own() {
    let mut app = TestApp::demo().await;
    let query = "subscription { changes { kind id } }";
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(listen(&app, query).await);
    }
    note(&app, NodeKind::Doctor, &[1, 2, 3]).await;
    let before = app.db.statements();
    app.watch.catch_up().await.unwrap();
    for stream in &mut streams {
        for _ in 0..3 {
            assert_eq!(next(stream).await["data"]["changes"]["kind"], "DOCTOR");
        }
    }
    assert_eq!(app.db.statements(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_lies_near_is_told() {
    let mut app = TestApp::demo().await;
    let spots = app
        .query("{ near: doctors(near: { at: { placeName: \"Samtse\" }, withinKm: 10 }, first: 1) { nodes { slug } } \
             all: doctors(near: { at: { placeName: \"Samtse\" }, withinKm: 20000 }, sort: DISTANCE, last: 1) { nodes { slug } } }")
        .await;
    let spots = spots.data().clone();
    let slug = |which: &str| {
        spots[which]["nodes"][0]["slug"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let near = doctor_named(&app, &slug("near")).await.id.get();
    let far = doctor_named(&app, &slug("all")).await.id.get();
    let query = "subscription { changes(near: { at: { placeName: \"Samtse\" }, withinKm: 10 }) \
        { kind node { ... on Doctor { slug } } } }";
    let mut stream = listen(&app, query).await;
    note(&app, NodeKind::Doctor, &[far]).await;
    app.settle().await;
    quiet(&mut stream).await;
    note(&app, NodeKind::Doctor, &[near]).await;
    app.settle().await;
    let told = next(&mut stream).await;
    assert_eq!(told["data"]["changes"]["node"]["slug"], slug("near"));
    // What has no position is told wherever one looks.
    note(&app, NodeKind::Procedure, &[1]).await;
    app.settle().await;
    assert_eq!(
        next(&mut stream).await["data"]["changes"]["kind"],
        "PROCEDURE"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_falls_behind_is_told_so_and_no_more() {
    let mut app = TestApp::demo().await;
    let mut stream = listen(&app, "subscription { changes { id } }").await;
    for _ in 0..1_100 {
        note(&app, NodeKind::Doctor, &[1]).await;
    }
    app.watch.catch_up().await.unwrap();
    let told = next(&mut stream).await;
    let error = &told["errors"][0];
    assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{told:#}");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("changes(since:)")
    );
    assert!(stream.next().await.is_none(), "the stream has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_article_is_told_to_its_readers() {
    let mut app = TestApp::demo().await;
    let query = |arguments: &str| {
        format!("subscription {{ articlePublished{arguments} {{ slug servedLocale kind }} }}")
    };
    let mut all = listen(&app, &query("")).await;
    let mut spanish = listen(&app, &query("(kinds: [CONDITION], locales: [\"es\"])")).await;
    let mut bodo = listen(&app, &query("(locales: [\"brx\"])")).await;
    let held =
        read::by_text::<article::Entity>(app.db.reader(), article::Column::Slug, "psoriasis");
    let id: ArticleId = held.await.unwrap().unwrap().id;
    note(&app, NodeKind::Article, &[id.get()]).await;
    app.settle().await;
    let told = next(&mut all).await;
    assert_eq!(
        told["data"]["articlePublished"]["slug"], "psoriasis",
        "{told:#}"
    );
    let told = next(&mut spanish).await;
    assert_eq!(told["data"]["articlePublished"]["servedLocale"], "es");
    quiet(&mut bodo).await;
    // A change of something else about it, days later, publishes nothing.
    let tx = app.db.begin().await.unwrap();
    let mut changes = Changes::default();
    changes.updated(NodeKind::Article, id);
    let later = now() + chrono::TimeDelta::days(1);
    change::commit(tx, changes, later).await.unwrap();
    app.settle().await;
    quiet(&mut all).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_on_one_server_is_told_on_the_other() {
    if !on_postgres() {
        return;
    }
    let mut here = TestApp::demo().await;
    let there = here.and_another(Caches::OFF).await;
    let query = "subscription { changes(kinds: [DOCTOR]) { action node { ... on Doctor { slug \
        status { state } } } } }";
    let mut stream = listen(&here, query).await;
    let desk = there.caller(&[Scope::DirectoryWrite]).await;
    let retire = "mutation { retireDoctor(input: { doctor: { slug: \"kelzom-yarphel\" }, \
        reason: \"moved\" }) { repeated } }";
    there.run_as(&desk, retire, json!({})).await.data();
    here.settle().await;
    assert_eq!(
        next(&mut stream).await["data"]["changes"],
        json!({
            "action": "UPDATED",
            "node": { "slug": "kelzom-yarphel", "status": { "state": "RETIRED" } },
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_subscription_is_about_one_thing() {
    let app = TestApp::empty().await;
    let two = "subscription { changes { id } articlePublished { id } }";
    let refused = app
        .gateway
        .executor
        .admit(two, None, serde_json::Map::new(), &Caller::anonymous())
        .await;
    assert!(refused.is_err());
}
