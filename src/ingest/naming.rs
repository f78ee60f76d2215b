//! Names of people and things as we show and sort them.

use crate::domain::fold::fold;
use crate::domain::slug::Slug;

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

/// A slug of the words that ends in `key`, which makes it unique; of the key alone where the
/// words leave no room for it.
pub fn keyed_slug<'a>(words: impl IntoIterator<Item = &'a str>, key: &'a str) -> Option<String> {
    let slug = Slug::from_words(words.into_iter().chain([key]))?.into_string();
    let last = Slug::from_words([key])?.into_string();
    match slug.ends_with(&last) {
        true => Some(slug),
        false => Some(last),
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

    #[test]
    fn a_slug_keeps_its_key_however_long_the_words_are() {
        assert_eq!(
            keyed_slug(["Wāling"], "1282616").as_deref(),
            Some("waling-1282616")
        );
        let long = "word ".repeat(40);
        assert_eq!(keyed_slug([long.as_str()], "7").as_deref(), Some("7"));
    }
}
