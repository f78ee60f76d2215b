//! Emergency numbers in texts that are read everywhere.
//!
//! 911 is nobody's number in most of the world, and a wrong one costs minutes. A text says "your
//! local emergency number" and the reader's app fills it in.

/// Numbers that are an emergency line somewhere and hardly ever anything else.
const WELL_KNOWN: [&str; 5] = ["000", "111", "112", "911", "999"];

/// Words that make the number after them one to be called.
const CALLING: [&str; 6] = ["call", "calling", "dial", "phone", "ring", "text"];

/// The emergency numbers that the text names, in reading order.
///
/// Another number of three digits counts only right after a word like "call", so that a fever of
/// 101 °F or a pulse of 120 may be named.
pub fn numbers(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut before = "";
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let called = CALLING
            .iter()
            .any(|calling| calling.eq_ignore_ascii_case(before));
        let three_digits = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        if WELL_KNOWN.contains(&word) || (called && three_digits) {
            found.push(word);
        }
        before = word;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emergency_number_is_found_and_another_number_is_not() {
        let cases: [(&str, &[&str]); 7] = [
            ("Call 911.", &["911"]),
            ("112 or 999", &["112", "999"]),
            ("Dial 108 at once", &["108"]),
            ("A fever over 101, a pulse of 120", &[]),
            ("Call your local emergency number.", &[]),
            ("Call 2 hours later", &[]),
            ("room 9112", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }
}
