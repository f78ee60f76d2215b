//! What each attack costs an optimised server, and whether it answers the next query right after.

use std::time::{Duration, Instant};

use super::{measured, peak, used};
use crate::gateway::attacks::bodies::{ask, bodies, packed_bomb};
use crate::process::posted;

const JSON: &str = "content-type: application/json\r\n";

/// The most processor time that one attack may take.
const MOST: Duration = Duration::from_millis(100);

/// How often each is sent again, to tell less than a hundredth of a second.
const AGAIN: u32 = 20;

/// How much memory all of them together may add, in MiB.
const GROWTH: u64 = 64;

/// Everything that is sent: a name, and the bytes of a connection.
fn attacks() -> Vec<(String, Vec<u8>)> {
    let of_body = |(name, body): (&str, Vec<u8>)| (name.to_owned(), posted(JSON, &body));
    let mut attacks: Vec<(String, Vec<u8>)> = bodies().into_iter().map(of_body).collect();
    let mut add = |name: &str, bytes: Vec<u8>| attacks.push((name.to_owned(), bytes));
    let packed = format!("{JSON}content-encoding: gzip\r\n");
    add("64 MiB in a packed body", posted(&packed, &packed_bomb()));
    add("a packed body that is not", posted(&packed, &[0x1f; 5_000]));
    let typename = ask("{ __typename }");
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        let header = format!("content-type: {kind}\r\n");
        add(&format!("a form of {kind}"), posted(&header, &typename));
    }
    add("3 MiB of body", posted(JSON, &vec![b'x'; 3 << 20]));
    let many: String = (0..1_000).map(|n| format!("x-{n}: y\r\n")).collect();
    add("a thousand headers", posted(&many, &typename));
    let long = format!("{JSON}x: {}\r\n", "y".repeat(60_000));
    add("a header of 60,000 letters", posted(&long, &typename));
    let get = |query: &str| {
        format!("GET /graphql?{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .into_bytes()
    };
    add(
        "a mutation by GET",
        get("query=mutation%20%7B%20__typename%20%7D"),
    );
    add(
        "an address of 20,000 letters",
        get(&format!("query={}", "%7B".repeat(6_600))),
    );
    let key = format!("{JSON}authorization: Bearer cg_{}\r\n", "x".repeat(55));
    add("a key that is none", posted(&key, &typename));
    let mut socket =
        b"GET /graphql/ws HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
            .to_vec();
    socket.extend([0x81, 0x80 | 127]);
    socket.extend((3_u64 << 20).to_be_bytes());
    socket.extend([0; 4]);
    socket.extend(vec![b'['; 3 << 20]);
    add("3 MiB in a message of a socket", socket);
    add("nonsense instead of HTTP", vec![b'\r'; 100_000]);
    attacks
}

#[test]
#[ignore = "measures an optimised build: bash benches/attacks/run.sh"]
fn each_attack_costs_little_and_the_next_query_is_answered() {
    let server = measured();
    let query = ask("{ doctors(first: 3) { nodes { slug name { display } } } }");
    let asked = || {
        let began = Instant::now();
        let answer = server.post(JSON, &query);
        assert!(
            answer.text.contains(r#""data":{"doctors""#),
            "{}",
            answer.text
        );
        began.elapsed()
    };
    for _ in 0..50 {
        asked();
    }
    let at_first = peak(&server);
    println!("| attack | status | first, CPU ms | again, CPU ms each | next query, ms |");
    println!("| --- | --- | --- | --- | --- |");
    let (mut dearest, mut total) = (Duration::ZERO, Duration::ZERO);
    let attacks = attacks();
    let count = attacks.len();
    for (name, bytes) in attacks {
        let before = used(&server);
        let status = server.send(&bytes).status;
        let first = used(&server) - before;
        let before = used(&server);
        for _ in 0..AGAIN {
            server.send(&bytes);
        }
        let each = (used(&server) - before) / AGAIN;
        let next = asked();
        println!(
            "| {name} | {status} | {} | {:.1} | {:.1} |",
            first.as_millis(),
            each.as_secs_f64() * 1e3,
            next.as_secs_f64() * 1e3
        );
        assert!(first <= MOST && each <= MOST, "{name} is too dear");
        assert!(status < 500, "{name}: {status}");
        assert!(next < Duration::from_secs(1), "after {name}");
        dearest = dearest.max(each);
        total += first + AGAIN * each;
    }
    let after = peak(&server);
    println!();
    println!(
        "{count} attacks, {} requests, {:.1} s of processor time, {:.1} ms for the dearest one; \
         memory at most {at_first} MiB before and {after} MiB after.",
        count * 21,
        total.as_secs_f64(),
        dearest.as_secs_f64() * 1e3
    );
    assert!(
        after <= at_first + GROWTH,
        "memory grew by {} MiB",
        after - at_first
    );
}
