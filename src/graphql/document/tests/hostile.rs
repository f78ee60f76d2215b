//! Documents made to exhaust or confuse the server.

use serde_json::{Map, json};

use super::super::Code;
use super::super::fixture::guard;
use super::*;

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
async fn many_unknown_fields_are_refused_without_suggestions() {
    let text = format!("{{ doctors {{ {} }} }}", "nam ".repeat(11));
    let (code, message) = refusal(&guard(), &text, json!({})).await;
    assert_eq!(code, Code::GraphqlValidationFailed);
    assert_eq!(message, r#"unknown field "nam" on type "Doctor""#);
}

#[tokio::test]
async fn documents_at_the_limits_fit_a_small_stack() {
    // Test threads have the two megabytes of a worker, and unoptimised frames are larger.
    let guard = guard();
    let lists = format!("{{ echo(value: {}1{}) }}", "[".repeat(62), "]".repeat(62));
    let objects = format!("{{ echo(value: {}1{}) }}", "{a:".repeat(62), "}".repeat(62));
    let fragments = format!("{}version{}", "{ ...".repeat(32) + "{", "}".repeat(33));
    for text in [lists, objects, fragments] {
        guard.document(&text).await.unwrap();
    }
    let selections = "{ a ".repeat(64) + &"}".repeat(64);
    let ty = format!(
        "query($v: {}Int{}) {{ version }}",
        "[".repeat(62),
        "]".repeat(62)
    );
    for text in [selections, ty] {
        guard.document(&text).await.unwrap_err();
    }
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
                2 => bytes[at] = (b' '..=b'~').nth(below(95)).unwrap(),
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
