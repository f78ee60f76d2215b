//! Texts in capitals as people write them.
//!
//! Simple on purpose: every word gets a capital, and so does what follows a hyphen, an apostrophe
//! or `Mc`. `MacDonald` and `van der Berg` cannot be told from capitals and stay `Macdonald` and
//! `Van Der Berg`. A text that has small letters already is left as its author wrote it.

/// Words of addresses that stay in capitals.
const DIRECTIONS: [&str; 10] = ["N", "S", "E", "W", "NE", "NW", "SE", "SW", "PO", "US"];

/// Words of organisations' names that stay in capitals.
const ABBREVIATIONS: [&str; 18] = [
    "APRN", "DDS", "DMD", "DO", "DPM", "LLC", "LLP", "LPC", "MD", "NP", "OD", "PA", "PC", "PLLC",
    "PT", "RN", "US", "VA",
];

/// Words that are small unless they come first.
const SMALL: [&str; 8] = ["and", "at", "by", "for", "in", "of", "on", "the"];

/// A person's name: `MARY-ANN O'BRIEN` is Mary-Ann O'Brien, `MCDONALD` is McDonald.
pub fn person(text: &str) -> String {
    words(text, |_, word| {
        let title = title(word);
        match title.strip_prefix("Mc") {
            Some(rest) if rest.len() > 2 => format!("Mc{}", capital(rest)),
            _ => title,
        }
    })
}

/// A generation after a name: `JR` is Jr., `III` stays.
pub fn suffix(text: &str) -> String {
    words(text, |_, word| match word.trim_end_matches('.') {
        "JR" => "Jr.".to_owned(),
        "SR" => "Sr.".to_owned(),
        numeral if numeral.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) => numeral.to_owned(),
        _ => title(word),
    })
}

/// The name of an organisation: `CENTER FOR PAIN, LLC` is Center for Pain, LLC.
pub fn organisation(text: &str) -> String {
    words(text, |place, word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        if ABBREVIATIONS.contains(&bare) || has_inner_dot(word) {
            return word.to_owned();
        }
        if place > 0 && SMALL.contains(&lower.as_str()) {
            return word.to_lowercase();
        }
        title(word)
    })
}

/// A line of an address or a town: `12 E 1ST ST STE 4B` is 12 E 1st St Ste 4B.
pub fn address(text: &str) -> String {
    words(text, |_, word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_ordinal(bare) {
            return word.to_lowercase();
        }
        let numbered = bare.bytes().any(|byte| byte.is_ascii_digit());
        if numbered || DIRECTIONS.contains(&bare) || has_inner_dot(word) {
            return word.to_owned();
        }
        title(word)
    })
}

/// The words with one space between them, each changed unless the text has small letters.
fn words(text: &str, change: impl Fn(usize, &str) -> String) -> String {
    let as_written = text.chars().any(char::is_lowercase);
    text.split_whitespace()
        .enumerate()
        .map(|(place, word)| match as_written {
            true => word.to_owned(),
            false => change(place, word),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn title(word: &str) -> String {
    let mut written = String::with_capacity(word.len());
    let mut begins = true;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        if begins && letter.is_alphabetic() {
            written.extend(letter.to_uppercase());
            begins = false;
        } else {
            written.extend(letter.to_lowercase());
            begins = match letter {
                // The s of a genitive stays small: WOMEN'S.
                '\'' | '’' => {
                    let mut rest = letters.clone();
                    rest.next().is_some() && rest.next().is_some_and(char::is_alphabetic)
                }
                letter => !letter.is_alphanumeric(),
            };
        }
    }
    written
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// `P.O.`, `P.C.`: a dot with a letter after it.
fn has_inner_dot(word: &str) -> bool {
    word.char_indices()
        .any(|(place, letter)| letter == '.' && word[place + 1..].starts_with(char::is_alphabetic))
}

fn is_ordinal(word: &str) -> bool {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let end = &word[number.len()..];
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(end, "ST" | "ND" | "RD" | "TH")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_words() {
        let cases = [
            (person("MARY-ANN"), "Mary-Ann"),
            (person("O'BRIEN"), "O'Brien"),
            (person("MCDONALD"), "McDonald"),
            (person("MCX"), "Mcx"),
            (person("MACDONALD"), "Macdonald"),
            (person("  DE LA   CRUZ "), "De La Cruz"),
            (person("PEÑA"), "Peña"),
            (person("van der Berg"), "van der Berg"),
            (suffix("JR"), "Jr."),
            (suffix("SR."), "Sr."),
            (suffix("III"), "III"),
            (organisation("CENTER FOR PAIN, LLC"), "Center for Pain, LLC"),
            (
                organisation("WOMEN'S HEALTH OF AVON P.C."),
                "Women's Health of Avon P.C.",
            ),
            (
                organisation("SAMPLE \"CENTRAL\" CLINIC"),
                "Sample \"Central\" Clinic",
            ),
            (organisation("THE SPA"), "The Spa"),
            (address("12 E 1ST ST STE 4B"), "12 E 1st St Ste 4B"),
            (address("P.O. BOX 7"), "P.O. Box 7"),
            (address("WINCHESTER-ON-SEA"), "Winchester-On-Sea"),
            (address(""), ""),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
    }
}
