//! Arguments whose variable a caller left out, taken out of the operation.
//!
//! By the specification such an argument takes its default. The library takes the default only
//! where the argument itself is absent, and sees null otherwise.

use std::collections::HashSet;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, Selection, SelectionSet,
};
use async_graphql::{Name, Value};

use super::coerce::variable_slot;

/// Removes every argument that consists of one of the given variables.
pub(super) fn arguments(document: &mut ExecutableDocument, left_out: &HashSet<&Name>) {
    let slots: Vec<Value> = left_out
        .iter()
        .map(|name| {
            let Ok(slot) = variable_slot((*name).clone());
            slot
        })
        .collect();
    match &mut document.operations {
        DocumentOperations::Single(operation) => {
            within(&mut operation.node.selection_set.node, &slots);
        }
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                within(&mut operation.node.selection_set.node, &slots);
            }
        }
    }
    for fragment in document.fragments.values_mut() {
        within(&mut fragment.node.selection_set.node, &slots);
    }
}

fn within(set: &mut SelectionSet, slots: &[Value]) {
    for selection in &mut set.items {
        match &mut selection.node {
            Selection::Field(field) => {
                field.node.arguments.retain(|(_, value)| {
                    let Ok(value) = value.node.clone().into_const_with(variable_slot);
                    !slots.contains(&value)
                });
                within(&mut field.node.selection_set.node, slots);
            }
            Selection::InlineFragment(inline) => {
                within(&mut inline.node.selection_set.node, slots);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}
