//! The types of the schema, read from its SDL: what may be passed in, and which fields take what.
//!
//! Lookup only. What a value must look like is in `coerce`.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, OperationType, Type, TypeDefinition, TypeKind,
    TypeSystemDefinition,
};
use async_graphql::{Positioned, Value};

/// Decides whether a value is well-formed for a custom scalar; the reason is shown to callers.
pub type ScalarCheck = fn(&Value) -> Result<(), String>;

/// The schema cannot be used. Ours to fix, at start.
#[derive(Debug, thiserror::Error)]
pub enum InvalidSchema {
    #[error("the printed schema cannot be read back")]
    Unreadable(#[source] async_graphql::parser::Error),
    #[error("there is a check for the scalar {0}, which the schema does not have")]
    UnknownScalar(String),
}

#[derive(Debug)]
pub(super) enum Kind {
    Scalar(Scalar),
    Enum(Vec<Box<str>>),
    Input(InputObject),
    /// Objects and interfaces with their fields, and unions without any.
    Output(HashMap<Box<str>, Field>),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Scalar {
    Int,
    Float,
    String,
    Boolean,
    Id,
    Custom(Option<ScalarCheck>),
}

#[derive(Debug)]
pub(super) struct InputObject {
    pub fields: Vec<Input>,
    pub one_of: bool,
}

/// An argument or a field of an input object.
#[derive(Debug)]
pub(super) struct Input {
    pub name: Box<str>,
    pub ty: Type,
    pub default: Option<Value>,
}

#[derive(Debug)]
pub(super) struct Field {
    /// The name of the type without lists and non-null marks.
    pub ty: Box<str>,
    pub is_list: bool,
    pub arguments: Vec<Input>,
}

#[derive(Debug)]
pub(super) struct TypeMap {
    kinds: HashMap<Box<str>, Kind>,
    directives: HashMap<Box<str>, Vec<Input>>,
    query: Box<str>,
    mutation: Box<str>,
    subscription: Box<str>,
}

impl TypeMap {
    pub fn new(sdl: &str, checks: &[(&str, ScalarCheck)]) -> Result<Self, InvalidSchema> {
        let mut map = Self {
            kinds: HashMap::new(),
            directives: HashMap::new(),
            query: "Query".into(),
            mutation: "Mutation".into(),
            subscription: "Subscription".into(),
        };
        for (name, scalar) in [
            ("Int", Scalar::Int),
            ("Float", Scalar::Float),
            ("String", Scalar::String),
            ("Boolean", Scalar::Boolean),
            ("ID", Scalar::Id),
        ] {
            map.kinds.insert(name.into(), Kind::Scalar(scalar));
        }
        for text in [INTROSPECTION, sdl] {
            let document = parse_schema(text).map_err(InvalidSchema::Unreadable)?;
            for definition in document.definitions {
                map.define(definition);
            }
        }
        map.give_query_its_introspection();
        for (name, check) in checks {
            match map.kinds.get_mut(*name) {
                Some(Kind::Scalar(scalar @ Scalar::Custom(_))) => {
                    *scalar = Scalar::Custom(Some(*check));
                }
                _ => return Err(InvalidSchema::UnknownScalar((*name).to_owned())),
            }
        }
        Ok(map)
    }

    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    pub fn field(&self, parent: &str, name: &str) -> Option<&Field> {
        match self.kinds.get(parent)? {
            Kind::Output(fields) => fields.get(name),
            _ => None,
        }
    }

    /// The arguments that a directive takes.
    pub fn directive(&self, name: &str) -> Option<&[Input]> {
        self.directives.get(name).map(Vec::as_slice)
    }

    pub fn root(&self, operation: OperationType) -> &str {
        match operation {
            OperationType::Query => &self.query,
            OperationType::Mutation => &self.mutation,
            OperationType::Subscription => &self.subscription,
        }
    }

    fn define(&mut self, definition: TypeSystemDefinition) {
        match definition {
            TypeSystemDefinition::Schema(schema) => {
                for (root, name) in [
                    (&mut self.query, schema.node.query),
                    (&mut self.mutation, schema.node.mutation),
                    (&mut self.subscription, schema.node.subscription),
                ] {
                    if let Some(name) = name {
                        *root = name.node.as_str().into();
                    }
                }
            }
            TypeSystemDefinition::Directive(directive) => {
                let arguments = inputs(directive.node.arguments);
                self.directives
                    .insert(directive.node.name.node.as_str().into(), arguments);
            }
            TypeSystemDefinition::Type(definition) => {
                let name = definition.node.name.node.as_str().into();
                self.kinds.insert(name, kind(definition.node));
            }
        }
    }

