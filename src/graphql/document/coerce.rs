//! Values held against the types of the schema, by the rules of the GraphQL specification.
//!
//! One set of rules for variables, for literals in the text and for defaults. Nothing here looks
//! at a document.

use std::convert::Infallible;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{BaseType, Type};
use async_graphql::{Name, Number, Pos, Value};

use super::problem::{Problem, Step, missing};
use super::refusal::{listed, shortened};
use super::type_map::{Input, InputObject, Kind, Scalar, TypeMap};

/// Where a variable stands inside a literal, and what that place accepts.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    pub name: Name,
    /// `None` inside a custom scalar, where anything may stand.
    pub ty: Option<Type>,
    /// The place has a default of its own, so it accepts a variable that may be left out.
    pub has_default: bool,
    /// The place is a field of this `@oneOf` input object, where null may not stand.
    pub one_of: Option<Box<str>>,
    pub pos: Pos,
}

/// A variable inside a literal. The library's type for literals with variables has no public
/// name, and neither a literal nor JSON can hold a binary value, so that one stands for it.
pub(super) fn variable_slot(name: Name) -> Result<Value, Infallible> {
    Ok(Value::Binary(name.as_bytes().to_vec().into()))
}

/// One value on its way through the types.
pub(super) struct Coercion<'t> {
    types: &'t TypeMap,
    /// JSON has no enum values, so strings stand for them; in the text they may not.
    from_json: bool,
    pos: Pos,
    /// The variables found on the way.
    pub usages: Vec<Usage>,
}

/// What a place says about itself besides its type.
#[derive(Clone, Copy, Default)]
struct Place<'t> {
    has_default: bool,
    one_of: Option<&'t str>,
}

impl<'t> Coercion<'t> {
    pub fn of_json(types: &'t TypeMap) -> Self {
        Self {
            types,
            from_json: true,
            pos: Pos::default(),
            usages: Vec::new(),
        }
    }

    pub fn of_literal(types: &'t TypeMap, pos: Pos) -> Self {
        Self {
            types,
            from_json: false,
            pos,
            usages: Vec::new(),
        }
    }

    /// The value as the type wants it: single values wrapped into lists, numeric ids as strings,
    /// fields of input objects in schema order with their defaults.
    pub fn coerce(&mut self, ty: &Type, value: Value) -> Result<Value, Problem> {
        self.at_place(ty, value, Place::default())
    }

    /// As `coerce`, for an argument.
    pub fn coerce_argument(&mut self, argument: &Input, value: Value) -> Result<Value, Problem> {
        let has_default = argument.default.is_some();
        self.at_place(
            &argument.ty,
            value,
            Place {
                has_default,
                one_of: None,
            },
        )
    }

