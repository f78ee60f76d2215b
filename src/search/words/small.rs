//! Words that carry no meaning of their own in a question about care.

/// English, then Spanish; folded and in order.
const SMALL: [&str; 59] = [
    "a", "about", "al", "an", "and", "are", "at", "by", "can", "con", "de", "del", "do", "el",
    "en", "for", "from", "has", "have", "her", "his", "how", "i", "in", "is", "la", "las", "lo",
    "los", "me", "mi", "mis", "my", "near", "necesito", "need", "o", "of", "on", "or", "para",
    "please", "por", "que", "she", "su", "sus", "that", "the", "their", "this", "to", "un", "una",
    "want", "who", "with", "y", "your",
];

/// Whether a folded word says nothing by itself.
pub fn is_small(word: &str) -> bool {
    SMALL.binary_search(&word).is_ok()
}

/// The words of a folded text that say something; all of them where none does.
pub fn telling(folded: &str) -> Vec<&str> {
    let words = || folded.split(' ').filter(|word| !word.is_empty());
    let telling: Vec<&str> = words().filter(|word| !is_small(word)).collect();
    match telling.is_empty() {
        true => words().collect(),
        false => telling,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_in_order_and_folded() {
        assert!(SMALL.is_sorted());
        for word in SMALL {
            assert_eq!(crate::domain::fold::fold(word), word);
        }
        assert_eq!(telling("the spine of a patch"), ["spine", "patch"]);
        assert_eq!(telling("of the"), ["of", "the"]);
    }
}
