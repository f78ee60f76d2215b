//! Contracts side by side, and what is said of them.

use super::{Weight, differences};

/// The differences as lines, `B Doctor.slug: the field is gone`.
fn lines(old: &str, new: &str) -> Vec<String> {
    let found = differences(old, new).unwrap();
    found
        .iter()
        .map(|difference| {
            let weight = match difference.weight {
                Weight::Breaking => 'B',
                Weight::Dangerous => 'D',
                Weight::Safe => 'S',
            };
            format!("{weight} {}: {}", difference.at, difference.what)
        })
        .collect()
}

/// Each case on its own: one difference, one line.
fn each(cases: &[(&str, &str, &str)]) {
    for (old, new, expected) in cases {
        let expected: Vec<&str> = expected.lines().map(str::trim).collect();
        // A text without any definition is no contract.
        let whole = |text: &str| format!("scalar Whole {text}");
        let found = lines(&whole(old), &whole(new));
        assert_eq!(found, expected, "{old}  →  {new}");
    }
}

#[test]
fn what_an_answer_holds() {
    each(&[
        ("type A { b: Int }", "type A { b: Int }", ""),
        ("type A { b: Int }", "", "B A: the type is gone"),
        ("", "type A { b: Int }", "S A: the type is new"),
        (
            "type A { b: Int }",
            "enum A { B }",
            "B A: it was an object and is an enum",
        ),
        (
            "type A { b: Int c: Int }",
            "type A { c: Int }",
            "B A.b: the field is gone",
        ),
        (
            "type A { b: Int }",
            "type A { c: Int b: Int }",
            "S A.c: the field is new",
        ),
        (
            "type A { b: Int! }",
            "type A { b: Int }",
            "B A.b: its type was Int! and is Int",
        ),
        (
            "type A { b: [Int] }",
            "type A { b: [Int!]! }",
            "S A.b: its type was [Int] and is [Int!]!",
        ),
        (
            "type A { b: Int }",
            "type A { b: Float }",
            "B A.b: its type was Int and is Float",
        ),
        (
            "type A { b: Int } interface C { b: Int }",
            "type A implements C { b: Int } interface C { b: Int }",
            "D A: the interface C is new",
        ),
        (
            "type A implements C { b: Int } interface C { b: Int }",
            "type A { b: Int } interface C { b: Int }",
            "B A: the interface C is gone",
        ),
        (
            "interface C { b: Int! d: Int }",
            "interface C { b: Int }",
            "B C.b: its type was Int! and is Int
             B C.d: the field is gone",
        ),
        (
            "union U = A type A { b: Int } type B { b: Int }",
            "union U = A | B type A { b: Int } type B { b: Int }",
            "D U: the member B is new",
        ),
        (
            "union U = A | B type A { b: Int } type B { b: Int }",
            "union U = A type A { b: Int } type B { b: Int }",
            "B U: the member B is gone",
        ),
        ("enum E { A B }", "enum E { A }", "B E.B: the value is gone"),
        ("enum E { A }", "enum E { B A }", "D E.B: the value is new"),
    ]);
}

#[test]
fn what_is_passed_in() {
    each(&[
        (
            "type A { b(c: Int, d: Int): Int }",
            "type A { b(d: Int): Int }",
            "B A.b(c:): the argument is gone",
        ),
        (
            "type A { b: Int }",
            "type A { b(c: Int): Int }",
            "D A.b(c:): the argument is new",
        ),
        (
            "type A { b: Int }",
            "type A { b(c: Int! = 1): Int }",
            "D A.b(c:): the argument is new",
        ),
        (
            "type A { b: Int }",
            "type A { b(c: Int!): Int }",
            "B A.b(c:): the argument is new and must be given",
        ),
        (
            "type A { b(c: Int!): Int }",
            "type A { b(c: Int): Int }",
            "S A.b(c:): its type was Int! and is Int",
        ),
        (
            "type A { b(c: Int): Int }",
            "type A { b(c: Int!): Int }",
            "B A.b(c:): its type was Int and is Int!",
        ),
        (
            "type A { b(c: Int): Int }",
            "type A { b(c: [Int]): Int }",
            "B A.b(c:): its type was Int and is [Int]",
        ),
        (
            "type A { b(c: Int = 1): Int }",
            "type A { b(c: Int = 2): Int }",
            "D A.b(c:): its default was 1 and is 2",
        ),
        (
            "type A { b(c: Int! = 1): Int }",
            "type A { b(c: Int!): Int }",
            "B A.b(c:): its default was 1 and is none",
        ),
        (
            "type A { b(c: Int): Int }",
            "type A { b(c: Int = 1): Int }",
            "D A.b(c:): its default was none and is 1",
        ),
        (
            "input I { b: Int c: Int }",
            "input I { c: Int }",
            "B I.b: the field is gone",
        ),
        (
            "input I { b: Int }",
            "input I { b: Int c: Int }",
            "D I.c: the field is new",
        ),
        (
            "input I { b: Int }",
            "input I { b: Int c: Int! }",
            "B I.c: the field is new and must be given",
        ),
        (
            "input I { b: Int }",
            "input I @oneOf { b: Int }",
            "B I: exactly one field is taken",
        ),
        (
            "input I @oneOf { b: Int }",
            "input I { b: Int }",
            "S I: several fields are taken",
        ),
    ]);
}

