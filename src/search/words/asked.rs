//! A text as somebody typed it, made ready to be looked up, or refused with what is wrong.

use super::small::{is_small, telling};
use crate::domain::fold::fold;

/// The longest text that is looked up, in characters.
const LONGEST: usize = 200;

/// The most words of a text that are looked up; the others are left out.
const WORDS: usize = 16;

/// A text to look up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    text: String,
    words: Vec<String>,
}

/// Why a text cannot be looked up; the caller's to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("is empty: say in a few words what is looked for")]
    Empty,
    #[error("is too long: at most 200 characters are read, found {0}")]
    TooLong(usize),
    #[error("holds a control character: give plain text")]
    Control,
    #[error("holds no letter and no digit: say in words what is looked for")]
    NoWords,
    #[error("holds only words such as \"the\" and \"for\": name what is looked for")]
    OnlySmallWords,
}

impl Asked {
    /// Reads a question. One that says nothing is refused, so that it is not taken for everything.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let asked = Self::any(text)?;
        if asked.words.iter().all(|word| is_small(word)) {
            return Err(Unreadable::OnlySmallWords);
        }
        Ok(asked)
    }

    /// Reads what may be the beginning of a question or a name, in which every word counts.
    pub fn any(text: &str) -> Result<Self, Unreadable> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Unreadable::Empty);
        }
        let length = text.chars().count();
        if length > LONGEST {
            return Err(Unreadable::TooLong(length));
        }
        if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            return Err(Unreadable::Control);
        }
        let folded = fold(text);
        if folded.is_empty() {
            return Err(Unreadable::NoWords);
        }
        let mut words: Vec<String> = Vec::new();
        for word in telling(&folded) {
            if words.len() < WORDS && !words.iter().any(|held| held == word) {
                words.push(word.to_owned());
            }
        }
        Ok(Asked {
            text: text.to_owned(),
            words,
        })
    }

    /// The text as it was typed, without the space around it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its folded words, each once, in their order.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_or_refused_with_what_is_wrong() {
        let words = |text| Asked::read(text).map(|asked| asked.words);
        assert_eq!(
            words("  A patch for the Spíne, a patch! "),
            Ok(vec!["patch".to_owned(), "spine".to_owned()])
        );
        let long = "x".repeat(10_000);
        let cases = [
            ("", Unreadable::Empty),
            (" \t\n", Unreadable::Empty),
            ("🤕 … !", Unreadable::NoWords),
            ("of the", Unreadable::OnlySmallWords),
            ("para la", Unreadable::OnlySmallWords),
            ("blood\0patch", Unreadable::Control),
            (&long, Unreadable::TooLong(10_000)),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), Err(expected), "{text:?}");
        }
        assert!(words("<script>alert(1)</script>").is_ok());
    }
}
