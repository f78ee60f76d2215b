//! Whether the operations of a document stay within the limits, each fragment measured once.
//!
//! It runs before any code that expands fragments or follows them without a memo, so it must not
//! do either. It knows no schema.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};

use super::fragments::Outlines;
use super::limits::Limits;
use super::measure::{Measure, measure};
use super::refusal::{Code, Refusal, Refused, none_of};

/// One operation as the analysis saw it.
#[derive(Debug)]
pub(super) struct Analysed<'d> {
    pub name: Option<&'d Name>,
    pub definition: &'d Positioned<OperationDefinition>,
    pub measure: Measure,
    /// Fragments that the operation reaches, each once.
    pub fragments: Vec<&'d str>,
}

/// Measures every operation, in document order, and refuses what goes beyond the limits.
///
/// Fragments that spread themselves or that nothing spreads are refused too. The checks after
/// this one walk unused fragments as well, and no limit on operations would bound that.
pub(super) fn analyse<'d>(
    document: &'d ExecutableDocument,
    limits: &Limits,
) -> Result<Vec<Analysed<'d>>, Refused> {
    if document.operations.iter().len() > limits.operations {
        return Err(Refused::from(too(
            Code::QueryTooComplex,
            "operations in the document",
            document.operations.iter().len() as u64,
            limits.operations as u64,
        )));
    }

    let outlines = Outlines::of(document);
    if outlines.directives > limits.directives {
        return Err(Refused::from(too(
            Code::QueryTooComplex,
            "directives in the document",
            outlines.directives as u64,
            limits.directives as u64,
        )));
    }

    let mut measured: HashMap<&str, Measure> = HashMap::new();
    for name in outlines.dependencies_first()? {
        if let Some(fragment) = document.fragments.get(name) {
            let measure = measure(&fragment.node.selection_set.node, &measured);
            measured.insert(name, measure);
        }
    }

    let mut operations: Vec<Analysed<'d>> = document
        .operations
        .iter()
        .map(|(name, definition)| Analysed {
            name,
            definition,
            measure: measure(&definition.node.selection_set.node, &measured),
            fragments: outlines.reached_from(&definition.node.selection_set.node),
        })
        .collect();
    operations.sort_by_key(|operation| operation.definition.pos);

    check(&operations, limits)?;
    let used = operations
        .iter()
        .flat_map(|operation| operation.fragments.iter().copied());
    none_of(outlines.unused(&used.collect()))?;
    Ok(operations)
}

