//! JSON that stands inside an HTML page.

/// The JSON with the signs escaped that could end a `<script>` or begin markup.
///
/// In JSON these signs stand in strings only, where their escapes mean the same, so that any reader
/// gets the same values.
pub fn in_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            _ => safe.push(sign),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn json_in_a_page_cannot_end_its_script_and_means_the_same() {
        let value = json!({
            "name": "</script><script>alert(1)</script>",
            "text": "<!-- a & b --> \u{2028}\u{2029} \\u003c \" ü",
            "</SCRIPT >": [1, true, null],
        });
        let safe = in_script(&value.to_string());
        for sign in ['<', '>', '&', '\u{2028}', '\u{2029}'] {
            assert!(!safe.contains(sign), "{sign:?} in {safe}");
        }
        let read: Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(read, value);
    }
}
