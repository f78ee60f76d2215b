//! Looking things up by a text: search, suggestions, places.

use serde_json::{Value as Json, json};

use crate::app::TestApp;

const SEARCH: &str = r#"query($text: String!, $kinds: [SearchKind!], $near: Near, $first: Int, $after: String) {
    search(text: $text, kinds: $kinds, near: $near, first: $first, after: $after) {
        totalCount
        counts { kind totalCount }
        pageInfo { hasNextPage hasPreviousPage endCursor }
        edges {
            kind
            highlights { field fragments { text ranges { start end } } }
            node {
                __typename
                ... on Procedure { slug } ... on Condition { slug } ... on Specialty { slug }
                ... on Doctor { slug } ... on Clinic { slug } ... on Place { slug } ... on Article { slug }
            }
        }
    }
}"#;

async fn search(app: &TestApp, variables: Json) -> Json {
    app.query_with(SEARCH, variables).await.data()["search"].clone()
}

fn found(page: &Json) -> Vec<String> {
    let edges = page["edges"].as_array().unwrap();
    edges
        .iter()
        .map(|edge| {
            let node = &edge["node"];
            let text = |name: &str| node[name].as_str().unwrap().to_owned();
            format!("{} {}", text("__typename"), text("slug"))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_text_finds_everything_that_bears_it_the_likeliest_first() {
    let app = TestApp::demo().await;
    let page = search(&app, json!({ "text": "psoriasis" })).await;
    let all = found(&page);
    assert_eq!(all[0], "Condition psoriasis");
    for one in ["Article psoriasis", "Procedure phototherapy-for-psoriasis"] {
        assert!(all.contains(&one.to_owned()), "{one}: {all:?}");
    }
    assert_eq!(page["totalCount"], all.len());
    let counted: u64 = page["counts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|count| count["totalCount"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, all.len() as u64);
    let first = &page["edges"][0];
    assert_eq!(
        first["highlights"],
        json!([{
            "field": "NAME",
            "fragments": [{ "text": "Psoriasis", "ranges": [{ "start": 0, "end": 9 }] }],
        }])
    );

    let by_lay_name = search(
        &app,
        json!({ "text": "blood pach", "kinds": ["PROCEDURE"] }),
    )
    .await;
    assert_eq!(found(&by_lay_name)[0], "Procedure epidural-blood-patch");
    let doctors = search(&app, json!({ "text": "kelzom yarphel" })).await;
    assert_eq!(found(&doctors)[0], "Doctor kelzom-yarphel");
    let clinics = search(
        &app,
        json!({ "text": "juniper bridge", "kinds": ["CLINIC"] }),
    )
    .await;
    assert_eq!(
        found(&clinics)[0],
        "Clinic demonstration-hospital-juniper-bridge"
    );
    let places = search(&app, json!({ "text": "Sherzhong", "kinds": ["PLACE"] })).await;
    assert_eq!(found(&places), ["Place serzhong"]);
    let misspelt = search(&app, json!({ "text": "Gelepu", "kinds": ["PLACE"] })).await;
    assert!(!found(&misspelt).is_empty(), "{misspelt:#}");
    let nothing = search(&app, json!({ "text": "xqzzt wvvk" })).await;
    assert_eq!(
        (&nothing["totalCount"], &nothing["edges"]),
        (&json!(0), &json!([]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_hold_everything_once_in_one_order() {
    let app = TestApp::demo().await;
    let whole = search(
        &app,
        json!({ "text": "demonstration hospital", "first": 100 }),
    )
    .await;
    let all = found(&whole);
    assert!(all.len() > 12, "{all:?}");
    let mut seen = Vec::new();
    let mut after = Json::Null;
    loop {
        let page = json!({ "text": "demonstration hospital", "first": 5, "after": after });
        let page = search(&app, page).await;
        assert_eq!(page["totalCount"], whole["totalCount"]);
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
        seen.extend(found(&page));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_name_everything_is_listed_once_in_the_order_of_its_name() {
    let app = TestApp::demo().await;
    let query = r#"query($first: Int, $after: String, $sort: SearchSort) {
        search(text: "demonstration hospital", first: $first, after: $after, sort: $sort) {
            totalCount
            pageInfo { hasNextPage endCursor }
            edges { cursor kind node {
                __typename
                ... on Procedure { name } ... on Condition { name } ... on Specialty { name }
                ... on Doctor { slug } ... on Clinic { name } ... on Place { name }
                ... on Article { slug }
            } }
        }
    }"#;
    let page = async |variables: Json| -> Json {
        app.query_with(query, variables).await.data()["search"].clone()
    };
    let whole = page(json!({ "first": 100, "sort": "NAME" })).await;
    let nodes = |page: &Json| -> Vec<Json> {
        let edges = page["edges"].as_array().unwrap().iter();
        edges.map(|edge| edge["node"].clone()).collect()
    };
    let all = nodes(&whole);
    assert_eq!(whole["totalCount"], all.len());
    let clinics: Vec<String> = all
        .iter()
        .filter(|node| node["__typename"] == "Clinic")
        .map(|node| node["name"].as_str().unwrap().to_lowercase())
        .collect();
    assert!(clinics.len() > 12 && clinics.is_sorted(), "{clinics:?}");
    let mut seen = Vec::new();
    let mut after = Json::Null;
    loop {
        let part = page(json!({ "first": 5, "after": after, "sort": "NAME" })).await;
        seen.extend(nodes(&part));
        if part["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = part["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, all);

    let by_relevance = page(json!({ "first": 100, "sort": "RELEVANCE" })).await;
    assert_eq!(by_relevance["totalCount"], whole["totalCount"]);
    for (from, sort) in [(&by_relevance, "NAME"), (&whole, "RELEVANCE")] {
        let after = &from["edges"][0]["cursor"];
        let reply = app
            .query_with(query, json!({ "after": after, "sort": sort }))
            .await;
        let message = reply.error().1;
        assert!(message.contains("belongs to another sort"), "{message}");
    }
    let unknown = app.query_with(query, json!({ "sort": "PAID" })).await;
    assert!(unknown.body["errors"][0].is_object(), "{:#}", unknown.body);
    assert!(unknown.body["data"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_in_the_body_of_an_article_find_it_and_show_where_they_are() {
    let app = TestApp::demo().await;
    let query = r#"query($text: String!, $locales: [Locale!]) {
        search(text: $text, kinds: [ARTICLE], locales: $locales) { edges {
            highlights { field fragments { text ranges { start end } } }
            node { ... on Article { slug } }
        } }
    }"#;
    let search = async |text: &str, locale: &str| -> Json {
        let variables = json!({ "text": text, "locales": [locale] });
        app.query_with(query, variables).await.data()["search"]["edges"].clone()
    };
    // Accents are folded, and nothing of it stands in a title or a summary.
    let found = search("estornudo", "es").await;
    let found = found.as_array().unwrap();
    let patch = found
        .iter()
        .find(|edge| edge["node"]["slug"] == "epidural-blood-patch")
        .unwrap();
    let highlight = patch["highlights"].as_array().unwrap().last().unwrap();
    assert_eq!(highlight["field"], "BODY");
    let fragment = &highlight["fragments"][0];
    let letters: Vec<char> = fragment["text"].as_str().unwrap().chars().collect();
    let place = |name: &str| {
        let place = fragment["ranges"][0][name].as_u64().unwrap();
        usize::try_from(place).unwrap()
    };
    let marked: String = letters[place("start")..place("end")].iter().collect();
    assert_eq!(marked, "estornudo");
    assert!(letters.len() <= 160);
    assert_eq!(search("estornudo", "en").await, json!([]));
    assert_eq!(
        search("COAGULO", "es").await.as_array().map(Vec::is_empty),
        Some(false)
    );

    // A title counts for more.
    let found = search("psoriasis", "en").await;
    let first = &found[0]["highlights"];
    assert!(
        found.as_array().unwrap().len() > 1 && first[0]["field"] == "NAME",
        "{found:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn near_keeps_doctors_and_clinics_within_the_circle() {
    let app = TestApp::demo().await;
    let near = json!({ "at": { "placeName": "Gelephu" }, "withinKm": 10 });
    let text = "demonstration";
    let here = search(
        &app,
        json!({ "text": text, "kinds": ["CLINIC"], "near": near }),
    )
    .await;
    let anywhere = search(&app, json!({ "text": text, "kinds": ["CLINIC"] })).await;
    let (here, anywhere) = (&here["totalCount"], &anywhere["totalCount"]);
    assert!(here.as_u64() > Some(0) && here.as_u64() < anywhere.as_u64());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_costs_no_more_statements_for_a_longer_page() {
    let app = TestApp::demo().await;
    let mut costs = Vec::new();
    for first in [5, 50] {
        let variables = json!({ "text": "demonstration", "kinds": ["CLINIC"], "first": first });
        let reply = app.query_with(SEARCH, variables).await;
        assert_eq!(
            reply.data()["search"]["edges"].as_array().unwrap().len(),
            first
        );
        costs.push(reply.statements);
    }
    assert_eq!(costs, [1, 1]);
}

async fn suggest(app: &TestApp, prefix: &str) -> Vec<(String, String)> {
    let query = r#"query($prefix: String!) { suggest(prefix: $prefix) {
        text kind locale matched { start end }
        node { __typename ... on Procedure { slug } ... on Doctor { slug } ... on Condition { slug } }
    } }"#;
    let reply = app.query_with(query, json!({ "prefix": prefix })).await;
    let suggestions = reply.data()["suggest"].as_array().unwrap().clone();
    assert!(suggestions.len() <= 8);
    suggestions
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().to_owned();
            (text("kind"), text("text"))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_text_is_completed_from_everything_that_has_a_name() {
    let app = TestApp::demo().await;
    let has = |found: &[(String, String)], kind: &str, text: &str| {
        let found_it = found.iter().any(|(a, b)| a == kind && b == text);
        assert!(found_it, "{kind} {text}: {found:?}");
    };
    let psor = suggest(&app, "psor").await;
    has(&psor, "CONDITION", "Psoriasis");
    has(&suggest(&app, "blood pa").await, "PROCEDURE", "blood patch");
    has(&suggest(&app, "soriasi").await, "CONDITION", "Psoriasis");
    has(&suggest(&app, "serzh").await, "PLACE", "Serzhong");
    has(
        &suggest(&app, "kelzom yar").await,
        "DOCTOR",
        "Kelzom Yarphel",
    );
    has(
        &suggest(&app, "kelzon yarphel").await,
        "DOCTOR",
        "Kelzom Yarphel",
    );
    has(
        &suggest(&app, "juniper br").await,
        "CLINIC",
        "Demonstration Hospital Juniper Bridge",
    );
    assert!(suggest(&app, "xqzzt").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_cannot_be_looked_up_is_refused_with_what_is_wrong() {
    let app = TestApp::demo().await;
    let long = "x".repeat(10_000);
    for (text, expected) in [
        ("", "text is empty"),
        ("🤕", "text holds no letter and no digit"),
        ("of the", "text holds only words such as"),
        ("a\0b", "text holds a control character"),
        (&*long, "text is too long"),
    ] {
        let reply = app.query_with(SEARCH, json!({ "text": text })).await;
        let (code, message) = reply.error();
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.starts_with(expected), "{message}");
    }
    for (query, expected) in [
        (r#"{ suggest(prefix: "") { text } }"#, "prefix is empty"),
        (
            r#"{ suggest(prefix: "a", limit: 21) { text } }"#,
            "limit must be from 1 to 20",
        ),
        (
            r#"{ search(text: "knee", after: "zzz") { totalCount } }"#,
            "the cursor is not one of ours",
        ),
    ] {
        let reply = app.query(query).await;
        assert!(
            reply.error().1.starts_with(expected),
            "{query}: {:#}",
            reply.body
        );
    }
    let harmless = search(&app, json!({ "text": "<img src=x onerror=alert(1)>" })).await;
    assert_eq!(harmless["totalCount"], 0, "{harmless:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nickname_leads_to_the_given_name_and_a_double_name_to_each_of_its_spellings() {
    let mut app = TestApp::empty().await;
    let source = crate::seed::a_source(&app.db).await;
    let named = |key: &str, given: &str, family: &str| {
        let mut row = crate::seed::a_doctor(source, key, &key.replace('-', " "));
        row.name = format!("{given} {family}");
        row.given = Some(given.to_owned());
        row.family = family.to_owned();
        row
    };
    let rows = vec![
        named("osei-robert", "Robert", "Osei"),
        named("kofi-mary-jane", "Mary-Jane", "Kofi"),
        named("muñoz-josé", "José", "Muñoz"),
    ];
    use caregraph::domain::NodeKind;
    use caregraph::store::change::{self, Changes};
    use caregraph::store::entity::doctor;
    let tx = app.db.begin().await.unwrap();
    let written = caregraph::store::upsert::upsert::<doctor::Entity>(&tx, rows);
    let mut changes = Changes::default();
    for (id, _) in written.await.unwrap() {
        changes.updated(NodeKind::Doctor, id);
    }
    change::commit(tx, changes, crate::app::now())
        .await
        .unwrap();
    app.settle().await;
    for (typed, expected) in [
        ("bob osei", "Robert Osei"),
        ("rob", "Robert Osei"),
        ("maryjane", "Mary-Jane Kofi"),
        ("jane kofi", "Mary-Jane Kofi"),
        ("munoz", "José Muñoz"),
        ("pepe muñoz", "José Muñoz"),
        ("roberd osei", "Robert Osei"),
    ] {
        let found = suggest(&app, typed).await;
        assert_eq!(
            found,
            [("DOCTOR".to_owned(), expected.to_owned())],
            "{typed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_listed_the_nearest_to_a_point_first() {
    let app = TestApp::demo().await;
    let query = r#"{
        near: places(text: "ga", near: {latitude: 27.7, longitude: 89.6}, first: 3) {
            nodes { name country region point { latitude longitude } }
        }
        spelled: places(text: "Sherzhong") { nodes { slug region population } }
    }"#;
    let reply = app.query(query).await;
    let data = reply.data();
    assert_eq!(data["spelled"]["nodes"][0]["slug"], "serzhong");
    let away: Vec<f64> = data["near"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| {
            let degrees = |name: &str| place["point"][name].as_f64().unwrap();
            (degrees("latitude") - 27.7).hypot(degrees("longitude") - 89.6)
        })
        .collect();
    assert!(
        away.len() > 1 && away.is_sorted_by(|a, b| *a <= b + 0.2),
        "{away:?}"
    );
}
