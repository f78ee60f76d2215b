//! What is not written, and what the caller is told.

use caregraph::domain::caller::Scope;
use caregraph::store::entity::idempotency_key;
use caregraph::store::read;
use chrono::TimeDelta;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::json;

use super::{audits, desk, latest, write};
use crate::app::{TestApp, now};

/// Every write that not everybody may do, with an input that is sound but for what it names.
const GUARDED: [(&str, &str); 11] = [
    ("upsertDoctor", "{ family: \"Nobody\" }"),
    (
        "retireDoctor",
        "{ doctor: { slug: \"kelzom-yarphel\" }, reason: \"x\" }",
    ),
    (
        "upsertClinic",
        "{ name: \"Nowhere\", kind: CLINIC, country: \"BT\" }",
    ),
    ("upsertRole", "{ id: \"Um9sZTox\" }"),
    ("verifyRole", "{ role: \"Um9sZTox\" }"),
    ("upsertOffering", "{ id: \"T2ZmZXJpbmc6MQ\" }"),
    (
        "mergeDoctors",
        "{ keep: { slug: \"a\" }, merge: { slug: \"b\" }, reason: \"x\" }",
    ),
    (
        "unmergeDoctors",
        "{ doctor: { slug: \"a\" }, reason: \"x\" }",
    ),
    (
        "resolveReport",
        "{ report: \"UmVwb3J0OjE\", outcome: CONFIRMED, reason: \"x\" }",
    ),
    (
        "submitReview",
        "{ doctor: { slug: \"kelzom-yarphel\" }, stars: 5 }",
    ),
    (
        "moderateReview",
        "{ review: \"U3VibWl0dGVkUmV2aWV3OjE\", outcome: ACCEPTED }",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_write_needs_a_key_and_its_scope() {
    let app = TestApp::demo().await;
    let wrong = app.caller(&[Scope::ContentWrite]).await;
    let before = latest(&app.db).await;
    for (call, input) in GUARDED {
        let query = format!("mutation {{ {call}(input: {input}) {{ __typename }} }}");
        let reply = app.query(&query).await;
        let (code, message) = reply.error();
        assert_eq!(code, "UNAUTHENTICATED", "{call}: {message}");
        let reply = app.run_as(&wrong, &query, json!({})).await;
        let (code, message) = reply.error();
        assert_eq!(code, "FORBIDDEN", "{call}: {message}");
        assert!(message.contains("content:write"), "{message}");
    }
    assert_eq!(latest(&app.db).await, before);
    assert!(audits(&app.db).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_an_input_is_named_at_once() {
    let (app, desk) = desk().await;
    let input = json!({
        "name": " ", "country": "Bhutan", "region": "Sarpang", "timeZone": "Mars/Olympus",
        "phone": "call me", "website": "example.org",
        "point": { "latitude": 91.0, "longitude": 0.0 },
        "hours": [
            { "weekday": "MONDAY", "opens": "09:00", "closes": "08:00" },
            { "weekday": "MONDAY", "opens": "9", "closes": "10:00" },
        ],
    });
    let reply = write(&app, &desk, "upsertClinic", input, "clinic { slug }").await;
    let (code, message) = reply.error();
    assert_eq!(code, "BAD_USER_INPUT");
    for field in [
        "name",
        "kind",
        "country",
        "region",
        "timeZone",
        "phone",
        "website",
        "point",
        "positionAccuracy",
        "hours[0]",
        "hours[1]",
    ] {
        assert!(
            message.contains(&format!("input.{field}: ")),
            "{field} is not in {message}"
        );
    }
    let input = json!({
        "given": "", "youngestAge": 30, "oldestAge": 12, "photo": "http://example.org/a.png",
        "specialties": [{ "slug": "no-such-specialty" }],
        "languages": [{ "language": "dz" }, { "language": "dz" }],
    });
    let reply = write(&app, &desk, "upsertDoctor", input, "doctor { slug }").await;
    let (code, message) = reply.error();
    assert_eq!(code, "BAD_USER_INPUT");
    for field in [
        "given",
        "family",
        "youngestAge",
        "photo",
        "specialties[0]",
        "languages",
    ] {
        assert!(
            message.contains(&format!("input.{field}: ")),
            "{field} is not in {message}"
        );
    }
    // What the schema itself knows is refused before anything runs.
    for (input, problem) in [
        (json!({ "family": "A", "npi": "1234567890" }), "check digit"),
        (json!({ "family": "A", "slug": "Not A Slug" }), "a slug is"),
        (
            json!({ "family": "A", "gender": "ROBOT" }),
            "FEMALE, MALE, OTHER",
        ),
    ] {
        let reply = write(&app, &desk, "upsertDoctor", input, "doctor { slug }").await;
        let (code, message) = reply.error();
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains(problem), "{message}");
    }
    let input = json!({
        "doctor": { "slug": "kelzom-yarphel" }, "procedure": { "slug": "epidural-blood-patch" },
        "evidence": "INFERRED", "asOf": "2031-01-01",
        "period": { "from": "2026-02-01", "until": "2026-01-01" },
    });
    let reply = write(&app, &desk, "upsertOffering", input, "offering { id }").await;
    let (_, message) = reply.error();
    for field in ["evidence", "asOf", "period"] {
        assert!(message.contains(&format!("input.{field}: ")), "{message}");
    }
    assert!(audits(&app.db).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_changed_meanwhile_is_not_written_over() {
    let (app, desk) = desk().await;
    let read = app
        .query("{ doctor(by: { slug: \"kelzom-yarphel\" }) { id updatedAt } }")
        .await;
    let doctor = read.data()["doctor"].clone();
    let input = |credentials: &str, read: &serde_json::Value| json!({ "id": doctor["id"], "credentials": credentials, "ifUpdatedAt": read });
    let select = "doctor { updatedAt name { credentials } }";
    let first = input("MBBS", &doctor["updatedAt"]);
    let first = write(&app, &desk, "upsertDoctor", first, select).await;
    let written = &first.data()["upsertDoctor"]["doctor"];
    assert_eq!(written["name"]["credentials"], "MBBS");
    assert_ne!(written["updatedAt"], doctor["updatedAt"]);
    let late = input("MD", &doctor["updatedAt"]);
    let late = write(&app, &desk, "upsertDoctor", late, select).await;
    assert_eq!(late.error().0, "CONFLICT", "{:#}", late.body);
    let again = input("MD", &written["updatedAt"]);
    let again = write(&app, &desk, "upsertDoctor", again, select).await;
    let written = &again.data()["upsertDoctor"]["doctor"];
    assert_eq!(written["name"]["credentials"], "MD");
    let retire = json!({
        "doctor": { "id": doctor["id"] }, "reason": "moved away", "ifUpdatedAt": doctor["updatedAt"],
    });
    let retire = write(&app, &desk, "retireDoctor", retire, "repeated").await;
    assert_eq!(retire.error().0, "CONFLICT");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_call_made_twice_is_done_once() {
    let (app, desk) = desk().await;
    let select = "doctor { id slug } repeated";
    let input = json!({ "given": "Tashi", "family": "Zangmo", "idempotencyKey": "k-1" });
    let first = write(&app, &desk, "upsertDoctor", input.clone(), select).await;
    let first = first.data()["upsertDoctor"].clone();
    assert_eq!(first["doctor"]["slug"], "tashi-zangmo");
    assert_eq!(first["repeated"], false);
    let (changes, lines) = (latest(&app.db).await, audits(&app.db).await.len());

    let again = write(&app, &desk, "upsertDoctor", input, select).await;
    let again = &again.data()["upsertDoctor"];
    assert_eq!(again["doctor"], first["doctor"]);
    assert_eq!(again["repeated"], true);
    // The same arguments in the query's text, in another order.
    let text = format!(
        "mutation {{ upsertDoctor(input: {{ idempotencyKey: \"k-1\", family: \"Zangmo\", given: \"Tashi\" }}) {{ {select} }} }}"
    );
    let again = app.run_as(&desk, &text, json!({})).await;
    assert_eq!(again.data()["upsertDoctor"]["repeated"], true);
    assert_eq!(latest(&app.db).await, changes);
    assert_eq!(audits(&app.db).await.len(), lines);

    let other = json!({ "given": "Tashi", "family": "Zam", "idempotencyKey": "k-1" });
    let other = write(&app, &desk, "upsertDoctor", other, select).await;
    assert_eq!(other.error().0, "CONFLICT");
    let other = json!({ "name": "A", "kind": "CLINIC", "country": "BT", "idempotencyKey": "k-1" });
    let other = write(&app, &desk, "upsertClinic", other, "clinic { slug }").await;
    assert_eq!(other.error().0, "CONFLICT");
    let long = json!({ "family": "A", "idempotencyKey": "k".repeat(65) });
    let long = write(&app, &desk, "upsertDoctor", long, select).await;
    assert_eq!(long.error().0, "BAD_USER_INPUT");
    // Another caller's key of the same name is another key; and without one, each call writes.
    let second = app.caller(&[Scope::DirectoryWrite]).await;
    let input = json!({ "given": "Tashi", "family": "Zangmo", "idempotencyKey": "k-1" });
    let theirs = write(&app, &second, "upsertDoctor", input, select).await;
    let theirs = &theirs.data()["upsertDoctor"];
    assert_eq!(theirs["repeated"], false);
    assert_eq!(theirs["doctor"]["slug"], "tashi-zangmo-2");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_a_call_is_forgotten_after_a_day() {
    let (app, desk) = desk().await;
    let call = async |family: &str| {
        let input = json!({ "given": "Tashi", "family": family, "idempotencyKey": "k-1" });
        write(
            &app,
            &desk,
            "upsertDoctor",
            input,
            "doctor { slug } repeated",
        )
        .await
    };
    // As if the call had been made so long before now.
    let made = async |ago: TimeDelta| {
        idempotency_key::Entity::update_many()
            .col_expr(idempotency_key::Column::At, Expr::value(now() - ago))
            .exec(app.db.writer())
            .await
            .unwrap();
    };
    let kept = async || {
        read::all::<idempotency_key::Entity>(app.db.reader())
            .await
            .unwrap()
    };
    let first = call("Zangmo").await;
    let slug = &first.data()["upsertDoctor"]["doctor"]["slug"];
    assert_eq!(slug, "tashi-zangmo");
    made(TimeDelta::days(1)).await;
    let again = call("Zangmo").await;
    assert_eq!(
        again.data()["upsertDoctor"]["repeated"],
        true,
        "the day is not over"
    );
    assert_eq!(call("Zam").await.error().0, "CONFLICT");

    made(TimeDelta::days(1) + TimeDelta::microseconds(1)).await;
    let late = call("Zam").await;
    assert_eq!(late.data()["upsertDoctor"]["repeated"], false);
    assert_eq!(late.data()["upsertDoctor"]["doctor"]["slug"], "tashi-zam");
    let kept_now = kept().await;
    assert_eq!(kept_now.len(), 1, "the old one is gone");
    assert_eq!(kept_now[0].at, now());

    // Any keyed call of anybody clears what is too old, and nothing else.
    made(TimeDelta::days(2)).await;
    let other = app.caller(&[Scope::DirectoryWrite]).await;
    let input = json!({ "family": "Dema", "idempotencyKey": "k-2" });
    write(&app, &other, "upsertDoctor", input, "repeated")
        .await
        .data();
    let kept_now = kept().await;
    let keys: Vec<&str> = kept_now.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["k-2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let (app, desk) = desk().await;
    for (call, input) in [
        (
            "retireDoctor",
            json!({ "doctor": { "slug": "nobody" }, "reason": "x" }),
        ),
        ("verifyRole", json!({ "role": "Um9sZTo5OTk5OTk" })),
        (
            "upsertRole",
            json!({ "doctor": { "slug": "kelzom-yarphel" }, "clinic": { "slug": "nowhere" } }),
        ),
        (
            "mergeDoctors",
            json!({ "keep": { "slug": "kelzom-yarphel" }, "merge": { "slug": "nobody" }, "reason": "x" }),
        ),
    ] {
        let reply = write(&app, &desk, call, input, "__typename").await;
        assert_eq!(reply.error().0, "NOT_FOUND", "{call}: {:#}", reply.body);
    }
    assert!(audits(&app.db).await.is_empty());
}
