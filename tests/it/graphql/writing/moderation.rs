//! What waits for moderators: listed for whoever has the scope, and for nobody else.

use std::sync::Arc;

use caregraph::domain::caller::{Caller, Scope};
use serde_json::{Value as Json, json};

use super::{audits, latest, write};
use crate::app::{Served, TestApp};

const REPORTS: &str = "query($state: ReportState, $first: Int, $after: String, $last: Int, \
    $before: String) { reports(state: $state, first: $first, after: $after, last: $last, \
    before: $before) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } \
    nodes { id state problem note reportedOn node { __typename ... on Doctor { slug } } } } }";

const REVIEWS: &str = "query($state: SubmittedReviewState) { submittedReviews(state: $state) { \
    totalCount nodes { id state stars title doctor { slug } } } }";

/// A server that takes reviews and keeps nothing, so that every statement counts.
async fn taking() -> Served {
    let mut app = TestApp::demo().await.keep_up();
    app.executor = app.executor.clone().with_reviews(true);
    app
}

/// Tells a problem of each of so many doctors.
async fn told(app: &Served, doctors: usize) {
    let nobody = Arc::new(Caller::anonymous());
    let ids = app.query("{ doctors(first: 100) { nodes { id } } }").await;
    let ids = ids.data()["doctors"]["nodes"].as_array().unwrap().clone();
    for (number, doctor) in ids.iter().take(doctors).enumerate() {
        let note = format!("mistake {number}");
        let input = json!({ "node": doctor["id"], "problem": "OTHER", "note": note });
        let reply = write(app, &nobody, "reportProblem", input, "repeated").await;
        assert_eq!(reply.data()["reportProblem"]["repeated"], false);
    }
}

