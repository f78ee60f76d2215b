//! The language in which a page speaks.

use super::texts::{ENGLISH, SPANISH, Texts};
use crate::domain::locale::Locale;

/// A language that pages have words in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Spanish,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Spanish];

    /// What the address asks for, else the first of the reader's languages that pages have, else
    /// English.
    pub fn choose(asked: Option<&str>, accepted: &[Locale]) -> Self {
        let of = |locale: &Locale| Language::of(locale.as_str());
        let asked = asked.and_then(|asked| asked.parse().ok());
        asked
            .as_ref()
            .and_then(of)
            .or_else(|| accepted.iter().find_map(of))
            .unwrap_or(Language::English)
    }

    /// The one in which a text of this locale is.
    pub fn of(locale: &str) -> Option<Self> {
        match locale.split('-').next() {
            Some("en") => Some(Language::English),
            Some("es") => Some(Language::Spanish),
            _ => None,
        }
    }

    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Spanish => "es",
        }
    }

    /// A page of ours in this language.
    pub fn at(self, path: &str) -> String {
        format!("{path}?lang={}", self.tag())
    }

    pub fn locale(self) -> Locale {
        match self {
            Language::English => Locale::english(),
            Language::Spanish => Locale::spanish(),
        }
    }

    pub fn texts(self) -> &'static Texts {
        match self {
            Language::English => &ENGLISH,
            Language::Spanish => &SPANISH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_counts_before_the_browser() {
        let cases = [
            (None, &[][..], Language::English),
            (None, &["es-MX"], Language::Spanish),
            (None, &["dz", "es", "en"], Language::Spanish),
            (Some("en"), &["es"], Language::English),
            (Some("ES"), &[], Language::Spanish),
            (Some("dz"), &["es"], Language::Spanish),
            (Some("<"), &[], Language::English),
        ];
        for (asked, accepted, expected) in cases {
            let accepted: Vec<Locale> = accepted.iter().map(|tag| tag.parse().unwrap()).collect();
            assert_eq!(Language::choose(asked, &accepted), expected, "{asked:?}");
        }
    }
}
