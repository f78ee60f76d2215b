//! Choosing among those who were found: order, filters, facets, and what to do when there is nobody.

use serde_json::{Value as Json, json};

use crate::app::TestApp;

const SERZHONG: &str = r#"
    need: {procedure: {slug: "epidural-blood-patch"}}
    near: {at: {placeName: "Serzhong"}, withinKm: 25"#;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_near_serzhong_so_the_circle_grows_and_the_answer_says_so() {
    let app = TestApp::demo().await;
    let reply = app
        .query(&format!(
            "{{ doctors({SERZHONG} }}, sort: DISTANCE) {{
                totalCount
                searchArea {{ withinKm widened {{ step fromKm triedKm toKm region reason }}
                    nearestAnywhere {{ doctor {{ slug }} clinic {{ slug }} distance }} }}
                relaxations {{ kind }}
                edges {{ distance node {{ slug }} }}
            }} }}"
        ))
        .await;
    let found = &reply.data()["doctors"];
    assert_eq!(found["totalCount"], 2);
    assert_eq!(found["relaxations"], json!([]));
    let area = &found["searchArea"];
    assert_eq!(area["withinKm"], 50.0);
    assert_eq!(
        area["widened"],
        json!({
            "step": "RADIUS", "fromKm": 25.0, "triedKm": 25.0, "toKm": 50.0, "region": "BT-31",
            "reason": "nobody within 25 km, so within 50 km",
        })
    );
    let nearest = &found["edges"][0];
    assert!(nearest["distance"].as_f64().unwrap() <= 50.0);
    assert_eq!(area["nearestAnywhere"]["doctor"], nearest["node"]);
    assert_eq!(area["nearestAnywhere"]["distance"], nearest["distance"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_widening_the_list_is_empty_and_says_what_to_ask_instead() {
    let app = TestApp::demo().await;
    let reply = app
        .query(&format!(
            "{{ doctors({SERZHONG}, widen: false}}, filter: {{gender: [FEMALE]}}) {{
                totalCount
                nodes {{ slug }}
                searchArea {{ withinKm widened {{ reason }} nearestAnywhere {{ doctor {{ gender }} distance }} }}
                relaxations {{ kind filter withinKm count }}
            }} }}"
        ))
        .await;
    let found = &reply.data()["doctors"];
    assert_eq!(
        (&found["totalCount"], &found["nodes"]),
        (&json!(0), &json!([]))
    );
    let area = &found["searchArea"];
    assert_eq!(
        (&area["withinKm"], &area["widened"]),
        (&json!(25.0), &Json::Null)
    );
    assert_eq!(area["nearestAnywhere"]["doctor"]["gender"], "FEMALE");
    assert!(area["nearestAnywhere"]["distance"].as_f64().unwrap() > 25.0);
    let relaxations = found["relaxations"].as_array().unwrap();
    let widen = relaxations
        .iter()
        .find(|relaxation| relaxation["kind"] == "WIDEN")
        .unwrap();
    // The number that is promised is the number that is found.
    let km = widen["withinKm"].as_f64().unwrap();
    let reply = app
        .query(&format!(
            r#"{{ doctors(
                need: {{procedure: {{slug: "epidural-blood-patch"}}}}
                near: {{at: {{placeName: "Serzhong"}}, withinKm: {km}}}
                filter: {{gender: [FEMALE]}}
            ) {{ totalCount }} }}"#
        ))
        .await;
    assert_eq!(reply.data()["doctors"]["totalCount"], widen["count"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relaxation_finds_as_many_as_it_says() {
    let app = TestApp::demo().await;
    const QUESTION: &str = r#"query($filter: DoctorFilter) { doctors(
        need: {procedure: {slug: "epidural-blood-patch"}}
        near: {at: {placeName: "Thimphu"}, withinKm: 30, widen: false}
        filter: $filter
    ) { totalCount relaxations { kind filter count } } }"#;
    let filter = json!({ "languages": [{ "language": "pt" }], "newPatients": ["ACCEPTING"] });
    let reply = app.query_with(QUESTION, json!({ "filter": filter })).await;
    let found = &reply.data()["doctors"];
    assert_eq!(found["totalCount"], 0);
    let mut dropped = 0;
    for relaxation in found["relaxations"].as_array().unwrap() {
        if relaxation["kind"] != "DROP_FILTER" {
            continue;
        }
        dropped += 1;
        let mut wider = filter.clone();
        let name = relaxation["filter"].as_str().unwrap();
        wider.as_object_mut().unwrap().remove(name).unwrap();
        let reply = app.query_with(QUESTION, json!({ "filter": wider })).await;
        assert_eq!(
            reply.data()["doctors"]["totalCount"],
            relaxation["count"],
            "{relaxation}"
        );
    }
    assert!(dropped > 0, "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_explains_itself_and_adds_up() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                rankingPolicy { version paidPlacement mostScore factors { name weight values } }
                doctors(
                    need: {procedure: {slug: "epidural-blood-patch"}}
                    near: {at: {placeName: "Serzhong"}, withinKm: 500}
                    filter: {languages: [{language: "en"}]}
                    first: 100
                ) { edges { node { slug } ranking {
                    score version asOf unknowns
                    factors { name value weight contribution unknown asOf source { slug } }
                } } }
            }"#,
        )
        .await;
    let data = reply.data();
    let policy = &data["rankingPolicy"];
    assert_eq!(policy["paidPlacement"], "NEVER");
    let weights = policy["factors"].as_array().unwrap().iter();
    let weights: i64 = weights
        .map(|factor| factor["weight"].as_i64().unwrap())
        .sum();
    assert_eq!(weights, 1_000);

    let edges = data["doctors"]["edges"].as_array().unwrap();
    assert!(edges.len() >= 3);
    let mut last = i64::MAX;
    let mut sourced = 0;
    for edge in edges {
        let ranking = &edge["ranking"];
        assert_eq!(ranking["version"], policy["version"]);
        assert_eq!(ranking["asOf"], "2026-11-23");
        let factors = ranking["factors"].as_array().unwrap();
        assert_eq!(factors.len(), 8, "{ranking}");
        let mut sum = 0;
        let mut unknown = Vec::new();
        for factor in factors {
            let number = |name: &str| factor[name].as_i64().unwrap();
            assert_eq!(number("contribution"), number("value") * number("weight"));
            sum += number("contribution");
            if factor["unknown"] == true {
                assert_eq!((number("value"), &factor["source"]), (500, &Json::Null));
                unknown.push(factor["name"].clone());
            }
            sourced += usize::from(factor["source"]["slug"] == "demonstration");
        }
        let score = ranking["score"].as_i64().unwrap();
        assert_eq!(sum, score);
        assert_eq!(ranking["unknowns"], Json::Array(unknown));
        assert!(score <= last, "{edge}");
        last = score;
    }
    assert!(sourced > edges.len() * 3, "{sourced}");
}

