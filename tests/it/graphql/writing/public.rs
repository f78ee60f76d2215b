//! What the public tells: problems, and reviews where they are switched on.

use caregraph::domain::RejectReason;
use caregraph::domain::caller::{Caller, Scope};
use caregraph::ingest::demo;
use caregraph::store::entity::{rating, report, review, submitted_review};
use caregraph::store::read;
use serde_json::{Value as Json, json};
use std::sync::Arc;

use super::{KEPT, audits, latest, write};
use crate::app::{CLOCK, Served, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn anybody_tells_a_problem_and_somebody_settles_it() {
    let app = TestApp::demo_with(KEPT).await.keep_up();
    let nobody = Arc::new(Caller::anonymous());
    let read = "{ doctor(by: { slug: \"kelzom-yarphel\" }) { id roles(first: 1) { nodes { \
        id reports { open confirmed } confidence { score } } } } }";
    let before = app.query(read).await;
    let doctor = before.data()["doctor"].clone();
    let role = doctor["roles"]["nodes"][0].clone();
    let input = json!({
        "node": role["id"], "problem": "WRONG_PHONE",
        "note": "The line is dead. Call me on +975 17 12 34 56 or me@example.org, 12 Cedar Street.",
    });
    let select = "report { id state problem note reportedOn node { id __typename } }";
    let reply = write(&app, &nobody, "reportProblem", input.clone(), select).await;
    let told = reply.data()["reportProblem"]["report"].clone();
    assert_eq!(
        told["note"],
        "The line is dead. Call me on [number removed] or [e-mail removed], [address removed]."
    );
    assert_eq!(told["state"], "OPEN");
    assert_eq!(
        told["node"],
        json!({ "id": role["id"], "__typename": "Role" })
    );
    let after = app.query(read).await;
    let after = after.data()["doctor"]["roles"]["nodes"][0].clone();
    let count = |role: &Json, which: &str| role["reports"][which].as_i64().unwrap();
    assert_eq!(count(&after, "open"), count(&role, "open") + 1);
    // In the same words on the same day it is the same report.
    let (changes, lines) = (latest(&app.db).await, audits(&app.db).await.len());
    let again = format!("repeated {select}");
    let again = write(&app, &nobody, "reportProblem", input, &again).await;
    assert_eq!(again.data()["reportProblem"]["report"]["id"], told["id"]);
    assert_eq!(again.data()["reportProblem"]["repeated"], true);
    assert_eq!(latest(&app.db).await, changes);
    assert_eq!(audits(&app.db).await.len(), lines);
    // Nobody who guesses its id reads it.
    let guess = format!("{{ node(id: {}) {{ id }} }}", told["id"]);
    assert_eq!(app.query(&guess).await.data()["node"], Json::Null);

    let desk = app.caller(&[Scope::ReportsResolve]).await;
    let settle = json!({ "report": told["id"], "outcome": "CONFIRMED", "reason": "called there" });
    let select = "report { state resolution resolvedOn }";
    let reply = write(&app, &desk, "resolveReport", settle.clone(), select).await;
    assert_eq!(
        reply.data()["resolveReport"]["report"],
        json!({ "state": "CONFIRMED", "resolution": "called there", "resolvedOn": "2026-11-23" })
    );
    let after = app.query(read).await;
    let after = after.data()["doctor"]["roles"]["nodes"][0].clone();
    assert_eq!(count(&after, "open"), count(&role, "open"));
    assert_eq!(count(&after, "confirmed"), count(&role, "confirmed") + 1);
    let again = write(&app, &desk, "resolveReport", settle, select).await;
    assert_eq!(again.error().0, "CONFLICT");
    let actors: Vec<(String, String)> = audits(&app.db)
        .await
        .into_iter()
        .map(|line| (line.action, line.actor))
        .collect();
    let line = |action: &str, actor: &str| (action.to_owned(), actor.to_owned());
    assert_eq!(
        actors,
        [
            line("reportProblem", "anonymous"),
            line("resolveReport", "partner 0")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_are_told_of_few_kinds_and_not_without_end() {
    let app = TestApp::demo_with(KEPT).await.keep_up();
    let nobody = Arc::new(Caller::anonymous());
    let ids = app
        .query(
            "{ procedure(by: { slug: \"epidural-blood-patch\" }) { id } \
             article(by: { slug: \"psoriasis\" }) { id } }",
        )
        .await;
    let ids = ids.data();
    let tell = async |node: &Json, problem: &str, note: Option<String>| {
        let input = json!({ "node": node, "problem": problem, "note": note });
        write(&app, &nobody, "reportProblem", input, "report { id }").await
    };
    let wrong = tell(&ids["procedure"]["id"], "OTHER", None).await;
    let (code, message) = wrong.error();
    assert_eq!(code, "BAD_USER_INPUT");
    assert!(
        message.contains("input.node: ") && message.contains("input.note: "),
        "{message}"
    );
    let long = tell(&ids["article"]["id"], "OTHER", Some("x".repeat(1_001))).await;
    assert_eq!(long.error().0, "BAD_USER_INPUT");
    let gone = tell(&json!("RG9jdG9yOjk5OTk5OQ"), "WRONG_PHONE", None).await;
    assert_eq!(gone.error().0, "NOT_FOUND");
    for number in 0..20 {
        let note = Some(format!("mistake {number}"));
        tell(&ids["article"]["id"], "OTHER", note).await.data();
    }
    let more = tell(&ids["article"]["id"], "OTHER", Some("one more".to_owned())).await;
    assert_eq!(more.error().0, "RATE_LIMITED");
    let held = read::all::<report::Entity>(app.db.reader()).await.unwrap();
    let noted = held.iter().filter(|row| row.note.is_some()).count();
    assert_eq!(noted, 20);
}

/// A server that takes reviews.
async fn taking() -> Served {
    let mut app = TestApp::demo_with(KEPT).await.keep_up();
    app.executor = app.executor.clone().with_reviews(true);
    app
}

const OF: &str = "{ doctor(by: { slug: \"kelzom-yarphel\" }) { rating { mean count asOf } \
    reviews(first: 100) { totalCount nodes { title stars source { slug } demonstration } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn reviews_are_switched_off_unless_somebody_switches_them_on() {
    let app = TestApp::demo_with(KEPT).await.keep_up();
    let writer = app.caller(&[Scope::ReviewsWrite]).await;
    let input = json!({ "doctor": { "slug": "kelzom-yarphel" }, "stars": 5 });
    let reply = write(&app, &writer, "submitReview", input, "counted").await;
    let (code, message) = reply.error();
    assert_eq!(code, "FORBIDDEN");
    assert!(message.contains("takes no reviews"), "{message}");
    let held = read::all::<submitted_review::Entity>(app.db.reader());
    assert!(held.await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_shown_once_it_is_accepted() {
    let app = taking().await;
    let writer = app.caller(&[Scope::ReviewsWrite]).await;
    let moderator = app.caller(&[Scope::ReviewsModerate]).await;
    let before = app.query(OF).await;
    let before = before.data()["doctor"].clone();
    let wrong =
        json!({ "doctor": { "slug": "kelzom-yarphel" }, "stars": 6, "title": "x".repeat(121) });
    let wrong = write(&app, &writer, "submitReview", wrong, "counted").await;
    let message = wrong.error().1;
    assert!(
        message.contains("input.stars: ") && message.contains("input.title: "),
        "{message}"
    );
    let input = json!({
        "doctor": { "slug": "kelzom-yarphel" }, "stars": 4, "title": "Took time",
        "text": "Wrote to me at me@example.org.",
    });
    let select = "counted review { id state text stars doctor { slug } }";
    let reply = write(&app, &writer, "submitReview", input.clone(), select).await;
    let pending = reply.data()["submitReview"]["review"].clone();
    assert_eq!(pending["state"], "PENDING");
    assert_eq!(pending["text"], "Wrote to me at [e-mail removed].");
    let again = write(&app, &writer, "submitReview", input.clone(), select).await;
    assert_eq!(again.error().0, "CONFLICT");
    assert_eq!(app.query(OF).await.data()["doctor"], before, "it waits");

    // The demonstration's rating is another source's: it stays as that source counted it.
    let accept = json!({ "review": pending["id"], "outcome": "ACCEPTED" });
    let reply = write(&app, &moderator, "moderateReview", accept.clone(), select).await;
    assert_eq!(reply.data()["moderateReview"]["counted"], false);
    let after = app.query(OF).await;
    let after = after.data()["doctor"].clone();
    assert_eq!(after["rating"], before["rating"]);
    let total = |doctor: &Json| doctor["reviews"]["totalCount"].as_i64().unwrap();
    assert_eq!(total(&after), total(&before) + 1);
    assert!(
        after["reviews"]["nodes"]
            .as_array()
            .unwrap()
            .contains(&json!({
                "title": "Took time", "stars": 4, "source": { "slug": "caregraph-reviews" },
                "demonstration": true,
            }))
    );
    let again = write(&app, &moderator, "moderateReview", accept, select).await;
    assert_eq!(again.error().0, "CONFLICT");

    let other = app.caller(&[Scope::ReviewsWrite]).await;
    let reply = write(&app, &other, "submitReview", input, select).await;
    let id = &reply.data()["submitReview"]["review"]["id"];
    let bare = json!({ "review": id, "outcome": "REJECTED" });
    let bare = write(&app, &moderator, "moderateReview", bare, select).await;
    assert_eq!(bare.error().0, "BAD_USER_INPUT");
    let reject = json!({ "review": id, "outcome": "REJECTED", "reason": "names a patient" });
    let reply = write(&app, &moderator, "moderateReview", reject, select).await;
    assert_eq!(
        reply.data()["moderateReview"]["review"]["state"],
        "REJECTED"
    );
    assert_eq!(app.query(OF).await.data()["doctor"], after);
}

#[tokio::test(flavor = "multi_thread")]
async fn reviews_that_were_written_here_are_counted() {
    let app = taking().await;
    let desk = app.caller(&[Scope::DirectoryWrite]).await;
    let moderator = app.caller(&[Scope::ReviewsModerate]).await;
    let doctor = json!({ "slug": "new-doctor", "family": "New" });
    write(&app, &desk, "upsertDoctor", doctor, "repeated")
        .await
        .data();
    for stars in [5, 5, 4, 4, 4] {
        let writer = app.caller(&[Scope::ReviewsWrite]).await;
        let input = json!({ "doctor": { "slug": "new-doctor" }, "stars": stars });
        let reply = write(&app, &writer, "submitReview", input, "review { id }").await;
        let id = &reply.data()["submitReview"]["review"]["id"];
        let accept = json!({ "review": id, "outcome": "ACCEPTED" });
        let reply = write(&app, &moderator, "moderateReview", accept, "counted").await;
        assert_eq!(reply.data()["moderateReview"]["counted"], true);
    }
    let rated = app
        .query("{ doctor(by: { slug: \"new-doctor\" }) { rating { mean count asOf } } }")
        .await;
    assert_eq!(
        rated.data()["doctor"]["rating"],
        json!({ "mean": 4.4, "count": 5, "asOf": "2026-11-23" })
    );
    let reviews = read::all::<review::Entity>(app.db.reader()).await.unwrap();
    let ratings = read::all::<rating::Entity>(app.db.reader()).await.unwrap();
    let newest = reviews.iter().map(|row| row.doctor_id).max().unwrap();
    assert_eq!(
        ratings.iter().filter(|row| row.doctor_id == newest).count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_read_again_leaves_what_callers_wrote() {
    let app = taking().await;
    let all = app
        .caller(&[
            Scope::DirectoryWrite,
            Scope::ReviewsWrite,
            Scope::ReviewsModerate,
        ])
        .await;
    let edit = json!({ "slug": "kelzom-yarphel", "credentials": "MD" });
    let edit = write(&app, &all, "upsertDoctor", edit, "doctor { id }").await;
    let doctor = edit.data()["upsertDoctor"]["doctor"]["id"].clone();
    let told = json!({ "node": doctor, "problem": "NO_LONGER_THERE" });
    write(&app, &all, "reportProblem", told, "report { id }")
        .await
        .data();
    let merge = json!({
        "keep": { "slug": "kelzom-yarphel" }, "merge": { "slug": "lhamzin-ugthang" }, "reason": "one",
    });
    write(&app, &all, "mergeDoctors", merge, "repeated")
        .await
        .data();
    let review = json!({ "doctor": { "slug": "kelzom-yarphel" }, "stars": 4, "title": "Here" });
    let review = write(&app, &all, "submitReview", review, "review { id }").await;
    let id = &review.data()["submitReview"]["review"]["id"];
    let accept = json!({ "review": id, "outcome": "ACCEPTED" });
    write(&app, &all, "moderateReview", accept, "counted")
        .await
        .data();
    let read = "{ doctor(by: { slug: \"kelzom-yarphel\" }) { name { credentials } \
        source { slug } provenance { fieldGroup source { slug } } \
        roles(first: 100) { nodes { id clinic { slug } } } \
        reviews(first: 100) { nodes { title source { slug } } } } \
        merged: doctor(by: { slug: \"lhamzin-ugthang\" }) { status { state replacedBy { slug } } } }";
    let written = app.query(read).await;
    let reports = demo::load(&app.db, CLOCK(), &mut |_| {}).await.unwrap();
    let refused: u64 = reports
        .iter()
        .flat_map(|report| &report.rejected)
        .filter(|(reason, _)| **reason == RejectReason::Duplicate)
        .map(|(_, lines)| lines.count)
        .sum();
    assert!(refused >= 2, "the two doctors are another source's");
    // The file is committed by another way than a mutation: this server sees it within its bound.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let after = app.query(read).await;
    let (written, after) = (written.data(), after.data());
    assert_eq!(after["merged"], written["merged"]);
    let doctor = |data: &Json, field: &str| data["doctor"][field].clone();
    for field in ["name", "source", "roles"] {
        assert_eq!(doctor(after, field), doctor(written, field), "{field}");
    }
    let provenance = doctor(after, "provenance").to_string();
    assert!(provenance.contains("\"desk\""), "{provenance}");
    let reviews = doctor(after, "reviews").to_string();
    assert!(reviews.contains("caregraph-reviews"), "{reviews}");
    let held = read::all::<report::Entity>(app.db.reader()).await.unwrap();
    assert_eq!(
        held.iter()
            .filter(|row| row.told_here == Some(true))
            .count(),
        1
    );
}
