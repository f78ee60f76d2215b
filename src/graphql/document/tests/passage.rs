//! What passes, what is kept, and which operation is chosen.

use async_graphql::parser::types::OperationType;
use serde_json::{Map, json};

use super::super::fixture::{self, INTROSPECTION_QUERY, guard};
use super::super::{Code, Limits};
use super::*;

#[tokio::test]
async fn an_admitted_request_is_answered_by_a_schema_that_does_not_validate() {
    let guard = guard();
    let text = "query One($by: DoctorBy!) { doctor(by: $by) { ...D } }
                fragment D on Doctor { name colleagues(first: 1) { id } }";
    let answer = answer(&guard, text, json!({"by": {"slug": "amara-osei"}})).await;
    let expected = json!({"doctor": {"name": "Amara Osei", "colleagues": [{"id": "1"}]}});
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn a_document_is_validated_once_and_serves_other_variables() {
    let guard = guard();
    let text = "query($first: Int!) { doctors(first: $first) { id } }";
    for first in [0, 1, 2] {
        let answer = answer(&guard, text, json!({"first": first})).await;
        assert_eq!(answer["doctors"].as_array().unwrap().len(), first);
    }
    refusal(&guard, text, json!({"first": "1"})).await;
    let stats = guard.cache_stats();
    assert_eq!((stats.hits, stats.misses, stats.documents), (3, 1, 1));

    let first = guard.document(text).await.unwrap();
    let second = guard.document(text).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &second));
}

#[tokio::test]
async fn refused_documents_are_not_kept() {
    let guard = guard();
    for _ in 0..3 {
        guard.document("{ nothing }").await.unwrap_err();
    }
    let stats = guard.cache_stats();
    assert_eq!((stats.hits, stats.misses, stats.documents), (0, 3, 0));
}

#[tokio::test]
async fn the_cache_stays_within_its_bytes() {
    let guard = fixture::guard_with(Limits {
        cache_bytes: 20_000,
        ..Limits::default()
    });
    for n in 0..200 {
        guard
            .document(&format!("{{ a{n}: version }}"))
            .await
            .unwrap();
    }
    let stats = guard.cache_stats();
    assert!(stats.bytes <= 20_000 && stats.documents > 0, "{stats:?}");
}

#[tokio::test]
async fn the_standard_introspection_query_passes() {
    let guard = guard();
    let admitted = guard
        .admit(INTROSPECTION_QUERY, None, Map::new())
        .await
        .unwrap();
    assert!(admitted.operation().is_introspection());
    let measure = *admitted.operation().measure();
    assert_eq!((measure.depth, measure.selections), (0, 0));
    let response = serving().execute(admitted.into_request()).await;
    assert_eq!(response.errors, Vec::new());
    let schema = response.data.into_json().unwrap();
    assert!(schema["__schema"]["types"].as_array().unwrap().len() > 20);
}

#[tokio::test]
async fn the_kind_of_an_operation_is_known() {
    let guard = guard();
    let cases = [
        ("{ version }", OperationType::Query),
        ("mutation { explode(id: 1) }", OperationType::Mutation),
        ("subscription { changed }", OperationType::Subscription),
    ];
    for (text, kind) in cases {
        let admitted = guard.admit(text, None, Map::new()).await.unwrap();
        assert_eq!(admitted.operation().kind(), kind, "{text}");
    }
}

#[tokio::test]
async fn the_operation_to_run_is_chosen_by_name() {
    let guard = guard();
    let text = "query A { version } query B { ...F } mutation C { explode(id: 1) }
                fragment F on Query { b: version }";
    let chosen = guard.admit(text, Some("B"), Map::new()).await.unwrap();
    assert_eq!(chosen.operation().name(), Some("B"));
    assert_eq!(chosen.operation().document().fragments.len(), 1);
    let response = serving().execute(chosen.into_request()).await;
    assert_eq!(response.data.into_json().unwrap(), json!({"b": 1}));

    let other = guard.admit(text, Some("A"), Map::new()).await.unwrap();
    assert_eq!(other.operation().document().fragments.len(), 0);

    let cases = [
        (
            text,
            None,
            "the document has 3 operations, so operationName must be one of A, B, C",
        ),
        (
            text,
            Some("D"),
            r#"the document has no operation "D"; it has A, B, C"#,
        ),
        (
            "{ version }",
            Some("A"),
            "the only operation of the document has no name, so operationName must be left out",
        ),
    ];
    for (text, name, message) in cases {
        let refused = guard.admit(text, name, Map::new()).await.unwrap_err();
        assert_eq!(refused.code(), Code::BadUserInput);
        assert_eq!(refused.refusals()[0].message, message);
    }
}

#[tokio::test]
async fn the_rules_of_the_library_are_passed_on_in_our_form() {
    let guard = guard();
    let cases = [
        (
            "{ versio }",
            r#"unknown field "versio" on type "Query". Did you mean "version"?"#,
        ),
        (
            "{ doctors }",
            r#"field "doctors" of type "Doctor" must have a selection of subfields"#,
        ),
        ("{ doctor { id } }", ""),
        ("{ version(x: 1) }", ""),
        ("{ ...Nope }", ""),
        ("{ version @nope }", ""),
        ("query($v: Int) { version }", ""),
        ("{ node(id: 1) { ... on Found2 { id } } }", ""),
        ("{ a: version a: first }", ""),
        ("subscription { __typename }", ""),
        ("{ version { x } }", ""),
    ];
    for (text, message) in cases {
        let (code, found) = refusal(&guard, text, json!({})).await;
        assert_eq!(code, Code::GraphqlValidationFailed, "{text}: {found}");
        assert!(found.starts_with(|c: char| c.is_lowercase()), "{found}");
        assert!(!found.ends_with('.') && !found.contains("::"), "{found}");
        assert!(message.is_empty() || message == found, "{found}");
    }
    let text = "{ a b c d e f g h i j k l m n o p }";
    let refused = guard.admit(text, None, Map::new()).await.unwrap_err();
    assert_eq!(refused.refusals().len(), 10);
}

#[tokio::test]
async fn validation_executes_nothing() {
    // The resolver of this field panics.
    guard()
        .document("mutation { explode(id: 1) }")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_schema_with_federation_is_read_too() {
    let checker = Checker::new(fixture::builder().enable_federation());
    let guard = Guard::new(checker, &[], &[], Limits::default()).unwrap();
    guard.document("{ _service { sdl } }").await.unwrap();
}

#[test]
fn admission_can_move_between_threads() {
    fn movable(_: impl Send) {}
    movable(guard().admit("{ version }", None, Map::new()));
}
