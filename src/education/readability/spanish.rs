//! Spanish: syllables, and the scale of Fernández Huerta with the bands of INFLESZ.

use unicode_normalization::UnicodeNormalization;

use crate::domain::ReadingBand;

/// The ease of reading by Fernández Huerta (1959), from counts that are above zero.
///
/// The formula was printed as 206.84 − 0.60·P − 1.02·F with P syllables and F *sentences* in a
/// hundred words, so that more and shorter sentences would make a text harder. This is the
/// corrected form (G. Law, 2011): P is syllables a word, hence 60, and F is words a sentence.
pub fn fernandez_huerta(words: f64, sentences: f64, syllables: f64) -> f64 {
    206.84 - 60.0 * (syllables / words) - 1.02 * (words / sentences)
}

/// The INFLESZ band (Barrio-Cantalejo and others, 2008) of a score.
///
/// INFLESZ was drawn for the score of Szigriszt-Pazos, 206.835 − 62.3·P − F; on common prose that
/// one lies some four points lower than the score here, so that the band errs towards easy.
pub fn band(score: f64) -> ReadingBand {
    match score {
        _ if score > 80.0 => ReadingBand::VeryEasy,
        _ if score >= 65.0 => ReadingBand::FairlyEasy,
        _ if score >= 55.0 => ReadingBand::Standard,
        _ if score >= 40.0 => ReadingBand::FairlyDifficult,
        _ => ReadingBand::VeryDifficult,
    }
}

/// The syllables of a word of letters; at least one.
///
/// Each run of vowels has as many syllables as strong vowels (a, e, o, and an accented í or ú
/// beside one of them); a run of weak vowels alone is one diphthong. An h between vowels parts
/// nothing, the u of que, qui, gue and gui is silent.
pub fn syllables(word: &str) -> u32 {
    let letters: Vec<char> = word.to_lowercase().nfc().collect();
    let signs = sounded(&letters);
    let mut count = 0;
    for run in signs.split(|sign| !is_vowel(*sign)) {
        count += of_run(run);
    }
    count.max(1)
}

/// The letters without silent u and h, and y as a vowel or a consonant.
fn sounded(letters: &[char]) -> Vec<char> {
    let mut signs = Vec::with_capacity(letters.len());
    for (at, letter) in letters.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|place| letters.get(place));
        let after = letters.get(at + 1);
        let soft = after.is_some_and(|next| matches!(next, 'e' | 'é' | 'i' | 'í'));
        match letter {
            'u' if before == Some(&'q') => {}
            'u' if before == Some(&'g') && soft => {}
            'h' if before.is_some_and(|sign| is_vowel(*sign))
                && after.is_some_and(|sign| is_vowel(*sign)) => {}
            'y' if after.is_some_and(|sign| is_vowel(*sign)) => signs.push('j'),
            'y' => signs.push('i'),
            _ => signs.push(letter),
        }
    }
    signs
}

fn of_run(run: &[char]) -> u32 {
    let strong = |place: usize| run.get(place).is_some_and(|sign| is_strong(*sign));
    let mut count = 0;
    for (place, sign) in run.iter().copied().enumerate() {
        let beside = (place > 0 && strong(place - 1)) || strong(place + 1);
        if is_strong(sign) || (matches!(sign, 'í' | 'ú') && beside) {
            count += 1;
        }
    }
    if count == 0 && !run.is_empty() {
        count = 1;
        count += run
            .windows(2)
            .map(|pair| u32::from(pair[0] == pair[1]))
            .sum::<u32>();
    }
    count
}

fn is_vowel(sign: char) -> bool {
    is_strong(sign) || matches!(sign, 'i' | 'í' | 'ï' | 'u' | 'ú' | 'ü')
}

fn is_strong(sign: char) -> bool {
    matches!(sign, 'a' | 'á' | 'à' | 'e' | 'é' | 'è' | 'o' | 'ó' | 'ò')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spanish_word_has_the_syllables_that_one_hears() {
        let cases = [
            (1, "y muy rey que guion buey pues bien hui mg"),
            (
                2,
                "causa piedra guerra quieto país baúl leer ahí mayo agua prohibir hiato búho",
            ),
            (
                3,
                "ahora María médico pingüino vergüenza poeta ayuda oíais cohete cuídate",
            ),
            (
                4,
                "vehículo paranoia aéreo leucocito epidural hospitales averiguáis",
            ),
            (
                5,
                "medicamento enfermería ambulatorio procedimiento complicaciones",
            ),
            (7, "antiinflamatorio anestesiología"),
        ];
        for (expected, words) in cases {
            for word in words.split(' ') {
                assert_eq!(syllables(word), expected, "{word}");
            }
        }
        assert_eq!(syllables("cafe\u{301}"), 2, "an accent of its own");
        assert_eq!(syllables("MARI\u{301}A"), 3, "an accent of its own");
    }

    #[test]
    fn the_bands_are_those_of_inflesz() {
        let cases = [
            (39.9, ReadingBand::VeryDifficult),
            (40.0, ReadingBand::FairlyDifficult),
            (54.9, ReadingBand::FairlyDifficult),
            (55.0, ReadingBand::Standard),
            (65.0, ReadingBand::FairlyEasy),
            (80.0, ReadingBand::FairlyEasy),
            (80.1, ReadingBand::VeryEasy),
        ];
        for (score, expected) in cases {
            assert_eq!(band(score), expected, "{score}");
        }
    }
}
