//! Literals and variables against the schema, in whole documents.

use serde_json::{Map, json};

use super::super::Code;
use super::super::fixture::guard;
use super::*;

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
