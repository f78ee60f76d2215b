//! The whole contract at once: every field has something true behind it, and nothing invented goes
//! without its flag.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value as Json, json};

use self::asked::{ARGUMENTS, GUARDED, NEVER, PROBES};
use crate::app::TestApp;

mod asked;

const INTROSPECTION: &str = "{ __schema { types { kind name possibleTypes { name } fields { name \
    args { name type { kind name ofType { kind name } } defaultValue } \
    type { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";

#[derive(Debug, Clone)]
struct Field {
    name: String,
    returns: String,
    /// Whether an argument must be given.
    asks: bool,
}

/// The contract as introspection tells it.
struct Contract {
    types: BTreeMap<String, Vec<Field>>,
    members: BTreeMap<String, Vec<String>>,
    /// What fields give that need a scope; nobody else may ask for them.
    guarded: Vec<String>,
}

impl Contract {
    async fn of(app: &TestApp) -> Self {
        let reply = app.query(INTROSPECTION).await;
        let mut types = BTreeMap::new();
        let mut members = BTreeMap::new();
        let mut guarded = Vec::new();
        for one in reply.data()["__schema"]["types"].as_array().unwrap() {
            let name = one["name"].as_str().unwrap().to_owned();
            if name.starts_with("__") {
                continue;
            }
            if let Some(possible) = one["possibleTypes"].as_array() {
                let names = possible.iter().map(|one| one["name"].as_str().unwrap());
                members.insert(name.clone(), names.map(str::to_owned).collect());
            }
            if one["kind"] != "OBJECT" {
                continue;
            }
            let fields = one["fields"].as_array().unwrap().iter().map(|field| Field {
                name: field["name"].as_str().unwrap().to_owned(),
                returns: innermost(&field["type"]),
                asks: field["args"].as_array().unwrap().iter().any(|argument| {
                    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
                }),
            });
            let needs =
                |field: &Field| GUARDED.contains(&format!("{name}.{}", field.name).as_str());
            let (kept, open): (Vec<Field>, Vec<Field>) = fields.partition(needs);
            guarded.extend(kept.into_iter().map(|field| field.returns));
            types.insert(name, open);
        }
        assert_eq!(guarded.len(), GUARDED.len());
        Contract {
            types,
            members,
            guarded,
        }
    }

    /// The shortest ways from the root to each type, as fields of types.
    fn paths(&self) -> BTreeMap<String, Vec<(String, Field)>> {
        let mut paths: BTreeMap<String, Vec<(String, Field)>> = BTreeMap::new();
        paths.insert("Query".to_owned(), Vec::new());
        let mut next = VecDeque::from(["Query".to_owned()]);
        while let Some(from) = next.pop_front() {
            for field in &self.types[&from] {
                let lists_first = |name: &str| name.ends_with("Connection");
                let to = field.returns.clone();
                if !self.types.contains_key(&to) || paths.contains_key(&to) {
                    continue;
                }
                // Single lookups show one thing where lists show many.
                let single = from == "Query" && !lists_first(&to) && field.asks;
                if single
                    && self
                        .types
                        .keys()
                        .any(|name| *name == format!("{to}Connection"))
                {
                    continue;
                }
                let mut path = paths[&from].clone();
                path.push((from.clone(), field.clone()));
                paths.insert(to.clone(), path);
                next.push_back(to);
            }
        }
        paths
    }

    /// Every type to which a write, a subscription or a field that needs a scope leads; what only
    /// they lead to is seen in the tests of writing.
    fn written(&self) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut next = vec!["Mutation".to_owned(), "Subscription".to_owned()];
        next.extend(self.guarded.iter().cloned());
        while let Some(name) = next.pop() {
            if let Some(fields) = self.types.get(&name)
                && seen.insert(name)
            {
                next.extend(fields.iter().map(|field| field.returns.clone()));
            }
        }
        seen
    }

    /// A field with what must be asked of it and something to select.
    fn asked(&self, owner: &str, field: &Field, inner: &str) -> String {
        let arguments = ARGUMENTS
            .iter()
            .find(|(name, _)| *name == format!("{owner}.{}", field.name));
        let arguments = arguments.map_or(String::new(), |(_, text)| format!("({text})"));
        format!("{}{arguments} {inner}", field.name)
    }

    /// What to select of a type to see that it is there.
    fn leaf(&self, name: &str) -> String {
        if self.types.contains_key(name) || self.members.contains_key(name) {
            "{ __typename }".to_owned()
        } else {
            String::new()
        }
    }
}

fn innermost(one: &Json) -> String {
    match one["ofType"].is_null() {
        true => one["name"].as_str().unwrap().to_owned(),
        false => innermost(&one["ofType"]),
    }
}

