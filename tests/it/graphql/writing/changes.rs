//! Following changes by asking for them.

use caregraph::domain::NodeKind;
use caregraph::domain::caller::Scope;
use caregraph::store::change::{self, Changes, Kept};
use caregraph::store::entity::doctor;
use caregraph::store::id::DoctorId;
use caregraph::store::read;
use chrono::TimeDelta;
use sea_orm::EntityTrait;
use serde_json::{Value as Json, json};

use crate::app::{TestApp, now};

const QUERY: &str = "query($since: String, $kinds: [SearchKind!], $first: Int) { \
    changes(since: $since, kinds: $kinds, first: $first) { resync latest \
    pageInfo { hasNextPage endCursor } \
    edges { cursor node { kind action id cursor at node { id __typename } } } } }";

async fn since(app: &TestApp, since: &Json, kinds: Json, first: i32) -> Json {
    let variables = json!({ "since": since, "kinds": kinds, "first": first });
    let reply = app.query_with(QUERY, variables).await;
    reply.data()["changes"].clone()
}

/// Every change after a cursor, page by page.
async fn all(app: &TestApp, from: &Json, kinds: Json, first: i32) -> Vec<Json> {
    let mut cursor = from.clone();
    let mut found = Vec::new();
    loop {
        let page = since(app, &cursor, kinds.clone(), first).await;
        assert_eq!(page["resync"], false);
        for edge in page["edges"].as_array().unwrap() {
            assert_eq!(edge["cursor"], edge["node"]["cursor"]);
            found.push(edge["node"].clone());
        }
        if page["pageInfo"]["hasNextPage"] != true {
            return found;
        }
        cursor = page["pageInfo"]["endCursor"].clone();
    }
}

