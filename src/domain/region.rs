//! A country, or a part of one.

use std::fmt;
use std::str::FromStr;

use super::country::Country;

/// An ISO 3166-2 region such as `BT-31`, or an ISO 3166-1 country such as `BT`, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region(String);

/// A text that is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a region is one of ISO 3166-2 such as BT-31, or a country of ISO 3166-1 such as BT")]
pub struct InvalidRegion;

impl Region {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country, and the part of it where one is named.
    pub fn halves(&self) -> (&str, Option<&str>) {
        match self.0.split_once('-') {
            Some((country, part)) => (country, Some(part)),
            None => (&self.0, None),
        }
    }

    /// Whether it is that one, or lies in it: `BT-31` lies in `BT`.
    pub fn lies_in(&self, larger: &Region) -> bool {
        self == larger
            || self
                .0
                .split_once('-')
                .is_some_and(|(country, _)| country == larger.0)
    }
}

impl FromStr for Region {
    type Err = InvalidRegion;

    fn from_str(text: &str) -> Result<Self, InvalidRegion> {
        let (country, part) = match text.split_once('-') {
            Some((country, part)) => (country, Some(part)),
            None => (text, None),
        };
        let country: Country = country.parse().map_err(|_| InvalidRegion)?;
        let Some(part) = part else {
            return Ok(Region(country.to_string()));
        };
        let sound =
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match sound {
            true => Ok(Region(format!("{country}-{}", part.to_ascii_uppercase()))),
            false => Err(InvalidRegion),
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_a_country_or_a_part_of_one() {
        let cases = [
            ("BT", Some("BT")),
            ("bt-31", Some("BT-31")),
            ("GB-ENG", Some("GB-ENG")),
            ("US-CT", Some("US-CT")),
            ("", None),
            ("BT-", None),
            ("BT-3100", None),
            ("BT-3-1", None),
            ("BT_31", None),
            ("BTN", None),
            ("Bhutan", None),
        ];
        for (text, expected) in cases {
            let found: Option<Region> = text.parse().ok();
            assert_eq!(found.as_ref().map(Region::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_part_lies_in_its_country_and_not_the_other_way() {
        let region = |text: &str| text.parse::<Region>().unwrap();
        let (country, part) = (region("BT"), region("BT-31"));
        assert!(part.lies_in(&country) && part.lies_in(&part) && country.lies_in(&country));
        assert!(!country.lies_in(&part));
        assert!(!part.lies_in(&region("BT-15")) && !part.lies_in(&region("IN")));
    }
}
