//! Names of people as we show and sort them.

use super::fold::fold;

/// The parts of a person's name.
#[derive(Clone, Copy, Debug, Default)]
pub struct PersonName<'a> {
    pub given: Option<&'a str>,
    pub middle: Option<&'a str>,
    pub family: &'a str,
    pub suffix: Option<&'a str>,
}

impl PersonName<'_> {
    /// The name as it is shown: "Pemzin Yuden Dorlha, Jr.".
    pub fn shown(&self) -> String {
        let parts = [self.given, self.middle, Some(self.family)];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        match self.suffix {
            Some(suffix) => format!("{name}, {suffix}"),
            None => name,
        }
    }

    /// The name as it is sorted: by family name first.
    pub fn key(&self) -> String {
        let parts = [Some(self.family), self.given, self.middle];
        fold(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_from_the_given_and_sorted_from_the_family_name() {
        let name = PersonName {
            given: Some("Inés"),
            middle: Some("María"),
            family: "O'Brien",
            suffix: Some("Jr."),
        };
        assert_eq!(name.shown(), "Inés María O'Brien, Jr.");
        assert_eq!(name.key(), "obrien ines maria");
        let name = PersonName {
            family: "Karzin",
            ..PersonName::default()
        };
        assert_eq!(name.shown(), "Karzin");
    }
}
