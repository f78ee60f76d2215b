//! The values that a caller sends for the variables of one operation.
//!
//! Runs on every request, so what depends on the document alone is worked out in `Declared`.

use std::collections::HashMap;

use async_graphql::parser::types::{OperationDefinition, Type, VariableDefinition};
use async_graphql::{Name, Positioned, Value, Variables};
use serde_json::Value as Json;

use super::coerce::{Coercion, Usage};
use super::problem::{Problem, Subject, missing};
use super::refusal::{Code, Refused, none_of};
use super::type_map::TypeMap;

/// A variable as an operation declares and uses it.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub name: Name,
    pub ty: Type,
    /// Coerced.
    pub default: Option<Value>,
    /// Stands where the schema has a default for what is left out.
    pub has_stand_in: bool,
    /// Stands where null is not allowed, though its own type allows it.
    pub refuses_null: bool,
}

/// The variables of an operation. `usages` are all those that it reaches, and its literals have
/// been checked.
pub(super) fn declared<'u>(
    operation: &OperationDefinition,
    usages: impl Iterator<Item = &'u Usage>,
    types: &TypeMap,
) -> Vec<Declared> {
    let mut places: HashMap<&str, (bool, bool)> = HashMap::new();
    for usage in usages {
        let (has_stand_in, refuses_null) = places.entry(&usage.name).or_default();
        *has_stand_in |= usage.has_default;
        *refuses_null |= usage.ty.as_ref().is_some_and(|wanted| !wanted.nullable);
    }
    let declare = |variable: &Positioned<VariableDefinition>| {
        let variable = &variable.node;
        let name = &variable.name.node;
        let ty = &variable.var_type.node;
        let default = variable.default_value.as_ref().map(|default| {
            let coerced = Coercion::of_literal(types, default.pos).coerce(ty, default.node.clone());
            coerced.unwrap_or_else(|_| default.node.clone())
        });
        let (has_stand_in, refuses_null) = places.get(name.as_str()).copied().unwrap_or_default();
        Declared {
            name: name.clone(),
            ty: ty.clone(),
            default,
            has_stand_in,
            refuses_null,
        }
    };
    operation.variable_definitions.iter().map(declare).collect()
}

/// Coerces what a caller sent for the declared variables. Values that nobody declared are dropped.
pub(super) fn coerced(
    types: &TypeMap,
    declared: &[Declared],
    mut sent: serde_json::Map<String, Json>,
) -> Result<Variables, Refused> {
    let mut values = Variables::default();
    let mut refusals = Vec::new();
    for variable in declared {
        let value = match (sent.remove(variable.name.as_str()), &variable.default) {
            (Some(json), _) => Coercion::of_json(types).coerce(&variable.ty, from_json(json)),
            (None, Some(default)) => Ok(default.clone()),
            // Left out is not null: an argument then takes its own default.
            (None, None) if variable.ty.nullable => continue,
            (None, None) => Err(missing(&variable.ty)),
        };
        let value = match value {
            Ok(Value::Null) if variable.refuses_null => {
                let message = "must not be null where the query uses it; it may be left out";
                Err(Problem::new(message.to_owned()))
            }
            other => other,
        };
        match value {
            Ok(value) => {
                values.insert(variable.name.clone(), value);
            }
            Err(problem) => {
                let subject = Subject::Variable(&variable.name);
                refusals.push(problem.refusal(subject, Code::BadUserInput));
            }
        }
    }
    none_of(refusals)?;
    Ok(values)
}

