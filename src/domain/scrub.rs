//! Taking out of a text what leads to a person: e-mail addresses, telephone numbers, streets.
//!
//! It looks at the shape of words alone, and takes out too much rather than too little: a text
//! that strangers wrote about a doctor is read by strangers.

/// The fewest digits that are taken for a number by which somebody is reached or known.
const DIGITS: usize = 7;

/// Words between a house number and the word for a street, at most.
const BETWEEN: usize = 4;

/// Words for a street that follow its name: `12 Cedar Street`.
const AFTER: [&str; 24] = [
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "lane",
    "ln",
    "drive",
    "dr",
    "boulevard",
    "blvd",
    "court",
    "ct",
    "way",
    "place",
    "pl",
    "terrace",
    "square",
    "sq",
    "highway",
    "hwy",
    "marg",
    "lam",
];

/// Those that mean little else, so that a name in small letters before them is one.
const PLAIN: [&str; 7] = ["street", "avenue", "ave", "road", "rd", "boulevard", "blvd"];

/// Words for a street that its name follows: `Calle Mayor 12`.
const BEFORE: [&str; 9] = [
    "calle", "avenida", "avda", "carrera", "rue", "plaza", "paseo", "camino", "via",
];

/// The text without what leads to a person, each replaced by what it was, and without control
/// characters other than line breaks.
pub fn scrub(text: &str) -> String {
    let text: String = text
        .trim()
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let text = replaced(&text, &emails(&text), "[e-mail removed]");
    let text = replaced(&text, &streets(&text), "[address removed]");
    replaced(&text, &numbers(&text), "[number removed]")
}

/// Parts of a text, in bytes: in order, and apart from each other.
type Spans = Vec<(usize, usize)>;

fn replaced(text: &str, spans: &Spans, by: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in spans {
        out.push_str(&text[from..*start]);
        out.push_str(by);
        from = *end;
    }
    out.push_str(&text[from..]);
    out
}

fn emails(text: &str) -> Spans {
    let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let domain = |c: char| c.is_alphanumeric() || ".-".contains(c);
    let mut spans: Spans = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start = text[..at].trim_end_matches(local).len();
        let host = text[at + 1..].len() - text[at + 1..].trim_start_matches(domain).len();
        let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']);
        let sound = start < at && host.contains('.');
        if sound && spans.last().is_none_or(|(_, end)| *end <= start) {
            spans.push((start, at + 1 + host.len()));
        }
    }
    spans
}

fn numbers(text: &str) -> Spans {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut spans = Spans::new();
    let mut place = 0;
    while let Some((start, first)) = chars.get(place).copied() {
        if !(first.is_ascii_digit() || first == '+' || first == '(') {
            place += 1;
            continue;
        }
        let mut digits = 0;
        let mut between = 0;
        let mut end = start;
        let mut next = place;
        while let Some((at, c)) = chars.get(next).copied() {
            match c {
                c if c.is_ascii_digit() => {
                    digits += 1;
                    between = 0;
                    end = at + 1;
                }
                ' ' | '-' | '.' | '(' | ')' | '/' | '+' | '\u{2010}'..='\u{2013}'
                    if between < 3 =>
                {
                    between += 1;
                }
                _ => break,
            }
            next += 1;
        }
        if digits >= DIGITS && !is_date(&text[start..end]) {
            spans.push((start, end));
        }
        place = next.max(place + 1);
    }
    spans
}

/// `2026-01-31`, `31.1.2026`, `1/31/2026`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let [first, second, third] = parts.as_slice() else {
        return false;
    };
    let digits = |part: &&str, most| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (first.len() == 4 && digits(first, 4) && digits(second, 2) && digits(third, 2))
        || (third.len() == 4 && digits(third, 4) && digits(first, 2) && digits(second, 2))
}