fn notes(page: &Json) -> Vec<&str> {
    let nodes = page["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["note"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn open_reports_are_found_without_knowing_an_id() {
    let app = taking().await;
    told(&app, 12).await;
    let desk = app.caller(&[Scope::ReportsResolve]).await;
    let page = async |variables: Json| {
        let reply = app.run_as(&desk, REPORTS, variables).await;
        (reply.data()["reports"].clone(), reply.statements)
    };
    // The page and its length; then all doctors together, however many reports there are.
    let (one, few) = page(json!({ "first": 1 })).await;
    let (all, many) = page(json!({})).await;
    assert_eq!((few, many), (3, 3));
    assert_eq!(one["totalCount"], 12);
    let expected: Vec<String> = (0..12).map(|number| format!("mistake {number}")).collect();
    assert_eq!(notes(&all), expected, "in the order in which they came");
    for node in all["nodes"].as_array().unwrap() {
        assert_eq!(
            (&node["state"], &node["problem"]),
            (&json!("OPEN"), &json!("OTHER"))
        );
        assert_eq!(node["node"]["__typename"], "Doctor");
    }

    // Page by page, forwards and backwards, while one is settled and another comes.
    let mut seen = Vec::new();
    let mut after = Json::Null;
    loop {
        let (next, _) = page(json!({ "first": 5, "after": after })).await;
        assert_eq!(next["pageInfo"]["hasPreviousPage"], !after.is_null());
        seen.extend(notes(&next).into_iter().map(str::to_owned));
        if seen.len() == 5 {
            let settle = json!({
                "report": next["nodes"][4]["id"], "outcome": "DISMISSED", "reason": "it is right",
            });
            write(&app, &desk, "resolveReport", settle, "repeated")
                .await
                .data();
        }
        if next["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = next["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, expected);
    let (last, _) = page(json!({ "last": 2 })).await;
    assert_eq!(notes(&last), ["mistake 10", "mistake 11"]);
    let before = &last["pageInfo"]["startCursor"];
    let (previous, _) = page(json!({ "last": 2, "before": before })).await;
    assert_eq!(notes(&previous), ["mistake 8", "mistake 9"]);

    let (dismissed, _) = page(json!({ "state": "DISMISSED" })).await;
    assert_eq!(notes(&dismissed), ["mistake 4"]);
    let (open, _) = page(json!({ "state": "OPEN" })).await;
    assert_eq!(open["totalCount"], 11);
    // Those of the demonstration's file are not ours to settle.
    let (all, _) = page(json!({ "state": null })).await;
    assert_eq!(all["totalCount"], 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn pending_reviews_are_found_without_knowing_an_id() {
    let app = taking().await;
    for (stars, slug) in [
        (5, "kelzom-yarphel"),
        (2, "ugyen-serthang"),
        (4, "kelzom-yarphel"),
    ] {
        let writer = app.caller(&[Scope::ReviewsWrite]).await;
        let input = json!({ "doctor": { "slug": slug }, "stars": stars, "title": "Seen" });
        write(&app, &writer, "submitReview", input, "repeated")
            .await
            .data();
    }
    let moderator = app.caller(&[Scope::ReviewsModerate]).await;
    let pending = app.run_as(&moderator, REVIEWS, json!({})).await;
    // The page, its length, and both doctors together.
    assert_eq!(pending.statements, 3);
    let pending = &pending.data()["submittedReviews"];
    let shown = |review: &Json| (review["stars"].clone(), review["doctor"]["slug"].clone());
    let nodes: Vec<_> = pending["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(shown)
        .collect();
    assert_eq!(
        nodes,
        [
            (json!(5), json!("kelzom-yarphel")),
            (json!(2), json!("ugyen-serthang")),
            (json!(4), json!("kelzom-yarphel")),
        ]
    );
    let accept = json!({ "review": pending["nodes"][0]["id"], "outcome": "ACCEPTED" });
    write(&app, &moderator, "moderateReview", accept, "repeated")
        .await
        .data();
    for (state, count) in [("PENDING", 2), ("ACCEPTED", 1), ("REJECTED", 0)] {
        let reply = app
            .run_as(&moderator, REVIEWS, json!({ "state": state }))
            .await;
        assert_eq!(
            reply.data()["submittedReviews"]["totalCount"],
            count,
            "{state}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_shown_to_nobody_without_the_scope() {
    let app = taking().await;
    told(&app, 1).await;
    let writer = app.caller(&[Scope::ReviewsWrite]).await;
    let input = json!({ "doctor": { "slug": "kelzom-yarphel" }, "stars": 5, "title": "mistake" });
    write(&app, &writer, "submitReview", input, "repeated")
        .await
        .data();
    let nobody = Arc::new(Caller::anonymous());
    // The one who settles reports does not moderate reviews, and the other way round.
    let desk = app
        .caller(&[Scope::ReportsResolve, Scope::DirectoryWrite])
        .await;
    let moderator = app
        .caller(&[Scope::ReviewsModerate, Scope::ContentPublish])
        .await;
    for (field, other, scope) in [
        ("reports", &moderator, "reports:resolve"),
        ("submittedReviews", &desk, "reviews:moderate"),
    ] {
        for query in [
            format!("{{ {field} {{ totalCount }} }}"),
            format!("{{ sources {{ slug }} x: {field}(state: null) {{ nodes {{ id }} }} }}"),
            format!("{{ ... on Query {{ {field} {{ totalCount }} }} }}"),
            format!("{{ ...F }} fragment F on Query {{ {field} {{ totalCount }} }}"),
            format!("{{ {field} @include(if: false) {{ totalCount }} }}"),
            format!("query A {{ {field} {{ totalCount }} }}"),
        ] {
            for (caller, code) in [(&nobody, "UNAUTHENTICATED"), (other, "FORBIDDEN")] {
                let reply = app.run_as(caller, &query, json!({})).await;
                let (found, message) = reply.error();
                assert_eq!(found, code, "{query}");
                assert!(message.contains(scope), "{message}");
                assert_eq!(reply.body.get("data"), None, "{query}");
                assert_eq!(reply.statements, 0, "{query}");
                assert!(!reply.body.to_string().contains("mistake"), "{query}");
            }
        }
    }
    // An answer to one who may is not kept for one who may not.
    let query = "{ reports { nodes { note } } }";
    let reply = app.run_as(&desk, query, json!({})).await;
    assert_eq!(reply.data()["reports"]["nodes"][0]["note"], "mistake 0");
    let reply = app.query(query).await;
    assert_eq!(reply.error().0, "UNAUTHENTICATED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_what_waits_takes_its_own_cursors_and_is_bounded() {
    let app = taking().await;
    let desk = app.caller(&[Scope::ReportsResolve]).await;
    let others = app
        .query("{ insurancePlans(first: 1) { pageInfo { endCursor } } }")
        .await;
    let foreign = &others.data()["insurancePlans"]["pageInfo"]["endCursor"];
    for variables in [
        json!({ "first": 101 }),
        json!({ "first": 0 }),
        json!({ "last": 1_000 }),
        json!({ "after": foreign }),
        json!({ "after": "' OR 1=1" }),
    ] {
        let reply = app.run_as(&desk, REPORTS, variables.clone()).await;
        assert_eq!(reply.error().0, "BAD_USER_INPUT", "{variables}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_settled_twice_with_one_key_is_settled_once() {
    let app = taking().await;
    told(&app, 2).await;
    let desk = app
        .caller(&[Scope::ReportsResolve, Scope::ReviewsModerate])
        .await;
    let writer = app.caller(&[Scope::ReviewsWrite]).await;
    let input = json!({ "doctor": { "slug": "kelzom-yarphel" }, "stars": 5 });
    write(&app, &writer, "submitReview", input, "repeated")
        .await
        .data();
    let waiting = "{ reports { nodes { id } } submittedReviews { nodes { id } } }";
    let waiting = app.run_as(&desk, waiting, json!({})).await;
    let waiting = waiting.data();
    let settle = json!({
        "report": waiting["reports"]["nodes"][0]["id"], "outcome": "CONFIRMED",
        "reason": "called there", "idempotencyKey": "r-1",
    });
    let accept = json!({
        "review": waiting["submittedReviews"]["nodes"][0]["id"], "outcome": "ACCEPTED",
        "idempotencyKey": "m-1",
    });
    for (call, input, select) in [
        (
            "resolveReport",
            &settle,
            "report { id state resolution resolvedOn }",
        ),
        (
            "moderateReview",
            &accept,
            "counted review { id state doctor { slug } }",
        ),
    ] {
        let select = format!("repeated {select}");
        let first = write(&app, &desk, call, input.clone(), &select).await;
        let mut expected = first.data()[call].clone();
        assert_eq!(expected["repeated"], false);
        let (changes, lines) = (latest(&app.db).await, audits(&app.db).await.len());
        let again = write(&app, &desk, call, input.clone(), &select).await;
        expected["repeated"] = json!(true);
        assert_eq!(again.data()[call], expected);
        assert_eq!(latest(&app.db).await, changes, "{call}");
        assert_eq!(audits(&app.db).await.len(), lines, "{call}");
        // Without the key it is another call, and too late.
        let mut bare = input.clone();
        bare.as_object_mut().unwrap().remove("idempotencyKey");
        let bare = write(&app, &desk, call, bare, "repeated").await;
        assert_eq!(bare.error().0, "CONFLICT");
    }
    let mut other = settle;
    other["report"] = waiting["reports"]["nodes"][1]["id"].clone();
    let other = write(&app, &desk, "resolveReport", other, "repeated").await;
    let (code, message) = other.error();
    assert_eq!(code, "CONFLICT");
    assert!(message.contains("idempotencyKey"), "{message}");
}
