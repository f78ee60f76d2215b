//! Data for search engines inside a page.

use maud::{Markup, PreEscaped, html};
use serde_json::Value as Json;

/// The record as schema.org has it, in an element that is data and not a script: browsers do not
/// run it, and a policy that forbids inline scripts leaves it alone.
pub fn data(record: &Json) -> Markup {
    html! { script type="application/ld+json" { (PreEscaped(escaped(record))) } }
}

/// JSON in which nothing can end the element around it, and which is a value of JavaScript too.
fn escaped(record: &Json) -> String {
    let text = record.to_string();
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_value_can_end_the_element() {
        let hostile = json!({
            "name": "</script><script>alert(1)</script> & <!-- \u{2028}\u{2029} \"'",
            "</script>": 1,
        });
        let text = escaped(&hostile);
        for letter in ['<', '>', '&', '\u{2028}', '\u{2029}'] {
            assert!(!text.contains(letter), "{letter:?} in {text}");
        }
        assert_eq!(serde_json::from_str::<Json>(&text).unwrap(), hostile);
    }
}
