//! The public contract: printed, described, kept.

use std::path::Path;

use caregraph::graphql::evolution::undated;
use caregraph::graphql::{schema_version, sdl};

#[test]
fn the_contract_on_disk_is_the_one_that_is_served() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(
        kept == sdl(),
        "schema.graphql is not current: run `cargo run -- schema > schema.graphql`"
    );
}

/// Everything in the schema that has a name and no description.
fn undescribed(sdl: &str) -> Vec<String> {
    let mut missing = Vec::new();
    let mut described = false;
    let mut in_text = false;
    let mut owner = String::new();
    for line in sdl.lines() {
        let text = line.trim();
        if in_text {
            in_text = !text.ends_with("\"\"\"");
            continue;
        }
        if let Some(rest) = text.strip_prefix("\"\"\"") {
            in_text = !rest.ends_with("\"\"\"") || rest.is_empty();
            described = true;
            continue;
        }
        if text.starts_with('"') {
            described = true;
            continue;
        }
        let names = text.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if names {
            if !line.starts_with(' ') {
                owner = text.to_owned();
            }
            // The built-in directives are described by the specification.
            if !described && !text.starts_with("directive") && !owner.starts_with("schema") {
                missing.push(format!("{owner} {text}"));
            }
            described = false;
        }
    }
    missing
}

#[test]
fn every_item_of_the_contract_is_described() {
    let missing = undescribed(&sdl());
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_missing_description_would_be_noticed() {
    let found = undescribed("\"A thing.\"\ntype Thing {\n  name: String\n}\n");
    assert_eq!(found, ["type Thing { name: String"]);
    let found = undescribed("scalar Odd\n");
    assert_eq!(found, ["scalar Odd scalar Odd"]);
}

#[test]
fn every_deprecation_says_why_and_until_when() {
    let undated = undated(&sdl()).unwrap();
    assert!(undated.is_empty(), "{}", undated.join("\n"));
}

#[test]
fn the_contract_has_a_version_of_its_own() {
    let version = schema_version();
    assert_eq!(version.len(), 12, "{version}");
    assert!(version.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(version, schema_version());
}

#[test]
fn the_names_of_the_contract_are_there() {
    let sdl = sdl();
    for name in [
        "node(",
        "nodes(",
        "doctor(",
        "doctors(",
        "doctorsByNpi(",
        "clinic(",
        "clinics(",
        "procedure(",
        "condition(",
        "specialty(",
        "article(",
        "place(",
        "places(",
        "search(",
        "suggest(",
    ] {
        assert!(sdl.contains(&format!("  {name}\n")), "{name} is gone");
    }
}