    fn give_query_its_introspection(&mut self) {
        let arguments = inputs_of_type_field();
        if let Some(Kind::Output(fields)) = self.kinds.get_mut(&self.query) {
            let schema = Field {
                ty: "__Schema".into(),
                is_list: false,
                arguments: Vec::new(),
            };
            let ty = Field {
                ty: "__Type".into(),
                is_list: false,
                arguments,
            };
            fields.insert("__schema".into(), schema);
            fields.insert("__type".into(), ty);
        }
    }
}

fn kind(definition: TypeDefinition) -> Kind {
    match definition.kind {
        TypeKind::Scalar => Kind::Scalar(Scalar::Custom(None)),
        TypeKind::Object(object) => Kind::Output(fields(object.fields)),
        TypeKind::Interface(interface) => Kind::Output(fields(interface.fields)),
        TypeKind::Union(_) => Kind::Output(HashMap::new()),
        TypeKind::Enum(values) => Kind::Enum(
            values
                .values
                .into_iter()
                .map(|value| value.node.value.node.as_str().into())
                .collect(),
        ),
        TypeKind::InputObject(object) => Kind::Input(InputObject {
            fields: inputs(object.fields),
            one_of: definition
                .directives
                .iter()
                .any(|directive| directive.node.name.node == "oneOf"),
        }),
    }
}

fn fields(definitions: Vec<Positioned<FieldDefinition>>) -> HashMap<Box<str>, Field> {
    definitions
        .into_iter()
        .map(|definition| {
            let field = Field {
                ty: innermost(&definition.node.ty.node).into(),
                is_list: matches!(definition.node.ty.node.base, BaseType::List(_)),
                arguments: inputs(definition.node.arguments),
            };
            (definition.node.name.node.as_str().into(), field)
        })
        .collect()
}

fn inputs(definitions: Vec<Positioned<InputValueDefinition>>) -> Vec<Input> {
    definitions
        .into_iter()
        .map(|definition| Input {
            name: definition.node.name.node.as_str().into(),
            ty: definition.node.ty.node,
            default: definition.node.default_value.map(|value| value.node),
        })
        .collect()
}

fn inputs_of_type_field() -> Vec<Input> {
    vec![Input {
        name: "name".into(),
        ty: Type {
            base: BaseType::Named(async_graphql::Name::new("String")),
            nullable: false,
        },
        default: None,
    }]
}

/// The name of a type without lists and non-null marks.
pub(super) fn innermost(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(item) => innermost(item),
    }
}

/// The introspection schema, which printed schemas leave out.
const INTROSPECTION: &str = "
type __Schema {
  description: String types: [__Type!]! queryType: __Type! mutationType: __Type
  subscriptionType: __Type directives: [__Directive!]!
}
type __Type {
  kind: __TypeKind! name: String description: String specifiedByURL: String isOneOf: Boolean
  fields(includeDeprecated: Boolean = false): [__Field!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  interfaces: [__Type!] possibleTypes: [__Type!] ofType: __Type
}
type __Field {
  name: String! description: String isDeprecated: Boolean! deprecationReason: String
  args(includeDeprecated: Boolean = false): [__InputValue!]! type: __Type!
}
type __InputValue {
  name: String! description: String defaultValue: String isDeprecated: Boolean!
  deprecationReason: String type: __Type!
}
type __EnumValue {
  name: String! description: String isDeprecated: Boolean! deprecationReason: String
}
type __Directive {
  name: String! description: String isRepeatable: Boolean! locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }
enum __DirectiveLocation { FIELD }
directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
";

#[cfg(test)]
mod tests {
    use super::*;

    const SDL: &str = r#"
        "A number." scalar Npi
        enum Sort { NEAREST BEST }
        input By @oneOf { npi: Npi slug: String }
        interface Node { id: ID! }
        type Doctor implements Node { id: ID! roles(first: Int! = 20, sort: [Sort!] = [BEST]): [Doctor!]! }
        union Found = Doctor
        type Root { doctor(by: By!): Doctor found: Found }
        schema { query: Root }
    "#;

    fn accept(_: &Value) -> Result<(), String> {
        Ok(())
    }

    #[test]
    fn fields_arguments_and_roots_are_found() {
        let map = TypeMap::new(SDL, &[("Npi", accept)]).unwrap();
        assert_eq!(map.root(OperationType::Query), "Root");
        assert_eq!(&*map.field("Root", "doctor").unwrap().ty, "Doctor");
        let roles = map.field("Doctor", "roles").unwrap();
        assert_eq!(roles.arguments[0].ty.to_string(), "Int!");
        assert_eq!(roles.arguments[0].default, Some(Value::Number(20.into())));
        assert_eq!(&*map.field("Root", "__schema").unwrap().ty, "__Schema");
        assert!(map.field("Found", "id").is_none());
        assert!(matches!(
            map.kind("By"),
            Some(Kind::Input(InputObject { one_of: true, .. }))
        ));
        assert_eq!(map.directive("skip").unwrap().len(), 1);
    }

    #[test]
    fn a_check_for_an_unknown_scalar_is_an_error_at_start() {
        for name in ["Nip", "Sort", "Int"] {
            let error = TypeMap::new(SDL, &[(name, accept)]).unwrap_err();
            assert!(matches!(error, InvalidSchema::UnknownScalar(_)), "{name}");
        }
        assert!(matches!(
            TypeMap::new("type {", &[]),
            Err(InvalidSchema::Unreadable(_))
        ));
    }
}
