//! A contract read from its text: types and directives by name, extensions folded in.

use std::collections::BTreeMap;
use std::fmt;

use async_graphql::Positioned;
use async_graphql::parser::types::{
    ConstDirective, DirectiveDefinition, FieldDefinition, InputValueDefinition, SchemaDefinition,
    TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::parser::{Error, parse_schema};

/// A text that is no contract.
#[derive(Debug, thiserror::Error)]
#[error("the {which} contract is not SDL")]
pub struct InvalidContract {
    which: Which,
    #[source]
    error: Error,
}

/// Which of two contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Old,
    New,
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Which::Old => "old",
            Which::New => "new",
        })
    }
}

pub type Directives = [Positioned<ConstDirective>];

#[derive(Default)]
pub struct Contract {
    /// The types of queries, mutations and subscriptions.
    pub roots: [Option<String>; 3],
    pub types: BTreeMap<String, TypeDefinition>,
    pub directives: BTreeMap<String, DirectiveDefinition>,
}

impl Contract {
    pub fn read(sdl: &str, which: Which) -> Result<Self, InvalidContract> {
        let document = parse_schema(sdl).map_err(|error| InvalidContract { which, error })?;
        let mut contract = Contract::default();
        let mut roots_are_said = false;
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    roots_are_said |= !schema.node.extend;
                    contract.take_roots(schema.node);
                }
                TypeSystemDefinition::Directive(directive) => {
                    let name = directive.node.name.node.to_string();
                    contract.directives.insert(name, directive.node);
                }
                TypeSystemDefinition::Type(definition) => contract.take_type(definition.node),
            }
        }
        if !roots_are_said {
            for (root, name) in contract.roots.iter_mut().zip(ROOTS) {
                if root.is_none() && contract.types.contains_key(name) {
                    *root = Some(name.to_owned());
                }
            }
        }
        Ok(contract)
    }

    fn take_roots(&mut self, schema: SchemaDefinition) {
        let said = [schema.query, schema.mutation, schema.subscription];
        for (root, name) in self.roots.iter_mut().zip(said) {
            if let Some(name) = name {
                *root = Some(name.node.to_string());
            }
        }
    }

    fn take_type(&mut self, definition: TypeDefinition) {
        let name = definition.name.node.to_string();
        let Some(known) = self.types.get_mut(&name) else {
            self.types.insert(name, definition);
            return;
        };
        known.description = known.description.take().or(definition.description);
        known.directives.extend(definition.directives);
        match (&mut known.kind, definition.kind) {
            (TypeKind::Object(known), TypeKind::Object(more)) => {
                known.implements.extend(more.implements);
                known.fields.extend(more.fields);
            }
            (TypeKind::Interface(known), TypeKind::Interface(more)) => {
                known.implements.extend(more.implements);
                known.fields.extend(more.fields);
            }
            (TypeKind::Union(known), TypeKind::Union(more)) => known.members.extend(more.members),
            (TypeKind::Enum(known), TypeKind::Enum(more)) => known.values.extend(more.values),
            (TypeKind::InputObject(known), TypeKind::InputObject(more)) => {
                known.fields.extend(more.fields);
            }
            // An extension of another kind is no extension; the definition stands.
            _ => {}
        }
    }

    /// Everything below a type that may carry directives, by its coordinate.
    pub fn elements(&self) -> Vec<(String, &Directives)> {
        let mut elements = Vec::new();
        for (name, definition) in &self.types {
            match &definition.kind {
                TypeKind::Object(object) => of_fields(name, &object.fields, &mut elements),
                TypeKind::Interface(interface) => {
                    of_fields(name, &interface.fields, &mut elements);
                }
                TypeKind::Enum(values) => elements.extend(values.values.iter().map(|value| {
                    let at = format!("{name}.{}", value.node.value.node);
                    (at, &*value.node.directives)
                })),
                TypeKind::InputObject(object) => {
                    elements.extend(object.fields.iter().map(|field| {
                        let at = format!("{name}.{}", field.node.name.node);
                        (at, &*field.node.directives)
                    }));
                }
                TypeKind::Scalar | TypeKind::Union(_) => {}
            }
        }
        elements
    }
}

/// The names that roots have where nothing else is said.
const ROOTS: [&str; 3] = ["Query", "Mutation", "Subscription"];

fn of_fields<'c>(
    owner: &str,
    fields: &'c [Positioned<FieldDefinition>],
    elements: &mut Vec<(String, &'c Directives)>,
) {
    for field in fields {
        let at = format!("{owner}.{}", field.node.name.node);
        let arguments = field.node.arguments.iter();
        elements.extend(
            arguments.map(|argument: &Positioned<InputValueDefinition>| {
                let at = format!("{at}({}:)", argument.node.name.node);
                (at, &*argument.node.directives)
            }),
        );
        elements.push((at, &*field.node.directives));
    }
}