    /// Notes variables in a literal whose place is not known to the schema.
    pub fn note_variables(&mut self, value: &Value) {
        match value {
            Value::Binary(_) => self.note(value, None, Place::default()),
            Value::List(items) => items.iter().for_each(|item| self.note_variables(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.note_variables(field)),
            _ => {}
        }
    }

    fn at_place(&mut self, ty: &Type, value: Value, place: Place<'_>) -> Result<Value, Problem> {
        match value {
            Value::Binary(_) => {
                self.note(&value, Some(ty), place);
                Ok(value)
            }
            Value::Null if ty.nullable => Ok(Value::Null),
            Value::Null => Err(Problem::new(format!(
                "must not be null; it is of type {ty}"
            ))),
            value => match &ty.base {
                BaseType::List(item) => self.list(item, value),
                BaseType::Named(name) => self.named(name, value),
            },
        }
    }

    fn list(&mut self, item: &Type, value: Value) -> Result<Value, Problem> {
        match value {
            Value::List(items) => {
                let mut coerced = Vec::with_capacity(items.len());
                for (index, value) in items.into_iter().enumerate() {
                    let value = self.coerce(item, value);
                    coerced.push(value.map_err(|problem| problem.inside(Step::Index(index)))?);
                }
                Ok(Value::List(coerced))
            }
            single => Ok(Value::List(vec![self.coerce(item, single)?])),
        }
    }

    fn named(&mut self, name: &str, value: Value) -> Result<Value, Problem> {
        let types = self.types;
        match types.kind(name) {
            Some(Kind::Scalar(scalar)) => self.scalar(*scalar, name, value),
            Some(Kind::Enum(names)) => self.enumeration(names, value),
            Some(Kind::Input(object)) => self.object(name, object, value),
            // Not a type that values can have: validation says so in its own words.
            Some(Kind::Output(_)) | None => Ok(value),
        }
    }

    fn scalar(&mut self, scalar: Scalar, name: &str, value: Value) -> Result<Value, Problem> {
        let wanted = match (scalar, value) {
            (Scalar::Int, Value::Number(number)) if is_int(&number) => {
                return Ok(Value::Number(number));
            }
            (Scalar::Id, Value::Number(number)) if !number.is_f64() => {
                return Ok(Value::String(number.to_string()));
            }
            (Scalar::Float, value @ Value::Number(_))
            | (Scalar::String | Scalar::Id, value @ Value::String(_))
            | (Scalar::Boolean, value @ Value::Boolean(_)) => return Ok(value),
            (Scalar::Custom(check), value) => {
                let variables = self.usages.len();
                self.note_variables(&value);
                // A literal with a variable in it is complete only with the variable's value.
                let complete = self.usages.len() == variables;
                return match check {
                    Some(check) if complete => match check(&value) {
                        Ok(()) => Ok(value),
                        Err(reason) => {
                            let reason = shortened(&reason, 200);
                            let wanted = format!("must be of type {name}: {reason}");
                            Err(Problem::found(&wanted, &value).of_scalar())
                        }
                    },
                    _ => Ok(value),
                };
            }
            (Scalar::Int, value) => ("must be an Int from -2147483648 to 2147483647", value),
            (Scalar::Float, value) => ("must be a Float", value),
            (Scalar::String, value) => ("must be a String", value),
            (Scalar::Boolean, value) => ("must be true or false", value),
            (Scalar::Id, value) => ("must be an ID, a string or an integer", value),
        };
        Err(Problem::found(wanted.0, &wanted.1))
    }

    fn enumeration(&self, names: &[Box<str>], value: Value) -> Result<Value, Problem> {
        let known = |name: &str| names.iter().any(|known| **known == *name);
        match value {
            Value::Enum(name) if known(&name) => Ok(Value::Enum(name)),
            Value::String(name) if self.from_json && known(&name) => {
                Ok(Value::Enum(Name::new(name)))
            }
            other => {
                let names = listed(names.iter().map(|name| &**name));
                let quotes = match other {
                    Value::String(_) if !self.from_json => " without quotes",
                    _ => "",
                };
                Err(Problem::found(
                    &format!("must be one of {names}{quotes}"),
                    &other,
                ))
            }
        }
    }

    fn object(&mut self, ty: &str, object: &InputObject, value: Value) -> Result<Value, Problem> {
        let Value::Object(mut sent) = value else {
            return Err(Problem::found(
                &format!("must be an object of type {ty}"),
                &value,
            ));
        };
        if object.one_of && sent.len() != 1 {
            let names = listed(object.fields.iter().map(|field| &*field.name));
            let message = format!("must have exactly one of {names}, found {}", sent.len());
            return Err(Problem::new(message));
        }
        let mut coerced = IndexMap::with_capacity(object.fields.len());
        for field in &object.fields {
            let step = || Step::Field(field.name.clone());
            match sent.swap_remove(&*field.name) {
                Some(Value::Null) if object.one_of => {
                    let message = format!("must not be null; {ty} takes exactly one value");
                    return Err(Problem::new(message).inside(step()));
                }
                Some(value) => {
                    let place = Place {
                        has_default: field.default.is_some(),
                        one_of: object.one_of.then_some(ty),
                    };
                    let value = self.at_place(&field.ty, value, place);
                    let value = value.map_err(|problem| problem.inside(step()))?;
                    coerced.insert(Name::new(&field.name), value);
                }
                None => match &field.default {
                    Some(default) => {
                        coerced.insert(Name::new(&field.name), default.clone());
                    }
                    None if field.ty.nullable => {}
                    None => return Err(missing(&field.ty).inside(step())),
                },
            }
        }
        match sent.keys().next() {
            None => Ok(Value::Object(coerced)),
            Some(unknown) => {
                let names = listed(object.fields.iter().map(|field| &*field.name));
                let unknown = shortened(unknown, 60);
                Err(Problem::new(format!(
                    r#"has no field "{unknown}"; {ty} has {names}"#
                )))
            }
        }
    }

    fn note(&mut self, slot: &Value, ty: Option<&Type>, place: Place<'_>) {
        if let Value::Binary(name) = slot {
            self.usages.push(Usage {
                name: Name::new(String::from_utf8_lossy(name)),
                ty: ty.cloned(),
                has_default: place.has_default,
                one_of: place.one_of.map(Box::from),
                pos: self.pos,
            });
        }
    }
}

fn is_int(number: &Number) -> bool {
    number
        .as_i64()
        .is_some_and(|number| i32::try_from(number).is_ok())
}
