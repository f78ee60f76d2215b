//! The binary as somebody at a terminal uses it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use caregraph::search::{Follower, Search};

use crate::app::TestApp;
use crate::engine::{on_sqlite, open_file};

fn caregraph(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_caregraph"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn the_schema_is_printed_as_it_is_served() {
    let folder = TempDir::new().unwrap();
    let output = caregraph(folder.path(), &["schema"]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        caregraph::graphql::sdl()
    );
}

#[test]
fn the_schema_for_routers_is_the_one_that_they_are_told() {
    let folder = TempDir::new().unwrap();
    let output = caregraph(folder.path(), &["schema", "--federation"]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        caregraph::graphql::federation_sdl()
    );
}

#[test]
fn contracts_are_compared_and_a_breaking_difference_fails() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("old", "type Query { a: Int b(c: Int): Int } enum E { A }");
    write(
        "new",
        "\"Root.\" type Query { b(c: Int = 1): Int d: Int } enum E { A B }",
    );
    let compared = |arguments: &[&str]| {
        let output = caregraph(folder.path(), &[&["schema", "diff"], arguments].concat());
        (output.status.code(), text(&output))
    };
    let (code, lines) = compared(&["old", "new"]);
    assert_eq!(code, Some(1), "{lines}");
    assert_eq!(
        lines,
        "BREAKING   Query.a: the field is gone\n\
         DANGEROUS  E.B: the value is new\n\
         DANGEROUS  Query.b(c:): its default was none and is 1\n\
         SAFE       Query: its description is another\n\
         SAFE       Query.d: the field is new\n"
    );
    write("changes", "## Unreleased\n\n### Removed\n\n- `Query.a`.\n");
    let (code, lines) = compared(&["old", "new", "--allowed-by", "changes"]);
    assert_eq!(code, Some(0), "{lines}");
    assert!(lines.starts_with("BREAKING   Query.a: the field is gone (named as removed)\n"));
    write("changes", "## Unreleased\n\n### Removed\n\n- `Query.b`.\n");
    let (code, lines) = compared(&["old", "new", "--allowed-by", "changes"]);
    assert_eq!(code, Some(1), "{lines}");

    let (code, lines) = compared(&["new", "new"]);
    assert_eq!((code, &*lines), (Some(0), "the contracts are the same\n"));
    let (code, lines) = compared(&["missing", "new"]);
    assert_eq!(code, Some(1));
    assert!(lines.contains("missing cannot be read"), "{lines}");
    write("broken", "type {");
    let (code, lines) = compared(&["old", "broken"]);
    assert_eq!(code, Some(1));
    assert!(lines.contains("the new contract is not SDL"), "{lines}");
}

#[test]
fn an_address_for_metrics_that_was_asked_for_must_be_free() {
    if !on_sqlite() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let serve = ["--no-demo", "--listen", "127.0.0.1:0", "--metrics-listen"];
    let output = caregraph(folder.path(), &[&serve, &[&*address][..]].concat());
    assert_eq!(output.status.code(), Some(1));
    let words = text(&output);
    let expected = format!("{address} cannot be listened on for metrics");
    assert!(words.contains(&expected), "{words}");
    let output = caregraph(folder.path(), &[&serve, &["somewhere"][..]].concat());
    assert!(!output.status.success());
    assert!(text(&output).contains("it must be off, or an address"));
}

#[test]
fn only_commands_that_fill_a_database_make_one() {
    if !on_sqlite() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let status = caregraph(folder.path(), &["migrate", "status"]);
    assert!(!status.status.success());
    assert!(
        text(&status).contains("the database caregraph.db does not exist"),
        "{}",
        text(&status)
    );
    assert!(!folder.path().join("caregraph.db").exists());

    let up = caregraph(folder.path(), &["migrate", "up"]);
    assert!(up.status.success(), "{}", text(&up));
    let status = text(&caregraph(folder.path(), &["migrate", "status"]));
    assert!(status.contains("applied  m0001_sources"), "{status}");
    assert!(!status.contains("pending"), "{status}");
}

