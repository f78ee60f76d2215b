//! Bad input gets a code and words that say what would be right.

use axum::http::StatusCode;
use serde_json::json;

use caregraph::graphql::document::Reason;
use strum::VariantArray;

use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_resolver_says_what_is_wrong_with_its_arguments() {
    let app = TestApp::demo().await;
    let place = app
        .query(r#"{ place(by: {slug: "serzhong"}) { id } }"#)
        .await;
    let place = place.data()["place"]["id"].as_str().unwrap().to_owned();
    let near = |at: &str, km: &str| {
        format!(r#"{{ doctors(near: {{at: {at}, withinKm: {km}}}) {{ totalCount }} }}"#)
    };
    let serzhong = r#"{placeName: "Serzhong"}"#;
    let cases = [
        // Names that nothing has.
        (
            r#"{ doctors(need: {procedure: {slug: "no-such-thing"}}) { totalCount } }"#.to_owned(),
            "NOT_FOUND",
            "no procedure is known",
        ),
        (
            r#"{ doctor(by: {slug: "kelzom-yarphel"}) { offering(procedure: {slug: "nothing"}) { id } } }"#
                .to_owned(),
            "NOT_FOUND",
            "no procedure is known",
        ),
        // Ids.
        (
            format!(r#"{{ doctor(by: {{id: "{place}"}}) {{ slug }} }}"#),
            "BAD_USER_INPUT",
            "the id is of a Place, not of a Doctor",
        ),
        (
            r#"{ node(id: "zzz") { id } }"#.to_owned(),
            "BAD_USER_INPUT",
            "the id is malformed",
        ),
        (
            format!(
                r#"{{ nodes(ids: [{}]) {{ id }} }}"#,
                vec![format!("{place:?}"); 101].join(", ")
            ),
            "BAD_USER_INPUT",
            "ids takes at most 100 values, found 101",
        ),
        // Pages.
        (
            "{ doctors(first: 0) { totalCount } }".to_owned(),
            "BAD_USER_INPUT",
            "first must be from 1 to 100, found 0",
        ),
        (
            "{ doctors(first: -1) { totalCount } }".to_owned(),
            "BAD_USER_INPUT",
            "first must be from 1 to 100, found -1",
        ),
        (
            "{ doctors(first: 1000) { totalCount } }".to_owned(),
            "BAD_USER_INPUT",
            "first must be from 1 to 100, found 1000",
        ),
        (
            "{ doctors(first: 1, last: 1) { totalCount } }".to_owned(),
            "BAD_USER_INPUT",
            "give first or last, not both",
        ),
        (
            r#"{ doctors(after: "bm9uc2Vuc2U") { totalCount } }"#.to_owned(),
            "BAD_USER_INPUT",
            "the cursor is not one of ours",
        ),
        // Places.
        (
            near(r#"{placeName: "Atlantis"}"#, "25"),
            "BAD_USER_INPUT",
            "no place is called \"Atlantis\"",
        ),
        (
            near(r#"{placeName: "Gakiling"}"#, "25"),
            "BAD_USER_INPUT",
            "several places are called \"Gakiling\": Gakiling, Sarpang, BT; Gakiling, Haa, BT",
        ),
        (
            near(r#"{placeName: "Serzhing"}"#, "25"),
            "BAD_USER_INPUT",
            "no place is called \"Serzhing\"; did you mean Serzhong, Sarpang, BT",
        ),
        (
            near(serzhong, "0"),
            "BAD_USER_INPUT",
            "withinKm must be more than 0 and at most 20015, found 0",
        ),
        (
            near(serzhong, "30000"),
            "BAD_USER_INPUT",
            "withinKm must be more than 0 and at most 20015, found 30000",
        ),
        (
            near("{point: {latitude: 91, longitude: 0}}", "25"),
            "BAD_USER_INPUT",
            "latitude must be from -90 to 90, found 91",
        ),
        (
            near("{point: {latitude: 0, longitude: -180.5}}", "25"),
            "BAD_USER_INPUT",
            "longitude must be from -180 to 180, found -180.5",
        ),
        (
            r#"{ places(text: "x", country: "Bhutan") { nodes { name } } }"#.to_owned(),
            "BAD_USER_INPUT",
            "a country is two letters",
        ),
        (
            "{ doctors(sort: DISTANCE) { totalCount } }".to_owned(),
            "BAD_USER_INPUT",
            "sort DISTANCE needs near",
        ),
    ];
    for (query, code, message) in cases {
        let reply = app.query(&query).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}");
        let (found_code, found_message) = reply.error();
        assert_eq!(found_code, code, "{query}");
        assert!(
            found_message.starts_with(message),
            "{query}\n{found_message}\n{message}"
        );
        assert!(reply.body["errors"][0]["extensions"]["requestId"].is_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_place_can_be_told_without_reading_words() {
    let app = TestApp::demo().await;
    let gone = r#"{place: "UGxhY2U6OTk5OTk5"}"#;
    let cases = [
        (r#"{placeName: "Atlantis"}"#, Reason::PlaceUnknown),
        (r#"{placeName: "Serzhing"}"#, Reason::PlaceUnknown),
        (r#"{placeName: "Gakiling"}"#, Reason::PlaceAmbiguous),
        (gone, Reason::PlaceGone),
        (
            r#"{postalCode: {country: "US", code: "99999"}}"#,
            Reason::PostalCodeUnknown,
        ),
        (
            r#"{postalCode: {country: "US", code: "0610A"}}"#,
            Reason::PostalCodeUnreadable,
        ),
    ];
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/api.md");
    let told = std::fs::read_to_string(file).unwrap();
    for (at, reason) in cases {
        let query = format!("{{ doctors(near: {{at: {at}}}) {{ totalCount }} }}");
        let reply = app.query(&query).await;
        let extensions = &reply.body["errors"][0]["extensions"];
        assert_eq!(extensions["reason"], reason.as_str(), "{at}: {extensions}");
    }
    for reason in Reason::VARIANTS {
        assert!(cases.iter().any(|(_, tried)| tried == reason), "{reason:?}");
        assert!(
            told.contains(&format!("`{}`", reason.as_str())),
            "{reason:?}"
        );
    }
    // Where there is nothing more to tell than the code, nothing is told.
    let reply = app.query("{ doctors(first: -1) { totalCount } }").await;
    let extensions = &reply.body["errors"][0]["extensions"];
    assert!(extensions.get("reason").is_none(), "{extensions}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_seen_to_be_wrong_is_refused_before_anything_runs() {
    let app = TestApp::demo().await;
    let cases = [
        (
            "{ doctors(first: 3000000000) { totalCount } }",
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            r#"{ doctor(by: {npi: "1234567890"}) { slug } }"#,
            json!({}),
            "BAD_USER_INPUT",
        ),
        (
            r#"{ doctorsByNpi(npis: ["12345"]) { slug } }"#,
            json!({}),
            "BAD_USER_INPUT",
        ),
        (
            r#"{ doctor(by: {slug: "Not A Slug"}) { slug } }"#,
            json!({}),
            "BAD_USER_INPUT",
        ),
        (
            r#"{ doctor(by: {}) { slug } }"#,
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            r#"{ doctor(by: {slug: "a", npi: "1234567893"}) { slug } }"#,
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "{ doctors(sort: BEAUTY) { totalCount } }",
            json!({}),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("{ nothing }", json!({}), "GRAPHQL_VALIDATION_FAILED"),
        ("{ doctors ", json!({}), "GRAPHQL_PARSE_FAILED"),
        ("", json!({}), "GRAPHQL_PARSE_FAILED"),
        (
            "query($n: Int) { doctors(first: $n) { totalCount } }",
            json!({"n": "ten"}),
            "BAD_USER_INPUT",
        ),
        (
            "query($n: Int) { doctors(first: $n) { totalCount } }",
            json!({"n": 3_000_000_000_u64}),
            "BAD_USER_INPUT",
        ),
        (
            "query($n: Int!) { doctors(first: $n) { totalCount } }",
            json!({}),
            "BAD_USER_INPUT",
        ),
        (
            "query($by: DoctorBy!) { doctor(by: $by) { slug } }",
            json!({"by": {"npi": "1234567890"}}),
            "BAD_USER_INPUT",
        ),
    ];
    for (query, variables, code) in cases {
        let reply = app.query_with(query, variables).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(reply.body.get("data"), None, "{query}");
        assert_eq!(reply.error().0, code, "{query}: {:#}", reply.body);
        assert_eq!(reply.statements, 0, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_order_is_refused() {
    let app = TestApp::demo().await;
    let reply = app
        .query("{ doctors(first: 1, sort: NAME) { pageInfo { endCursor } } }")
        .await;
    let cursor = reply.data()["doctors"]["pageInfo"]["endCursor"].clone();
    let reply = app
        .query_with(
            r#"query($after: String) {
                doctors(near: {at: {placeName: "Serzhong"}}, after: $after) { totalCount }
            }"#,
            json!({ "after": cursor }),
        )
        .await;
    assert_eq!(reply.error().0, "BAD_USER_INPUT");
    assert!(
        reply
            .error()
            .1
            .starts_with("the cursor belongs to another sort")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_attackers_send_is_refused_and_the_next_query_is_answered() {
    let app = TestApp::demo().await;
    let brackets = "[".repeat(3_000);
    let doubling: String = (0..24)
        .map(|n| format!("fragment f{n} on Query {{ ...f{m} ...f{m} }} ", m = n + 1))
        .chain(["fragment f24 on Query { __typename } { ...f0 }".to_owned()])
        .collect();
    let fan: String = (0..30)
        .map(|n| {
            let spreads = (0..30)
                .map(|_| format!("...g{} ", n + 1))
                .collect::<String>();
            format!("fragment g{n} on Query {{ {spreads} }} ")
        })
        .chain(["fragment g30 on Query { __typename } { ...g0 }".to_owned()])
        .collect();
    let attacks = [
        json!({ "query": format!("{{ doctors(first: {brackets}) {{ totalCount }} }}") })
            .to_string(),
        format!(r#"{{"query":"{{ __typename }}","variables":{{"x":{brackets}}}}}"#),
        json!({ "query": doubling }).to_string(),
        json!({ "query": fan }).to_string(),
        json!({ "query": format!("{{ {} }}", "a: __typename ".repeat(10_000)) }).to_string(),
        json!({ "query": "fragment a on Query { ...b } fragment b on Query { ...a } { ...a }" })
            .to_string(),
    ];
    for attack in attacks {
        let reply = app.post(attack.clone()).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{attack:.100}");
        assert_eq!(reply.statements, 0);
        let reply = app.query("{ __typename }").await;
        assert_eq!(reply.data()["__typename"], "Query");
    }
}
