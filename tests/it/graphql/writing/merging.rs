//! Two records that are one doctor, and two again.

use caregraph::store::entity::{
    article, biography, doctor, doctor_language, doctor_specialty, identifier, merge, offering,
    qualification, rating, report, review, role,
};
use caregraph::store::id::Row;
use caregraph::store::{Database, read};
use serde_json::json;

use super::{audits, desk, write};

/// Every row that a merge may move, without the times at which it was written.
async fn rows(db: &Database) -> Vec<String> {
    async fn all<E: Row>(db: &Database, strip: fn(&mut E::Model)) -> Vec<String>
    where
        E::Model: std::fmt::Debug,
    {
        let mut rows = read::all::<E>(db.reader()).await.unwrap();
        rows.iter_mut().for_each(strip);
        rows.iter().map(|row| format!("{row:?}")).collect()
    }
    let mut rows = all::<doctor::Entity>(db, |row| row.updated_at = crate::app::now()).await;
    rows.extend(all::<role::Entity>(db, |row| row.updated_at = crate::app::now()).await);
    rows.extend(all::<offering::Entity>(db, |row| row.updated_at = crate::app::now()).await);
    rows.extend(all::<doctor_specialty::Entity>(db, |_| {}).await);
    rows.extend(all::<doctor_language::Entity>(db, |_| {}).await);
    rows.extend(all::<qualification::Entity>(db, |_| {}).await);
    rows.extend(all::<biography::Entity>(db, |_| {}).await);
    rows.extend(all::<identifier::Entity>(db, |_| {}).await);
    rows.extend(all::<report::Entity>(db, |_| {}).await);
    rows.extend(all::<review::Entity>(db, |_| {}).await);
    rows.extend(all::<rating::Entity>(db, |_| {}).await);
    rows.extend(all::<article::Entity>(db, |_| {}).await);
    rows
}

const BOTH: &str = "{ kept: doctor(by: { slug: \"lhamzin-ugthang\" }) { roles(first: 100) { nodes { id } } \
    offerings(first: 100) { nodes { id } } reviews(first: 100) { totalCount } } \
    merged: doctor(by: { slug: \"kelzom-yarphel\" }) { id status { state reason replacedBy { slug } } \
    roles(first: 100) { nodes { id clinic { slug } } } offerings(first: 100) { nodes { id } } \
    reviews(first: 100) { totalCount } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_moves_everything_and_can_be_undone() {
    let (app, desk) = desk().await;
    let original = rows(&app.db).await;
    let before = app.query(BOTH).await;
    let before = before.data().clone();
    let ids = |doctor: &serde_json::Value, list: &str| -> Vec<String> {
        let nodes = doctor[list]["nodes"].as_array().unwrap();
        let mut ids: Vec<String> = nodes.iter().map(|node| node["id"].to_string()).collect();
        ids.sort();
        ids
    };
    assert!(!ids(&before["merged"], "roles").is_empty());
    assert!(!ids(&before["merged"], "offerings").is_empty());

    let input = json!({
        "keep": { "slug": "lhamzin-ugthang" }, "merge": { "slug": "kelzom-yarphel" },
        "reason": "the same person", "idempotencyKey": "m",
    });
    let select =
        "doctor { slug } merged { slug status { state reason replacedBy { slug } } } repeated";
    let reply = write(&app, &desk, "mergeDoctors", input.clone(), select).await;
    let status = json!({
        "state": "MERGED", "reason": "the same person", "replacedBy": { "slug": "lhamzin-ugthang" },
    });
    assert_eq!(reply.data()["mergeDoctors"]["merged"]["status"], status);
    let repeated = write(&app, &desk, "mergeDoctors", input, select).await;
    assert_eq!(repeated.data()["mergeDoctors"]["repeated"], true);

    let after = app.query(BOTH).await;
    let after = after.data().clone();
    assert_eq!(after["merged"]["status"], status);
    for list in ["roles", "offerings"] {
        let mut all = ids(&before["kept"], list);
        all.extend(ids(&before["merged"], list));
        all.sort();
        let mut found = ids(&after["kept"], list);
        found.extend(ids(&after["merged"], list));
        found.sort();
        assert_eq!(found, all, "{list}");
        assert!(ids(&after["kept"], list).len() > ids(&before["kept"], list).len());
    }
    let id = &before["merged"]["id"];
    let query = format!("{{ node(id: {id}) {{ ... on Doctor {{ status {{ state }} }} }} }}");
    assert_eq!(
        app.query(&query).await.data()["node"]["status"]["state"],
        "MERGED"
    );

    // Nothing more is written of a merged doctor, nor are they merged again.
    let edit = json!({ "slug": "kelzom-yarphel", "suffix": "Jr." });
    let edit = write(&app, &desk, "upsertDoctor", edit, "repeated").await;
    assert_eq!(edit.error().0, "CONFLICT");
    let again = json!({
        "keep": { "slug": "namthob-lekthri" }, "merge": { "slug": "kelzom-yarphel" }, "reason": "x",
    });
    let again = write(&app, &desk, "mergeDoctors", again, select).await;
    assert_eq!(again.error().0, "CONFLICT");
    let itself = json!({
        "keep": { "slug": "namthob-lekthri" }, "merge": { "slug": "namthob-lekthri" }, "reason": "x",
    });
    let itself = write(&app, &desk, "mergeDoctors", itself, select).await;
    assert_eq!(itself.error().0, "BAD_USER_INPUT");

    let undo = json!({ "doctor": { "slug": "kelzom-yarphel" }, "reason": "two people" });
    let reply = write(&app, &desk, "unmergeDoctors", undo.clone(), select).await;
    let status = &reply.data()["unmergeDoctors"]["merged"]["status"];
    assert_eq!(status["state"], "ACTIVE");
    assert_eq!(app.query(BOTH).await.data(), &before);
    assert_eq!(rows(&app.db).await, original);
    let undo = write(&app, &desk, "unmergeDoctors", undo, select).await;
    assert_eq!(undo.error().0, "CONFLICT");
    let merges = read::all::<merge::Entity>(app.db.reader()).await.unwrap();
    assert!(merges.len() == 1 && merges[0].undone_at.is_some());
    let lines = audits(&app.db).await;
    let actions: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["mergeDoctors", "unmergeDoctors"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_later_merge_is_undone_first() {
    let (app, desk) = desk().await;
    let original = rows(&app.db).await;
    let merge = async |keep: &str, gone: &str| {
        let input = json!({ "keep": { "slug": keep }, "merge": { "slug": gone }, "reason": "one" });
        write(&app, &desk, "mergeDoctors", input, "repeated").await
    };
    let unmerge = async |gone: &str| {
        let input = json!({ "doctor": { "slug": gone }, "reason": "two" });
        write(&app, &desk, "unmergeDoctors", input, "repeated").await
    };
    merge("lhamzin-ugthang", "kelzom-yarphel").await.data();
    merge("namthob-lekthri", "lhamzin-ugthang").await.data();
    assert_eq!(unmerge("kelzom-yarphel").await.error().0, "CONFLICT");
    unmerge("lhamzin-ugthang").await.data();
    unmerge("kelzom-yarphel").await.data();
    assert_eq!(rows(&app.db).await, original);
}