#[test]
fn the_demonstration_loads_once_and_a_second_time_changes_nothing() {
    if !on_sqlite() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let first = caregraph(folder.path(), &["demo"]);
    assert!(first.status.success(), "{}", text(&first));
    let second = caregraph(folder.path(), &["demo"]);
    assert!(second.status.success());
    let words = text(&second);
    assert!(words.contains("unchanged"), "{words}");
    assert!(!words.to_lowercase().contains("rejected: 1"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_explained_level_by_level() {
    let app = TestApp::demo().await;
    let folder = TempDir::new().unwrap();
    let index = folder.path().join("data/index");
    let query = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/queries/blood-patch-near-serzhong.graphql");
    let query = format!("@{}", query.display());
    let variables = r#"{"place": "Serzhong", "km": 200, "first": 10}"#;
    let explain = |query: &str, variables: &str| {
        let arguments = ["--database-url", app.url(), "explain", query];
        let output = caregraph(
            folder.path(),
            &[&arguments[..], &["--variables", variables]].concat(),
        );
        (output.status.success(), text(&output))
    };
    let (done, words) = explain(&query, variables);
    assert!(
        !done && words.contains("`caregraph serve` builds one"),
        "{words}"
    );

    drop(
        Follower::start(app.db.clone(), &index, Search::default())
            .await
            .unwrap(),
    );
    let (done, words) = explain(&query, variables);
    assert!(done, "{words}");
    assert!(words.starts_with("12 statements in "), "{words}");
    assert!(words.contains("level 1: "), "{words}");
    assert!(
        words.contains("rows") && words.contains("FROM \"procedure\""),
        "{words}"
    );

    let (done, words) = explain("{ doctors(first: 0) { totalCount } }", "{}");
    assert!(
        !done && words.contains("first must be from 1 to 100"),
        "{words}"
    );
    let (done, words) = explain("{ nothing }", "{}");
    assert!(!done && words.contains("the query is refused"), "{words}");
    let (done, words) = explain("{ doctors { totalCount } }", "[]");
    assert!(!done && words.contains("--variables must be"), "{words}");
}

#[test]
fn a_file_that_is_not_there_or_a_bad_setting_is_named() {
    let folder = TempDir::new().unwrap();
    let missing = caregraph(folder.path(), &["import", "geonames", "nowhere.txt"]);
    assert!(!missing.status.success());
    assert!(text(&missing).contains("nowhere.txt"), "{}", text(&missing));

    let bad = Command::new(env!("CARGO_BIN_EXE_caregraph"))
        .args(["serve"])
        .env("CAREGRAPH_LISTEN", "everywhere")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!bad.status.success());
    assert!(text(&bad).contains("CAREGRAPH_LISTEN"), "{}", text(&bad));
}

#[test]
fn no_word_of_a_command_holds_the_password_of_the_database() {
    let folder = TempDir::new().unwrap();
    for address in [
        "postgres://anna:s3cret@%2Fnowhere%2Fat%2Fall/care",
        "postgres://anna@%2Fnowhere%2Fat%2Fall/care?password=s3cret",
        "postgres://anna:s3cret@host:port/care",
        "mysql://anna:s3cret@host/care",
    ] {
        for command in ["status", "up"] {
            let output = Command::new(env!("CARGO_BIN_EXE_caregraph"))
                .args(["migrate", command])
                .env("CAREGRAPH_DATABASE_URL", address)
                .env("CAREGRAPH_LOG", "trace")
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(!output.status.success());
            let words = text(&output);
            assert!(words.contains("cannot be opened"), "{words}");
            assert!(!words.contains("s3cret"), "{words}");
        }
    }
}

#[test]
fn an_import_into_a_database_that_another_process_holds_says_so_and_writes_nothing() {
    if !on_sqlite() {
        return;
    }
    let folder = TempDir::new().unwrap();
    assert!(
        caregraph(folder.path(), &["migrate", "up"])
            .status
            .success()
    );
    std::fs::write(folder.path().join("places.txt"), "not a row\n").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held = runtime.block_on(async {
        let db = open_file(&folder.path().join("caregraph.db")).await;
        let tx = db.begin().await.unwrap();
        (db, tx)
    });
    let refused = caregraph(folder.path(), &["import", "geonames", "places.txt"]);
    assert!(!refused.status.success());
    assert!(
        text(&refused).contains("the database is busy"),
        "{}",
        text(&refused)
    );
    runtime.block_on(held.1.rollback()).unwrap();
    let taken = caregraph(folder.path(), &["import", "geonames", "places.txt"]);
    assert!(taken.status.success(), "{}", text(&taken));
    assert!(text(&taken).contains("rejected"), "{}", text(&taken));
}

#[test]
fn a_database_of_a_newer_release_is_refused_by_every_command() {
    if !on_sqlite() {
        return;
    }
    let folder = TempDir::new().unwrap();
    assert!(
        caregraph(folder.path(), &["migrate", "up"])
            .status
            .success()
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        use sea_orm::ConnectionTrait;
        let db = open_file(&folder.path().join("caregraph.db")).await;
        let newer =
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_tomorrow', 0)";
        db.writer().execute_unprepared(newer).await.unwrap();
        db.close().await.unwrap();
    });
    for command in [
        &["serve"][..],
        &["demo"],
        &["migrate", "up"],
        &["migrate", "status"],
    ] {
        let refused = caregraph(folder.path(), command);
        assert!(!refused.status.success(), "{command:?}");
        let words = text(&refused);
        assert!(words.contains("m9999_tomorrow"), "{words}");
        assert!(words.contains("newer release"), "{words}");
    }
}
