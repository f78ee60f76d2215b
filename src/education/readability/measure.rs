//! Counts a text and, where a formula is made for its language, says how hard it reads.

use super::words::{Sentence, Word, sentences};
use super::{english, spanish};
use crate::domain::ReadingScale;
use crate::domain::article::{Measure, Reading};
use crate::domain::locale::Locale;

/// Below this no formula says anything: in nine words one long name moves the English grade by
/// more than a school year. (The formulas were made on passages of a hundred words.)
const FEWEST_WORDS: u32 = 10;

/// The fewest sentences that SMOG was made for (McLaughlin, 1969).
const SENTENCES_OF_SMOG: u32 = 30;

impl Reading {
    /// The same with figures of one decimal, as they are shown and compared with a target.
    pub fn rounded(self) -> Self {
        Reading {
            grade: self.grade.map(one_decimal),
            score: one_decimal(self.score),
            smog: self.smog.map(one_decimal),
            ..self
        }
    }
}

/// How a language counts syllables.
pub(super) type Syllables = fn(&str) -> u32;

/// The syllables of the language, where they are known.
pub(super) fn syllables_of(locale: &Locale) -> Option<Syllables> {
    match locale.language() {
        "en" => Some(english::syllables),
        "es" => Some(spanish::syllables),
        _ => None,
    }
}

/// Measures plain text in which each line is a paragraph or a list item.
///
/// There is no reading for a language without a formula here, nor for fewer than ten words.
pub fn measure(text: &str, locale: &Locale) -> Measure {
    let mut measure = count(&sentences(text), syllables_of(locale));
    measure.reading = reading(&measure, locale);
    measure
}

fn count(sentences: &[Sentence<'_>], syllables: Option<Syllables>) -> Measure {
    let mut counted = Measure {
        syllables: syllables.map(|_| 0),
        polysyllables: syllables.map(|_| 0),
        ..Measure::default()
    };
    for sentence in sentences {
        counted.sentences += 1;
        for word in &sentence.words {
            counted.words += 1;
            if let Some(count) = syllables {
                let heard = heard(word, count);
                counted.syllables = counted.syllables.map(|sum| sum + heard);
                counted.polysyllables = counted.polysyllables.map(|sum| sum + u32::from(heard > 2));
            }
        }
    }
    counted
}

/// The syllables of a word: of a hyphenated one, those of its parts together.
///
/// Figures and abbreviations in capitals (7%, MRI) count as one, as Flesch laid down.
fn heard(word: &Word<'_>, syllables: Syllables) -> u32 {
    if is_sign(word.text) {
        return 1;
    }
    parts(word.text).map(syllables).sum::<u32>().max(1)
}

/// The parts of a hyphenated word.
pub(super) fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '‐', '\u{2011}'])
        .filter(|part| part.chars().any(char::is_alphabetic))
}

/// A figure, or an abbreviation: up to five capitals, or letters with full stops.
pub(super) fn is_sign(word: &str) -> bool {
    let letters = word.chars().filter(|sign| sign.is_alphabetic()).count();
    word.chars().any(char::is_numeric)
        || word.contains('.')
        || ((2..=5).contains(&letters)
            && !word.chars().any(char::is_lowercase)
            && word.chars().all(char::is_alphabetic))
}

fn reading(counted: &Measure, locale: &Locale) -> Option<Reading> {
    if counted.words < FEWEST_WORDS || counted.sentences == 0 {
        return None;
    }
    let [words, sentences] = [counted.words, counted.sentences].map(f64::from);
    let syllables = f64::from(counted.syllables?);
    match locale.language() {
        "en" => {
            let score = english::reading_ease(words, sentences, syllables);
            let smog = (counted.sentences >= SENTENCES_OF_SMOG)
                .then(|| english::smog(f64::from(counted.polysyllables.unwrap_or(0)), sentences));
            Some(Reading {
                scale: ReadingScale::FleschKincaid,
                grade: Some(english::grade(words, sentences, syllables)),
                score,
                band: english::band(one_decimal(score)),
                smog,
            })
        }
        "es" => {
            let score = spanish::fernandez_huerta(words, sentences, syllables);
            Some(Reading {
                scale: ReadingScale::FernandezHuerta,
                grade: None,
                score,
                band: spanish::band(one_decimal(score)),
                smog: None,
            })
        }
        _ => None,
    }
}

