//! Countries by their ISO 3166-1 alpha-2 code.

use std::fmt;
use std::str::FromStr;

/// Two capital letters. Whether the code is assigned is not checked: sources decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// A text that is not a country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a country is two letters of ISO 3166-1, such as BT or US")]
pub struct InvalidCountry;

impl Country {
    pub const US: Country = Country(*b"US");

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("both bytes are ASCII letters")
    }

    /// The code in sixteen bits, for a column of the search index.
    pub fn bits(self) -> u16 {
        u16::from_be_bytes(self.0)
    }
}

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, InvalidCountry> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Country([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(InvalidCountry),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
