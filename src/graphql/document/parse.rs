//! Text into a document, and the parser's complaints into ours.
//!
//! The only caller of the library's query parser. The text has been scanned before.

use async_graphql::Pos;
use async_graphql::parser::{self, parse_query, types::ExecutableDocument};

use super::refusal::{Code, Refusal, shortened};

/// Parses scanned text.
pub(super) fn parse(text: &str) -> Result<ExecutableDocument, Refusal> {
    parse_query(text).map_err(|error| {
        let (code, message) = match &error {
            parser::Error::Syntax { message, start, .. } => (
                Code::GraphqlParseFailed,
                complaint(message, found(text, *start)),
            ),
            parser::Error::RecursionLimitExceeded => (
                Code::QueryTooDeep,
                "the query nests selections too deep".to_owned(),
            ),
            parser::Error::MultipleOperations { .. } => {
                let message = "an operation without a name must be the only one";
                (Code::GraphqlValidationFailed, message.to_owned())
            }
            parser::Error::MissingOperation => {
                let message = "the document has fragments but no operation";
                (Code::GraphqlValidationFailed, message.to_owned())
            }
            other => (
                Code::GraphqlValidationFailed,
                shortened(&other.to_string(), 200),
            ),
        };
        let mut refusal = Refusal::new(code, message);
        refusal.locations = error.positions().take(1).collect();
        refusal
    })
}

/// The parser draws the whole source line around its complaint; only the last part is ours to
/// pass on.
fn complaint(message: &str, found: Option<String>) -> String {
    let reason = message.rsplit("= ").next().unwrap_or(message).trim();
    let reason = shortened(reason, 200)
        .replace('_', " ")
        .replace("EOI", "the end of the query");
    let found = found.map_or("the end of the query".to_owned(), |found| {
        format!(r#""{found}""#)
    });
    format!("{reason}, found {found}")
}

/// The word or character at a place in the text.
fn found(text: &str, at: Pos) -> Option<String> {
    let line = text.split('\n').nth(at.line.checked_sub(1)?)?;
    let rest = line.chars().skip(at.column.checked_sub(1)?);
    let mut word = String::new();
    for next in rest.skip_while(|c| c.is_whitespace()) {
        let part_of_word = next == '_' || next.is_ascii_alphanumeric();
        if (!part_of_word && !word.is_empty()) || word.len() >= 20 {
            break;
        }
        word.push(next);
        if !part_of_word {
            break;
        }
    }
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_errors_say_what_was_expected_and_found() {
        let cases = [
            ("{ a( }", Code::GraphqlParseFailed),
            ("query { a(x: ) }", Code::GraphqlParseFailed),
            ("query Q { a } query Q { b }", Code::GraphqlValidationFailed),
            ("{ a } { b }", Code::GraphqlValidationFailed),
            (
                "fragment F on T { a } fragment F on T { a } { ...F }",
                Code::GraphqlValidationFailed,
            ),
            ("fragment F on T { a }", Code::GraphqlValidationFailed),
            ("{ a(x: 1e999) }", Code::GraphqlParseFailed),
            ("wat", Code::GraphqlParseFailed),
        ];
        for (text, code) in cases {
            let refusal = parse(text).unwrap_err();
            assert_eq!(refusal.code, code, "{text}: {}", refusal.message);
            assert!(!refusal.message.contains('\n'), "{}", refusal.message);
            assert!(!refusal.message.contains("Rule"), "{}", refusal.message);
        }
        assert_eq!(
            parse("{ a( }").unwrap_err().message,
            r#"expected name, found "}""#
        );
    }

    #[test]
    fn a_long_line_is_not_sent_back() {
        let text = format!("{{ a(x: \"{}\") ) }}", "secret ".repeat(1_000));
        let refusal = parse(&text).unwrap_err();
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
    }
}
