//! Arrows between layers point down only, and each framework has one home.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which folder may use which.
const ARROWS: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("config", &["domain"]),
    ("store", &["domain", "config"]),
    ("feed", &["store", "domain"]),
    ("loaders", &["feed", "store", "domain"]),
    ("education", &["domain"]),
    ("search", &["feed", "store", "domain"]),
    ("ingest", &["education", "store", "domain", "config"]),
    (
        "graphql",
        &["search", "loaders", "education", "feed", "store", "domain"],
    ),
    (
        "gateway",
        &[
            "graphql",
            "search",
            "loaders",
            "education",
            "feed",
            "store",
            "domain",
            "config",
        ],
    ),
];

/// Where each framework may be named.
const HOMES: [(&str, &[&str]); 16] = [
    ("sea_orm", &["store"]),
    ("sea_orm_migration", &["store"]),
    ("migrations", &["store"]),
    ("dataloader", &["loaders"]),
    ("moka", &["loaders", "gateway", "graphql/document"]),
    ("tantivy", &["search"]),
    ("async_graphql", &["graphql", "gateway"]),
    ("axum", &["gateway"]),
    ("tungstenite", &["gateway/socket"]),
    ("csv", &["ingest"]),
    ("serde_saphyr", &["ingest"]),
    ("pulldown_cmark", &["education"]),
    ("rust_embed", &["gateway", "ingest"]),
    ("clap", &["cli"]),
    ("prometheus_client", &["gateway/metrics"]),
    ("anyhow", &["cli", "main.rs", "telemetry.rs"]),
];

#[test]
fn arrows_point_down_only() {
    let mut wrong = Vec::new();
    for file in files() {
        let place = place_of(&file);
        let layer = layer_of(&place);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == layer) else {
            continue;
        };
        for used in named_after(&code_of(&file), "crate::") {
            if used != layer && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{place} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_name_one_layer_a_line() {
    let wrong: Vec<String> = files()
        .iter()
        .filter(|file| code_of(file).contains("use crate::{"))
        .map(|file| place_of(file))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_framework_stays_at_home() {
    let mut wrong = Vec::new();
    for file in files() {
        let place = place_of(&file);
        let code = code_of(&file);
        for (framework, homes) in HOMES {
            let named = words(&code).any(|(word, next)| word == framework && next == "::");
            if named && !homes.iter().any(|home| place.starts_with(home)) {
                wrong.push(format!("{place} names {framework}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let wrong: Vec<String> = files()
        .iter()
        .filter(|file| !std::fs::read_to_string(file).unwrap().starts_with("//! "))
        .map(|file| place_of(file))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_layer_stands_in_the_table() {
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<String> = files()
        .iter()
        .map(|file| layer_of(&place_of(file)))
        .filter(|layer| !layer.ends_with(".rs") && layer != "cli")
        .collect();
    for layer in &found {
        assert!(
            known.contains(layer.as_str()),
            "{layer} is not in the table"
        );
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => found.push(path),
                _ => {}
            }
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn place_of(file: &Path) -> String {
    file.strip_prefix(root()).unwrap().display().to_string()
}

fn layer_of(place: &str) -> String {
    place.split('/').next().unwrap().to_owned()
}

/// The code without comments.
fn code_of(file: &Path) -> String {
    std::fs::read_to_string(file)
        .unwrap()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Words with what directly follows each.
fn words(code: &str) -> impl Iterator<Item = (&str, &str)> {
    code.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_'))
        .scan(0, move |at, piece| {
            let start = *at;
            *at += piece.len();
            let word = piece.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_'));
            let end = start + word.len();
            Some((word, code.get(end..end + 2).unwrap_or_default()))
        })
        .filter(|(word, _)| !word.is_empty())
}

fn named_after(code: &str, prefix: &str) -> BTreeSet<String> {
    code.match_indices(prefix)
        .map(|(at, _)| {
            code[at + prefix.len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect::<String>()
        })
        .filter(|name| !name.is_empty())
        .collect()
}
