//! The bodies of attacks, for whoever sends them: to a gateway under test, or to one that is measured.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};

pub fn ask(query: impl Into<String>) -> Vec<u8> {
    json!({ "query": query.into() }).to_string().into_bytes()
}

fn with(query: &str, variables: Json) -> Vec<u8> {
    json!({ "query": query, "variables": variables })
        .to_string()
        .into_bytes()
}

fn doubling(fragments: usize) -> String {
    let mut text = "{ ...f0 }".to_owned();
    for n in 0..fragments {
        let next = n + 1;
        text.push_str(&format!(
            " fragment f{n} on Query {{ ...f{next} ...f{next} }}"
        ));
    }
    text.push_str(&format!(" fragment f{fragments} on Query {{ __typename }}"));
    text
}

fn nested(depth: usize) -> String {
    let open = "doctors(first: 1) { nodes { clinics(first: 1) { nodes { ";
    format!(
        "{{ {}{}{} }}",
        open.repeat(depth),
        "slug",
        " }".repeat(depth * 4)
    )
}

fn introspecting(depth: usize) -> String {
    format!(
        "{{ __schema {{ types {{ {} name {} }} }} }}",
        "fields { type { ".repeat(depth),
        "} }".repeat(depth)
    )
}

/// A name, and a body that is sent as JSON.
pub fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let many = |n: usize, each: &dyn Fn(usize) -> String| -> String { (0..n).map(each).collect() };
    let long = "x".repeat(200_000);
    vec![
        ("lists in a literal", ask("[".repeat(5_000))),
        (
            "lists in an argument",
            ask(format!("{{ doctors(filter: {}", "[".repeat(5_000))),
        ),
        (
            "objects in an argument",
            ask(format!("{{ doctors(filter: {}", "{a:".repeat(5_000))),
        ),
        ("selections in selections", ask("{a".repeat(20_000))),
        (
            "lists of types",
            ask(format!("query($a: {}Int", "[".repeat(5_000))),
        ),
        ("doubling fragments", ask(doubling(30))),
        (
            "a fragment that spreads itself",
            ask("{ ...A } fragment A on Query { ...A }"),
        ),
        (
            "fragments in a ring",
            ask("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
        ),
        (
            "unused fragments",
            ask(format!(
                "{{ __typename }} {}",
                many(500, &|n| format!(
                    "fragment f{n} on Query {{ __typename }} "
                ))
            )),
        ),
        (
            "ten thousand aliases",
            ask(format!(
                "{{ {} }}",
                many(10_000, &|n| format!("a{n}: __typename "))
            )),
        ),
        (
            "aliases of a search",
            ask(format!(
                "{{ {} }}",
                many(200, &|n| format!("a{n}: doctors {{ totalCount }} "))
            )),
        ),
        (
            "directives on a field",
            ask(format!(
                "{{ __typename {} }}",
                "@skip(if: false) ".repeat(2_000)
            )),
        ),
        (
            "directives unknown",
            ask(format!("{{ __typename {} }}", "@a ".repeat(2_000))),
        ),
        (
            "a thousand variables",
            ask(format!(
                "query({}) {{ __typename }}",
                many(1_000, &|n| format!("$v{n}: Int "))
            )),
        ),
        (
            "a hundred operations",
            ask(many(100, &|n| format!("query q{n} {{ __typename }} "))),
        ),
        ("a cycle through the graph", ask(nested(8))),
        (
            "pages of pages of pages",
            ask(
                "{ doctors(first: 100) { nodes { clinics(first: 100) { nodes { doctors(first: 100) { nodes { slug } } } } } } }",
            ),
        ),
        (
            "a page without end",
            ask("{ doctors(first: 1000000) { nodes { slug } } }"),
        ),
        (
            "a page of less than nothing",
            ask("{ doctors(first: -1) { nodes { slug } } }"),
        ),
        (
            "an Int out of range",
            ask("{ doctors(first: 99999999999999999999) { nodes { slug } } }"),
        ),
        (
            "an Int out of range in a variable",
            with(
                "query($n: Int) { doctors(first: $n) { nodes { slug } } }",
                json!({ "n": 99_999_999_999_i64 }),
            ),
        ),
        (
            "a Float for an Int",
            with(
                "query($n: Int) { doctors(first: $n) { nodes { slug } } }",
                json!({ "n": 1.5 }),
            ),
        ),
        ("introspection of introspection", ask(introspecting(8))),
        (
            "a deep variable",
            with(
                "query($f: DoctorFilter) { doctors(filter: $f) { totalCount } }",
                (0..500).fold(json!({}), |inner, _| json!({ "not": inner })),
            ),
        ),
        (
            "a wide variable",
            with(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                json!({ "ids": vec!["x"; 5_000] }),
            ),
        ),
        (
            "a name of many letters",
            ask(format!("{{ {} }}", "a".repeat(60_000))),
        ),
        (
            "a misspelt long argument",
            ask(format!(
                "{{ doctors({}: 1) {{ totalCount }} }}",
                "a".repeat(5_000)
            )),
        ),
        ("NUL in the text", ask("{ __typename \u{0} }")),
        (
            "NUL in a value",
            with(
                "query($t: String!) { doctor(by: { slug: $t }) { slug } }",
                json!({ "t": "a\u{0}b" }),
            ),
        ),
        (
            "text that is not UTF-8",
            b"{\"query\":\"{ \xff\xfe }\"}".to_vec(),
        ),
        (
            "half a surrogate",
            br#"{"query":"{ a(b: \"\ud800\") }"}"#.to_vec(),
        ),
        (
            "SQL in a slug",
            ask(r#"{ doctor(by: { slug: "x'; DROP TABLE doctor; --" }) { slug } }"#),
        ),
        ("SQL in an id", ask(r#"{ node(id: "1 OR 1=1") { id } }"#)),
        (
            "a cursor of nonsense",
            ask(r#"{ doctors(after: "' UNION SELECT 1") { nodes { slug } } }"#),
        ),
        ("a body of the largest size", ask(long.clone())),
        ("JSON of many brackets", "[".repeat(100_000).into_bytes()),
        (
            "JSON of many keys",
            format!(
                "{{{}}}",
                many(20_000, &|n| format!("\"k{n}\":1,")).trim_end_matches(',')
            )
            .into_bytes(),
        ),
        (
            "the same key again and again",
            format!(
                "{{\"query\":\"{{a}}\"{}}}",
                ",\"query\":\"{a}\"".repeat(10_000)
            )
            .into_bytes(),
        ),
        (
            "a batch of a thousand",
            format!("[{}]", [r#"{"query":"{a}"}"#; 1_000].join(",")).into_bytes(),
        ),
        (
            "a hash of nonsense",
            br#"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"../../etc"}}}"#.to_vec(),
        ),
        (
            "a comment of many lines",
            ask(format!("{{ __typename }}{}", "#\n".repeat(40_000))),
        ),
        (
            "a string without end",
            ask(format!("{{ a(b: \"{}", "y".repeat(60_000))),
        ),
    ]
}

/// 64 MiB of spaces, packed to a thousandth.
pub fn packed_bomb() -> Vec<u8> {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        bomb.write_all(&[b' '; 1 << 20]).unwrap();
    }
    bomb.finish().unwrap()
}
