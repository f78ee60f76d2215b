//! What single things say of themselves.

use serde_json::json;

use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn an_article_serves_the_readers_language_or_says_that_it_does_not() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                english: article(by: {slug: "epidural-blood-patch"}) { servedLocale fallbackUsed }
                british: article(by: {slug: "epidural-blood-patch"}, locales: ["en-GB"]) { servedLocale fallbackUsed }
                dzongkha: article(by: {slug: "epidural-blood-patch"}, locales: ["dz"]) { servedLocale fallbackUsed }
                both: article(by: {slug: "epidural-blood-patch"}, locales: ["dz", "en"]) { servedLocale fallbackUsed }
            }"#,
        )
        .await;
    let served = json!({ "servedLocale": "en", "fallbackUsed": false });
    let fallback = json!({ "servedLocale": "en", "fallbackUsed": true });
    let expected =
        json!({ "english": served, "british": served, "dzongkha": fallback, "both": served });
    assert_eq!(reply.data(), &expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_article_of_the_demonstration_claims_no_review_and_shows_its_red_flags() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{ article(by: {slug: "epidural-blood-patch"}) {
                demonstration reviewStatus reviewedAt reviewer { slug }
                redFlags { urgency text }
                section(aspect: RECOVERY) { title markdown text }
                only: sections(aspects: [RECOVERY, OVERVIEW]) { aspect }
                missing: section(aspect: PREGNANCY) { title }
                references { key url }
            } }"#,
        )
        .await;
    let article = &reply.data()["article"];
    assert_eq!(article["demonstration"], true);
    assert_eq!(article["reviewStatus"], "NOT_MEDICALLY_REVIEWED");
    assert_eq!(article["reviewedAt"], json!(null));
    assert_eq!(article["reviewer"], json!(null));
    assert_eq!(article["missing"], json!(null));
    assert_eq!(article["redFlags"][0]["urgency"], "EMERGENCY");
    assert_eq!(article["only"].as_array().unwrap().len(), 2);
    assert!(!article["section"]["text"].as_str().unwrap().contains("**"));
    assert!(article["references"].as_array().unwrap().len() > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_demonstration_record_goes_without_its_flag() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            "{ doctors(first: 100) { nodes {
                demonstration
                roles { nodes { demonstration clinic { demonstration } } }
                offerings { nodes { demonstration } }
            } } clinics(first: 100) { nodes { demonstration } } }",
        )
        .await;
    let text = reply.data().to_string();
    assert!(text.contains(r#""demonstration":true"#));
    assert!(!text.contains(r#""demonstration":false"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_offered_by_name_then_by_beginning() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                exact: places(text: "sherzhong") { nodes { slug regionName country alternateNames } }
                begins: places(text: "sa", first: 3) { nodes { slug } pageInfo { hasNextPage } }
                india: places(text: "b", country: "IN") { nodes { country } }
                nothing: places(text: "") { nodes { slug } }
            }"#,
        )
        .await;
    let data = reply.data();
    assert_eq!(data["exact"]["nodes"][0]["slug"], "serzhong");
    assert_eq!(data["exact"]["nodes"][0]["regionName"], "Sarpang");
    assert_eq!(
        data["exact"]["nodes"][0]["alternateNames"],
        json!(["Sherzhong", "Sershong"])
    );
    assert_eq!(data["begins"]["nodes"].as_array().unwrap().len(), 3);
    assert_eq!(data["india"]["nodes"], json!([{ "country": "IN" }]));
    assert_eq!(data["nothing"]["nodes"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offering_that_nobody_knows_of_is_null() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                known: doctor(by: {slug: "tomas-ferrandine"}) {
                    offering(procedure: {slug: "epidural-blood-patch"}) { evidence volumeBand source { slug } }
                }
                unknown: doctor(by: {slug: "yudzin-choephel"}) {
                    offering(procedure: {slug: "epidural-blood-patch"}) { evidence }
                }
            }"#,
        )
        .await;
    let data = reply.data();
    assert_eq!(data["known"]["offering"]["evidence"], "DECLARED");
    assert_eq!(data["unknown"]["offering"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_easy_summary_is_served_where_there_is_one() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"query Easy {
                en: article(by: {slug: "psoriasis"}) { ...both }
                es: article(by: {slug: "psoriasis"}, locales: ["es"]) { ...both }
                none: article(by: {slug: "migraine"}) { ...both }
            }
            fragment both on Article {
                summary easy: summary(level: EASY)
                readability { summary { grade score } easySummary { grade score } }
            }"#,
        )
        .await;
    let data = reply.data();
    for locale in ["en", "es"] {
        let article = &data[locale];
        assert_ne!(article["easy"], article["summary"], "{article:#}");
        let score = |of: &str| article["readability"][of]["score"].as_f64().unwrap();
        assert!(score("easySummary") > score("summary"), "{article:#}");
    }
    let grade = data["en"]["readability"]["easySummary"]["grade"].as_f64();
    assert!(grade.unwrap() <= 4.0, "{grade:?}");
    let none = &data["none"];
    assert_eq!(none["easy"], none["summary"]);
    assert_eq!(none["readability"]["easySummary"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn related_articles_share_what_they_are_about() {
    let app = TestApp::demo().await;
    let query = r#"{ article(by: {slug: "epidural-blood-patch"}) {
        related(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { slug } }
        all: related { nodes { slug about { __typename } } }
    } }"#;
    let reply = app.query(query).await;
    let article = &reply.data()["article"];
    let slugs: Vec<&str> = article["all"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["slug"].as_str().unwrap())
        .collect();
    assert_eq!(
        slugs,
        ["cerebrospinal-fluid-leak", "post-dural-puncture-headache"]
    );
    let related = &article["related"];
    assert_eq!(related["totalCount"], 2);
    assert_eq!(related["pageInfo"]["hasNextPage"], true);
    assert_eq!(related["nodes"], json!([{ "slug": slugs[0] }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_says_which_sections_cite_it() {
    let app = TestApp::demo().await;
    let query = r#"{ article(by: {slug: "epidural-blood-patch"}, locales: ["es"]) {
        references { key sections } sections { aspect markdown }
    } }"#;
    let reply = app.query(query).await;
    let article = &reply.data()["article"];
    let mut cited = 0;
    for reference in article["references"].as_array().unwrap() {
        let key = format!("[{}]", reference["key"].as_str().unwrap());
        let sections = article["sections"].as_array().unwrap().iter();
        let citing: Vec<&serde_json::Value> = sections
            .filter(|one| one["markdown"].as_str().unwrap().contains(&key))
            .map(|one| &one["aspect"])
            .collect();
        cited += citing.len();
        assert_eq!(json!(citing), reference["sections"], "{key}");
    }
    assert!(cited > 5, "{article:#}");
}