fn check(operations: &[Analysed<'_>], limits: &Limits) -> Result<(), Refused> {
    use Code::{QueryTooComplex, QueryTooDeep};

    let mut refusals = Vec::new();
    for operation in operations {
        let size = &operation.measure;
        let variables = operation.definition.node.variable_definitions.len();
        let bounds = [
            (
                QueryTooDeep,
                "levels of fields",
                size.depth as u64,
                limits.depth as u64,
            ),
            (
                QueryTooDeep,
                "levels of fields and fragments",
                size.nesting as u64,
                limits.nesting as u64,
            ),
            (
                QueryTooDeep,
                "levels of introspection",
                size.introspection_depth as u64,
                limits.introspection_depth as u64,
            ),
            (
                QueryTooDeep,
                "levels of lists of types in introspection",
                size.introspection_lists as u64,
                limits.introspection_lists as u64,
            ),
            (
                QueryTooComplex,
                "selections of introspection after expanding fragments",
                size.introspection_selections,
                limits.introspection_selections,
            ),
            (QueryTooComplex, "aliases", size.aliases, limits.aliases),
            (
                QueryTooComplex,
                "root fields",
                size.root_fields,
                limits.root_fields,
            ),
            (
                QueryTooComplex,
                "variables",
                variables as u64,
                limits.variables as u64,
            ),
        ];
        for (code, what, found, limit) in bounds {
            if found > limit {
                refusals.push(too(code, what, found, limit).at(operation.definition.pos));
            }
        }
        if operation.definition.node.ty == OperationType::Subscription && size.root_fields > 1 {
            let message = format!(
                "a subscription selects exactly one root field, found {}",
                size.root_fields
            );
            let refusal = Refusal::new(Code::GraphqlValidationFailed, message);
            refusals.push(refusal.at(operation.definition.pos));
        }
    }

    // One sum for all operations, because validation pays for each of them.
    let selections = operations.iter().fold(0u64, |sum, operation| {
        sum.saturating_add(operation.measure.selections)
    });
    if selections > limits.selections {
        let what = "selections after expanding fragments";
        refusals.push(too(QueryTooComplex, what, selections, limits.selections));
    }
    none_of(refusals)
}

fn too(code: Code, what: &str, found: u64, limit: u64) -> Refusal {
    let found = match found {
        u64::MAX => "countless".to_owned(),
        number => number.to_string(),
    };
    Refusal::new(
        code,
        format!("the query has {found} {what}; the limit is {limit}"),
    )
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn measured(text: &str) -> Result<Measure, (Code, String)> {
        let document = parse_query(text).unwrap();
        analyse(&document, &Limits::default())
            .map(|operations| operations[0].measure)
            .map_err(|refused| (refused.code(), refused.refusals()[0].message.clone()))
    }

    /// A document in which each fragment spreads the next one `times` over.
    fn doubling(fragments: usize, times: usize) -> String {
        let mut text = "{ ...f0 }".to_owned();
        for n in 0..fragments {
            let spreads = format!("...f{} ", n + 1).repeat(times);
            text.push_str(&format!(" fragment f{n} on Q {{ {spreads}}}"));
        }
        text.push_str(&format!(" fragment f{fragments} on Q {{ version }}"));
        text
    }

    #[test]
    fn depth_and_counts_are_those_of_the_expanded_operation() {
        let text = "query Q { a: doctor { ...D } b: doctor { ...D colleagues { ...D } } }
                    fragment D on Doctor { id x: name ... { __typename } }";
        let measure = measured(text).unwrap();
        assert_eq!(measure.depth, 3);
        // Three roots and relations, three spreads, and four selections in each fragment.
        assert_eq!(measure.selections, 3 + 3 + 3 * 4);
        assert_eq!(measure.aliases, 2 + 3);
        assert_eq!(measure.root_fields, 2);
        assert_eq!(measure.nesting, 4);
        assert!(!measure.is_introspection());
    }

    #[test]
    fn a_doubling_fragment_costs_its_own_length_only() {
        // The second and third would take longer than the universe has, were they expanded.
        for (fragments, times) in [(24, 2), (28, 30), (28, 2)] {
            let (code, message) = measured(&doubling(fragments, times)).unwrap_err();
            assert_eq!(code, Code::QueryTooComplex, "{message}");
        }
        let (_, message) = measured(&doubling(28, 30)).unwrap_err();
        assert!(message.contains("countless"), "{message}");
    }

    #[test]
    fn a_long_chain_of_fragments_is_too_deep_but_does_not_exhaust_the_stack() {
        assert_eq!(
            measured(&doubling(4_000, 1)).unwrap_err().0,
            Code::QueryTooDeep
        );
        assert_eq!(
            measured(&doubling(50_000, 1)).unwrap_err().0,
            Code::QueryTooComplex
        );
    }

    #[test]
    fn fragments_that_spread_themselves_are_named_with_their_way_back() {
        let cases = [
            (
                "{ ...A } fragment A on Q { x { ...A } }",
                r#"fragment "A" spreads itself"#,
            ),
            (
                "{ ...A } fragment A on Q { ...B } fragment B on Q { x { ...C } } \
                 fragment C on Q { ... { ...A } }",
                r#"fragment "A" spreads itself through "B", "C""#,
            ),
            (
                "{ x } fragment A on Q { ...B } fragment B on Q { ...B }",
                r#"fragment "B" spreads itself"#,
            ),
        ];
        for (text, message) in cases {
            let expected = (Code::GraphqlValidationFailed, message.to_owned());
            assert_eq!(measured(text).unwrap_err(), expected);
        }
    }

    #[test]
    fn a_fragment_that_nothing_reaches_is_refused() {
        let text = "{ ...A } fragment A on Q { x } fragment B on Q { ...C } fragment C on Q { x }";
        let (code, message) = measured(text).unwrap_err();
        assert_eq!(code, Code::GraphqlValidationFailed);
        assert_eq!(message, r#"fragment "B" is never used"#);
    }

    #[test]
    fn each_limit_is_inclusive_and_refuses_with_its_own_code() {
        let nested = |levels: usize| format!("{}{}", "{ a ".repeat(levels), "}".repeat(levels));
        let typed = |levels: usize| {
            let inner = "ofType { ".repeat(levels - 2);
            format!(
                "{{ __schema {{ {inner} kind {} }} }}",
                "}".repeat(levels - 2)
            )
        };
        let listed = |levels: usize| {
            let inner = "fields { type { ".repeat(levels);
            format!(
                "{{ __type(name: \"A\") {{ {inner} name {} }} }}",
                "} }".repeat(levels)
            )
        };
        let many = |what: &str, times: usize| format!("{{ r {{ {} }} }}", what.repeat(times));
        let operations = |count: usize| -> String {
            (0..count).map(|n| format!("query Q{n} {{ a }} ")).collect()
        };
        let variables = |count: usize| {
            let declared: String = (0..count).map(|n| format!("$v{n}: Int ")).collect();
            format!("query Q({declared}) {{ a }}")
        };
        let cases = [
            (
                nested(15),
                nested(16),
                Code::QueryTooDeep,
                "levels of fields",
            ),
            (
                typed(20),
                typed(21),
                Code::QueryTooDeep,
                "levels of introspection",
            ),
            (listed(2), listed(3), Code::QueryTooDeep, "lists of types"),
            (
                many("a ", 4_999),
                many("a ", 5_000),
                Code::QueryTooComplex,
                "selections",
            ),
            (
                many("x: a ", 100),
                many("x: a ", 101),
                Code::QueryTooComplex,
                "aliases",
            ),
            (
                many("a @b ", 100),
                many("a @b ", 101),
                Code::QueryTooComplex,
                "directives",
            ),
            (
                format!("{{ {} }}", "a ".repeat(20)),
                format!("{{ {} }}", "a ".repeat(21)),
                Code::QueryTooComplex,
                "root fields",
            ),
            (
                format!("{{ __schema {{ {} }} }}", "description ".repeat(999)),
                format!("{{ __schema {{ {} }} }}", "description ".repeat(1_000)),
                Code::QueryTooComplex,
                "selections of introspection",
            ),
            (
                operations(10),
                operations(11),
                Code::QueryTooComplex,
                "operations",
            ),
            (
                variables(100),
                variables(101),
                Code::QueryTooComplex,
                "variables",
            ),
            (
                "subscription { a }".to_owned(),
                "subscription { a b }".to_owned(),
                Code::GraphqlValidationFailed,
                "exactly one root field",
            ),
        ];
        for (within, beyond, code, what) in cases {
            assert!(measured(&within).is_ok(), "{what}: {:?}", measured(&within));
            let (found, message) = measured(&beyond).unwrap_err();
            assert_eq!(found, code, "{message}");
            assert!(message.contains(what), "{message}");
        }
    }

    #[test]
    fn fragments_count_into_the_nesting() {
        let text =
            |levels: usize| format!("{{ {} a {} }}", "... { ".repeat(levels), "}".repeat(levels));
        assert_eq!(measured(&text(32)).unwrap().nesting, 32);
        assert_eq!(measured(&text(33)).unwrap_err().0, Code::QueryTooDeep);
    }

    #[test]
    fn the_operations_of_a_document_share_the_limit_on_selections() {
        let one = |name: &str| format!("query {name} {{ r {{ {} }} }} ", "a ".repeat(2_600));
        let (code, _) = measured(&(one("A") + &one("B"))).unwrap_err();
        assert_eq!(code, Code::QueryTooComplex);
    }

    #[test]
    fn an_operation_is_introspection_when_all_its_root_fields_are() {
        let cases = [
            ("{ __schema { description } }", true),
            ("{ __typename }", true),
            (
                "{ ...A } fragment A on Q { __type(name: \"A\") { name } }",
                true,
            ),
            ("{ __typename version }", false),
            ("{ ...A __typename } fragment A on Q { version }", false),
        ];
        for (text, expected) in cases {
            assert_eq!(
                measured(text).unwrap().is_introspection(),
                expected,
                "{text}"
            );
        }
    }
}
