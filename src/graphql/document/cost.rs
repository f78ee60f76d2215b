//! What an operation costs, from the schema, its text and its variables alone: nothing is read.
//!
//! A field with fields below it costs 1 each time it is answered, one without costs nothing unless
//! it is made anew for each answer, and a list multiplies what is below it. A search costs more,
//! because it looks at more than it gives. What describes the schema is free.

use std::collections::HashMap;

use async_graphql::parser::types::{ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value, Variables};

use super::admitted::Operation;
use super::refusal::{Code, Refusal};
use super::type_map::TypeMap;

/// The size of a page that nobody asks a length of.
const PAGE: u64 = 20;

/// How long a list is taken to be that is no page: they are short, and bounded by what they show.
const LIST: u64 = 5;

/// Fields that cost more than what they give, and how much.
const DEAR: [(&str, u64); 10] = [
    ("doctors", 10),
    ("clinics", 10),
    ("search", 20),
    ("suggest", 5),
    ("places", 5),
    ("facets", 10),
    ("relaxations", 10),
    ("nearestAnywhere", 10),
    ("education", 5),
    // The only list that is long and no page.
    ("part", 500),
];

/// Fields with nothing below them that are made anew for each answer, and what that costs.
const MADE: [(&str, u64); 3] = [("html", 1), ("handout", 2), ("jsonLd", 1)];

/// A part of the price, and where most of it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub requested: u64,
    /// What is due whatever is found: the searches that are made once.
    pub least: u64,
    /// The fields, from the root downwards, below which the most of it lies.
    pub heaviest: Vec<String>,
}

impl Cost {
    /// What an answer that shows so many objects has cost.
    pub fn actual(&self, objects: u64) -> u64 {
        self.least.saturating_add(objects).min(self.requested)
    }

    /// Refuses what costs more than the limit, and names where it comes from.
    pub(super) fn within(&self, limit: u64) -> Result<(), Refusal> {
        if self.requested <= limit {
            return Ok(());
        }
        let found = match self.requested {
            u64::MAX => "countless".to_owned(),
            number => number.to_string(),
        };
        Err(Refusal::new(
            Code::QueryTooComplex,
            format!(
                "the query costs {found} and the limit is {limit}; most of it is under {}: ask for shorter pages or fewer levels",
                self.heaviest.join(".")
            ),
        ))
    }
}

/// The price of an operation with its variables.
pub(super) fn cost(operation: &Operation, variables: &Variables, types: &TypeMap) -> Cost {
    let document = operation.document();
    let mut pricing = Pricing {
        document,
        variables,
        types,
        fragments: HashMap::new(),
    };
    let mut total = Cost::default();
    for (_, definition) in document.operations.iter() {
        let root = types.root(definition.node.ty);
        total = pricing.set(&definition.node.selection_set.node, root, 1);
    }
    total
}

struct Pricing<'d> {
    document: &'d ExecutableDocument,
    variables: &'d Variables,
    types: &'d TypeMap,
    /// Each fragment once for each length of the page in which it is spread.
    fragments: HashMap<(&'d str, u64), Cost>,
}

