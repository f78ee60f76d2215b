//! What a query costs: said beforehand, said in the answer, and refused when it is too much.

use serde_json::json;

use crate::app::TestApp;
use crate::examples;

const DEEP: &str = "{ doctors(first: 100) { nodes { clinics(first: 100) { nodes { doctors(first: 100) { \
    nodes { slug } } } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn the_estimate_is_the_price_in_the_answer_and_costs_no_statement() {
    let app = TestApp::demo().await;
    for (name, _, _) in examples::EXAMPLES {
        let (query, variables) = examples::read(name);
        let reply = app.query_with(&query, variables.clone()).await;
        let estimated = app
            .query_with(
                "query($q: String!, $v: JSON) { estimateCost(query: $q, variables: $v) { requested limit allowed heaviestPath } }",
                json!({ "q": query, "v": variables }),
            )
            .await;
        assert_eq!(estimated.statements, 0, "{name}");
        let estimate = &estimated.data()["estimateCost"];
        assert_eq!(
            estimate["requested"], reply.body["extensions"]["cost"]["requested"],
            "{name}"
        );
        assert_eq!(estimate["allowed"], true, "{name}: {estimate}");
        assert!(!estimate["heaviestPath"].as_array().unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_costs_too_much_is_refused_with_its_heaviest_path() {
    let app = TestApp::demo().await;
    let reply = app.query(DEEP).await;
    let (code, message) = reply.error();
    assert_eq!(code, "QUERY_TOO_COMPLEX");
    assert!(
        message.contains(
            "the limit is 50000; most of it is under doctors.nodes.clinics.nodes.doctors.nodes"
        ),
        "{message}"
    );
    assert_eq!(reply.statements, 0);
    let estimated = app
        .query_with(
            "query($q: String!) { estimateCost(query: $q) { requested allowed } }",
            json!({ "q": DEEP }),
        )
        .await;
    assert_eq!(estimated.data()["estimateCost"]["allowed"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estimate_of_what_is_no_query_says_why() {
    let app = TestApp::demo().await;
    let cases = [
        ("{ nothing }", json!(null), "GRAPHQL_VALIDATION_FAILED"),
        ("{", json!(null), "GRAPHQL_PARSE_FAILED"),
        (
            "query($n: Int!) { doctors(first: $n) { totalCount } }",
            json!({}),
            "BAD_USER_INPUT",
        ),
        ("{ doctors { totalCount } }", json!([1]), "BAD_USER_INPUT"),
    ];
    for (query, variables, expected) in cases {
        let reply = app
            .query_with(
                "query($q: String!, $v: JSON) { estimateCost(query: $q, variables: $v) { requested } }",
                json!({ "q": query, "v": variables }),
            )
            .await;
        assert_eq!(reply.error().0, expected, "{query}: {:#}", reply.body);
    }
}
