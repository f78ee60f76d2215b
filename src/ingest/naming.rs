//! Names that records are given here.

use crate::domain::slug::Slug;

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
    fn a_slug_keeps_its_key_however_long_the_words_are() {
        assert_eq!(
            keyed_slug(["Wāling"], "1282616").as_deref(),
            Some("waling-1282616")
        );
        let long = "word ".repeat(40);
        assert_eq!(keyed_slug([long.as_str()], "7").as_deref(), Some("7"));
    }
}
