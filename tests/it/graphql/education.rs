//! What patients can read about a code.

use serde_json::{Value as Json, json};

use crate::app::TestApp;

const ASKED: &str = "query($system: String!, $value: String!, $locales: [Locale!], $audience: Audience, \
    $maxGrade: Float) { education(about: { system: $system, value: $value }, locales: $locales, \
    audience: $audience, maxGrade: $maxGrade) { status system value \
    concepts { __typename ... on Condition { slug } ... on Procedure { slug } } \
    articles { grade fits article { slug servedLocale } } \
    broader { found value concept { ... on Condition { slug } ... on Specialty { slug } } \
    articles { article { slug } } } } }";

async fn education(app: &TestApp, variables: Json) -> Json {
    let reply = app.query_with(ASKED, variables).await;
    assert_eq!(reply.body.get("errors"), None, "{:#}", reply.body);
    reply.body["data"]["education"].clone()
}

fn slugs(articles: &Json) -> Vec<&str> {
    let articles = articles.as_array().unwrap().iter();
    articles
        .map(|one| one["article"]["slug"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_leads_to_what_is_written_about_it() {
    let app = TestApp::demo().await;
    let icd = "http://hl7.org/fhir/sid/icd-10-cm";
    for system in [
        icd,
        "icd-10-cm",
        "2.16.840.1.113883.6.90",
        "urn:oid:2.16.840.1.113883.6.90",
    ] {
        let found = education(&app, json!({ "system": system, "value": "g97.1" })).await;
        assert_eq!(found["status"], "MATCH", "{found:#}");
        assert_eq!(
            (&found["system"], &found["value"]),
            (&json!(icd), &json!("g97.1"))
        );
        assert_eq!(
            found["concepts"],
            json!([{ "__typename": "Condition", "slug": "post-dural-puncture-headache" }])
        );
        // The article about the headache itself comes before the one about what treats it.
        let slugs = slugs(&found["articles"]);
        assert_eq!(slugs[0], "post-dural-puncture-headache", "{slugs:?}");
        assert!(slugs.contains(&"epidural-blood-patch"), "{slugs:?}");
        assert_eq!(found["broader"], Json::Null);
    }
    let procedure = json!({ "system": "icd-10-pcs", "value": "3E0R3GC" });
    let found = education(&app, procedure).await;
    let concepts = found["concepts"].as_array().unwrap();
    assert!(
        concepts.iter().all(|one| one["__typename"] == "Procedure"),
        "{found:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_about_a_code_leads_to_a_topic_near_it() {
    let app = TestApp::demo().await;
    let cases = [
        (
            "G97.19",
            json!(["PARENT_CODE", "G97.1", "post-dural-puncture-headache"]),
        ),
        (
            "G97.9",
            json!(["SAME_CATEGORY", "G97.0", "cerebrospinal-fluid-leak"]),
        ),
        ("J45.909", json!(["SPECIALTY", null, "family-medicine"])),
    ];
    for (value, expected) in cases {
        let found = education(&app, json!({ "system": "icd-10-cm", "value": value })).await;
        assert_eq!(found["status"], "NO_MATCH", "{found:#}");
        assert_eq!(found["articles"], json!([]));
        let broader = &found["broader"];
        let seen = json!([
            broader["found"],
            broader["value"],
            broader["concept"]["slug"]
        ]);
        assert_eq!(seen, expected, "{found:#}");
        assert!(!slugs(&broader["articles"]).is_empty());
    }
    for (system, value) in [
        ("icd-10-cm", "Z99.9"),
        ("cpt", "62273x"),
        ("nothing", "G97.19"),
    ] {
        let found = education(&app, json!({ "system": system, "value": value })).await;
        assert_eq!(found["status"], "NO_MATCH");
        assert_eq!(
            (&found["broader"], &found["concepts"]),
            (&Json::Null, &json!([]))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn language_audience_and_grade_choose() {
    let app = TestApp::demo().await;
    let asked = |more: Json| {
        let mut variables = json!({ "system": "icd-10-cm", "value": "I10" });
        variables
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        variables
    };
    let spanish = education(&app, asked(json!({ "locales": ["es"], "maxGrade": 6.0 }))).await;
    let first = &spanish["articles"][0];
    assert_eq!(first["article"]["servedLocale"], "es");
    assert_eq!(
        (&first["grade"], &first["fits"]),
        (&Json::Null, &Json::Null),
        "{spanish:#}"
    );
    let fitting = education(&app, asked(json!({ "maxGrade": 8.0 }))).await;
    let first = &fitting["articles"][0];
    assert_eq!(first["fits"], true, "{fitting:#}");
    assert!(first["grade"].as_f64().unwrap() <= 8.0);
    // Nothing is that easy: what is least hard is given, and said not to fit.
    let hard = education(&app, asked(json!({ "maxGrade": 1.0 }))).await;
    assert_eq!(hard["articles"][0]["fits"], false, "{hard:#}");
    let none = education(&app, asked(json!({ "audience": "CHILD" }))).await;
    assert_eq!(none["status"], "NO_MATCH", "{none:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_up_is_refused() {
    let app = TestApp::demo().await;
    let cases = [
        (
            json!({ "system": "icd-10-cm", "value": " " }),
            "about.value",
        ),
        (
            json!({ "system": "icd-10-cm", "value": "A".repeat(101) }),
            "about.value",
        ),
        (
            json!({ "system": "x", "value": "A", "maxGrade": -1.0 }),
            "maxGrade",
        ),
    ];
    for (variables, expected) in cases {
        let reply = app.query_with(ASKED, variables).await;
        let (code, message) = reply.error();
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.contains(expected), "{message}");
    }
}
