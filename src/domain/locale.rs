//! Languages of texts, as BCP 47 tags.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language, with a region or script where it matters: `en`, `es-MX`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(String);

/// A text that is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a locale is a BCP 47 language tag such as en, es or pt-BR")]
pub struct InvalidLocale;

impl Locale {
    /// English: the language every article is first written in.
    pub fn english() -> Self {
        Locale("en".to_owned())
    }

    /// Spanish.
    pub fn spanish() -> Self {
        Locale("es".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script: `es` of `es-MX`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(text: &str) -> Result<Self, InvalidLocale> {
        if text.len() > 35 {
            return Err(InvalidLocale);
        }
        let mut tag = String::with_capacity(text.len());
        for (place, part) in text.split('-').enumerate() {
            let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
            let sound = part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            match (place, part.len()) {
                (0, 2..=3) if letters => tag.push_str(&part.to_ascii_lowercase()),
                (0, _) => return Err(InvalidLocale),
                (_, 2) if letters => tag.push_str(&format!("-{}", part.to_ascii_uppercase())),
                (_, 4) if letters => {
                    let (head, tail) = part.split_at(1);
                    tag.push_str(&format!(
                        "-{}{}",
                        head.to_ascii_uppercase(),
                        tail.to_ascii_lowercase()
                    ));
                }
                (_, 1..=8) if sound => tag.push_str(&format!("-{}", part.to_ascii_lowercase())),
                _ => return Err(InvalidLocale),
            }
        }
        Ok(Locale(tag))
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_read_in_any_case_and_written_in_one() {
        let cases = [
            ("en", Some("en")),
            ("ES-mx", Some("es-MX")),
            ("zh-hant-TW", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("english", None),
            ("e", None),
            ("en_US", None),
            ("en-", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let found = text.parse::<Locale>().ok();
            assert_eq!(found.as_ref().map(Locale::as_str), expected, "{text}");
        }
    }
}
