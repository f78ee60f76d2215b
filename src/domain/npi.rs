//! The US National Provider Identifier.

use std::fmt;
use std::str::FromStr;

/// Ten digits whose last is a Luhn check digit over `80840` and the first nine.
///
/// Whoever holds one need not check it. A sound number may still be unissued: numbers that start
/// with 2 are, and demonstration records use those.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Npi(u64);

/// Why a text is not an NPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNpi {
    #[error("an NPI is ten digits that start with 1 or 2")]
    Shape,
    #[error("the NPI check digit does not match")]
    CheckDigit,
}

impl Npi {
    /// The number without its check digit, from 100,000,000 to 299,999,999.
    pub fn serial(self) -> u32 {
        u32::try_from(self.0 / 10).expect("nine digits fit in 32 bits")
    }
}

impl FromStr for Npi {
    type Err = InvalidNpi;

    fn from_str(text: &str) -> Result<Self, InvalidNpi> {
        let bytes = text.as_bytes();
        if bytes.len() != 10
            || !bytes.iter().all(u8::is_ascii_digit)
            || !matches!(bytes[0], b'1' | b'2')
        {
            return Err(InvalidNpi::Shape);
        }
        // The issuer prefix 80840 adds 24 to the sum of the nine digits and the check digit.
        let mut sum = 24;
        for (place, byte) in bytes.iter().rev().enumerate() {
            let digit = u32::from(byte - b'0');
            sum += match place % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            };
        }
        if sum % 10 != 0 {
            return Err(InvalidNpi::CheckDigit);
        }
        let number = bytes
            .iter()
            .fold(0, |number, byte| number * 10 + u64::from(byte - b'0'));
        Ok(Npi(number))
    }
}

impl fmt::Display for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Npi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Npi({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_npi_has_ten_digits_and_a_sound_check_digit() {
        let cases = [
            ("1234567893", Ok(())),
            ("1234567890", Err(InvalidNpi::CheckDigit)),
            ("1243567893", Err(InvalidNpi::CheckDigit)),
            ("12345", Err(InvalidNpi::Shape)),
            ("3234567893", Err(InvalidNpi::Shape)),
            ("12345678930", Err(InvalidNpi::Shape)),
            ("123456789x", Err(InvalidNpi::Shape)),
            ("", Err(InvalidNpi::Shape)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Npi>().map(drop), expected, "{text}");
        }
    }

    #[test]
    fn an_npi_is_written_as_it_was_read() {
        let npi: Npi = "1234567893".parse().unwrap();
        assert_eq!(npi.to_string(), "1234567893");
        assert_eq!(npi.serial(), 123_456_789);
    }
}
