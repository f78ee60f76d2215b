//! The guard as a whole: text and variables in, a request or refusals out.

use async_graphql::parser::types::OperationType;
use async_graphql::{Schema, ValidationMode};
use serde_json::{Map, Value as Json, json};

use super::fixture::{self, INTROSPECTION_QUERY, guard};
use super::*;

type Serving = Schema<fixture::Query, fixture::Mutation, fixture::Changes>;

fn serving() -> Serving {
    fixture::builder()
        .validation_mode(ValidationMode::Fast)
        .finish()
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        other => panic!("variables are an object, not {other}"),
    }
}

async fn refusal(guard: &Guard, text: &str, variables: Json) -> (Code, String) {
    let refused = guard
        .admit(text, None, object(variables))
        .await
        .unwrap_err();
    let first = &refused.refusals()[0];
    (first.code, first.message.clone())
}

async fn answer(guard: &Guard, text: &str, variables: Json) -> Json {
    let admitted = guard.admit(text, None, object(variables)).await;
    let request = admitted
        .unwrap_or_else(|refused| panic!("{text}: {refused:?}"))
        .into_request();
    let response = serving().execute(request).await;
    assert_eq!(response.errors, Vec::new(), "{text}");
    response.data.into_json().unwrap()
}

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
async fn hostile_documents_are_refused_before_the_parser_sees_them() {
    let guard = guard();
    let aliases: String = (0..10_000).map(|n| format!("a{n}:version ")).collect();
    let few_aliases: String = (0..1_000).map(|n| format!("a{n}:version ")).collect();
    let nested = "[".repeat(3_000);
    let fan: String = (0..30)
        .map(|n| {
            format!(
                "fragment f{n} on Query {{ {} }} ",
                format!("...f{} ", n + 1).repeat(30)
            )
        })
        .collect();
    let cases = [
        (format!("{{ doctors(grid: {nested}"), Code::QueryTooDeep),
        (
            format!(
                "{{ doctors(grid: {nested}{}) {{ id }} }}",
                "]".repeat(3_000)
            ),
            Code::QueryTooDeep,
        ),
        (
            format!("{{ echo(value: {}", "{a:".repeat(3_000)),
            Code::QueryTooDeep,
        ),
        (
            format!("query($v: {nested}Int) {{ version }}"),
            Code::QueryTooDeep,
        ),
        (format!("{{ {aliases} }}"), Code::QueryTooLarge),
        (format!("{{ {few_aliases} }}"), Code::QueryTooComplex),
        (
            format!("{{ version {} }}", "@skip(if: false) ".repeat(300)),
            Code::QueryTooComplex,
        ),
        (
            format!("{{ ...f0 }} {fan} fragment f30 on Query {{ version }}"),
            Code::QueryTooComplex,
        ),
        (
            "{ ...A } fragment A on Query { ...A }".to_owned(),
            Code::GraphqlValidationFailed,
        ),
        (
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
            Code::GraphqlValidationFailed,
        ),
    ];
    for (text, code) in cases {
        assert_eq!(
            refusal(&guard, &text, json!({})).await.0,
            code,
            "{text:.60}"
        );
    }
}

