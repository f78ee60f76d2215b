//! Names in addresses: lower-case ASCII words joined by hyphens.

use std::fmt;
use std::str::FromStr;

use super::fold::fold;

/// The longest slug, in bytes.
const LONGEST: usize = 160;

/// A readable name that is unique within its kind: `epidural-blood-patch`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// A text that is not a slug.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a slug is lower-case letters a to z and digits in words joined by single hyphens, at most 160 characters, like epidural-blood-patch"
)]
pub struct InvalidSlug;

impl Slug {
    /// The slug of the words, joined in order; what ASCII cannot say is left out.
    /// `None` when nothing is left.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut slug = String::new();
        for word in words {
            for part in fold(word).split(' ') {
                let ascii: String = part.chars().filter(char::is_ascii_alphanumeric).collect();
                if ascii.is_empty() || slug.len() + ascii.len() + 1 > LONGEST {
                    continue;
                }
                if !slug.is_empty() {
                    slug.push('-');
                }
                slug.push_str(&ascii);
            }
        }
        (!slug.is_empty()).then_some(Slug(slug))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(text: &str) -> Result<Self, InvalidSlug> {
        let sound = !text.is_empty()
            && text.len() <= LONGEST
            && text.split('-').all(|word| {
                !word.is_empty()
                    && word
                        .bytes()
                        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        match sound {
            true => Ok(Slug(text.to_owned())),
            false => Err(InvalidSlug),
        }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_words_joined_by_single_hyphens() {
        for good in ["epidural-blood-patch", "a", "1243-cedar-st"] {
            assert!(good.parse::<Slug>().is_ok(), "{good}");
        }
        let long = "a".repeat(161);
        for bad in ["", "-", "a--b", "A", "a b", "é", "a-", long.as_str()] {
            assert_eq!(bad.parse::<Slug>(), Err(InvalidSlug), "{bad}");
        }
    }

    #[test]
    fn a_slug_made_of_words_is_a_slug() {
        let made = Slug::from_words(["Wāling", "St. Mary's", "1282616"]).unwrap();
        assert_eq!(made.as_str(), "waling-st-marys-1282616");
        assert_eq!(made.as_str().parse::<Slug>().unwrap(), made);
        assert_eq!(Slug::from_words(["廷布", ""]), None);
    }
}
