//! What the graph says of itself to search engines, held against the vocabulary of schema.org.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::app::TestApp;

/// The part of the vocabulary that `tests/data/schema_org.csv` holds.
struct Vocabulary {
    /// The types that a type is a kind of.
    parents: BTreeMap<String, Vec<String>>,
    /// The types that may carry a property, and those of its values.
    properties: BTreeMap<String, (Vec<String>, Vec<String>)>,
}

impl Vocabulary {
    fn read() -> Self {
        let words = |cell: &str| cell.split_whitespace().map(str::to_owned).collect();
        let mut read = Vocabulary {
            parents: BTreeMap::new(),
            properties: BTreeMap::new(),
        };
        let mut file = csv::Reader::from_reader(&include_bytes!("../../data/schema_org.csv")[..]);
        for row in file.records() {
            let row = row.unwrap();
            let (name, of, range) = (row[1].to_owned(), words(&row[2]), words(&row[3]));
            match &row[0] {
                "type" => _ = read.parents.insert(name, of),
                _ => _ = read.properties.insert(name, (of, range)),
            }
        }
        read
    }

    /// The type and everything that it is a kind of.
    fn kinds(&self, of: &str) -> BTreeSet<String> {
        let mut kinds = BTreeSet::from([of.to_owned()]);
        let parents = self.parents.get(of);
        for parent in parents.into_iter().flatten() {
            kinds.extend(self.kinds(parent));
        }
        kinds
    }

    /// What is wrong with a thing, by its path.
    fn faults(&self, thing: &Json, path: &str, faults: &mut Vec<String>) {
        let mut kinds = BTreeSet::new();
        let types = types(thing);
        if types.is_empty() {
            faults.push(format!("{path} has no type"));
        }
        for of in &types {
            if !self.parents.contains_key(of) {
                faults.push(format!("{path}: {of} is no type"));
            }
            kinds.extend(self.kinds(of));
        }
        for (name, value) in thing.as_object().unwrap() {
            if name.starts_with('@') {
                continue;
            }
            let path = format!("{path}.{name}");
            let Some((domains, ranges)) = self.properties.get(name) else {
                faults.push(format!("{path} is no property"));
                continue;
            };
            if !domains.iter().any(|domain| kinds.contains(domain)) {
                faults.push(format!("{path} does not belong to {types:?}"));
            }
            let values = match value {
                Json::Array(values) => values.as_slice(),
                value => std::slice::from_ref(value),
            };
            for value in values {
                self.value(value, ranges, &path, faults);
            }
        }
    }

    fn value(&self, value: &Json, ranges: &[String], path: &str, faults: &mut Vec<String>) {
        let takes = |of: &str| ranges.iter().any(|range| range == of);
        let fits = match value {
            Json::Object(_) => {
                self.faults(value, path, faults);
                let types = types(value);
                let kinds = types.iter().flat_map(|of| self.kinds(of));
                kinds.into_iter().any(|kind| takes(&kind))
            }
            Json::Number(_) => takes("Number"),
            Json::Bool(_) => takes("Boolean"),
            Json::String(text) => {
                takes("Text")
                    || (takes("URL") && text.contains("://"))
                    || (takes("Date") && text.parse::<chrono::NaiveDate>().is_ok())
            }
            _ => false,
        };
        if !fits {
            faults.push(format!("{path}: {value} is none of {ranges:?}"));
        }
    }
}

fn types(thing: &Json) -> Vec<String> {
    match &thing["@type"] {
        Json::String(of) => vec![of.clone()],
        Json::Array(all) => all
            .iter()
            .filter_map(|of| Some(of.as_str()?.to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}

/// Every `jsonLd` of an answer.
fn linked(value: &Json, found: &mut Vec<Json>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| linked(item, found)),
        Json::Object(fields) => {
            found.extend(fields.get("jsonLd").cloned());
            fields.values().for_each(|field| linked(field, found));
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_search_engines_read_is_valid_by_the_vocabulary() {
    let app = TestApp::demo().await;
    let vocabulary = Vocabulary::read();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for query in [
        "{ doctors(first: 100) { nodes { jsonLd } } }",
        "{ clinics(first: 100) { nodes { jsonLd } } }",
        "{ procedures(first: 100) { nodes { jsonLd } } }",
        "{ conditions(first: 100) { nodes { jsonLd } } }",
        "{ articles(first: 100) { nodes { jsonLd } } }",
        "{ articles(first: 100, locales: [\"es\"]) { nodes { jsonLd } } }",
    ] {
        let mut found = Vec::new();
        linked(app.query(query).await.data(), &mut found);
        assert!(found.len() > 5, "{query} gives {}", found.len());
        for thing in found {
            let mut faults = Vec::new();
            vocabulary.faults(&thing, &types(&thing).join("+"), &mut faults);
            assert_eq!(faults, Vec::<String>::new(), "{thing:#}");
            for of in types(&thing) {
                *seen.entry(of).or_default() += 1;
            }
        }
    }
    for kind in [
        "Person",
        "Physician",
        "MedicalClinic",
        "MedicalProcedure",
        "MedicalCondition",
        "MedicalWebPage",
        "FAQPage",
    ] {
        assert!(seen.contains_key(kind), "no {kind} among {seen:?}");
    }
}

#[test]
fn the_check_finds_what_is_not_in_the_vocabulary() {
    let vocabulary = Vocabulary::read();
    for (thing, fault) in [
        (json!({ "name": "A" }), "X has no type"),
        (json!({ "@type": "Doctor" }), "X: Doctor is no type"),
        (
            json!({ "@type": "Person", "title": "A" }),
            "X.title is no property",
        ),
        (
            json!({ "@type": "Person", "usNPI": "1" }),
            "X.usNPI does not belong to [\"Person\"]",
        ),
        (
            json!({ "@type": "MedicalWebPage", "lastReviewed": "yesterday" }),
            "X.lastReviewed: \"yesterday\" is none of [\"Date\"]",
        ),
        (
            json!({ "@type": "MedicalWebPage", "license": "CC0-1.0" }),
            "X.license: \"CC0-1.0\" is none of [\"CreativeWork\", \"URL\"]",
        ),
    ] {
        let mut faults = Vec::new();
        vocabulary.faults(&thing, "X", &mut faults);
        assert!(faults.contains(&fault.to_owned()), "{faults:?}");
    }
}
