//! What no answer may hold: words of the inside.

use serde_json::Value as Json;

/// Of SQL and the databases, of paths and files, of crates, and of what crashes print.
const INSIDE: [&str; 52] = [
    "SELECT ",
    "INSERT INTO",
    "UPDATE \"",
    "DELETE FROM",
    " JOIN ",
    "syntax error",
    "no such table",
    "constraint",
    "duplicate key",
    "relation \"",
    "column \"",
    "SQLITE",
    "SQLSTATE",
    "sqlite",
    "postgres",
    "Postgres",
    "psql",
    "tuple",
    "transaction",
    "/tmp",
    "/src",
    "/home",
    "/root",
    "/var/",
    "/usr/",
    ".rs:",
    ".db",
    ".sock",
    "socket file",
    "sqlx",
    "sea_orm",
    "sea-orm",
    "SeaORM",
    "tantivy",
    "tokio",
    "hyper",
    "axum",
    "tower",
    "serde",
    "async_graphql",
    "async-graphql",
    "dataloader",
    "moka",
    "redis",
    "tungstenite",
    "chrono",
    "panicked",
    "backtrace",
    "unwrap",
    "Broken pipe",
    "os error",
    "Connection re",
];

/// Fails where a text tells of the inside.
#[track_caller]
pub fn tells_nothing(text: &str) {
    for inside in INSIDE {
        assert!(!text.contains(inside), "{inside:?} is in {text}");
    }
    assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{text}");
}

/// Fails where an answer's errors lack what every error has, or tell of the inside.
#[track_caller]
pub fn is_an_error_of_ours(body: &Json, request: Option<&str>) {
    let text = body.to_string();
    tells_nothing(&text);
    let errors = body["errors"].as_array();
    let errors = errors.unwrap_or_else(|| panic!("no errors: {text}"));
    assert!(!errors.is_empty(), "{text}");
    for error in errors {
        assert!(error["message"].is_string(), "{text}");
        assert!(error["extensions"]["code"].is_string(), "{text}");
        let named = error["extensions"]["requestId"].as_str();
        assert!(named.is_some(), "{text}");
        if request.is_some() {
            assert_eq!(named, request, "{text}");
        }
    }
}