async fn commit(app: &TestApp, changes: Changes) {
    let tx = app.db.begin().await.unwrap();
    change::commit(tx, changes, now()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_length_tells_the_same_changes() {
    let app = TestApp::demo().await;
    let whole = all(&app, &Json::Null, json!(["DOCTOR", "CLINIC"]), 100).await;
    assert!(whole.len() > 250);
    let paged = all(&app, &Json::Null, json!(["DOCTOR", "CLINIC"]), 7).await;
    assert_eq!(paged, whole);
    // From any cursor the rest follows.
    for at in [0, 99, whole.len() - 2] {
        let rest = all(&app, &whole[at]["cursor"], json!(["DOCTOR", "CLINIC"]), 30).await;
        assert_eq!(rest, whole[at + 1..]);
    }
    let latest = since(&app, &Json::Null, Json::Null, 1).await["latest"].clone();
    assert!(all(&app, &latest, Json::Null, 10).await.is_empty());
    for one in &whole {
        assert_eq!(one["id"], one["node"]["id"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_a_merge_and_a_removal_are_told() {
    let mut app = TestApp::demo().await;
    let latest = since(&app, &Json::Null, Json::Null, 1).await["latest"].clone();
    let desk = app.caller(&[Scope::DirectoryWrite]).await;
    let merge = "mutation { mergeDoctors(input: { keep: { slug: \"lhamzin-ugthang\" }, \
        merge: { slug: \"kelzom-yarphel\" }, reason: \"one\" }) { merged { id } doctor { id } } }";
    let reply = app.run_as(&desk, merge, json!({})).await;
    let merged = reply.data()["mergeDoctors"]["merged"]["id"].clone();
    let kept = reply.data()["mergeDoctors"]["doctor"]["id"].clone();
    let told = all(&app, &latest, json!(["DOCTOR"]), 10).await;
    assert!(
        told.is_empty(),
        "nothing is told before this server knows it"
    );
    app.settle().await;
    let told = all(&app, &latest, json!(["DOCTOR"]), 10).await;
    let brief = |told: &[Json]| -> Vec<(Json, Json)> {
        told.iter()
            .map(|one| (one["action"].clone(), one["id"].clone()))
            .collect()
    };
    assert!(brief(&told).contains(&(json!("MERGED"), merged.clone())));
    assert!(brief(&told).contains(&(json!("UPDATED"), kept)));
    let clinics = all(&app, &latest, json!(["CLINIC"]), 10).await;
    assert!(!clinics.is_empty(), "a moved role is its clinic's change");
    assert!(clinics.iter().all(|one| one["kind"] == "CLINIC"));

    let cursor = told.last().unwrap()["cursor"].clone();
    let rows = read::all::<doctor::Entity>(app.db.reader()).await.unwrap();
    let gone: DoctorId = rows.last().unwrap().id;
    let tx = app.db.begin().await.unwrap();
    doctor::Entity::delete_by_id(gone).exec(&tx).await.unwrap();
    let mut changes = Changes::default();
    changes.removed(NodeKind::Doctor, gone);
    change::commit(tx, changes, now()).await.unwrap();
    app.settle().await;
    let told = all(&app, &cursor, json!(["DOCTOR"]), 10).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["action"], "REMOVED");
    assert_eq!(told[0]["node"], Json::Null);
    assert_eq!(told[0]["at"], "2026-11-23T09:00:00Z");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_forgotten_or_another_s_is_said_to_be() {
    let mut app = TestApp::demo().await;
    let other = TestApp::empty().await;
    let foreign = since(&other, &Json::Null, Json::Null, 1).await["latest"].clone();
    let page = since(&app, &foreign, Json::Null, 10).await;
    assert_eq!(page["resync"], true);
    assert_eq!(page["edges"], json!([]));
    let bad = app.query("{ changes(since: \"abc\") { resync } }").await;
    assert_eq!(bad.error().0, "BAD_USER_INPUT");

    let whole = all(&app, &Json::Null, Json::Null, 100).await;
    let early = whole[0]["cursor"].clone();
    let late = since(&app, &Json::Null, Json::Null, 1).await["latest"].clone();
    let kept = Kept {
        rows: 3,
        for_days: 7,
        at_once: 10_000,
    };
    assert_eq!(
        change::prune(&app.db, kept).await.unwrap(),
        0,
        "all are young"
    );
    // A week later something changes, and what is older goes, but for the newest.
    let tx = app.db.begin().await.unwrap();
    let mut changes = Changes::default();
    changes.updated(NodeKind::Doctor, DoctorId::new(1));
    let week = now() + TimeDelta::days(8);
    let last = change::commit(tx, changes, week).await.unwrap().unwrap();
    app.settle().await;
    let first = change::oldest(app.db.reader()).await.unwrap().unwrap();
    let bounded = Kept { at_once: 2, ..kept };
    assert_eq!(change::prune(&app.db, bounded).await.unwrap(), 2);
    let gone = change::prune(&app.db, kept).await.unwrap();
    assert_eq!(
        change::oldest(app.db.reader()).await.unwrap(),
        Some(last - 2)
    );
    assert_eq!(i64::try_from(gone).unwrap(), last - 2 - first - 2);
    assert_eq!(since(&app, &early, Json::Null, 10).await["resync"], true);
    let page = since(&app, &late, Json::Null, 10).await;
    assert_eq!(page["resync"], false);
    assert_eq!(page["edges"].as_array().unwrap().len(), 1);
    // Whoever gives no cursor begins at what is left.
    let page = since(&app, &Json::Null, Json::Null, 10).await;
    assert_eq!(page["resync"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_many_records_is_read_in_parts() {
    let mut app = TestApp::demo().await;
    let latest = since(&app, &Json::Null, Json::Null, 1).await["latest"].clone();
    let mut changes = Changes::default();
    for id in 1..=50 {
        changes.updated(NodeKind::Doctor, DoctorId::new(id));
    }
    commit(&app, changes).await;
    app.settle().await;
    let told = all(&app, &latest, Json::Null, 7).await;
    assert_eq!(told.len(), 50);
    let mut ids: Vec<String> = told.iter().map(|one| one["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 50);
}
