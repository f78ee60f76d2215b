//! Which scopes an operation needs, from the fields that it selects.
//!
//! It must not know who asks: whether they have the scopes is for the executor.

use std::collections::HashSet;

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};

use super::type_map::TypeMap;
use crate::domain::caller::Scope;

/// A field that not everybody may ask for: the type it stands on, its name, and what is needed. A
/// field that is named with several scopes needs one of them.
pub type Guarded = (&'static str, &'static str, Scope);

/// What an operation needs, and the first field that needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// One of these scopes.
    pub any_of: Vec<Scope>,
    /// `Mutation.retireDoctor`.
    pub field: String,
}

/// The needs of an operation, each once.
pub(super) fn needs(
    operation: &OperationDefinition,
    document: &ExecutableDocument,
    types: &TypeMap,
    guarded: &[Guarded],
) -> Vec<Need> {
    let mut walk = Walk {
        document,
        types,
        guarded,
        seen: HashSet::new(),
        found: Vec::new(),
    };
    let root = types.root(operation.ty);
    walk.set(&operation.selection_set.node, root);
    walk.found
}

struct Walk<'d> {
    document: &'d ExecutableDocument,
    types: &'d TypeMap,
    guarded: &'d [Guarded],
    /// Fragments that were walked: each once, however often it is spread.
    seen: HashSet<&'d str>,
    found: Vec<Need>,
}

impl<'d> Walk<'d> {
    fn set(&mut self, set: &'d SelectionSet, parent: &str) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    self.note(parent, name);
                    let types = self.types;
                    if let Some(known) = types.field(parent, name) {
                        self.set(&field.node.selection_set.node, &known.ty);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map(|on| on.node.on.node.as_str());
                    self.set(&inline.node.selection_set.node, on.unwrap_or(parent));
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = self.document.fragments.get(name)
                        && self.seen.insert(name)
                    {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.set(&fragment.node.selection_set.node, on);
                    }
                }
            }
        }
    }

    fn note(&mut self, parent: &str, field: &str) {
        let guarded = self.guarded.iter();
        let any_of: Vec<Scope> = guarded
            .filter(|(on, name, _)| *on == parent && *name == field)
            .map(|(_, _, scope)| *scope)
            .collect();
        if !any_of.is_empty() && self.found.iter().all(|need| need.any_of != any_of) {
            self.found.push(Need {
                any_of,
                field: format!("{parent}.{field}"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    const SDL: &str = "
        type Query { article: Article }
        type Mutation { saveDraft: Article publish: Article }
        type Article { title: String versions: [Version!]! problems: Int }
        type Version { number: Int }
    ";

    const GUARDED: [Guarded; 5] = [
        ("Mutation", "saveDraft", Scope::ContentWrite),
        ("Mutation", "publish", Scope::ContentPublish),
        ("Article", "versions", Scope::ContentWrite),
        ("Article", "problems", Scope::ContentWrite),
        ("Article", "problems", Scope::ContentReview),
    ];

    #[test]
    fn a_need_is_found_wherever_its_field_is_hidden() {
        let types = TypeMap::new(SDL, &[]).unwrap();
        let cases = [
            ("{ article { title } }", ""),
            ("{ article { v: versions { number } } }", "Article.versions"),
            (
                "{ ... { ... on Query { article { ...F } } } } fragment F on Article { ...G } fragment G on Article { versions { number } }",
                "Article.versions",
            ),
            (
                "mutation { publish { versions { number } } again: publish { title } }",
                "Mutation.publish Article.versions",
            ),
            (
                "mutation { saveDraft { versions { number } } }",
                "Mutation.saveDraft",
            ),
            (
                "{ article { problems versions { number } } }",
                "Article.problems Article.versions",
            ),
        ];
        for (text, expected) in cases {
            let document = parse_query(text).unwrap();
            let (_, operation) = document.operations.iter().next().unwrap();
            let found = needs(&operation.node, &document, &types, &GUARDED);
            let fields: Vec<&str> = found.iter().map(|need| need.field.as_str()).collect();
            assert_eq!(fields.join(" "), expected, "{text}");
        }
    }
}