fn from_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(value),
        Json::Number(number) => Value::Number(number),
        Json::String(text) => Value::String(text),
        Json::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        Json::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (Name::new(name), from_json(value)))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::super::fixture;
    use super::*;

    const SDL: &str = r#"
        scalar Npi
        scalar Any
        enum Sort { BEST NEAREST }
        input Near { latitude: Float! radius: Int! = 25 label: String }
        input By @oneOf { npi: Npi slug: String }
        input Filter { near: Near, by: By, sorts: [Sort!], ids: [ID!] }
        type Query { a: Int }
    "#;

    fn outcome(declaration: &str, sent: Json) -> Result<String, String> {
        let types = TypeMap::new(SDL, &[("Npi", fixture::ten_digits)]).unwrap();
        let document = parse_query(format!("query({declaration}) {{ a }}")).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        let declared = declared(&operation.node, std::iter::empty(), &types);
        let Json::Object(sent) = sent else {
            panic!("variables are an object")
        };
        coerced(&types, &declared, sent)
            .map(|variables| variables.to_string())
            .map_err(|refused| {
                assert_eq!(refused.code(), Code::BadUserInput);
                refused.refusals()[0].message.clone()
            })
    }

    #[test]
    fn good_values_are_coerced() {
        let cases = [
            ("$v: Int", json!({"v": 3}), "{v: 3}"),
            (
                "$v: Int",
                json!({"v": -2_147_483_648_i64}),
                "{v: -2147483648}",
            ),
            ("$v: Int", json!({"v": null}), "{v: null}"),
            ("$v: Int", json!({}), "{}"),
            ("$v: Int = 7", json!({}), "{v: 7}"),
            ("$v: Int = 7", json!({"v": null}), "{v: null}"),
            ("$v: Int! = 7", json!({}), "{v: 7}"),
            ("$v: Int", json!({"other": 1, "V": 2}), "{}"),
            ("$v: Float", json!({"v": 3}), "{v: 3}"),
            ("$v: Float", json!({"v": 26.89}), "{v: 26.89}"),
            ("$v: ID", json!({"v": 12}), r#"{v: "12"}"#),
            ("$v: ID", json!({"v": "x"}), r#"{v: "x"}"#),
            ("$v: Boolean", json!({"v": true}), "{v: true}"),
            ("$v: Sort", json!({"v": "BEST"}), "{v: BEST}"),
            ("$v: [Sort!]", json!({"v": "BEST"}), "{v: [BEST]}"),
            ("$v: [[Int]]", json!({"v": 1}), "{v: [[1]]}"),
            (
                "$v: [[Int]]",
                json!({"v": [1, [2, null], null]}),
                "{v: [[1], [2, null], null]}",
            ),
            (
                "$v: Near",
                json!({"v": {"latitude": 1}}),
                "{v: {latitude: 1, radius: 25}}",
            ),
            (
                "$v: Near",
                json!({"v": {"label": null, "radius": 5, "latitude": 1.5}}),
                "{v: {latitude: 1.5, radius: 5, label: null}}",
            ),
            (
                "$v: By",
                json!({"v": {"npi": "1234567893"}}),
                r#"{v: {npi: "1234567893"}}"#,
            ),
            (
                "$v: Any",
                json!({"v": {"x": [1, {"y": null}]}}),
                "{v: {x: [1, {y: null}]}}",
            ),
        ];
        for (declaration, sent, expected) in cases {
            let shown = format!("{declaration} {sent}");
            assert_eq!(
                outcome(declaration, sent).as_deref(),
                Ok(expected),
                "{shown}"
            );
        }
    }

    #[test]
    fn bad_values_are_refused_with_place_and_remedy() {
        let cases = [
            (
                "$first: Int",
                json!({"first": 3_000_000_000_u64}),
                r#"variable "$first" must be an Int from -2147483648 to 2147483647, found 3000000000"#,
            ),
            (
                "$v: Int",
                json!({"v": 1.0}),
                r#"variable "$v" must be an Int from -2147483648 to 2147483647, found 1.0"#,
            ),
            (
                "$v: Int",
                json!({"v": "3"}),
                r#"variable "$v" must be an Int from -2147483648 to 2147483647, found "3""#,
            ),
            (
                "$v: Int!",
                json!({}),
                r#"variable "$v" is missing; it must be of type Int!"#,
            ),
            (
                "$v: Int!",
                json!({"v": null}),
                r#"variable "$v" must not be null; it is of type Int!"#,
            ),
            (
                "$v: Float",
                json!({"v": "1"}),
                r#"variable "$v" must be a Float, found "1""#,
            ),
            (
                "$v: String",
                json!({"v": 1}),
                r#"variable "$v" must be a String, found 1"#,
            ),
            (
                "$v: Boolean",
                json!({"v": 0}),
                r#"variable "$v" must be true or false, found 0"#,
            ),
            (
                "$v: ID",
                json!({"v": 1.5}),
                r#"variable "$v" must be an ID, a string or an integer, found 1.5"#,
            ),
            (
                "$v: ID",
                json!({"v": [true]}),
                r#"variable "$v" must be an ID, a string or an integer, found a list of 1"#,
            ),
            (
                "$v: Sort",
                json!({"v": "best"}),
                r#"variable "$v" must be one of BEST, NEAREST, found "best""#,
            ),
            (
                "$v: [[Int!]!]",
                json!({"v": [[1], [2, null]]}),
                r#"variable "$v[1][1]" must not be null; it is of type Int!"#,
            ),
            (
                "$v: Near",
                json!({"v": 5}),
                r#"variable "$v" must be an object of type Near, found 5"#,
            ),
            (
                "$v: Near",
                json!({"v": {}}),
                r#"variable "$v.latitude" is missing; it must be of type Float!"#,
            ),
            (
                "$v: Near",
                json!({"v": {"latitude": 1, "radiu": 3}}),
                r#"variable "$v" has no field "radiu"; Near has latitude, radius, label"#,
            ),
            (
                "$v: Filter",
                json!({"v": {"near": {"latitude": 1, "radius": null}}}),
                r#"variable "$v.near.radius" must not be null; it is of type Int!"#,
            ),
            (
                "$v: Filter",
                json!({"v": {"by": {}}}),
                r#"variable "$v.by" must have exactly one of npi, slug, found 0"#,
            ),
            (
                "$v: By!",
                json!({"v": {"npi": "1234567893", "slug": null}}),
                r#"variable "$v" must have exactly one of npi, slug, found 2"#,
            ),
            (
                "$v: By!",
                json!({"v": {"slug": null}}),
                r#"variable "$v.slug" must not be null; By takes exactly one value"#,
            ),
            (
                "$v: By!",
                json!({"v": {"npi": "12"}}),
                r#"variable "$v.npi" must be of type Npi: an NPI has ten digits, found "12""#,
            ),
        ];
        for (declaration, sent, expected) in cases {
            let shown = format!("{declaration} {sent}");
            assert_eq!(outcome(declaration, sent).unwrap_err(), expected, "{shown}");
        }
    }

    #[test]
    fn a_message_shows_at_most_sixty_characters_of_a_value() {
        let sent = json!({"v": "\"ལྷུན་".repeat(1_000)});
        let message = outcome("$v: Int", sent).unwrap_err();
        let found = message.split("found ").nth(1).unwrap();
        assert!(found.chars().count() <= 60, "{found}");
        let sent = json!({"v": {"x".repeat(5_000): 1}});
        assert!(outcome("$v: By", sent).unwrap_err().len() < 250);
    }

    #[test]
    fn every_bad_variable_is_reported() {
        let types = TypeMap::new(SDL, &[]).unwrap();
        let declared: Vec<Declared> = (0..20)
            .map(|n| Declared {
                name: Name::new(format!("v{n}")),
                ty: Type::new("Int!").unwrap(),
                default: None,
                has_stand_in: false,
                refuses_null: false,
            })
            .collect();
        let refused = coerced(&types, &declared, serde_json::Map::new()).unwrap_err();
        assert_eq!(refused.refusals().len(), 10);
    }
}