/// A question, its filter as a variable, and its facets.
const FACETS: &str = r#"query($filter: DoctorFilter, $locale: [Locale!]) { doctors(
    need: {specialty: {slug: "internal-medicine"}}
    near: {at: {placeName: "Thimphu"}, withinKm: 400}
    filter: $filter
) {
    totalCount
    excludedUnknown { filter count }
    facets(
        fields: [GENDER, LANGUAGE, NEW_PATIENTS, PLAN, TELEHEALTH, ACCESSIBILITY, SPECIALTY, CLINIC,
            CLINIC_KIND, EVIDENCE, VOLUME_BAND]
        limit: 100
        locales: $locale
    ) { field unknown valueCount values { value label count filter } }
} }"#;

#[tokio::test(flavor = "multi_thread")]
async fn each_facet_value_says_how_to_ask_for_it_and_finds_as_many_as_it_says() {
    let app = TestApp::demo().await;
    let asked = json!({ "newPatients": ["ACCEPTING", "UNKNOWN"] });
    let reply = app.query_with(FACETS, json!({ "filter": asked })).await;
    let found = reply.data()["doctors"].clone();
    assert!(found["totalCount"].as_i64().unwrap() > 5, "{found}");
    let mut tried = 0;
    let unknown = total(&app, json!({ "newPatients": ["UNKNOWN"] })).await;
    assert!(unknown > 1, "{unknown}");
    for facet in found["facets"].as_array().unwrap() {
        // The one fact of which "nobody says" can be asked for.
        if facet["field"] == "NEW_PATIENTS" {
            assert_eq!(facet["unknown"], unknown);
        }
        let values = facet["values"].as_array().unwrap();
        assert_eq!(facet["valueCount"], values.len());
        for value in values {
            assert!(!value["label"].as_str().unwrap().is_empty());
            let mut filter = asked.clone();
            for (name, part) in value["filter"].as_object().unwrap() {
                filter[name] = part.clone();
            }
            let reply = app.query_with(FACETS, json!({ "filter": filter })).await;
            assert_eq!(
                reply.data()["doctors"]["totalCount"],
                value["count"],
                "{} {value}",
                facet["field"]
            );
            tried += 1;
        }
    }
    assert!(tried > 25, "{tried}");
}

