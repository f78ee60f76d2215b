//! Pages: forward and backward, each row once, totals only when asked.

use serde_json::{Value as Json, json};

use crate::app::TestApp;

/// All pages of a list of slugs, walked by its cursors.
async fn walk(app: &TestApp, query: &str, size: i32, backward: bool) -> Vec<String> {
    let mut slugs = Vec::new();
    let mut cursor = Json::Null;
    for _ in 0..100 {
        let variables = match backward {
            false => json!({ "first": size, "after": cursor }),
            true => json!({ "last": size, "before": cursor }),
        };
        let reply = app.query_with(query, variables).await;
        let list = reply.data()["list"].clone();
        let list = match list.get("list") {
            Some(list) => list.clone(),
            None => list,
        };
        let mut page: Vec<String> = list["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| node["slug"].as_str().unwrap().to_owned())
            .collect();
        let info = &list["pageInfo"];
        match backward {
            false => slugs.extend(page),
            true => {
                page.extend(slugs);
                slugs = page;
            }
        }
        let (more, next) = match backward {
            false => (&info["hasNextPage"], &info["endCursor"]),
            true => (&info["hasPreviousPage"], &info["startCursor"]),
        };
        if more == false {
            return slugs;
        }
        cursor = next.clone();
    }
    panic!("the pages do not end");
}

/// Doctors of internal medicine in the demonstration.
const INTERNISTS: usize = 22;

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_size_give_each_row_once_in_the_same_order() {
    let app = TestApp::demo().await;
    let arguments = "first: $first, after: $after, last: $last, before: $before";
    let rest = "{ nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";
    let head = "query($first: Int, $after: String, $last: Int, $before: String)";
    let lists = [
        (
            format!("{head} {{ list: doctors(sort: NAME, {arguments}) {rest} }}"),
            245,
        ),
        (
            format!(
                r#"{head} {{ list: doctors(near: {{at: {{placeName: "Serzhong"}}, withinKm: 300, crossBorders: true}}, {arguments}) {rest} }}"#
            ),
            237,
        ),
        (
            format!(
                r#"{head} {{ list: doctors(need: {{specialty: {{slug: "internal-medicine"}}}}, sort: EXPERIENCE, {arguments}) {rest} }}"#
            ),
            INTERNISTS,
        ),
        (
            format!("{head} {{ list: doctors(sort: RATING, {arguments}) {rest} }}"),
            245,
        ),
        (
            format!("{head} {{ list: doctors(sort: LAST_VERIFIED, {arguments}) {rest} }}"),
            245,
        ),
        (
            format!("{head} {{ list: articles(sort: REVIEW_DUE, {arguments}) {rest} }}"),
            13,
        ),
        (
            format!("{head} {{ list: clinics({arguments}) {rest} }}"),
            60,
        ),
        (
            format!(
                r#"{head} {{ list: procedure(by: {{slug: "epidural-blood-patch"}}) {{ list: treats({arguments}) {rest} }} }}"#
            ),
            3,
        ),
        (
            format!(
                r#"{head} {{ list: doctor(by: {{slug: "pemzin-dorlha"}}) {{ list: clinics({arguments}) {rest} }} }}"#
            ),
            3,
        ),
    ];
    for (query, count) in lists {
        let whole = walk(&app, &query, 100, false).await;
        assert_eq!(whole.len(), count, "{query}");
        for size in [3, 7, 50] {
            assert_eq!(walk(&app, &query, size, false).await, whole, "{query}");
            assert_eq!(walk(&app, &query, size, true).await, whole, "{query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_costs_a_statement_only_when_it_is_asked_for() {
    let app = TestApp::demo().await;
    let query = |total: &str| {
        format!(
            r#"{{ doctor(by: {{slug: "pemzin-dorlha"}}) {{ roles(first: 1) {{ {total} nodes {{ phone }} }} }} }}"#
        )
    };
    let without = app.query(&query("")).await;
    assert_eq!(
        without.data()["doctor"]["roles"]["nodes"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(without.statements, 2);
    let with = app.query(&query("totalCount")).await;
    assert_eq!(with.data()["doctor"]["roles"]["totalCount"], 3);
    assert_eq!(with.statements, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn nested_lists_of_many_parents_cost_one_statement() {
    let app = TestApp::demo().await;
    for first in [2, 19] {
        let reply = app
            .query_with(
                "query($first: Int) { doctors(first: $first) { nodes {
                    roles(first: 2) { nodes { clinic { name place { name } } } }
                    specialties(first: 2) { nodes { name } }
                    offerings(first: 2) { totalCount nodes { procedure { name } source { name } } }
                } } }",
                json!({ "first": first }),
            )
            .await;
        assert_eq!(
            reply.data()["doctors"]["nodes"].as_array().unwrap().len(),
            first
        );
        // Doctors, roles, clinics, places, specialties, offerings, counts, procedures, sources.
        assert_eq!(reply.statements, 9, "first: {first}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_about_several_things_is_listed_once_for_each() {
    // A procedure and a condition may have the same row id: only the kind tells them apart.
    let app = TestApp::demo().await;
    let list = "articles { totalCount nodes { slug } }";
    let patch = "epidural-blood-patch";
    for (subject, expected) in [
        (
            format!(r#"procedure(by: {{slug: "{patch}"}}) {{ {list} }}"#),
            vec![patch],
        ),
        (
            format!(r#"condition(by: {{slug: "post-dural-puncture-headache"}}) {{ {list} }}"#),
            vec![patch, "post-dural-puncture-headache"],
        ),
        (
            format!(r#"condition(by: {{slug: "cerebrospinal-fluid-leak"}}) {{ {list} }}"#),
            vec!["cerebrospinal-fluid-leak", patch],
        ),
    ] {
        let reply = app.query(&format!("{{ subject: {subject} }}")).await;
        let nodes: Vec<_> = expected
            .iter()
            .map(|slug| json!({ "slug": slug }))
            .collect();
        assert_eq!(
            reply.data()["subject"]["articles"],
            json!({ "totalCount": nodes.len(), "nodes": nodes }),
            "{subject}"
        );
    }
}
