//! The words of a name as the index of doctors and clinics holds them.

use tantivy::TantivyDocument;

use super::index::Fields;
use super::term::Target;
use crate::domain::fold::fold;

/// The longest beginning of a word that is kept, in letters.
pub(super) const LONGEST_BEGINNING: usize = 8;

/// Adds the words of these parts of a name, and their beginnings.
pub(super) fn add<'a>(
    document: &mut TantivyDocument,
    fields: Fields,
    target: Target,
    parts: impl IntoIterator<Item = &'a str>,
) {
    let words = words(parts);
    let mut beginnings = Vec::new();
    for word in &words {
        document.add_text(fields.words, term(target, word));
        let cuts = word.char_indices().skip(1).map(|(at, _)| at);
        let cuts = cuts.chain([word.len()]).take(LONGEST_BEGINNING);
        beginnings.extend(cuts.map(|cut| term(target, &word[..cut])));
    }
    beginnings.sort_unstable();
    beginnings.dedup();
    for beginning in beginnings {
        document.add_text(fields.beginnings, beginning);
    }
}

/// The folded words of the parts, each once. A double name is one word as well: people write
/// `Mary-Jane` with a hyphen, a space or neither.
pub(super) fn words<'a>(parts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut words = Vec::new();
    for part in parts {
        let folded = fold(part);
        words.extend(folded.split(' ').map(str::to_owned));
        for double in part.split_whitespace().filter(|word| word.contains('-')) {
            words.push(fold(double).replace(' ', ""));
        }
    }
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}

/// The term of a word: the kinds of document share a field and no term.
pub(super) fn term(target: Target, word: &str) -> String {
    format!("{}{word}", mark(target))
}

/// What terms of a kind begin with.
pub(super) fn mark(target: Target) -> &'static str {
    match target {
        Target::Doctor => "d",
        Target::Clinic => "c",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_name_is_its_parts_and_their_union() {
        assert_eq!(
            words(["Mary-Jane", "O'Brien de la Cruz", "José"]),
            [
                "cruz", "de", "jane", "jose", "la", "mary", "maryjane", "obrien"
            ]
        );
        assert_eq!(words(["...", ""]), [""; 0]);
    }
}
