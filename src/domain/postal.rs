//! Postal codes, each within its country.

use super::country::{Country, InvalidCountry};

/// A postal code as it is looked up: without spaces and hyphens, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PostalCode {
    pub country: Country,
    code: String,
}

/// A text that is not a postal code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPostalCode {
    #[error(transparent)]
    Country(#[from] InvalidCountry),
    #[error("a postal code has from 2 to 12 letters and digits")]
    Shape,
    #[error("a postal code of the United States has five digits, or nine")]
    Zip,
}

impl PostalCode {
    /// Reads a code; of the nine digits of the United States only five tell a town.
    pub fn read(country: &str, code: &str) -> Result<Self, InvalidPostalCode> {
        let country: Country = country.trim().to_uppercase().parse()?;
        Self::of(country, code)
    }

    /// Reads a code of a country.
    pub fn of(country: Country, code: &str) -> Result<Self, InvalidPostalCode> {
        let mut bare: String = code
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .flat_map(char::to_uppercase)
            .collect();
        let sound = bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !sound || !(2..=12).contains(&bare.len()) {
            return Err(InvalidPostalCode::Shape);
        }
        if country == Country::US {
            let digits = bare.bytes().all(|byte| byte.is_ascii_digit());
            if !digits || !matches!(bare.len(), 5 | 9) {
                return Err(InvalidPostalCode::Zip);
            }
            bare.truncate(5);
        }
        Ok(PostalCode {
            country,
            code: bare,
        })
    }

    /// The code by which it is looked up.
    pub fn code(&self) -> &str {
        &self.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_any_spelling_and_known_in_one() {
        let cases = [
            ("US", "06105", Ok("06105")),
            ("us", " 06105-1234 ", Ok("06105")),
            ("US", "061051234", Ok("06105")),
            ("US", "6105", Err(InvalidPostalCode::Zip)),
            ("US", "0610A", Err(InvalidPostalCode::Zip)),
            ("BT", "11001", Ok("11001")),
            ("GB", "sw1a 1aa", Ok("SW1A1AA")),
            ("CA", "K1A-0B1", Ok("K1A0B1")),
            ("BT", "", Err(InvalidPostalCode::Shape)),
            ("BT", "1", Err(InvalidPostalCode::Shape)),
            ("BT", "11001; DROP", Err(InvalidPostalCode::Shape)),
            ("BT", "11\u{0}001", Err(InvalidPostalCode::Shape)),
        ];
        for (country, text, expected) in cases {
            let found = PostalCode::read(country, text);
            let found = found.as_ref().map(PostalCode::code).map_err(Clone::clone);
            assert_eq!(found, expected, "{country} {text}");
        }
        assert!(matches!(
            PostalCode::read("Bhutan", "11001"),
            Err(InvalidPostalCode::Country(_))
        ));
    }
}
