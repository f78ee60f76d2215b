//! The practice address of a row, and what names it.

use crate::domain::country::Country;
use crate::domain::slug::Slug;

use super::case;

/// States of the file that ISO 3166-2 does not have: military post and free associated states.
const NO_ISO_REGION: [&str; 6] = ["AA", "AE", "AP", "FM", "MH", "PW"];

/// An address, in the words of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub line_1: Option<String>,
    pub line_2: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    /// Digits of the postal code: five, or nine with the last four of the United States.
    pub postal_code: Option<String>,
    pub country: Country,
}

impl Address {
    /// ISO 3166-2 of an American state.
    pub fn region(&self) -> Option<String> {
        let state = self.state.as_deref()?.to_uppercase();
        let sound = self.country == Country::US
            && state.len() == 2
            && state.bytes().all(|byte| byte.is_ascii_uppercase())
            && !NO_ISO_REGION.contains(&state.as_str());
        sound.then(|| format!("US-{state}"))
    }

    /// What doctors at this address share.
    ///
    /// Without a street nobody can tell that two doctors share a building, so the doctor's own
    /// number is part of the key. `None` without a town.
    pub fn practice_key(&self, npi: &str) -> Option<String> {
        let city = self.city.as_deref()?;
        let street = match &self.line_1 {
            Some(line) => line.as_str(),
            None => npi,
        };
        let country = (self.country != Country::US).then(|| self.country.to_string());
        let words = [
            Some("practice"),
            Some(street),
            self.line_2.as_deref(),
            Some(city),
            self.state.as_deref(),
            self.zip_5(),
            country.as_deref(),
        ];
        let key = Slug::from_words(words.into_iter().flatten())?.into_string();
        // What ASCII cannot say leaves nothing that tells one address from another.
        match Slug::from_words([street]) {
            Some(_) => Some(key),
            None => Some(Slug::from_words([key.as_str(), npi])?.into_string()),
        }
    }

    /// Street and further line as people write them.
    pub fn street(&self) -> Option<String> {
        let lines = [&self.line_1, &self.line_2].into_iter().flatten();
        let lines: Vec<String> = lines.map(|line| case::address(line)).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    pub fn town(&self) -> Option<String> {
        self.city.as_deref().map(case::address)
    }

    /// The town as a report names it: `Kent, US-CT`.
    pub fn named(&self) -> String {
        let Some(town) = self.town() else {
            return "no town given".to_owned();
        };
        let region = self.region().unwrap_or_else(|| self.country.to_string());
        format!("{town}, {region}")
    }

    /// The first five digits of an American postal code; others as they are.
    pub fn zip_5(&self) -> Option<&str> {
        let code = self.postal_code.as_deref()?;
        match self.country == Country::US {
            true => Some(code.get(..5).unwrap_or(code)),
            false => Some(code),
        }
    }

    /// The postal code in full: `06510-1234`.
    pub fn postal_code(&self) -> Option<String> {
        let code = self.postal_code.as_deref()?;
        match (self.country == Country::US, code.split_at_checked(5)) {
            (true, Some((five, four))) if four.len() == 4 => Some(format!("{five}-{four}")),
            _ => Some(code.to_owned()),
        }
    }
}

/// A telephone number: ten American digits in full international form, others as they are.
pub fn phone(text: &str, country: Country) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        10 if country == Country::US => format!("+1{digits}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(line_1: &str, city: &str, postal_code: &str, country: &str) -> Address {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Address {
            line_1: some(line_1),
            line_2: None,
            city: some(city),
            state: some("CT"),
            postal_code: some(postal_code),
            country: country.parse().unwrap(),
        }
    }

    #[test]
    fn an_address_is_known_by_its_words() {
        let cases = [
            (
                address("1243 CEDAR ST.", "NEW HAVEN", "065101234", "US"),
                Some("practice-1243-cedar-st-new-haven-ct-06510"),
            ),
            (
                address("1243 Cedar St", "New Haven", "06510", "US"),
                Some("practice-1243-cedar-st-new-haven-ct-06510"),
            ),
            (
                address("", "HARTFORD", "06105", "US"),
                Some("practice-1234567893-hartford-ct-06105"),
            ),
            (
                address("廷布", "Thimphu", "11001", "BT"),
                Some("practice-thimphu-ct-11001-bt-1234567893"),
            ),
            (address("1 MAIN ST", "", "06105", "US"), None),
        ];
        for (address, expected) in cases {
            assert_eq!(address.practice_key("1234567893").as_deref(), expected);
        }
    }

    #[test]
    fn postal_codes_and_regions_are_written_in_full() {
        let full = |code| address("", "", code, "US").postal_code();
        assert_eq!(full("065101234").as_deref(), Some("06510-1234"));
        assert_eq!(full("06510").as_deref(), Some("06510"));
        assert_eq!(full("651").as_deref(), Some("651"));
        let region = |country| address("", "", "", country).region();
        assert_eq!(region("US").as_deref(), Some("US-CT"));
        assert_eq!(region("CA"), None);
        let mut military = address("", "", "", "US");
        military.state = Some("AE".to_owned());
        assert_eq!(military.region(), None);
    }

    #[test]
    fn a_phone_number_is_international_where_that_is_certain() {
        assert_eq!(phone("2035550100", Country::US), "+12035550100");
        assert_eq!(phone("(203) 555-0100", Country::US), "+12035550100");
        assert_eq!(phone("555-0100", Country::US), "555-0100");
        assert_eq!(phone("0298765432", "AU".parse().unwrap()), "0298765432");
    }
}
