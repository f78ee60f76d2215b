//! Which fragments spread which.
//!
//! Every walk here keeps a stack or a set of its own: a chain of fragments can be as long as the
//! document, and spreads can double at each step.

use std::collections::{HashMap, HashSet};

use async_graphql::Pos;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

use super::refusal::{Code, Refusal, shortened};

/// The name of a fragment and where it is spread.
type Spread<'d> = (&'d str, Pos);

/// The spreads of a document, from one pass over it.
pub(super) struct Outlines<'d> {
    /// For each fragment its place and the spreads in its own text.
    spreads: HashMap<&'d str, (Pos, Vec<Spread<'d>>)>,
    /// Directives anywhere in the document.
    pub directives: usize,
}

impl<'d> Outlines<'d> {
    pub fn of(document: &'d ExecutableDocument) -> Self {
        let mut directives = 0;
        for (_, operation) in document.operations.iter() {
            directives += operation.node.directives.len();
            for variable in &operation.node.variable_definitions {
                directives += variable.node.directives.len();
            }
            outline(
                &operation.node.selection_set.node,
                &mut Vec::new(),
                &mut directives,
            );
        }
        let mut spreads = HashMap::with_capacity(document.fragments.len());
        for (name, fragment) in &document.fragments {
            let mut found = Vec::new();
            directives += fragment.node.directives.len();
            outline(
                &fragment.node.selection_set.node,
                &mut found,
                &mut directives,
            );
            spreads.insert(name.as_str(), (fragment.pos, found));
        }
        Self {
            spreads,
            directives,
        }
    }

    /// The names of all fragments, each after those that it spreads. Refuses a cycle.
    pub fn dependencies_first(&self) -> Result<Vec<&'d str>, Refusal> {
        let mut by_place: Vec<(&'d str, Pos)> = self
            .spreads
            .iter()
            .map(|(name, (pos, _))| (*name, *pos))
            .collect();
        by_place.sort_by_key(|(_, pos)| *pos);

        let mut done = HashSet::new();
        let mut order = Vec::with_capacity(by_place.len());
        for (start, _) in by_place {
            if done.contains(start) {
                continue;
            }
            // Each step of the path: a fragment and how many of its spreads have been followed.
            let mut path = vec![(start, 0)];
            let mut on_path = HashSet::from([start]);
            while let Some((name, followed)) = path.last_mut() {
                let spreads = self
                    .spreads
                    .get(name)
                    .map_or(&[][..], |(_, spreads)| spreads);
                match spreads.get(*followed) {
                    Some(&(next, pos)) => {
                        *followed += 1;
                        if on_path.contains(next) {
                            return Err(cycle(&path, next, pos));
                        }
                        if !done.contains(next) {
                            on_path.insert(next);
                            path.push((next, 0));
                        }
                    }
                    None => {
                        on_path.remove(name);
                        done.insert(*name);
                        order.push(*name);
                        path.pop();
                    }
                }
            }
        }
        Ok(order)
    }

    /// The fragments that a selection set reaches, each once.
    pub fn reached_from(&self, set: &'d SelectionSet) -> Vec<&'d str> {
        let mut todo = Vec::new();
        outline(set, &mut todo, &mut 0);
        let mut seen = HashSet::new();
        let mut reached = Vec::new();
        while let Some((name, _)) = todo.pop() {
            if let Some((_, spreads)) = self.spreads.get(name)
                && seen.insert(name)
            {
                reached.push(name);
                todo.extend(spreads);
            }
        }
        reached
    }

    pub fn unused(&self, used: &HashSet<&str>) -> Vec<Refusal> {
        self.spreads
            .iter()
            .filter(|(name, _)| !used.contains(*name))
            .map(|(name, (pos, _))| {
                let message = format!(r#"fragment "{}" is never used"#, shortened(name, 60));
                Refusal::new(Code::GraphqlValidationFailed, message).at(*pos)
            })
            .collect()
    }
}

/// Collects the spreads of a selection set and counts its directives, fragments not followed.
fn outline<'d>(set: &'d SelectionSet, spreads: &mut Vec<Spread<'d>>, directives: &mut usize) {
    for selection in &set.items {
        *directives += selection.node.directives().len();
        match &selection.node {
            Selection::Field(field) => {
                outline(&field.node.selection_set.node, spreads, directives);
            }
            Selection::InlineFragment(inline) => {
                outline(&inline.node.selection_set.node, spreads, directives);
            }
            Selection::FragmentSpread(spread) => {
                spreads.push((spread.node.fragment_name.node.as_str(), spread.pos));
            }
        }
    }
}

fn cycle(path: &[(&str, usize)], again: &str, pos: Pos) -> Refusal {
    let from = path
        .iter()
        .position(|(name, _)| *name == again)
        .unwrap_or(0);
    let through: Vec<String> = path[from + 1..]
        .iter()
        .take(5)
        .map(|(name, _)| format!(r#""{}""#, shortened(name, 60)))
        .collect();
    let mut message = format!(r#"fragment "{}" spreads itself"#, shortened(again, 60));
    if !through.is_empty() {
        message.push_str(" through ");
        message.push_str(&through.join(", "));
    }
    Refusal::new(Code::GraphqlValidationFailed, message).at(pos)
}