fn one_decimal(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(words: u32, sentences: u32, syllables: u32, polysyllables: u32) -> Measure {
        Measure {
            words,
            sentences,
            syllables: Some(syllables),
            polysyllables: Some(polysyllables),
            reading: None,
        }
    }

    #[test]
    fn published_counts_give_the_published_english_figures() {
        let cases = [
            // Wikipedia, Flesch–Kincaid readability tests: "The Australian platypus is seemingly a
            // hybrid of a mammal and reptilian creature" has 24 syllables and 13 words, 37.5, 11.3.
            (counted(13, 1, 24, 5), 37.5, 11.3),
            // The tests of textstat (tests/backend): LONG_TEXT has 372 words, 17 sentences and 519
            // syllables; reading ease 66.594, grade 9.407.
            (counted(372, 17, 519, 38), 66.6, 9.4),
            // storytreasury.wordpress.com, Text Readability: 34 sentences, 432 words, 607
            // syllables; reading ease 75.10, grade 5.90.
            (counted(432, 34, 607, 20), 75.1, 5.9),
        ];
        for (counts, score, grade) in cases {
            let found = reading(&counts, &Locale::english()).unwrap().rounded();
            assert_eq!(found.score, score, "{counts:?}");
            assert_eq!(found.grade, Some(grade), "{counts:?}");
        }
        // The same article: the easiest score there can be and the lowest grade, of sentences that
        // are one word of one syllable.
        assert_eq!(
            format!("{:.2}", english::reading_ease(1.0, 1.0, 1.0)),
            "121.22"
        );
        assert_eq!(format!("{:.2}", english::grade(1.0, 1.0, 1.0)), "-3.40");
    }

    #[test]
    fn published_counts_give_the_published_smog_grades() {
        // The tests of textstat: polysyllables, sentences, index.
        let cases = [
            (6.0, 11.0, 7.348),
            (1.0, 1.0, 8.842),
            (4.0, 5.0, 8.239),
            (38.0, 17.0, 11.670),
        ];
        for (polysyllables, sentences, published) in cases {
            let found = english::smog(polysyllables, sentences);
            assert!(
                (found - published).abs() < 0.0005,
                "{found}, not {published}"
            );
        }
    }

    #[test]
    fn published_counts_give_the_published_spanish_score() {
        // The tests of textstat: "Cool dogs wear da sunglasses." has 5 words, 1 sentence, 7
        // syllables, and 117.74 by Fernández Huerta.
        assert_eq!(one_decimal(spanish::fernandez_huerta(5.0, 1.0, 7.0)), 117.7);
        // By hand: 200 syllables and 5 sentences in 100 words: 206.84 − 120 − 20.4.
        assert_eq!(
            one_decimal(spanish::fernandez_huerta(100.0, 5.0, 200.0)),
            66.4
        );
    }

    #[test]
    fn english_sentences_counted_by_hand() {
        let cases = [
            ("You will lie on your side for the test.", 9, 9),
            ("The doctor cleans your back with a cold liquid.", 9, 11),
            (
                "A needle goes into the space around your spinal cord.",
                10,
                14,
            ),
            ("Tell the nurse if you take blood thinners.", 8, 9),
            ("Some people feel pressure, but it should not hurt.", 9, 11),
            ("Call your local emergency number.", 5, 10),
            ("The headache is usually worse when you stand.", 8, 12),
            ("Diabetes medicine can lower your blood sugar.", 7, 14),
            (
                "Most patients rested comfortably for 2 hours afterwards.",
                8,
                15,
            ),
            ("An MRI scan doesn't use radiation.", 6, 10),
        ];
        for (text, words, syllables) in cases {
            let found = measure(text, &Locale::english());
            assert_eq!(
                (found.words, found.syllables),
                (words, Some(syllables)),
                "{text}"
            );
            assert_eq!(found.sentences, 1, "{text}");
        }
    }

    #[test]
    fn spanish_sentences_counted_by_hand() {
        let cases = [
            // Us-ted se a-cues-ta de la-do.
            ("Usted se acuesta de lado.", 5, 9),
            // El mé-di-co lim-pia la piel con un lí-qui-do frí-o.
            ("El médico limpia la piel con un líquido frío.", 9, 15),
            // La a-gu-ja en-tra en la es-pal-da.
            ("La aguja entra en la espalda.", 6, 11),
            // Lla-me al nú-me-ro lo-cal de e-mer-gen-cias.
            ("Llame al número local de emergencias.", 6, 13),
            // ¿Tie-ne fie-bre o es-ca-lo-frí-os?
            ("¿Tiene fiebre o escalofríos?", 4, 10),
            // Al-guien de-be lle-var-lo a ca-sa.
            ("Alguien debe llevarlo a casa.", 5, 10),
            // Be-ba a-gua y des-can-se dos dí-as.
            ("Beba agua y descanse dos días.", 6, 11),
            // La san-gre se co-a-gu-la y se-lla el o-ri-fi-cio.
            ("La sangre se coagula y sella el orificio.", 8, 16),
            // Pre-gun-te por qué qui-tan el ca-té-ter.
            ("Pregunte por qué quitan el catéter.", 6, 11),
            // El rui-do y la luz pue-den mo-les-tar.
            ("El ruido y la luz pueden molestar.", 7, 11),
        ];
        for (text, words, syllables) in cases {
            let found = measure(text, &Locale::spanish());
            assert_eq!(
                (found.words, found.syllables),
                (words, Some(syllables)),
                "{text}"
            );
            assert_eq!(found.sentences, 1, "{text}");
        }
    }

    #[test]
    fn too_short_a_text_and_another_language_have_no_reading() {
        let nine = "One two three four five six seven eight nine.";
        assert_eq!(measure(nine, &Locale::english()).reading, None);
        assert_eq!(measure("", &Locale::english()).reading, None);
        assert_eq!(measure("", &Locale::english()).sentences, 0);
        let ten = "One two three four five six seven eight nine ten.";
        assert!(measure(ten, &Locale::english()).reading.is_some());
        let hindi = measure("यह एक वाक्य है। यह दूसरा है।", &"hi".parse().unwrap());
        assert_eq!(hindi.reading, None);
        assert_eq!((hindi.words, hindi.sentences), (7, 2));
        assert_eq!(hindi.syllables, None);
    }

    #[test]
    fn smog_waits_for_thirty_sentences() {
        let sentence = "You lie on your side for the examination.\n";
        let found = |times| measure(&sentence.repeat(times), &Locale::english());
        assert_eq!(found(29).reading.unwrap().smog, None);
        let smog = found(30).reading.unwrap().rounded().smog;
        assert_eq!(smog, Some(8.8), "30 polysyllables: 1.043 · √30 + 3.1291");
        let regional = measure(&sentence.repeat(30), &"en-GB".parse().unwrap());
        assert_eq!(regional, found(30));
    }
}
