//! Postgres, killed while queries run: what callers see meanwhile, and that they are served again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::inside::{is_an_error_of_ours, tells_nothing};
use crate::engine::on_postgres;
use crate::process::Process;

const JSON: &str =
    "content-type: application/json\r\naccept: application/graphql-response+json\r\n";

/// A Postgres of this test's own, which dies and comes back as it is told.
struct Mortal {
    script: Child,
    /// Its end is the end of the server.
    tell: Option<ChildStdin>,
    told: BufReader<ChildStdout>,
    url: String,
}

impl Mortal {
    /// Nothing where no Postgres is installed.
    fn start() -> Option<Self> {
        let mut script = Command::new("bash")
            .args(["tests/postgres.sh", "--at-will"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let tell = script.stdin.take();
        let mut told = BufReader::new(script.stdout.take().unwrap());
        let mut url = String::new();
        told.read_line(&mut url).unwrap();
        if url.is_empty() {
            assert_eq!(script.wait().unwrap().code(), Some(77), "it did not start");
            return None;
        }
        Some(Mortal {
            script,
            tell,
            told,
            url: url.trim().to_owned(),
        })
    }

    fn order(&mut self, what: &str) {
        writeln!(self.tell.as_mut().unwrap(), "{what}").unwrap();
        let mut done = String::new();
        self.told.read_line(&mut done).unwrap();
        assert_eq!(done, format!("{what}: done\n"));
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        drop(self.tell.take());
        let _ = self.script.wait();
    }
}

/// What callers saw: how often each status with each code, and each with something wrong in it.
#[derive(Default)]
struct Seen {
    answers: BTreeMap<(u16, String), u32>,
    wrong: Vec<String>,
}

const ASKED: [&str; 5] = [
    "{ doctors(first: 5) { nodes { slug clinics(first: 3) { nodes { name } } } } }",
    "{ doctor(by: { slug: \"kelzom-yarphel\" }) { slug biography { text } reviews { totalCount } } }",
    "{ places(text: \"Serzhong\") { nodes { slug } } sources { slug } }",
    "{ doctors(near: { at: { placeName: \"Serzhong\" } }, first: 2) { nodes { npi } } }",
    "mutation($node: ID!) { reportProblem(input: { node: $node, problem: OTHER, note: \"x\" }) { repeated } }",
];

fn body(query: &str, node: &Json) -> Vec<u8> {
    let mut body = json!({ "query": query });
    if query.contains("$node") {
        body["variables"] = json!({ "node": node });
    }
    body.to_string().into_bytes()
}

fn ask(server: &Process, query: &str, node: &Json, seen: &Mutex<Seen>) -> bool {
    let answer = server.post(JSON, &body(query, node));
    let text = answer.body();
    let mut seen = seen.lock().unwrap();
    let Ok(parsed) = serde_json::from_str::<Json>(text) else {
        seen.wrong.push(format!("{}: {text}", answer.status));
        return false;
    };
    let code = parsed["errors"][0]["extensions"]["code"].as_str();
    let is_answered = code.is_none() && parsed["data"].is_object();
    let of = (answer.status, code.unwrap_or("data").to_owned());
    *seen.answers.entry(of).or_default() += 1;
    drop(seen);
    match is_answered {
        true => tells_nothing(text),
        false => is_an_error_of_ours(&parsed, None),
    }
    is_answered
}

#[test]
fn a_postgres_that_is_killed_under_load_shows_nothing_and_is_taken_up_again() {
    if !on_postgres() {
        return;
    }
    let Some(mut postgres) = Mortal::start() else {
        println!("left out: no Postgres is installed that could be killed");
        return;
    };
    let url = postgres.url.clone();
    // Nothing is kept, so that every answer needs the database.
    let flags = [
        "--database-url",
        &url,
        "--entity-cache-mb",
        "0",
        "--response-cache-mb",
        "0",
    ];
    let quotas = ["--quotas", "anonymous=0"];
    let binary = Path::new(env!("CARGO_BIN_EXE_caregraph"));
    let server = Process::start(binary, &[&flags[..], &quotas[..]].concat());
    let found = server.post(
        JSON,
        br#"{"query":"{ doctors(first: 1) { nodes { id } } }"}"#,
    );
    let found: Json = serde_json::from_str(found.body()).unwrap();
    let node = found["data"]["doctors"]["nodes"][0]["id"].clone();
    assert!(node.is_string(), "{found}");

    let (before, during) = (Mutex::new(Seen::default()), Mutex::new(Seen::default()));
    let (is_over, is_dead) = (AtomicBool::new(false), AtomicBool::new(false));
    std::thread::scope(|threads| {
        for first in 0..6 {
            let (server, node) = (&server, &node);
            let (before, during) = (&before, &during);
            let (is_over, is_dead) = (&is_over, &is_dead);
            threads.spawn(move || {
                for number in first.. {
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    let seen = match is_dead.load(Ordering::Relaxed) {
                        false => before,
                        true => during,
                    };
                    ask(server, ASKED[number % ASKED.len()], node, seen);
                }
            });
        }
        std::thread::sleep(Duration::from_secs(2));
        is_dead.store(true, Ordering::Relaxed);
        postgres.order("kill");
        std::thread::sleep(Duration::from_secs(4));
        is_over.store(true, Ordering::Relaxed);
    });
    let (before, during) = (before.into_inner().unwrap(), during.into_inner().unwrap());
    println!("before: {:?}\nkilled: {:?}", before.answers, during.answers);
    assert_eq!((before.wrong.len(), during.wrong), (0, Vec::new()));
    let answered =
        |seen: &BTreeMap<(u16, String), u32>| seen.get(&(200, "data".to_owned())).copied();
    assert!(answered(&before.answers) > Some(20), "there was a load");
    let codes: Vec<&str> = during
        .answers
        .keys()
        .map(|(_, code)| code.as_str())
        .collect();
    assert!(codes.contains(&"UNAVAILABLE"), "{codes:?}");
    let known = ["data", "INTERNAL", "OVERLOADED", "TIMEOUT", "UNAVAILABLE"];
    assert!(codes.iter().all(|code| known.contains(code)), "{codes:?}");
    let ready = server.get("/health/ready");
    assert_eq!(ready.status, 503);
    tells_nothing(ready.body());
    assert_eq!(server.get("/health/live").status, 200);

    postgres.order("start");
    let after = Mutex::new(Seen::default());
    let began = Instant::now();
    // A connection that was in use fails once more; then everything is answered.
    let mut in_a_row = 0;
    while in_a_row < 40 {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "{:?}",
            after.lock().unwrap().answers
        );
        for query in ASKED {
            in_a_row = if ask(&server, query, &node, &after) {
                in_a_row + 1
            } else {
                0
            };
        }
    }
    println!(
        "again: {:?} after {:?}",
        after.lock().unwrap().answers,
        began.elapsed()
    );
    server.wait_until("it is ready again", || {
        server.get("/health/ready").status == 200
    });
    assert!(after.into_inner().unwrap().wrong.is_empty());
}