/// Whether anything that is not null lies at the end of the path, through every list.
fn anything(value: &Json, path: &[String]) -> bool {
    match value {
        Json::Null => false,
        Json::Array(items) => items.iter().any(|item| anything(item, path)),
        value => match path {
            [] => true,
            [first, rest @ ..] => anything(&value[first.as_str()], rest),
        },
    }
}

/// Puts what the demonstration calls its first doctor and plan into a query.
async fn filled(app: &TestApp, query: &str) -> String {
    let names = app
        .query("{ doctors(first: 1) { nodes { id } } insurancePlans(first: 1) { nodes { slug } } }")
        .await;
    let names = names.data();
    query
        .replace("$doctor", &names["doctors"]["nodes"][0]["id"].to_string())
        .replace(
            "$plan",
            &names["insurancePlans"]["nodes"][0]["slug"].to_string(),
        )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_has_something_true_behind_it() {
    let app = TestApp::demo().await;
    let contract = Contract::of(&app).await;
    let paths = contract.paths();
    let written = contract.written();
    let mut never = BTreeSet::new();
    for (owner, fields) in &contract.types {
        let Some(path) = paths.get(owner) else {
            if written.contains(owner) {
                continue;
            }
            never.insert(format!("{owner} (nothing leads there)"));
            continue;
        };
        for field in fields {
            let mut query = contract.asked(owner, field, &contract.leaf(&field.returns));
            for (at, step) in path.iter().rev() {
                query = contract.asked(at, step, &format!("{{ {query} }}"));
            }
            let query = filled(&app, &format!("{{ {query} }}")).await;
            let reply = app.query(&query).await;
            assert_eq!(reply.body.get("errors"), None, "{query}: {:#}", reply.body);
            let mut steps: Vec<String> = path.iter().map(|(_, step)| step.name.clone()).collect();
            steps.push(field.name.clone());
            let name = format!("{owner}.{}", field.name);
            let probe = PROBES.iter().find(|(probed, ..)| *probed == name);
            let found = match probe {
                Some((_, query, pointer)) => {
                    let reply = app.query(query).await;
                    reply
                        .data()
                        .pointer(pointer)
                        .is_some_and(|value| !value.is_null())
                }
                None => anything(&reply.body["data"], &steps),
            };
            if !found {
                never.insert(name);
            }
        }
    }
    println!("never anything but null: {never:?}");
    let expected: BTreeSet<String> = NEVER.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(never, expected);
}

/// Every object below that may say that it is invented.
fn flagged(value: &Json, found: &mut Vec<Json>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| flagged(item, found)),
        Json::Object(fields) => {
            if fields.contains_key("demonstration") {
                found.push(value.clone());
            }
            fields.values().for_each(|field| flagged(field, found));
        }
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_invented_goes_without_its_flag() {
    let app = TestApp::demo().await;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut after = json!(null);
    loop {
        let query = "query($after: String) { doctors(first: 50, after: $after) { \
             pageInfo { hasNextPage endCursor } nodes { __typename slug demonstration jsonLd \
             roles { nodes { __typename demonstration clinic { __typename slug demonstration jsonLd } \
             plans { nodes { __typename demonstration } } } } \
             offerings { nodes { __typename demonstration } } \
             reviews { nodes { __typename demonstration } } } } }";
        let reply = app.query_with(query, json!({ "after": after })).await;
        let page = &reply.data()["doctors"];
        look(page, &mut seen);
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    let rest = "{ articles(first: 100) { nodes { __typename slug demonstration jsonLd } } \
         clinics(first: 100) { nodes { __typename slug demonstration jsonLd } } \
         insurancePlans(first: 100) { nodes { __typename demonstration } } }";
    look(app.query(rest).await.data(), &mut seen);
    for kind in [
        "Doctor",
        "Clinic",
        "Role",
        "Offering",
        "Review",
        "Article",
        "InsurancePlan",
    ] {
        assert!(seen.get(kind).is_some_and(|count| *count > 5), "{seen:?}");
    }
}

fn look(answer: &Json, seen: &mut BTreeMap<String, usize>) {
    let mut found = Vec::new();
    flagged(answer, &mut found);
    for one in found {
        assert_eq!(one["demonstration"], json!(true), "{one:#}");
        if let Some(linked) = one.get("jsonLd") {
            let text = linked["disambiguatingDescription"].as_str();
            assert!(
                text.is_some_and(|text| text.contains("invented")),
                "{linked:#}"
            );
            for place in linked["worksFor"].as_array().into_iter().flatten() {
                assert!(place["disambiguatingDescription"].is_string(), "{place:#}");
            }
        }
        let kind = one["__typename"].as_str().unwrap().to_owned();
        *seen.entry(kind).or_default() += 1;
    }
}