/// A word, where it stands, and whether the sentence goes on after it.
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    goes_on: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut at = 0;
    text.split(char::is_whitespace)
        .map(|word| {
            let start = at;
            at += word.len()
                + text[at + word.len()..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
            (start, word)
        })
        .filter(|(_, word)| !word.is_empty())
        .map(|(start, word)| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let lead = word.find(bare).unwrap_or_default();
            Word {
                start: start + lead,
                end: start + lead + bare.len(),
                text: bare,
                goes_on: !word.ends_with(['.', '!', '?', ';', ':']) || is_short_for(bare),
            }
        })
        .collect()
}

/// A word that may end with a full stop within a sentence: `St.`, `Dr.`.
fn is_short_for(word: &str) -> bool {
    word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn streets(text: &str) -> Spans {
    let words = words(text);
    let mut spans = Spans::new();
    let mut place = 0;
    while place < words.len() {
        let last = ends_street(&words, place).or_else(|| begins_street(&words, place));
        match last {
            Some(last) => {
                spans.push((words[place].start, words[last].end));
                place = last + 1;
            }
            None => place += 1,
        }
    }
    spans
}

/// The last word of an address that begins with a house number.
fn ends_street(words: &[Word<'_>], place: usize) -> Option<usize> {
    if !is_house_number(words[place].text) || !words[place].goes_on {
        return None;
    }
    let mut capitals = true;
    for (between, word) in words[place + 1..].iter().take(BETWEEN + 1).enumerate() {
        let folded = word.text.to_lowercase();
        if between > 0 && AFTER.contains(&folded.as_str()) {
            let sure = capitals || (between == 1 && PLAIN.contains(&folded.as_str()));
            return sure.then_some(place + 1 + between);
        }
        capitals &= word
            .text
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !word.goes_on {
            return None;
        }
    }
    None
}

/// The last word of an address that begins with the word for a street and ends with a number.
fn begins_street(words: &[Word<'_>], place: usize) -> Option<usize> {
    let folded = words[place].text.to_lowercase();
    if !BEFORE.contains(&folded.as_str()) {
        return None;
    }
    for (between, word) in words[place + 1..].iter().take(BETWEEN + 1).enumerate() {
        if between > 0 && is_house_number(word.text) {
            return Some(place + 1 + between);
        }
        if !word.goes_on {
            return None;
        }
    }
    None
}

/// One to five digits, perhaps with a letter: `12`, `221B`.
fn is_house_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    (1..=5).contains(&digits) && rest.len() <= 1 && rest.bytes().all(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_person_is_taken_out() {
        let cases = [
            ("call +975 17 12 34 56 now", "call [number removed] now"),
            ("(203) 555-0143.", "[number removed]."),
            ("203.555.0143, please", "[number removed], please"),
            ("patient 12345678901", "patient [number removed]"),
            (
                "write to a.b+c@mail.example.org.",
                "write to [e-mail removed].",
            ),
            ("mail me@example.org", "mail [e-mail removed]"),
            (
                "I live at 12 Cedar Street, Hartford",
                "I live at [address removed], Hartford",
            ),
            ("at 221B Old Baker St. today", "at [address removed]. today"),
            ("at 7 oak street", "at [address removed]"),
            ("vive en Calle Mayor 12", "vive en [address removed]"),
            (
                "en la avenida de la Paz 3B, piso",
                "en la [address removed], piso",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(scrub(text), expected, "{text}");
        }
    }

    #[test]
    fn what_leads_to_nobody_stays() {
        for text in [
            "waited 45 minutes on the way",
            "open from 9 to 12 and 14 to 17",
            "seen on 2026-01-31 and on 31.1.2026",
            "she is the best! 10/10",
            "twice @ night",
            "the drive took 20 minutes drive",
            "moved to another clinic in 2024. The street is loud",
            "ärztin, très gentille, 好",
        ] {
            assert_eq!(scrub(text), text);
        }
        assert_eq!(scrub(" a\u{7}b\nc\u{0} "), "ab\nc");
    }
}