#[test]
fn what_is_said_of_it() {
    each(&[
        (
            "\"One.\" type A { \"Two.\" b: Int }",
            "\"Three.\" type A { b: Int }",
            "S A: its description is another
             S A.b: its description is another",
        ),
        (
            "type A { b: Int }",
            "type A { b: Int @deprecated(reason: \"use c\") }",
            "S A.b: it is deprecated: use c",
        ),
        (
            "type A { b(c: Int @deprecated): Int }",
            "type A { b(c: Int): Int }",
            "S A.b(c:): it is not deprecated any more",
        ),
        (
            "enum E { A @deprecated(reason: \"use B\") }",
            "enum E { A @deprecated(reason: \"use C\") }",
            "S E.A: the reason of its deprecation is another: use C",
        ),
        (
            "scalar S",
            "scalar S @specifiedBy(url: \"https://example.org\")",
            "D S: its specification is another",
        ),
    ]);
}

#[test]
fn roots_and_directives() {
    each(&[
        (
            "schema { query: Q mutation: M } type Q { a: Int } type M { a: Int }",
            "schema { query: Q } type Q { a: Int } type M { a: Int }",
            "B schema: there are no mutations",
        ),
        (
            "type Query { a: Int }",
            "schema { query: Query subscription: S } type Query { a: Int } type S { a: Int }",
            "S S: the type is new
             S schema: there are subscriptions",
        ),
        (
            "schema { query: Q } type Q { a: Int } type R { a: Int }",
            "schema { query: R } type Q { a: Int } type R { a: Int }",
            "B schema: the type of queries was Q and is R",
        ),
        (
            "directive @d(a: Int, b: Int) on FIELD | FRAGMENT_SPREAD",
            "directive @d(b: Int!, c: Int) on FIELD | INLINE_FRAGMENT",
            "B @d: it may not stand on FragmentSpread
             B @d(a:): the argument is gone
             B @d(b:): its type was Int and is Int!
             D @d(c:): the argument is new
             S @d: it may stand on InlineFragment",
        ),
        ("directive @d on FIELD", "", "B @d: the directive is gone"),
        (
            "directive @d on FIELD_DEFINITION",
            "",
            "S @d: the directive is gone",
        ),
        ("", "directive @d on FIELD", "S @d: the directive is new"),
    ]);
}

#[test]
fn extensions_are_part_of_what_they_extend() {
    let whole = "type A implements C { b: Int d: Int } enum E { A B } interface C { b: Int }";
    let parted = "type A { d: Int } extend type A implements C { b: Int } enum E { A } \
        extend enum E { B } interface C { b: Int }";
    assert_eq!(lines(whole, parted), Vec::<String>::new());
}

#[test]
fn a_text_that_is_no_contract_is_named() {
    let error = differences("type A { b: Int }", "type A {").unwrap_err();
    assert_eq!(error.to_string(), "the new contract is not SDL");
    let error = differences("nothing", "type A {").unwrap_err();
    assert_eq!(error.to_string(), "the old contract is not SDL");
}

#[test]
fn the_public_contract_is_the_same_as_itself() {
    let sdl = crate::graphql::sdl();
    assert_eq!(lines(&sdl, &sdl), Vec::<String>::new());
}
