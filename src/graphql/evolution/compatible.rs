//! Whether one type takes the place of another.

use async_graphql::parser::types::{BaseType, InputValueDefinition, Type};

/// Whether every value of the first type is one of the second.
///
/// An answer may come to fit the type that it had; what is passed in must fit the type that it gets.
pub fn fits(inner: &Type, outer: &Type) -> bool {
    if inner.nullable && !outer.nullable {
        return false;
    }
    match (&inner.base, &outer.base) {
        (BaseType::Named(inner), BaseType::Named(outer)) => inner == outer,
        (BaseType::List(inner), BaseType::List(outer)) => fits(inner, outer),
        _ => false,
    }
}

/// Whether it cannot be left out.
pub fn is_required(input: &InputValueDefinition) -> bool {
    !input.ty.node.nullable && input.default_value.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_fits_where_all_its_values_do() {
        let cases = [
            ("Int", "Int", true),
            ("Int!", "Int", true),
            ("Int", "Int!", false),
            ("Int", "Float", false),
            ("[Int!]!", "[Int]", true),
            ("[Int]", "[Int!]", false),
            ("[Int]!", "[Int!]", false),
            ("Int", "[Int]", false),
            ("[Int]", "Int", false),
            ("[[Int!]]!", "[[Int]]", true),
        ];
        for (inner, outer, expected) in cases {
            let (one, other) = (Type::new(inner).unwrap(), Type::new(outer).unwrap());
            assert_eq!(fits(&one, &other), expected, "{inner} in {outer}");
        }
    }
}