#[tokio::test]
async fn brackets_in_strings_and_comments_are_just_text() {
    let guard = guard();
    let brackets = "[{(".repeat(500);
    for text in [
        format!("{{ search(text: \"{brackets}\") {{ __typename }} }}"),
        format!("{{ search(text: \"\"\"{brackets} \\\"\"\" {brackets}\"\"\") {{ __typename }} }}"),
        format!("# {brackets}\n{{ search(text: \"x\") {{ __typename }} }}"),
    ] {
        let answer = answer(&guard, &text, json!({})).await;
        assert_eq!(answer["search"][0]["__typename"], "Doctor");
    }
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
async fn bad_literals_are_refused_before_execution() {
    use Code::{BadUserInput, GraphqlValidationFailed};

    let guard = guard();
    let cases = [
        (
            "{ doctors(first: 3000000000) { id } }",
            GraphqlValidationFailed,
            r#"argument "first" of "doctors" must be an Int from -2147483648 to 2147483647, found 3000000000"#,
        ),
        (
            "{ doctors(first: null) { id } }",
            GraphqlValidationFailed,
            r#"argument "first" of "doctors" must not be null; it is of type Int!"#,
        ),
        (
            "{ doctors(filter: 5) { id } }",
            GraphqlValidationFailed,
            r#"argument "filter" of "doctors" must be an object of type DoctorFilter, found 5"#,
        ),
        (
            r#"{ doctors(sort: "BEST") { id } }"#,
            GraphqlValidationFailed,
            r#"argument "sort" of "doctors" must be one of BEST, NEAREST without quotes, found "BEST""#,
        ),
        (
            "{ doctors(filter: {near: {latitude: 1, longitude: 2, radius: 1.5}}) { id } }",
            GraphqlValidationFailed,
            r#"argument "filter.near.radius" of "doctors" must be an Int from -2147483648 to 2147483647, found 1.5"#,
        ),
        (
            r#"{ doctor(by: {npi: "1234567893", slug: "x"}) { id } }"#,
            GraphqlValidationFailed,
            r#"argument "by" of "doctor" must have exactly one of npi, slug, found 2"#,
        ),
        (
            "{ doctor(by: {slug: null}) { id } }",
            GraphqlValidationFailed,
            r#"argument "by.slug" of "doctor" must not be null; DoctorBy takes exactly one value"#,
        ),
        (
            r#"{ doctor(by: {npi: "12"}) { id } }"#,
            BadUserInput,
            r#"argument "by.npi" of "doctor" must be of type Npi: an NPI has ten digits, found "12""#,
        ),
        (
            "{ ...F } fragment F on Query { node(id: 1) { ... on Doctor { colleagues(first: 1e3) { id } } } }",
            GraphqlValidationFailed,
            r#"argument "first" of "colleagues" must be an Int from -2147483648 to 2147483647, found 1000.0"#,
        ),
        (
            "query($f: Int = 3000000000) { doctors(first: $f) { id } }",
            GraphqlValidationFailed,
            r#"the default of variable "$f" must be an Int from -2147483648 to 2147483647, found 3000000000"#,
        ),
        (
            "{ version @skip(if: 1) }",
            GraphqlValidationFailed,
            r#"argument "if" of "@skip" must be true or false, found 1"#,
        ),
        (
            "{ __type(name: 5) { name } }",
            GraphqlValidationFailed,
            r#"argument "name" of "__type" must be a String, found 5"#,
        ),
        (
            "{ search(text: \"x\") { __typename(x: 1) } }",
            GraphqlValidationFailed,
            r#"field "__typename" takes no arguments and no selections"#,
        ),
    ];
    for (text, code, message) in cases {
        let refused = guard.admit(text, None, Map::new()).await.unwrap_err();
        let first = &refused.refusals()[0];
        assert_eq!((first.code, first.message.as_str()), (code, message));
        assert_eq!(first.locations.len(), 1, "{message}");
    }
}

#[tokio::test]
async fn good_literals_pass() {
    let guard = guard();
    for text in [
        "{ doctors(ids: 1, grid: 1, within: 3, sort: NEAREST) { id } }",
        "{ doctors(ids: [1, \"b\"], filter: {near: {latitude: 26.9, longitude: 90.5}}) { id } }",
        "{ echo(value: {a: [1, {b: null}]}) }",
        "{ node(id: 1) { id ... on Doctor { name } ... on Clinic { town } } }",
        "{ search(text: \"x\") { __typename ... on Node { id } } }",
        "{ doctors(filter: null) { id } __typename }",
    ] {
        answer(&guard, text, json!({})).await;
    }
}

#[tokio::test]
async fn variables_stand_where_the_specification_lets_them() {
    let guard = guard();
    let by = json!({"slug": "amara-osei"});
    let good = [
        (
            "query($v: [ID!]!) { doctors(ids: $v) { id } }",
            json!({"v": ["1"]}),
        ),
        ("query($v: Int) { first(first: $v) }", json!({})),
        (
            "query($v: ID!) { doctors(ids: [$v, 2]) { id } }",
            json!({"v": 1}),
        ),
        (
            "query($v: String!) { doctor(by: {slug: $v}) { id } }",
            json!({"v": "amara-osei"}),
        ),
        (
            "query($v: DoctorBy!) { doctor(by: $v) { id } }",
            json!({"v": by}),
        ),
        (
            "query($v: String) { echo(value: {a: [$v]}) }",
            json!({"v": "x"}),
        ),
        (
            "query($v: Boolean!) { ...F } fragment F on Query { version @skip(if: $v) }",
            json!({"v": false}),
        ),
    ];
    for (text, variables) in good {
        answer(&guard, text, variables).await;
    }
    let bad = [
        (
            "query($v: String) { doctor(by: {slug: $v}) { id } }",
            r#"variable "$v" is of type String; DoctorBy takes no null, so make it String!"#,
        ),
        (
            "query($v: String) { first(first: $v) }",
            r#"variable "$v" is of type String; a value of type Int! is expected here"#,
        ),
        (
            "{ __typename @skip(if: $v) }",
            r#"variable "$v" is not declared by the operation"#,
        ),
        (
            "{ echo(value: {a: [$v]}) }",
            r#"variable "$v" is not declared by the operation"#,
        ),
        (
            "query($v: [Nope] = [1]) { echo(value: $v) }",
            r#"variable "$v" is of type Nope: the schema has no such type"#,
        ),
        (
            "query($v: Doctor) { echo(value: $v) }",
            r#"variable "$v" is of type Doctor: only scalars, enums and input objects can be sent"#,
        ),
    ];
    for (text, message) in bad {
        let expected = (Code::GraphqlValidationFailed, message.to_owned());
        assert_eq!(refusal(&guard, text, json!({})).await, expected, "{text}");
    }
}

#[tokio::test]
async fn an_argument_whose_variable_is_left_out_takes_its_default() {
    let guard = guard();
    let text = "query($v: Int) { ...F } fragment F on Query { first(first: $v) }";
    assert_eq!(answer(&guard, text, json!({})).await, json!({"first": 20}));
    assert_eq!(
        answer(&guard, text, json!({"v": 3})).await,
        json!({"first": 3})
    );
    assert_eq!(answer(&guard, text, json!({})).await, json!({"first": 20}));
    let expected = (
        Code::BadUserInput,
        r#"variable "$v" must not be null where the query uses it; it may be left out"#.to_owned(),
    );
    assert_eq!(refusal(&guard, text, json!({"v": null})).await, expected);
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
async fn a_required_variable_needs_no_value_for_validation() {
    let guard = guard();
    let text = "query($by: DoctorBy!) { doctor(by: $by) { id } }";
    guard.document(text).await.unwrap();
    let expected = (
        Code::BadUserInput,
        r#"variable "$by" is missing; it must be of type DoctorBy!"#.to_owned(),
    );
    assert_eq!(refusal(&guard, text, json!({})).await, expected);
}

#[tokio::test]
async fn mutilated_queries_never_panic() {
    let guard = guard();
    let whole: &[u8] = br#"query Q($by: DoctorBy! = {slug: "x"}, $ids: [ID!]! = [1], $n: Int = 3) {
        d: doctor(by: $by) { ...D colleagues(first: $n, sort: BEST) { id __typename @include(if: false) } }
        doctors(ids: $ids, filter: {near: {latitude: 1.5, longitude: -2e3}, languages: ["dz", """block \""" [ """]}) { ... on Doctor { id } }
        echo(value: {a: [1, null, {b: $n}]}) # comment { [ (
    }
    fragment D on Doctor { id name } query R { __schema { types { name ofType { kind } } } }"#;
    let pieces: [&[u8]; 16] = [
        b"{",
        b"}",
        b"(",
        b")",
        b"[",
        b"]",
        b"\"",
        b"\"\"\"",
        b"...",
        b"$",
        b"@",
        b"#",
        b"null",
        b"fragment F on Doctor { ...D }",
        b"\\",
        b"\xF0\x9F\xA9\xBA",
    ];
    // A small generator with a fixed seed, so that a failure repeats itself.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound.max(1)
    };
    guard
        .document(&String::from_utf8_lossy(whole))
        .await
        .unwrap();
    let mut admitted = 0;
    for _ in 0..20_000 {
        let mut bytes = whole.to_vec();
        for _ in 0..=below(4) {
            let at = below(bytes.len());
            let end = (at + below(12)).min(bytes.len());
            match below(4) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, pieces[below(pieces.len())].iter().copied())),
                2 => bytes[at] = 32 + below(95) as u8,
                _ => {
                    let copy = bytes[at..end].to_vec();
                    let to = below(bytes.len());
                    drop(bytes.splice(to..to, copy));
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        match guard.admit(&text, Some("Q"), Map::new()).await {
            Ok(_) => admitted += 1,
            Err(refused) => {
                for refusal in refused.refusals() {
                    assert!(refusal.message.len() < 1_000, "{}", refusal.message);
                }
            }
        }
    }
    assert!(admitted > 0);
}
