//! Every difference between two contracts, with its weight.

use std::collections::HashMap;
use std::fmt;

use async_graphql::parser::types::{
    DirectiveDefinition, DirectiveLocation, EnumValueDefinition, FieldDefinition,
    InputValueDefinition, TypeDefinition, TypeKind,
};
use async_graphql::{Name, Positioned};

use super::compatible::{fits, is_required};
use super::contract::{Contract, Directives, InvalidContract, Which};
use super::deprecated::deprecation;

/// What a difference means to a client of the old contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A query that was right may be refused, or its answer not be understood.
    Breaking,
    /// Every query stays right, but its answer may hold what its reader has never seen.
    Dangerous,
    /// Nobody notices.
    Safe,
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Weight::Breaking => "BREAKING",
            Weight::Dangerous => "DANGEROUS",
            Weight::Safe => "SAFE",
        })
    }
}

/// One difference. Ordered by weight, then by place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    pub weight: Weight,
    /// The element, by its schema coordinate.
    pub at: String,
    pub what: String,
}

/// All differences, the heaviest first.
pub fn differences(old: &str, new: &str) -> Result<Vec<Difference>, InvalidContract> {
    let old = Contract::read(old, Which::Old)?;
    let new = Contract::read(new, Which::New)?;
    let mut comparison = Comparison::default();
    comparison.roots(&old, &new);
    for (name, pair) in paired(old.types.values(), new.types.values(), |one| &one.name.node) {
        comparison.of_types(name, pair);
    }
    let (before, after) = (old.directives.values(), new.directives.values());
    for (name, pair) in paired(before, after, |one| &one.name.node) {
        comparison.of_directives(&format!("@{name}"), pair);
    }
    comparison.found.sort();
    Ok(comparison.found)
}

