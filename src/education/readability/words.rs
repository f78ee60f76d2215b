//! Splits plain text into sentences and words.
//!
//! A line of the text is a paragraph or a list item and so ends a sentence, with or without a
//! full stop: a list of ten short items is ten sentences.

use unicode_normalization::char::is_combining_mark;

/// A word and where it begins, in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    pub start: usize,
    pub text: &'a str,
}

/// A sentence that has at least one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence<'a> {
    pub start: usize,
    pub text: &'a str,
    pub words: Vec<Word<'a>>,
}

/// Abbreviations that stand before what they belong to and so never end a sentence.
const LEADING: [&str; 35] = [
    "approx", "aprox", "art", "ca", "cf", "dr", "dra", "e.g", "ee", "eg", "ej", "fig", "figs",
    "i.e", "ie", "mr", "mrs", "ms", "mt", "núm", "p.ej", "pág", "prof", "profa", "ref", "sec",
    "sr", "sra", "srta", "st", "ud", "uds", "vd", "vds", "vs",
];

/// Abbreviations of a number only: "No. 5", but "No. Wait."
const BEFORE_NUMBERS: [&str; 5] = ["no", "nos", "n", "p", "pp"];

/// The sentences of the text in reading order. Citations such as `[EBP1]` are no words.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        of_line(text, line_start, line.len(), &mut found);
        line_start += line.len();
    }
    found
}

fn of_line<'a>(text: &'a str, start: usize, length: usize, found: &mut Vec<Sentence<'a>>) {
    let end = start + length;
    let line = &text[start..end];
    let read = without_citations(line);
    let mut from = 0;
    for (at, sign) in read.char_indices() {
        if !is_end(sign) || at < from {
            continue;
        }
        let after = at + sign.len_utf8();
        if ends(&read, from, at, sign) {
            let closed = after + closing(&read[after..]);
            push(text, start, &read, from..closed, found);
            from = closed;
        }
    }
    push(text, start, &read, from..read.len(), found);
}

/// The line with a space for every byte of a citation, so that positions stay.
fn without_citations(line: &str) -> String {
    let mut read = line.to_owned();
    for citation in crate::education::citations::citations(line) {
        let whole = citation.start..citation.start + citation.key.len() + 2;
        let blank = " ".repeat(whole.len());
        read.replace_range(whole, &blank);
    }
    read
}

fn push<'a>(
    text: &'a str,
    offset: usize,
    read: &str,
    range: std::ops::Range<usize>,
    found: &mut Vec<Sentence<'a>>,
) {
    let part = &read[range.clone()];
    let first = offset + range.start;
    let words: Vec<Word<'a>> = words(part)
        .map(|(start, length)| Word {
            start: first + start,
            text: &text[first + start..first + start + length],
        })
        .collect();
    if words.is_empty() {
        return;
    }
    let start = first + (part.len() - part.trim_start().len());
    let end = first + part.trim_end().len();
    found.push(Sentence {
        start,
        text: &text[start..end],
        words,
    });
}

fn is_end(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '…' | '।' | '。' | '！' | '？')
}

/// How many bytes of closing quotes, brackets and further signs follow the end of a sentence.
fn closing(rest: &str) -> usize {
    rest.find(|c: char| !(is_end(c) || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']')))
        .unwrap_or(rest.len())
}

/// Whether the sign at `at` ends the sentence that began at `from`.
fn ends(read: &str, from: usize, at: usize, sign: char) -> bool {
    let after = &read[at + sign.len_utf8()..];
    let rest = &after[closing(after)..];
    if matches!(sign, '।' | '。' | '！' | '？') {
        return true;
    }
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return false; // 1.5, example.org
    }
    let next = rest
        .trim_start()
        .trim_start_matches(['"', '\'', '“', '‘', '«', '(', '¿', '¡']);
    let Some(begins) = next.chars().next() else {
        return true;
    };
    if begins.is_lowercase() {
        return false; // approx. half, "Why?" she asked
    }
    if sign != '.' || after.starts_with(is_end) {
        return true;
    }
    let before = &read[from..at];
    let last = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '«'))
        .next()
        .unwrap_or_default();
    let alone = before.trim().len() == last.len();
    if last.is_empty() {
        return true;
    }
    let lower = last.to_lowercase();
    if LEADING.contains(&lower.as_str()) {
        return false;
    }
    if begins.is_ascii_digit() && BEFORE_NUMBERS.contains(&lower.as_str()) {
        return false;
    }
    if alone && last.bytes().all(|byte| byte.is_ascii_digit()) {
        return false; // 1. First item
    }
    match initials(last) {
        // U.S. Navy; but "at 8 a.m. Then"
        Some(letters) if letters > 1 => last.starts_with(char::is_lowercase),
        // J. Smith; but "vitamin C. It", where the letter has a word before it
        Some(_) => !(alone || after_title(before, last)) || last.starts_with(char::is_lowercase),
        None => true,
    }
}

/// How many letters the text is, where it is nothing but letters with full stops between.
fn initials(text: &str) -> Option<usize> {
    let mut letters = 0;
    for part in text.split('.') {
        let mut signs = part.chars();
        match (signs.next(), signs.next()) {
            (Some(sign), None) if sign.is_alphabetic() => letters += 1,
            _ => return None,
        }
    }
    Some(letters)
}

/// Whether an abbreviated title or another initial stands right before the last token.
fn after_title(before: &str, last: &str) -> bool {
    let head = before[..before.len() - last.len()].trim_end();
    let Some(title) = head.strip_suffix('.') else {
        return false;
    };
    let token = title.rsplit(char::is_whitespace).next().unwrap_or_default();
    LEADING.contains(&token.to_lowercase().as_str()) || initials(token).is_some()
}

