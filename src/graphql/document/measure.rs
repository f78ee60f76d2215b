//! The size of a selection set with its fragments expanded, from one look at each of them.
//!
//! Numbers only; what is too much is for `analyse` to say.

use std::collections::HashMap;

use async_graphql::parser::types::{Selection, SelectionSet};

/// The size of one operation with its fragments expanded. Counts stop at the largest number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Fields below one another, outside introspection.
    pub depth: usize,
    /// Fields, spreads and inline fragments outside introspection.
    pub selections: u64,
    pub aliases: u64,
    pub root_fields: u64,
    /// Root fields that describe the schema: `__schema`, `__type` and `__typename`.
    pub introspection_roots: u64,
    pub(super) nesting: usize,
    pub(super) introspection_depth: usize,
    pub(super) introspection_selections: u64,
    pub(super) introspection_lists: usize,
    /// Fields below one another that would be lists of types, were they inside introspection. A
    /// fragment does not know where it will be spread.
    lists: usize,
}

/// Measures a selection set from the measures of the fragments it spreads. Unknown fragments
/// count as empty: validation refuses them.
pub(super) fn measure(set: &SelectionSet, fragments: &HashMap<&str, Measure>) -> Measure {
    let mut total = Measure::default();
    for selection in &set.items {
        total.include(match &selection.node {
            Selection::Field(field) => {
                let below = measure(&field.node.selection_set.node, fragments);
                below.below_field(
                    field.node.name.node.as_str(),
                    field.node.alias.is_some(),
                    !field.node.selection_set.node.items.is_empty(),
                )
            }
            Selection::InlineFragment(inline) => {
                measure(&inline.node.selection_set.node, fragments).below_fragment()
            }
            Selection::FragmentSpread(spread) => fragments
                .get(spread.node.fragment_name.node.as_str())
                .copied()
                .unwrap_or_default()
                .below_fragment(),
        });
    }
    total
}

impl Measure {
    /// Whether the operation asks about the schema and nothing else.
    pub fn is_introspection(&self) -> bool {
        self.root_fields > 0 && self.root_fields == self.introspection_roots
    }

    /// Whether it asks about the schema at all, `__typename` not counted.
    pub fn asks_of_schema(&self) -> bool {
        self.introspection_selections > 0
    }

    fn below_fragment(self) -> Self {
        Self {
            selections: self.selections.saturating_add(1),
            nesting: self.nesting + 1,
            ..self
        }
    }

    fn below_field(self, name: &str, aliased: bool, has_selections: bool) -> Self {
        let lists_types = matches!(
            name,
            "fields" | "inputFields" | "interfaces" | "possibleTypes"
        );
        let mut field = Self {
            aliases: self.aliases.saturating_add(u64::from(aliased)),
            root_fields: 1,
            introspection_roots: u64::from(name.starts_with("__")),
            nesting: self.nesting + usize::from(has_selections),
            lists: self.lists + usize::from(lists_types),
            ..self
        };
        match name {
            "__schema" | "__type" => {
                field.introspection_depth = 1 + self.depth.max(self.introspection_depth);
                field.introspection_selections = self
                    .selections
                    .saturating_add(self.introspection_selections)
                    .saturating_add(1);
                field.introspection_lists = self.lists.max(self.introspection_lists);
                field.depth = 0;
                field.selections = 0;
                field.lists = 0;
            }
            "__typename" => field.selections = self.selections.saturating_add(1),
            _ => {
                field.depth = self.depth + 1;
                field.selections = self.selections.saturating_add(1);
            }
        }
        field
    }

    /// Adds what stands beside it in the same selection set.
    fn include(&mut self, other: Self) {
        let Self {
            depth,
            selections,
            aliases,
            root_fields,
            introspection_roots,
            nesting,
            introspection_depth,
            introspection_selections,
            introspection_lists,
            lists,
        } = other;
        self.depth = self.depth.max(depth);
        self.nesting = self.nesting.max(nesting);
        self.introspection_depth = self.introspection_depth.max(introspection_depth);
        self.introspection_lists = self.introspection_lists.max(introspection_lists);
        self.lists = self.lists.max(lists);
        for (sum, more) in [
            (&mut self.selections, selections),
            (&mut self.aliases, aliases),
            (&mut self.root_fields, root_fields),
            (&mut self.introspection_roots, introspection_roots),
            (&mut self.introspection_selections, introspection_selections),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}