/// How many are found with a filter.
async fn total(app: &TestApp, filter: Json) -> i64 {
    let reply = app.query_with(FACETS, json!({ "filter": filter })).await;
    reply.data()["doctors"]["totalCount"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_it_at_one_clinic_only_counts_as_known_and_as_unknown() {
    let app = TestApp::demo().await;
    let ask = r#"query($filter: DoctorFilter) { doctors(
        need: {condition: {slug: "psoriasis"}}
        near: {at: {placeName: "Gelephu"}, withinKm: 100}
        filter: $filter
    ) { totalCount facets(fields: [NEW_PATIENTS]) { unknown values { value count } } } }"#;
    let asked = async |filter: Json| {
        let reply = app.query_with(ask, json!({ "filter": filter })).await;
        reply.data()["doctors"].clone()
    };
    let all = asked(json!(null)).await;
    let facet = &all["facets"][0];
    let mut told = facet["unknown"].as_i64().unwrap();
    let unknown = asked(json!({ "newPatients": ["UNKNOWN"] })).await;
    assert_eq!(facet["unknown"], unknown["totalCount"]);
    for value in facet["values"].as_array().unwrap() {
        let found = asked(json!({ "newPatients": [value["value"]] })).await;
        assert_eq!(value["count"], found["totalCount"], "{value}");
        told += value["count"].as_i64().unwrap();
    }
    // Somebody is under two of them.
    assert!(told > all["totalCount"].as_i64().unwrap(), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_of_facets_are_in_the_language_of_the_reader() {
    let app = TestApp::demo().await;
    let reply = app
        .query_with(FACETS, json!({ "filter": null, "locale": ["es"] }))
        .await;
    let text = reply.data()["doctors"]["facets"].to_string();
    for label in ["Mujer", "medicina interna", "dzongkha", "Hospital", "Sí"] {
        assert!(text.contains(&format!("\"{label}\"")), "{label}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unknown_is_counted_and_can_be_asked_for() {
    let app = TestApp::demo().await;
    let total = async |filter: Json| {
        let reply = app.query_with(FACETS, json!({ "filter": filter })).await;
        reply.data()["doctors"].clone()
    };
    let accepting = total(json!({ "newPatients": ["ACCEPTING"] })).await;
    let unknown = total(json!({ "newPatients": ["UNKNOWN"] })).await;
    let either = total(json!({ "newPatients": ["ACCEPTING", "UNKNOWN"] })).await;
    let excluded = &accepting["excludedUnknown"][0];
    assert_eq!(excluded["filter"], "newPatients");
    // Who is left out for want of word is who the word "unknown" would have let in.
    let counts = |found: &Json| found["totalCount"].as_i64().unwrap();
    assert_eq!(
        counts(&accepting) + excluded["count"].as_i64().unwrap(),
        counts(&either)
    );
    assert!(counts(&unknown) > 0);
    assert_eq!(unknown["excludedUnknown"][0]["count"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn and_or_and_not_join_filters_and_leave_the_unknown_unknown() {
    let app = TestApp::demo().await;
    let total = async |filter: Json| {
        let reply = app.query_with(FACETS, json!({ "filter": filter })).await;
        reply.data()["doctors"]["totalCount"].as_i64().unwrap()
    };
    let all = total(Json::Null).await;
    let women = total(json!({ "gender": ["FEMALE"] })).await;
    let men = total(json!({ "gender": ["MALE"] })).await;
    let not_women = total(json!({ "not": { "gender": ["FEMALE"] } })).await;
    let other = total(json!({ "gender": ["OTHER"] })).await;
    assert!(women > 0 && men > 0);
    assert_eq!(not_women, men + other);
    let either = total(json!({ "or": [{ "gender": ["FEMALE"] }, { "gender": ["MALE"] }] })).await;
    assert_eq!(either, women + men);
    let both = total(json!({ "and": [{ "gender": ["FEMALE"] }, { "gender": ["MALE"] }] })).await;
    assert_eq!(both, 0);
    assert!(either + other <= all);
    let speaking = json!([{ "language": "en", "minimum": "FLUENT" }]);
    let fluent = total(json!({ "gender": ["FEMALE"], "languages": speaking })).await;
    let joined = total(json!({ "and": [{ "gender": ["FEMALE"] }], "languages": speaking })).await;
    assert_eq!(fluent, joined);
    assert!(fluent < women);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_cannot_be_right_says_what_would_be() {
    let app = TestApp::demo().await;
    let deep = json!({ "not": { "not": { "not": { "not": { "not": { "age": 3 } } } } } });
    let cases = [
        (json!({ "gender": [] }), "filter.gender is empty"),
        (
            json!({ "age": 900 }),
            "filter.age must be from 0 to 150, found 900",
        ),
        (
            json!({ "minConfidence": 101 }),
            "filter.minConfidence must be from 0 to 100, found 101",
        ),
        (
            json!({ "minVolumeBand": "SUPPRESSED_OR_UNKNOWN" }),
            "filter.minVolumeBand must be a band that says how often",
        ),
        (
            json!({ "clinics": [{ "slug": "no-such-clinic" }] }),
            "no clinic is known by a name that filter.clinics gives",
        ),
        (
            json!({ "plans": [{ "plan": { "slug": "demonstration-public-care" }, "network": "x" }] }),
            "filter.plans: the plan demonstration-public-care has no network x",
        ),
        (deep, "filter may hold and, or and not at most 4 deep"),
    ];
    for (filter, expected) in cases {
        let reply = app
            .query_with(FACETS, json!({ "filter": filter.clone() }))
            .await;
        let (_, message) = reply.error();
        assert!(message.starts_with(expected), "{filter}: {message}");
    }
    let reply = app
        .query("{ doctors(sort: EXPERIENCE) { totalCount } }")
        .await;
    assert!(reply.error().1.starts_with("sort EXPERIENCE needs need"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_widened_list_stay_in_the_circle_it_was_widened_to() {
    let app = TestApp::demo().await;
    let mut after = Json::Null;
    let mut walked = Vec::new();
    loop {
        let reply = app
            .query_with(
                &format!(
                    "query($after: String) {{ doctors({SERZHONG} }}, first: 1, after: $after) {{
                        totalCount searchArea {{ withinKm }}
                        pageInfo {{ hasNextPage endCursor }} nodes {{ slug }} }} }}"
                ),
                json!({ "after": after }),
            )
            .await;
        let found = &reply.data()["doctors"];
        assert_eq!(found["totalCount"], 2);
        assert_eq!(found["searchArea"]["withinKm"], 50.0);
        walked.push(found["nodes"][0]["slug"].clone());
        if found["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = found["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(walked.len(), 2);
    assert_ne!(walked[0], walked[1]);
}
