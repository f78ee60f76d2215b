//! What attackers send: each is refused in good time, and the next query is answered.

use std::io::Write;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Listening;
use crate::app::TestApp;

/// Processor time that one attack may take. Debug builds are some ten times slower, and tests run
/// beside each other.
const PATIENCE: Duration = Duration::from_secs(2);

fn ask(query: impl Into<String>) -> Vec<u8> {
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
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
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

#[tokio::test(flavor = "multi_thread")]
async fn every_attack_is_refused_and_the_next_query_answered() {
    let app = TestApp::demo().await;
    let attacks = bodies();
    assert!(attacks.len() >= 40);
    for (name, body) in attacks {
        let began = Instant::now();
        let reply = app.post(body).await;
        let took = began.elapsed();
        assert!(took < PATIENCE, "{name} took {took:?}");
        let text = reply.body.to_string();
        assert!(reply.status.as_u16() < 500, "{name}: {text}");
        assert!(
            text.len() < 20_000,
            "{name} is answered with {} bytes",
            text.len()
        );
        // A well-formed question about nobody has an answer: nobody.
        let is_nobody = text.contains(r#""data":{"doctor":null}"#);
        assert!(
            is_nobody || reply.body.get("errors").is_some(),
            "{name}: {text}"
        );
        for inside in [
            "SELECT", "sqlx", "sea_orm", "panicked", "/src/", ".rs:", "tantivy",
        ] {
            assert!(!text.contains(inside), "{name}: {text}");
        }
        let next = app.query("{ doctors(first: 1) { nodes { slug } } }").await;
        assert!(next.data().is_object(), "after {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_a_page_could_forge_are_not_run() {
    let app = TestApp::empty().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; charset=application/json",
        "",
    ] {
        let mut request = Request::post("/graphql")
            .body(Body::from(ask("{ __typename }")))
            .unwrap();
        if !kind.is_empty() {
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, kind.parse().unwrap());
        }
        assert_eq!(app.send(request).await.status.as_u16(), 415, "{kind}");
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        let request = Request::builder().method(method.clone()).uri("/graphql");
        let request = request.body(Body::from(ask("{ __typename }"))).unwrap();
        assert_eq!(app.send(request).await.status.as_u16(), 405, "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_packed_is_not_unpacked_without_end() {
    let app = TestApp::empty().await;
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..64 {
        bomb.write_all(&[b' '; 1 << 20]).unwrap();
    }
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "gzip")
        .body(Body::from(bomb.finish().unwrap()))
        .unwrap();
    let began = Instant::now();
    assert_eq!(app.send(request).await.status.as_u16(), 413);
    assert!(began.elapsed() < PATIENCE);
}

/// What is left of a connection on which this was sent.
async fn raw(server: &Listening, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(sent).await.unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    let read = tokio::time::timeout(Duration::from_secs(10), read).await;
    // A reset is an end as well.
    let _ = read.expect("the connection is closed");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_swollen_requests_do_not_hold_a_connection() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| {
        settings.head_timeout = Duration::from_millis(300);
        settings.body_timeout = Duration::from_millis(300);
    })
    .await;
    // Half a head, and nothing more.
    raw(&server, b"POST /graphql HTTP/1.1\r\nhost: x\r\n").await;
    // Nothing at all.
    raw(&server, b"").await;
    // A head, and half a body.
    let half = raw(
        &server,
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    )
    .await;
    assert!(half.starts_with("HTTP/1.1 408"), "{half}");
    // A thousand headers, and one that is very long.
    let many: String = (0..1_000).map(|n| format!("x-{n}: y\r\n")).collect();
    let many = raw(&server, format!("GET / HTTP/1.1\r\n{many}\r\n").as_bytes()).await;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
    let long = "y".repeat(60_000);
    let long = raw(
        &server,
        format!("GET / HTTP/1.1\r\nx: {long}\r\n\r\n").as_bytes(),
    )
    .await;
    assert!(long.starts_with("HTTP/1.1 431"), "{long}");
    // A connection that was used and then left alone.
    let idle = raw(&server, b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(idle.starts_with("HTTP/1.1 200"), "{idle}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_does_not_take_every_connection() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| settings.connections_of_one = 2).await;
    let get = b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let first = TcpStream::connect(server.address).await.unwrap();
    let second = TcpStream::connect(server.address).await.unwrap();
    // Both have been taken in once a third is refused.
    let mut third = String::from("HTTP/1.1 200");
    while third.starts_with("HTTP/1.1 200") {
        third = raw(&server, get).await;
    }
    assert_eq!(third, "");
    drop((first, second));
    let deadline = Instant::now() + Duration::from_secs(5);
    while !raw(&server, get).await.starts_with("HTTP/1.1 200") {
        assert!(Instant::now() < deadline, "there is room again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.stop().await;
}
