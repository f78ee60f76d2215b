//! Whether each operation declares the variables that it uses, with types that fit their places.
//!
//! The library has a rule for fitting types and never runs it: a `String` variable passes its
//! strict validation where an `ID!` is wanted. It also skips `__typename` with its directives.

use std::collections::HashMap;

use async_graphql::Value;
use async_graphql::parser::types::{BaseType, OperationDefinition, Type, VariableDefinition};

use super::analyse::Analysed;
use super::coerce::Usage;
use super::refusal::{Code, Refusal, shortened};
use super::type_map::{Kind, TypeMap, innermost};

/// The variables used by each operation and fragment itself, spreads not followed.
#[derive(Default)]
pub(super) struct Usages<'d> {
    /// In the order of the analysed operations.
    pub of_operations: Vec<Vec<Usage>>,
    pub of_fragments: HashMap<&'d str, Vec<Usage>>,
}

impl<'d> Usages<'d> {
    /// The usages of one operation, counted as in the analysis, and of all that it spreads.
    pub fn reached<'s>(
        &'s self,
        index: usize,
        operation: &'s Analysed<'d>,
    ) -> impl Iterator<Item = &'s Usage> {
        let own = self.of_operations.get(index).into_iter();
        let of_fragments = operation.fragments.iter();
        own.chain(of_fragments.filter_map(|name| self.of_fragments.get(name)))
            .flatten()
    }
}

/// Refuses variables whose type does not exist or cannot be sent.
///
/// The library's validation panics on a default for a list of an unknown type, so this comes
/// before it.
pub(super) fn of_unknown_type(operation: &OperationDefinition, types: &TypeMap) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for variable in &operation.variable_definitions {
        let ty = innermost(&variable.node.var_type.node);
        let problem = match types.kind(ty) {
            Some(Kind::Output(_)) => "only scalars, enums and input objects can be sent",
            Some(_) => continue,
            None => "the schema has no such type",
        };
        let message = format!(
            r#"variable "${}" is of type {}: {problem}"#,
            shortened(&variable.node.name.node, 60),
            shortened(ty, 60)
        );
        let refusal = Refusal::new(Code::GraphqlValidationFailed, message);
        refusals.push(refusal.at(variable.node.var_type.pos));
    }
    refusals
}

/// Refuses variables that an operation uses without declaring them, or where they do not fit.
pub(super) fn misplaced(operations: &[Analysed<'_>], usages: &Usages<'_>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (index, operation) in operations.iter().enumerate() {
        let declared: HashMap<&str, &VariableDefinition> = operation
            .definition
            .node
            .variable_definitions
            .iter()
            .map(|variable| (variable.node.name.node.as_str(), &variable.node))
            .collect();
        for usage in usages.reached(index, operation) {
            let problem = match declared.get(usage.name.as_str()) {
                None => Some("is not declared by the operation".to_owned()),
                Some(variable) => misfit(variable, usage),
            };
            if let Some(problem) = problem {
                let name = shortened(&usage.name, 60);
                let message = format!(r#"variable "${name}" {problem}"#);
                let refusal = Refusal::new(Code::GraphqlValidationFailed, message);
                refusals.push(refusal.at(usage.pos));
            }
        }
    }
    refusals
}

fn misfit(variable: &VariableDefinition, usage: &Usage) -> Option<String> {
    let given = &variable.var_type.node;
    let wanted = usage.ty.as_ref()?;
    if let Some(one_of) = &usage.one_of
        && given.nullable
    {
        return Some(format!(
            "is of type {given}; {one_of} takes no null, so make it {wanted}!"
        ));
    }
    // A default stands in for a value that is left out, on either side.
    let default = variable.default_value.as_ref().map(|default| &default.node);
    let never_left_out =
        usage.has_default || default.is_some_and(|default| *default != Value::Null);
    let fits = if !wanted.nullable && given.nullable && never_left_out {
        same_or_narrower_base(&given.base, &wanted.base)
    } else {
        same_or_narrower(given, wanted)
    };
    (!fits).then(|| format!("is of type {given}; a value of type {wanted} is expected here"))
}

fn same_or_narrower(given: &Type, wanted: &Type) -> bool {
    (wanted.nullable || !given.nullable) && same_or_narrower_base(&given.base, &wanted.base)
}

fn same_or_narrower_base(given: &BaseType, wanted: &BaseType) -> bool {
    match (given, wanted) {
        (BaseType::Named(given), BaseType::Named(wanted)) => given == wanted,
        (BaseType::List(given), BaseType::List(wanted)) => same_or_narrower(given, wanted),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{Name, Pos, parser::parse_query};

    #[test]
    fn a_variable_fits_where_the_specification_says_so() {
        let cases = [
            // declared, wanted, the place has a default, fits
            ("Int", "Int", false, true),
            ("Int!", "Int", false, true),
            ("Int", "Int!", false, false),
            ("Int", "Int!", true, true),
            ("Int = 1", "Int!", false, true),
            ("Int = null", "Int!", false, false),
            ("Int", "Float", false, false),
            ("[ID!]!", "[ID!]", false, true),
            ("[ID!]!", "[ID]", false, true),
            ("[ID]", "[ID!]", false, false),
            ("[ID!]", "[ID!]!", false, false),
            ("[ID!] = [1]", "[ID!]!", false, true),
            ("ID", "[ID]", false, false),
            ("[[Int!]!]!", "[[Int]]", false, true),
        ];
        for (declared, wanted, has_default, fits) in cases {
            let document = parse_query(format!("query($v: {declared}) {{ a }}")).unwrap();
            let (_, operation) = document.operations.iter().next().unwrap();
            let usage = Usage {
                name: Name::new("v"),
                ty: Type::new(wanted),
                has_default,
                one_of: None,
                pos: Pos::default(),
            };
            let problem = misfit(&operation.node.variable_definitions[0].node, &usage);
            assert_eq!(
                problem.is_none(),
                fits,
                "{declared} in {wanted}: {problem:?}"
            );
        }
    }
}
