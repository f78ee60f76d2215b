//! Every example query is run, and costs as many statements as it says here, however long its page.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::app::TestApp;

/// File, statements (from, to), and a list that must not be empty.
///
/// Only where rows of one kind are reached on a short way and on a long one is there more than one
/// price: they are read together or one after the other, as the timing falls.
pub const EXAMPLES: [(&str, (u64, u64), &str); 13] = [
    (
        "article-with-doctors-near",
        (12, 12),
        "/article/doctors/edges",
    ),
    ("blood-patch-in-plain-words", (3, 3), "/doctors/edges"),
    ("blood-patch-near-serzhong", (12, 12), "/doctors/edges"),
    ("clinic-page", (11, 11), "/clinic/doctors/edges"),
    ("doctor-page", (19, 19), "/doctor/roles/nodes"),
    ("doctors-by-npi", (6, 6), "/doctorsByNpi"),
    ("procedure-page", (14, 14), "/procedure/doctors/edges"),
    ("psoriasis-near-gelephu", (9, 9), "/condition/doctors/edges"),
    ("read-about-a-code", (6, 6), "/education/articles"),
    ("read-an-article", (9, 9), "/article/sections"),
    ("search-anything", (3, 5), "/search/edges"),
    ("what-sources-say", (12, 13), "/doctor/sourceViews"),
    ("whom-to-see", (10, 10), "/doctors/edges"),
];

pub fn read(name: &str) -> (String, Json) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/queries");
    let query = std::fs::read_to_string(folder.join(format!("{name}.graphql"))).unwrap();
    let variables = std::fs::read_to_string(folder.join(format!("{name}.variables.json"))).unwrap();
    (query, serde_json::from_str(&variables).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_answers_at_its_price() {
    let app = TestApp::demo().await;
    let mut wrong = Vec::new();
    for (name, statements, list) in EXAMPLES {
        let (query, variables) = read(name);
        let reply = app.query_with(&query, variables).await;
        let data = reply.data();
        let items = data.pointer(list).and_then(Json::as_array);
        assert!(
            items.is_some_and(|items| !items.is_empty()),
            "{name}: {data:#}"
        );
        let (least, most) = statements;
        if !(least..=most).contains(&reply.statements) {
            wrong.push((name, reply.statements, statements));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_example_is_left_out_and_each_begins_with_its_title() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/queries");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".graphql").map(str::to_owned))
        .collect();
    found.sort();
    assert_eq!(found, EXAMPLES.map(|(name, _, _)| name));
    for name in found {
        assert!(read(&name).0.starts_with("# "), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_price_of_the_flagship_does_not_grow_with_its_page() {
    let app = TestApp::demo().await;
    let (query, mut variables) = read("blood-patch-near-serzhong");
    let mut prices = Vec::new();
    for first in [1, 10, 100] {
        variables["first"] = json!(first);
        prices.push(app.query_with(&query, variables.clone()).await.statements);
    }
    assert_eq!(prices[0], prices[1]);
    assert_eq!(prices[1], prices[2]);
    assert!(prices[0] <= 14, "{prices:?}");
}