impl<'d> Pricing<'d> {
    /// `page` is the length of the page whose connection the set is selected on, 1 elsewhere.
    fn set(&mut self, set: &'d SelectionSet, parent: &str, page: u64) -> Cost {
        let mut total = Cost::default();
        let mut most = 0;
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) => self.field(field, parent, page),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map(|on| on.node.on.node.as_str());
                    let set = &inline.node.selection_set.node;
                    self.set(set, on.unwrap_or(parent), page)
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(spread.node.fragment_name.node.as_str(), page)
                }
            };
            total.requested = total.requested.saturating_add(part.requested);
            total.least = total.least.saturating_add(part.least);
            if part.requested > most {
                most = part.requested;
                total.heaviest = part.heaviest;
            }
        }
        total
    }

    fn fragment(&mut self, name: &'d str, page: u64) -> Cost {
        if let Some(known) = self.fragments.get(&(name, page)) {
            return known.clone();
        }
        // The guard has refused fragments that spread themselves.
        let cost = match self.document.fragments.get(name) {
            Some(fragment) => {
                let on = fragment.node.type_condition.node.on.node.as_str();
                self.set(&fragment.node.selection_set.node, on, page)
            }
            None => Cost::default(),
        };
        self.fragments.insert((name, page), cost.clone());
        cost
    }

    fn field(&mut self, field: &'d Positioned<Field>, parent: &str, page: u64) -> Cost {
        let field = &field.node;
        let name = field.name.node.as_str();
        let below = &field.selection_set.node;
        if below.items.is_empty() {
            let made = MADE.iter().find(|(made, _)| *made == name);
            return made.map_or_else(Cost::default, |(_, price)| Cost {
                requested: *price,
                least: *price,
                heaviest: vec![name.to_owned()],
            });
        }
        if name.starts_with("__") {
            return Cost::default();
        }
        let types = self.types;
        let Some(known) = types.field(parent, name) else {
            return Cost::default();
        };
        let pages = known
            .arguments
            .iter()
            .any(|argument| &*argument.name == "first");
        let mut times = 1;
        let mut inner = 1;
        if pages {
            inner = self.asked(field);
        } else if matches!(name, "nodes" | "edges") && parent.ends_with("Connection") {
            times = page;
        } else if known.is_list {
            times = self.named(field).unwrap_or(LIST);
        }
        let inside = self.set(below, &known.ty, inner);
        let dear = DEAR.iter().find(|(dear, _)| *dear == name);
        let dear = dear.filter(|_| pages || parent != "Query" || known.is_list);
        let dear = dear.map_or(0, |(_, more)| *more);
        let requested = inside
            .requested
            .saturating_add(1)
            .saturating_mul(times)
            .saturating_add(dear);
        let mut heaviest = vec![name.to_owned()];
        heaviest.extend(inside.heaviest);
        Cost {
            requested,
            least: match times {
                1 => dear.saturating_add(inside.least),
                _ => dear,
            },
            heaviest,
        }
    }

    /// The length of the page that is asked for.
    fn asked(&self, field: &Field) -> u64 {
        let lengths = self.telling(field, &["first", "last"]);
        let mut lengths = lengths.iter().filter_map(|value| match value {
            Value::Number(number) => number.as_u64(),
            _ => None,
        });
        lengths.next().unwrap_or(PAGE)
    }

    /// How many things are named by a list of ids, numbers or facts.
    fn named(&self, field: &Field) -> Option<u64> {
        let lists = self.telling(field, &["ids", "npis", "representations", "fields"]);
        lists.first().map(|value| match value {
            Value::List(items) => items.len() as u64,
            _ => 1,
        })
    }

    /// The values of the arguments that tell a length, with variables filled in.
    fn telling(&self, field: &Field, names: &[&str]) -> Vec<Value> {
        let arguments = field.arguments.iter();
        arguments
            .filter(|(name, _)| names.contains(&name.node.as_str()))
            .filter_map(|(_, value)| {
                let filled = value.node.clone().into_const_with(|name: Name| {
                    Ok::<_, ()>(self.variables.get(&name).cloned().unwrap_or(Value::Null))
                });
                filled.ok().filter(|value| *value != Value::Null)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;
    use crate::graphql::document::admitted::Kept;
    use crate::graphql::document::analyse::analyse;
    use crate::graphql::document::limits::Limits;
    use crate::graphql::document::literals;

    const SDL: &str = "
        type Query {
          doctors(first: Int, last: Int): DoctorConnection!
          doctor: Doctor
          doctorsByNpi(npis: [String!]!): [Doctor]!
        }
        type DoctorConnection { nodes: [Doctor!]! edges: [Edge!]! pageInfo: PageInfo! totalCount: Int! }
        type Edge { node: Doctor! }
        type PageInfo { endCursor: String }
        type Doctor { slug: String name: Name clinics(first: Int): ClinicConnection! languages: [Language!]! }
        type ClinicConnection { nodes: [Clinic!]! }
        type Clinic { slug: String doctors(first: Int): DoctorConnection! }
        type Name { display: String }
        type Language { language: String }
    ";

    fn priced(text: &str, variables: serde_json::Value) -> Cost {
        let types = TypeMap::new(SDL, &[]).unwrap();
        let document = parse_query(text).unwrap();
        let operations = analyse(&document, &Limits::default()).unwrap();
        let usages = literals::check(&document, &operations, &types).unwrap();
        let kept = Kept::new(
            text.into(),
            100,
            &operations,
            &usages,
            &document,
            &types,
            &[],
        );
        let variables = Variables::from_json(variables);
        cost(kept.operation(None).unwrap(), &variables, &types)
    }

    #[test]
    fn lists_multiply_what_is_below_them() {
        let cases = [
            ("{ doctor { slug } }", 1),
            ("{ __schema { types { name } } __typename }", 0),
            ("{ doctor { name { display } languages { language } } }", 7),
            // One for the list, ten for the search, and for each of twenty one.
            ("{ doctors { nodes { slug } } }", 31),
            (
                "{ doctors(first: 5) { nodes { slug } pageInfo { endCursor } totalCount } }",
                17,
            ),
            (
                "{ doctors(last: 5) { edges { node { slug name { display } } } } }",
                26,
            ),
            (
                "{ doctors(first: 5) { nodes { clinics(first: 3) { nodes { slug } } } } }",
                11 + 5 * (1 + 11 + 3),
            ),
            ("{ doctorsByNpi(npis: [\"1\", \"2\", \"3\"]) { slug } }", 3),
            (
                "{ doctors(first: 5) { ...P } } fragment P on DoctorConnection { nodes { ...D } } fragment D on Doctor { name { display } }",
                11 + 5 * 2,
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(priced(text, json!({})).requested, expected, "{text}");
        }
        let text = "query($n: Int, $npis: [String!]!) { doctors(first: $n) { nodes { slug } } doctorsByNpi(npis: $npis) { slug } }";
        let variables = json!({ "n": 7, "npis": ["1", "2"] });
        assert_eq!(priced(text, variables).requested, 11 + 7 + 2);
        let variables = json!({ "npis": [] });
        assert_eq!(priced(text, variables).requested, 11 + 20);
    }

    #[test]
    fn the_heaviest_path_is_named_when_it_is_too_much() {
        let cost = priced(
            "{ doctor { slug } doctors(first: 100) { pageInfo { endCursor } nodes { name { display } clinics(first: 100) { nodes { doctors(first: 100) { nodes { slug } } } } } } }",
            json!({}),
        );
        let refusal = cost.within(50_000).unwrap_err();
        assert_eq!(refusal.code, Code::QueryTooComplex);
        let path = "doctors.nodes.clinics.nodes.doctors.nodes";
        assert!(refusal.message.contains(path), "{}", refusal.message);
        assert!(cost.within(cost.requested).is_ok());
    }

    #[test]
    fn fragments_that_double_are_priced_once_each() {
        let mut text = "{ doctor { ...F0 } }".to_owned();
        for n in 0..9 {
            let next = n + 1;
            text.push_str(&format!(
                " fragment F{n} on Doctor {{ name {{ display }} ...F{next} ...F{next} }}"
            ));
        }
        text.push_str(" fragment F9 on Doctor { name { display } }");
        assert_eq!(
            priced(&text, json!({})).requested,
            1 + (1 << 9) - 1 + (1 << 9)
        );
    }
}
