//! What is kept in memory: that it costs no statement, that it is never the past, that it can be
//! switched off.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use caregraph::config::Caches;
use caregraph::domain::{NodeKind, RecordState};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{clinic, doctor, role};
use caregraph::store::id::Row;
use caregraph::store::upsert::{Upsert, upsert};
use caregraph::store::{Database, read};
use futures_util::future::join_all;
use sea_orm::IntoActiveModel;
use serde_json::json;

use crate::app::{TestApp, now};
use crate::examples;

const ENTITIES: Caches = Caches {
    entity_bytes: 32 << 20,
    merge_reads: true,
    ..Caches::OFF
};

const ANSWERS: Caches = Caches {
    response_bytes: 32 << 20,
    merge_reads: true,
    ..Caches::OFF
};

/// Changes a row that is there, and says so.
async fn rewrite<E>(db: &Database, kind: NodeKind, row: E::Model)
where
    E: Upsert,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone + Sync,
    E::ActiveModel: Send,
{
    let tx = db.begin().await.unwrap();
    let mut changes = Changes::default();
    for (id, _) in upsert::<E>(&tx, vec![row]).await.unwrap() {
        changes.updated(kind, id);
    }
    change::commit(tx, changes, now()).await.unwrap();
}

async fn all<E: Row>(db: &Database) -> Vec<E::Model> {
    read::all::<E>(db.reader()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_costs_nothing_when_its_rows_are_in_memory() {
    let mut app = TestApp::demo_with(ENTITIES).await;
    app.settle().await;
    for (name, _, _) in examples::EXAMPLES {
        let (query, variables) = examples::read(name);
        let cold = app.query_with(&query, variables.clone()).await;
        let warm = app.query_with(&query, variables).await;
        assert_eq!(warm.statements, 0, "{name}");
        assert_eq!(warm.body, cold.body, "{name}");
    }
    let stats = app.relations.stats();
    assert!(
        stats
            .iter()
            .any(|(name, stats)| *name == "doctor" && stats.hits > 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_is_read_anew_and_the_rest_stays() {
    let mut app = TestApp::demo_with(ENTITIES).await;
    app.settle().await;
    let doctors = all::<doctor::Entity>(&app.db).await;
    let ask = |slug: &str| {
        format!(
            "{{ doctor(by: {{ slug: \"{slug}\" }}) {{ name {{ display }} clinics {{ nodes {{ name }} }} }} }}"
        )
    };
    let (first, second) = (ask(&doctors[0].slug), ask(&doctors[1].slug));
    app.query(&first).await;
    app.query(&second).await;

    let mut renamed = doctors[0].clone();
    renamed.name = "Somebody Else".to_owned();
    rewrite::<doctor::Entity>(&app.db, NodeKind::Doctor, renamed).await;
    app.settle().await;
    let reply = app.query(&first).await;
    assert_eq!(
        reply.data()["doctor"]["name"]["display"],
        json!("Somebody Else")
    );
    assert_eq!(reply.statements, 2, "the row and its list");
    assert_eq!(app.query(&second).await.statements, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_in_memory_follows_the_rows_in_it() {
    let mut app = TestApp::demo_with(ENTITIES).await;
    app.settle().await;
    let role = all::<role::Entity>(&app.db).await.remove(0);
    let doctors = all::<doctor::Entity>(&app.db).await;
    let doctor = doctors.iter().find(|row| row.id == role.doctor_id).unwrap();
    let clinics = all::<clinic::Entity>(&app.db).await;
    let mut clinic = clinics
        .into_iter()
        .find(|row| row.id == role.clinic_id)
        .unwrap();
    let query = format!(
        "{{ doctor(by: {{ slug: \"{}\" }}) {{ clinics {{ nodes {{ name }} }} \
         roles {{ nodes {{ clinic {{ name }} }} }} }} }}",
        doctor.slug
    );
    app.query(&query).await;
    clinic.name = "A Name That Nobody Has".to_owned();
    rewrite::<clinic::Entity>(&app.db, NodeKind::Clinic, clinic).await;
    app.settle().await;
    let text = app.query(&query).await.body.to_string();
    assert_eq!(text.matches("A Name That Nobody Has").count(), 2, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_served_again_until_something_of_its_kinds_changes() {
    let mut app = TestApp::demo_with(ANSWERS).await;
    app.settle().await;
    let (query, variables) = examples::read("blood-patch-near-serzhong");
    let first = app.query_with(&query, variables.clone()).await;
    assert!(first.statements > 0);
    let again = app.query_with(&query, variables.clone()).await;
    assert_eq!((again.statements, &again.body), (0, &first.body));

    let mut doctor = all::<doctor::Entity>(&app.db).await.remove(0);
    doctor.name = "Somebody Else".to_owned();
    rewrite::<doctor::Entity>(&app.db, NodeKind::Doctor, doctor).await;
    app.settle().await;
    let anew = app.query_with(&query, variables.clone()).await;
    assert_eq!(anew.statements, first.statements);
    assert_eq!(app.query_with(&query, variables).await.statements, 0);

    // What the answer does not rest on leaves it alone.
    let sources = "{ sources { slug } }";
    app.query(sources).await;
    let mut doctor = all::<doctor::Entity>(&app.db).await.remove(0);
    doctor.name = "Somebody Else Again".to_owned();
    rewrite::<doctor::Entity>(&app.db, NodeKind::Doctor, doctor).await;
    app.settle().await;
    assert_eq!(app.query(sources).await.statements, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_belongs_to_its_variables_and_its_operation() {
    let mut app = TestApp::demo_with(ANSWERS).await;
    app.settle().await;
    let query = "query A($n: Int = 2) { doctors(first: $n) { nodes { slug } } } \
                 query B { doctors(first: 3) { nodes { slug } } }";
    let ask = async |operation: &str, variables: serde_json::Value| {
        let body = json!({ "query": query, "operationName": operation, "variables": variables });
        let reply = app.post(body.to_string()).await;
        let nodes = reply.data()["doctors"]["nodes"].as_array().unwrap().len();
        (nodes, reply.statements)
    };
    assert_eq!(ask("A", json!({})).await, (2, 1));
    assert_eq!(ask("B", json!({})).await, (3, 1));
    assert_eq!(ask("A", json!({ "n": 1 })).await, (1, 1));
    // The default is the same as the value said.
    assert_eq!(ask("A", json!({ "n": 2 })).await, (2, 0));
    assert_eq!(ask("B", json!({})).await, (3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_an_error_is_never_kept() {
    let mut app = TestApp::demo_with(ANSWERS).await;
    app.settle().await;
    let query =
        "{ a: doctors(first: 1) { nodes { slug } } b: doctors(first: 0) { nodes { slug } } }";
    let mut bodies = Vec::new();
    for _ in 0..2 {
        let reply = app.query(query).await;
        assert_eq!(reply.error().0, "BAD_USER_INPUT");
        bodies.push(reply.body);
    }
    assert_ne!(bodies[0], bodies[1], "each names its own request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_has_the_answer_is_told_so() {
    let mut app = TestApp::demo_with(ANSWERS).await;
    app.settle().await;
    let get = |tag: Option<&str>| {
        let mut request = Request::get(
            "/graphql?query=%7B%20doctors(first:1)%20%7B%20nodes%20%7B%20name%20%7B%20display%20%7D%20%7D%20%7D%20%7D",
        );
        if let Some(tag) = tag {
            request = request.header(header::IF_NONE_MATCH, tag);
        }
        request.body(Body::empty()).unwrap()
    };
    let first = app.send(get(None)).await;
    let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    assert_eq!(first.headers[header::CACHE_CONTROL], "private, no-cache");
    for known in [tag.as_str(), "\"x\", *", &format!("\"x\", {tag}")] {
        let reply = app.send(get(Some(known))).await;
        assert_eq!(reply.status, StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(reply.headers[header::ETAG], tag);
        assert_eq!(reply.body, json!(""));
    }
    assert_eq!(app.send(get(Some("\"x\""))).await.status, StatusCode::OK);

    let name = first.data()["doctors"]["nodes"][0]["name"]["display"].clone();
    let doctors = all::<doctor::Entity>(&app.db).await;
    let mut doctor = doctors
        .into_iter()
        .find(|row| json!(row.name) == name)
        .unwrap();
    doctor.name = "Somebody Else".to_owned();
    rewrite::<doctor::Entity>(&app.db, NodeKind::Doctor, doctor).await;
    app.settle().await;
    let anew = app.send(get(Some(&tag))).await;
    assert_eq!(anew.status, StatusCode::OK);
    assert_ne!(anew.headers[header::ETAG], tag);
    // A POST is nobody's to keep.
    let posted = app.query("{ doctors(first: 1) { nodes { slug } } }").await;
    assert_eq!(posted.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(posted.headers.get(header::ETAG), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_every_cache_off_each_query_costs_the_same() {
    let mut app = TestApp::demo_with(Caches::OFF).await;
    app.settle().await;
    let (query, variables) = examples::read("blood-patch-near-serzhong");
    let first = app.query_with(&query, variables.clone()).await;
    let again = app.query_with(&query, variables).await;
    assert_eq!(first.statements, again.statements);
    assert!(app.relations.stats().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_in_the_middle_of_an_index_commit_is_not_lost_and_no_answer_outlives_it() {
    let mut app = TestApp::demo_with(Caches {
        entity_bytes: 32 << 20,
        ..ANSWERS
    })
    .await;
    app.settle().await;
    let query = "{ doctors(first: 100, sort: NAME) { totalCount nodes { name { display } } } }";
    let total = app.query(query).await.data()["doctors"]["totalCount"].clone();
    // Those who are on the page.
    let mut doctors = all::<doctor::Entity>(&app.db).await;
    doctors.retain(|row| row.state.0 == RecordState::Active);
    doctors.sort_by_key(|row| (row.name_key.clone(), row.id));
    let rename = async |at: usize, name: &str| {
        let mut row = doctors[at].clone();
        row.name = name.to_owned();
        rewrite::<doctor::Entity>(&app.db, NodeKind::Doctor, row).await;
    };

    rename(0, "First New Name").await;
    let gathered = app.follower.gather().await.unwrap().unwrap();
    // The documents are written and not committed, and now somebody writes.
    rename(1, "Second New Name").await;
    app.watch.catch_up().await.unwrap();
    let between = app.query(query).await;
    let text = between.body.to_string();
    assert!(text.contains("First New Name") && text.contains("Second New Name"));
    // The search knew less than the rows: its answer is not kept beyond what it knew.
    let again = app.query(query).await;
    assert_eq!(again.body, between.body);
    assert!(
        app.search.seq().unwrap() < app.applied.seq(),
        "the index is behind on purpose"
    );
    app.follower.commit(gathered).await.unwrap();
    assert_eq!(app.search.seq(), Some(gathered));
    assert!(app.follower.gather().await.unwrap().unwrap() > gathered);
    app.settle().await;
    let last = app.query(query).await;
    assert_eq!(last.data()["doctors"]["totalCount"], total);
    assert!(last.body.to_string().contains("Second New Name"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_from_different_places_share_their_statements() {
    const CALLERS: usize = 64;
    let app = TestApp::demo().await;
    let (query, variables) = examples::read("blood-patch-near-serzhong");
    let places = [
        "Serzhong", "Gelephu", "Sarpang", "Zhemgang", "Trongsa", "Thimphu",
    ];
    let before = app.db.statements();
    let callers = (0..CALLERS).map(|n| {
        let mut variables = variables.clone();
        variables["place"] = json!(places[n % places.len()]);
        variables["km"] = json!(150 + n);
        let (query, front) = (query.clone(), app.front.clone());
        tokio::spawn(async move {
            use tower::ServiceExt;
            let body = json!({ "query": query, "variables": variables }).to_string();
            let request = Request::post("/graphql")
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body))
                .unwrap();
            front.oneshot(request).await.unwrap().status()
        })
    });
    for status in join_all(callers).await {
        assert_eq!(status.unwrap(), StatusCode::OK);
    }
    let all = app.db.statements() - before;
    // One alone needs more than eleven.
    assert!(all < 5 * CALLERS as u64, "{all} statements");
}
