//! The contract as a router reads it: the public one, with the keys of its nodes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::representation::KEYS;
use crate::graphql::schema;

/// The version of the specification that the directives are taken from: the oldest that has all of
/// them, so that no router is too old.
const LINK: &str = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.0\", \
    import: [\"@key\", \"@shareable\"])\n";

/// Types that any subgraph with lists has in the same form.
const SHAREABLE: [&str; 1] = ["PageInfo"];

/// Directives that every reader of schemas knows.
const BUILT_IN: [&str; 4] = ["deprecated", "include", "skip", "specifiedBy"];

/// The SDL of this subgraph.
pub fn sdl() -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(|| with_keys(&schema::sdl()));
    &SDL
}

fn with_keys(public: &str) -> String {
    let mut sdl = LINK.to_owned();
    let mut description = String::new();
    let mut in_text = false;
    let mut in_schema = false;
    for line in public.lines() {
        if in_text || (line.starts_with('"') && !in_schema) {
            // What stands below may be left out, and its description with it.
            let text = line.strip_prefix("\"\"\"");
            in_text = match in_text {
                true => !line.ends_with("\"\"\""),
                false => text.is_some_and(|rest| rest.is_empty() || !rest.ends_with("\"\"\"")),
            };
            description.push_str(line);
            description.push('\n');
            continue;
        }
        let before = std::mem::take(&mut description);
        in_schema |= line == "schema {";
        if in_schema || is_built_in(line) {
            in_schema &= line != "}";
            continue;
        }
        sdl.push_str(&before);
        match line
            .strip_suffix(" {")
            .filter(|_| line.starts_with("type "))
        {
            Some(head) => {
                sdl.push_str(head);
                directives(&mut sdl, head);
                sdl.push_str(" {\n");
            }
            None => {
                sdl.push_str(line);
                sdl.push('\n');
            }
        }
    }
    sdl
}

fn is_built_in(line: &str) -> bool {
    let directive = line.strip_prefix("directive @").unwrap_or_default();
    let end = directive.find(|letter: char| !letter.is_alphanumeric());
    BUILT_IN.contains(&&directive[..end.unwrap_or(0)])
}

fn directives(sdl: &mut String, head: &str) {
    let name = head.split(' ').nth(1).unwrap_or_default();
    for (_, keys) in KEYS.iter().filter(|(kind, _)| kind.name() == name) {
        for key in *keys {
            // Writing to a text cannot fail.
            let _ = write!(sdl, " @key(fields: \"{key}\")");
        }
    }
    if SHAREABLE.contains(&name) {
        sdl.push_str(" @shareable");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_to_the_nodes_and_what_everybody_knows_goes() {
        let public = "\"One.\"\ntype Doctor implements Node {\n  \"Its id.\"\n  id: ID!\n}\n\n\
            \"\"\"\nOf\ntwo lines.\n\"\"\"\ntype PageInfo {\n  endCursor: String\n}\n\n\
            \"Known.\"\ndirective @skip(if: Boolean!) on FIELD\n\
            \"Not to all.\"\ndirective @oneOf on INPUT_OBJECT\nschema {\n  query: Query\n}\n";
        let expected = format!(
            "{LINK}\"One.\"\ntype Doctor implements Node @key(fields: \"id\") \
             @key(fields: \"slug\") @key(fields: \"npi\") {{\n  \"Its id.\"\n  id: ID!\n}}\n\n\
             \"\"\"\nOf\ntwo lines.\n\"\"\"\ntype PageInfo @shareable {{\n  endCursor: String\n}}\n\n\
             \"Not to all.\"\ndirective @oneOf on INPUT_OBJECT\n"
        );
        assert_eq!(with_keys(public), expected);
    }

    #[test]
    fn every_key_is_a_field_of_its_type() {
        let sdl = sdl();
        for (kind, keys) in KEYS {
            let head = format!("type {} implements Node @key", kind.name());
            let (_, from) = sdl.split_once(&head).unwrap();
            let (body, _) = from.split_once("\n}\n").unwrap();
            for key in keys {
                assert!(body.contains(&format!("\n  {key}: ")), "{kind:?}.{key}");
            }
        }
    }
}