/// An element of one contract beside the one of the other that has its name.
enum Pair<'c, T> {
    Gone(&'c T),
    Come(&'c T),
    Both(&'c T, &'c T),
}

/// The elements of the old contract in its order, then those that only the new one has.
fn paired<'c, T>(
    old: impl IntoIterator<Item = &'c T>,
    new: impl IntoIterator<Item = &'c T>,
    name: impl Fn(&'c T) -> &'c str,
) -> Vec<(&'c str, Pair<'c, T>)> {
    let new: Vec<&T> = new.into_iter().collect();
    let mut theirs: HashMap<&str, &T> = new.iter().map(|new| (name(new), *new)).collect();
    let mut pairs = Vec::new();
    for old in old {
        let name = name(old);
        pairs.push(match theirs.remove(name) {
            Some(new) => (name, Pair::Both(old, new)),
            None => (name, Pair::Gone(old)),
        });
    }
    for new in new {
        if theirs.contains_key(name(new)) {
            pairs.push((name(new), Pair::Come(new)));
        }
    }
    pairs
}

#[derive(Default)]
struct Comparison {
    found: Vec<Difference>,
}

impl Comparison {
    fn note(&mut self, weight: Weight, at: &str, what: impl Into<String>) {
        self.found.push(Difference {
            weight,
            at: at.to_owned(),
            what: what.into(),
        });
    }

    fn roots(&mut self, old: &Contract, new: &Contract) {
        let names = ["queries", "mutations", "subscriptions"];
        for ((old, new), name) in old.roots.iter().zip(&new.roots).zip(names) {
            match (old, new) {
                (Some(_), None) => {
                    self.note(Weight::Breaking, "schema", format!("there are no {name}"));
                }
                (None, Some(_)) => {
                    self.note(Weight::Safe, "schema", format!("there are {name}"));
                }
                (Some(old), Some(new)) if old != new => {
                    let what = format!("the type of {name} was {old} and is {new}");
                    self.note(Weight::Breaking, "schema", what);
                }
                _ => {}
            }
        }
    }

    fn of_types(&mut self, at: &str, pair: Pair<'_, TypeDefinition>) {
        let (old, new) = match pair {
            Pair::Gone(_) => return self.note(Weight::Breaking, at, "the type is gone"),
            Pair::Come(_) => return self.note(Weight::Safe, at, "the type is new"),
            Pair::Both(old, new) => (old, new),
        };
        self.description(at, old.description.as_ref(), new.description.as_ref());
        match (&old.kind, &new.kind) {
            (TypeKind::Scalar, TypeKind::Scalar) => self.scalars(at, old, new),
            (TypeKind::Object(old), TypeKind::Object(new)) => {
                self.names(at, &old.implements, &new.implements, "interface");
                self.fields(at, &old.fields, &new.fields);
            }
            (TypeKind::Interface(old), TypeKind::Interface(new)) => {
                self.names(at, &old.implements, &new.implements, "interface");
                self.fields(at, &old.fields, &new.fields);
            }
            (TypeKind::Union(old), TypeKind::Union(new)) => {
                self.names(at, &old.members, &new.members, "member");
            }
            (TypeKind::Enum(old), TypeKind::Enum(new)) => {
                self.values(at, &old.values, &new.values);
            }
            (TypeKind::InputObject(old_fields), TypeKind::InputObject(new_fields)) => {
                match (is_one_of(&old.directives), is_one_of(&new.directives)) {
                    (false, true) => self.note(Weight::Breaking, at, "exactly one field is taken"),
                    (true, false) => self.note(Weight::Safe, at, "several fields are taken"),
                    _ => {}
                }
                let name = |field: &str| format!("{at}.{field}");
                self.inputs(name, &old_fields.fields, &new_fields.fields, "field");
            }
            (old, new) => {
                let what = format!("it was {} and is {}", kind(old), kind(new));
                self.note(Weight::Breaking, at, what);
            }
        }
    }

    fn scalars(&mut self, at: &str, old: &TypeDefinition, new: &TypeDefinition) {
        let specified = |definition: &TypeDefinition| {
            let mut directives = definition.directives.iter();
            let by = directives.find(|directive| directive.node.name.node == "specifiedBy")?;
            by.node.get_argument("url").map(|url| url.node.to_string())
        };
        if specified(old) != specified(new) {
            self.note(Weight::Dangerous, at, "its specification is another");
        }
    }

    /// Interfaces of a type, or members of a union.
    fn names(&mut self, at: &str, old: &[Positioned<Name>], new: &[Positioned<Name>], what: &str) {
        let named = |name: &Positioned<Name>| name.node.to_string();
        let (old, new): (Vec<_>, Vec<_>) = (
            old.iter().map(named).collect(),
            new.iter().map(named).collect(),
        );
        for gone in old.iter().filter(|name| !new.contains(name)) {
            self.note(Weight::Breaking, at, format!("the {what} {gone} is gone"));
        }
        for come in new.iter().filter(|name| !old.contains(name)) {
            self.note(Weight::Dangerous, at, format!("the {what} {come} is new"));
        }
    }

    fn fields(
        &mut self,
        owner: &str,
        old: &[Positioned<FieldDefinition>],
        new: &[Positioned<FieldDefinition>],
    ) {
        for (name, pair) in paired(old, new, |one| one.node.name.node.as_str()) {
            let at = format!("{owner}.{name}");
            let (old, new) = match pair {
                Pair::Gone(_) => {
                    self.note(Weight::Breaking, &at, "the field is gone");
                    continue;
                }
                Pair::Come(_) => {
                    self.note(Weight::Safe, &at, "the field is new");
                    continue;
                }
                Pair::Both(old, new) => (&old.node, &new.node),
            };
            self.description(&at, old.description.as_ref(), new.description.as_ref());
            self.deprecation(&at, &old.directives, &new.directives);
            let (was, is) = (&old.ty.node, &new.ty.node);
            if was != is {
                let weight = match fits(is, was) {
                    true => Weight::Safe,
                    false => Weight::Breaking,
                };
                self.note(weight, &at, format!("its type was {was} and is {is}"));
            }
            let name = |argument: &str| format!("{at}({argument}:)");
            self.inputs(name, &old.arguments, &new.arguments, "argument");
        }
    }

    /// Arguments, or fields of an input object.
    fn inputs(
        &mut self,
        at: impl Fn(&str) -> String,
        old: &[Positioned<InputValueDefinition>],
        new: &[Positioned<InputValueDefinition>],
        noun: &str,
    ) {
        for (name, pair) in paired(old, new, |one| one.node.name.node.as_str()) {
            let at = at(name);
            match pair {
                Pair::Gone(_) => self.note(Weight::Breaking, &at, format!("the {noun} is gone")),
                Pair::Come(new) if is_required(&new.node) => {
                    let what = format!("the {noun} is new and must be given");
                    self.note(Weight::Breaking, &at, what);
                }
                Pair::Come(_) => {
                    self.note(Weight::Dangerous, &at, format!("the {noun} is new"));
                }
                Pair::Both(old, new) => self.input(&at, &old.node, &new.node),
            }
        }
    }

    fn input(&mut self, at: &str, old: &InputValueDefinition, new: &InputValueDefinition) {
        self.description(at, old.description.as_ref(), new.description.as_ref());
        self.deprecation(at, &old.directives, &new.directives);
        let (was, is) = (&old.ty.node, &new.ty.node);
        if was != is {
            let weight = match fits(was, is) {
                true => Weight::Safe,
                false => Weight::Breaking,
            };
            self.note(weight, at, format!("its type was {was} and is {is}"));
        }
        let shown = |input: &InputValueDefinition| match &input.default_value {
            Some(value) => value.node.to_string(),
            None => "none".to_owned(),
        };
        let (was, is) = (shown(old), shown(new));
        if was != is {
            // With its default it could be left out.
            let weight = match old.default_value.is_some() && is_required(new) {
                true => Weight::Breaking,
                false => Weight::Dangerous,
            };
            self.note(weight, at, format!("its default was {was} and is {is}"));
        }
    }

    fn values(
        &mut self,
        owner: &str,
        old: &[Positioned<EnumValueDefinition>],
        new: &[Positioned<EnumValueDefinition>],
    ) {
        for (name, pair) in paired(old, new, |one| one.node.value.node.as_str()) {
            let at = format!("{owner}.{name}");
            match pair {
                Pair::Gone(_) => self.note(Weight::Breaking, &at, "the value is gone"),
                Pair::Come(_) => self.note(Weight::Dangerous, &at, "the value is new"),
                Pair::Both(old, new) => {
                    let (old, new) = (&old.node, &new.node);
                    self.description(&at, old.description.as_ref(), new.description.as_ref());
                    self.deprecation(&at, &old.directives, &new.directives);
                }
            }
        }
    }

    fn of_directives(&mut self, at: &str, pair: Pair<'_, DirectiveDefinition>) {
        let (old, new) = match pair {
            Pair::Gone(old) => {
                // One that stands in contracts only, such as @deprecated, is nobody's to send.
                let weight = match old.locations.iter().any(|at| is_for_queries(at.node)) {
                    true => Weight::Breaking,
                    false => Weight::Safe,
                };
                return self.note(weight, at, "the directive is gone");
            }
            Pair::Come(_) => return self.note(Weight::Safe, at, "the directive is new"),
            Pair::Both(old, new) => (old, new),
        };
        self.description(at, old.description.as_ref(), new.description.as_ref());
        let stands = |directive: &DirectiveDefinition, location: DirectiveLocation| {
            let mut locations = directive.locations.iter();
            locations.any(|known| known.node == location)
        };
        for location in &old.locations {
            if !stands(new, location.node) {
                let what = format!("it may not stand on {:?}", location.node);
                let weight = match is_for_queries(location.node) {
                    true => Weight::Breaking,
                    false => Weight::Safe,
                };
                self.note(weight, at, what);
            }
        }
        for location in &new.locations {
            if !stands(old, location.node) {
                let what = format!("it may stand on {:?}", location.node);
                self.note(Weight::Safe, at, what);
            }
        }
        // Whether it may be repeated is not compared: the parser says so of every one.
        let name = |argument: &str| format!("{at}({argument}:)");
        self.inputs(name, &old.arguments, &new.arguments, "argument");
    }

    fn description(
        &mut self,
        at: &str,
        old: Option<&Positioned<String>>,
        new: Option<&Positioned<String>>,
    ) {
        if old.map(|text| &text.node) != new.map(|text| &text.node) {
            self.note(Weight::Safe, at, "its description is another");
        }
    }

    fn deprecation(&mut self, at: &str, old: &Directives, new: &Directives) {
        match (deprecation(old), deprecation(new)) {
            (None, Some(reason)) => {
                self.note(Weight::Safe, at, format!("it is deprecated: {reason}"));
            }
            (Some(_), None) => self.note(Weight::Safe, at, "it is not deprecated any more"),
            (Some(old), Some(new)) if old != new => {
                let what = format!("the reason of its deprecation is another: {new}");
                self.note(Weight::Safe, at, what);
            }
            _ => {}
        }
    }
}

fn is_one_of(directives: &Directives) -> bool {
    directives
        .iter()
        .any(|directive| directive.node.name.node == "oneOf")
}

/// Whether callers write directives there.
fn is_for_queries(location: DirectiveLocation) -> bool {
    matches!(
        location,
        DirectiveLocation::Query
            | DirectiveLocation::Mutation
            | DirectiveLocation::Subscription
            | DirectiveLocation::Field
            | DirectiveLocation::FragmentDefinition
            | DirectiveLocation::FragmentSpread
            | DirectiveLocation::InlineFragment
            | DirectiveLocation::VariableDefinition
    )
}

fn kind(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Scalar => "a scalar",
        TypeKind::Object(_) => "an object",
        TypeKind::Interface(_) => "an interface",
        TypeKind::Union(_) => "a union",
        TypeKind::Enum(_) => "an enum",
        TypeKind::InputObject(_) => "an input object",
    }
}
