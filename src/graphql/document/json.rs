//! A scan of JSON bytes before any parser sees them.
//!
//! It bounds size and nesting; whether the text is JSON is for the parser to say.

use super::limits::JsonLimits;
use super::refusal::{Code, Refusal};

/// Refuses a JSON text that is too long or too deeply nested, or whose brackets do not match.
pub fn check_json(bytes: &[u8], limits: &JsonLimits) -> Result<(), Refusal> {
    if bytes.len() > limits.bytes {
        let message = format!(
            "the JSON text has {} bytes; the limit is {}",
            bytes.len(),
            limits.bytes
        );
        return Err(Refusal::new(Code::QueryTooLarge, message));
    }

    let mut open = Vec::new();
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => skip_string(&mut rest)?,
            b'[' | b'{' => {
                open.push(*byte);
                if open.len() > limits.depth {
                    let message = format!(
                        "the JSON text nests lists and objects more than {} levels deep",
                        limits.depth
                    );
                    return Err(Refusal::new(Code::QueryTooDeep, message));
                }
            }
            b']' if open.pop() != Some(b'[') => return Err(broken(r#"a "]" closes no list"#)),
            b'}' if open.pop() != Some(b'{') => return Err(broken(r#"a "}" closes no object"#)),
            _ => {}
        }
    }
    match open.pop() {
        None => Ok(()),
        Some(b'[') => Err(broken("a list is never closed")),
        Some(_) => Err(broken("an object is never closed")),
    }
}

fn skip_string(rest: &mut std::slice::Iter<'_, u8>) -> Result<(), Refusal> {
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => return Ok(()),
            b'\\' => {
                rest.next();
            }
            _ => {}
        }
    }
    Err(broken("a string is never closed"))
}

fn broken(what: &str) -> Refusal {
    Refusal::new(
        Code::BadUserInput,
        format!("the JSON text is broken: {what}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_bounded_in_size_and_depth_before_it_is_parsed() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let cases = [
            (nested(32), None),
            (nested(33), Some(Code::QueryTooDeep)),
            (nested(3_000), Some(Code::QueryTooDeep)),
            (r#"{"a":"#.repeat(3_000), Some(Code::QueryTooDeep)),
            (format!(r#"{{"a":"{}"}}"#, "[".repeat(3_000)), None),
            (r#"{"a":"\"[[[[","b":"\\"}"#.into(), None),
            (r#"{"a":"x}"#.into(), Some(Code::BadUserInput)),
            (r#"{"a":"x\"#.into(), Some(Code::BadUserInput)),
            ("[1,2}".into(), Some(Code::BadUserInput)),
            ("]".into(), Some(Code::BadUserInput)),
            ("[".into(), Some(Code::BadUserInput)),
            ("null".into(), None),
            (" ".repeat(256 * 1024 + 1), Some(Code::QueryTooLarge)),
        ];
        for (text, expected) in cases {
            let code = check_json(text.as_bytes(), &JsonLimits::default()).err();
            assert_eq!(code.map(|refusal| refusal.code), expected, "{text:.60}");
        }
    }
}
