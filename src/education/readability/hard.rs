//! The sentences and words that make a text hard, for whoever edits it.

use super::measure::{Syllables, is_sign, parts, syllables_of};
use super::words::{Sentence, sentences};
use crate::domain::locale::Locale;

/// What a sentence and a word may have and still be easy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub words_in_sentence: usize,
    pub syllables_in_word: u32,
}

impl Target {
    /// For patients: 25 words a sentence; three syllables a word in English ("hospital" is easy,
    /// "complication" is not) and four in Spanish, whose words run about a third longer.
    pub fn for_patients(locale: &Locale) -> Self {
        Target {
            words_in_sentence: 25,
            syllables_in_word: match locale.language() {
                "es" => 4,
                _ => 3,
            },
        }
    }
}

/// A place that is over the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hard {
    pub kind: HardKind,
    pub text: String,
    /// The byte it begins at.
    pub start: usize,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HardKind {
    LongSentence { words: usize },
    HardWord { syllables: u32 },
}

/// The places over the target in reading order, a sentence before its words.
///
/// A word is as hard as the longest part between its hyphens. Figures, abbreviations and names (a
/// capital inside a sentence) are not hard words. A language without a formula here has none.
pub fn hard_places(text: &str, locale: &Locale, target: Target) -> Vec<Hard> {
    let Some(syllables) = syllables_of(locale) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let words = sentence.words.len();
        if words > target.words_in_sentence {
            let kind = HardKind::LongSentence { words };
            found.push(place(text, sentence.start, sentence.text, kind));
        }
        hard_words(text, &sentence, syllables, target, &mut found);
    }
    found
}

fn hard_words(
    text: &str,
    sentence: &Sentence<'_>,
    syllables: Syllables,
    target: Target,
    found: &mut Vec<Hard>,
) {
    for (order, word) in sentence.words.iter().enumerate() {
        let named = order > 0 && word.text.starts_with(char::is_uppercase);
        if named || is_sign(word.text) {
            continue;
        }
        let longest = parts(word.text).map(syllables).max().unwrap_or(0);
        if longest > target.syllables_in_word {
            let kind = HardKind::HardWord { syllables: longest };
            found.push(place(text, word.start, word.text, kind));
        }
    }
}

fn place(text: &str, start: usize, part: &str, kind: HardKind) -> Hard {
    let before = &text[..start];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Hard {
        kind,
        text: part.to_owned(),
        start,
        line: 1 + before.matches('\n').count(),
        column: 1 + before[line_start..].chars().count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_and_hard_words_are_found_where_they_stand() {
        let long = "É so: you can eat and drink and walk and rest and read and talk and sing and \
                    play and work and drive and swim and run and sleep again.";
        let text = format!("Rest well.\n{long} A complication is rare.");
        let english = Locale::english();
        let found = hard_places(&text, &english, Target::for_patients(&english));
        let seen: Vec<_> = found
            .iter()
            .map(|hard| (hard.kind, hard.line, hard.column))
            .collect();
        let word_column = 1 + long.chars().count() + " A ".len();
        assert_eq!(
            seen,
            [
                (HardKind::LongSentence { words: 30 }, 2, 1),
                (HardKind::HardWord { syllables: 4 }, 2, word_column),
            ]
        );
        assert_eq!(found[0].text, long);
        assert!(text[found[1].start..].starts_with("complication"));
    }

    #[test]
    fn names_figures_and_abbreviations_are_not_hard() {
        let english = Locale::english();
        let spanish = Locale::spanish();
        let cases = [
            (
                "The hospital in California did an MRI on 1.25 people.",
                &english,
                0,
            ),
            ("A well-known self-medication.", &english, 1),
            ("Anesthesiology is hard.", &english, 1),
            ("El paciente toma su medicamento.", &spanish, 1),
            ("El paciente descansa.", &spanish, 0),
        ];
        for (text, locale, expected) in cases {
            let found = hard_places(text, locale, Target::for_patients(locale));
            assert_eq!(found.len(), expected, "{text}: {found:?}");
        }
        let hindi = "hi".parse().unwrap();
        assert!(hard_places("यह एक", &hindi, Target::for_patients(&hindi)).is_empty());
    }
}