/// Start and length of each word: letters and digits, with the apostrophes, hyphens and the
/// points and commas of numbers that stand inside it. A hyphenated word is one word.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut signs = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = loop {
            let (at, sign) = signs.next()?;
            if sign.is_alphanumeric() {
                break at;
            }
        };
        let mut end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        while let Some(&(at, sign)) = signs.peek() {
            let inside = is_word(sign)
                || (joins(sign)
                    && text[at + sign.len_utf8()..].starts_with(char::is_alphanumeric)
                    && joined(text, end, at, sign));
            if !inside {
                break;
            }
            end = at + sign.len_utf8();
            signs.next();
        }
        Some((start, end - start))
    })
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || is_combining_mark(sign)
}

fn joins(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '-' | '‐' | '\u{2011}' | '.' | ',')
}

/// Whether the sign joins what stands around it: always an apostrophe or a hyphen, a point
/// between digits or single letters, a comma between digits.
fn joined(text: &str, end: usize, at: usize, sign: char) -> bool {
    let before = text[..end].chars().next_back();
    let after = text[at + sign.len_utf8()..].chars().next();
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    match sign {
        ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        '.' => !before.is_whitespace() && (before.is_ascii_digit() == after.is_ascii_digit()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).iter().map(|found| found.text).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_sign_or_at_the_end_of_its_line() {
        let cases: [(&str, &[&str]); 26] = [
            ("It helps. You rest.", &["It helps.", "You rest."]),
            (
                "Lie down\nRest for 1.5 hours\n\n",
                &["Lie down", "Rest for 1.5 hours"],
            ),
            ("Ask Dr. Osei. She knows.", &["Ask Dr. Osei.", "She knows."]),
            (
                "Take fluids, e.g. Water or tea.",
                &["Take fluids, e.g. Water or tea."],
            ),
            (
                "In the U.S. Navy it is so.",
                &["In the U.S. Navy it is so."],
            ),
            (
                "Come at 8 a.m. Then wait.",
                &["Come at 8 a.m.", "Then wait."],
            ),
            ("Come at 8 a.m. and wait.", &["Come at 8 a.m. and wait."]),
            (
                "You need vitamin C. It helps.",
                &["You need vitamin C.", "It helps."],
            ),
            ("J. R. Smith found it.", &["J. R. Smith found it."]),
            ("Dr. J. Smith found it.", &["Dr. J. Smith found it."]),
            ("No. You can eat.", &["No.", "You can eat."]),
            ("See No. 5 there.", &["See No. 5 there."]),
            ("1. Lie down. 2. Rest.", &["1. Lie down.", "2. Rest."]),
            ("Really? Yes! Good.", &["Really?", "Yes!", "Good."]),
            (
                "“Why?” she asked. He left.",
                &["“Why?” she asked.", "He left."],
            ),
            (
                "(It can hurt.) It passes.",
                &["(It can hurt.)", "It passes."],
            ),
            ("Wait... Then call.", &["Wait...", "Then call."]),
            (
                "See www.example.org for more.",
                &["See www.example.org for more."],
            ),
            (
                "It helps [EBP1]. It lasts [EBP2].",
                &["It helps [EBP1].", "It lasts [EBP2]."],
            ),
            (
                "It helps.[EBP1] It lasts. [EBP2] Rest.",
                &["It helps.", "It lasts.", "Rest."],
            ),
            (
                "La Dra. Paz llega. ¿Duele? ¡No!",
                &["La Dra. Paz llega.", "¿Duele?", "¡No!"],
            ),
            (
                "Beba líquidos, p. ej. Agua.",
                &["Beba líquidos, p. ej. Agua."],
            ),
            ("En EE. UU. es común.", &["En EE. UU. es común."]),
            ("यह एक वाक्य है। यह दूसरा है।", &["यह एक वाक्य है।", "यह दूसरा है।"]),
            ("— … !", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_keeps_its_hyphens_apostrophes_and_points() {
        let cases: [(&str, &[&str]); 10] = [
            (
                "a well-known patient's fear",
                &["a", "well-known", "patient's", "fear"],
            ),
            ("don’t, can't", &["don’t", "can't"]),
            ("1.5 or 1,000 of 7%", &["1.5", "or", "1,000", "of", "7"]),
            ("and/or — maybe", &["and", "or", "maybe"]),
            ("the U.S. rule", &["the", "U.S", "rule"]),
            ("20,mg", &["20", "mg"]),
            ("'quoted' (word)", &["quoted", "word"]),
            ("it works [EBP1b] well", &["it", "works", "well"]),
            ("mañana, cafe\u{301} ya", &["mañana", "cafe\u{301}", "ya"]),
            ("- - -", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = sentences(text)
                .iter()
                .flat_map(|sentence| sentence.words.iter().map(|word| word.text))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn words_and_sentences_know_where_they_stand() {
        let text = "É um.\n  Dois [A1] três.";
        let found = sentences(text);
        assert_eq!(found.len(), 2);
        for sentence in &found {
            assert!(text[sentence.start..].starts_with(sentence.text));
            for word in &sentence.words {
                assert!(text[word.start..].starts_with(word.text), "{word:?}");
            }
        }
        assert_eq!(found[1].words.last().map(|word| word.text), Some("três"));
    }

    #[test]
    fn no_text_is_cut_inside_a_letter() {
        let signs = [
            ".", " ", "A", "a", "1", "’", "-", "[A1]", "\n", "é", "…", ")",
        ];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            texts = texts
                .iter()
                .flat_map(|text| signs.map(|sign| format!("{text}{sign}")))
                .collect();
            for text in &texts {
                let mut from = 0;
                for sentence in sentences(text) {
                    assert!(sentence.start >= from, "{text:?}");
                    from = sentence.start + sentence.text.len();
                }
            }
        }
    }
}
