//! Where in a text the words of a question stand, to show why it was found.

use super::asked::Asked;
use super::dictionary::Dictionary;
use super::small::is_small;
use crate::domain::fold::fold;

/// The words of the text that were asked for, by their first character and the one after their
/// last. Unfinished and misspelt words count as they do for finding.
pub fn marks(text: &str, asked: &Asked) -> Vec<(usize, usize)> {
    let mut marks = Vec::new();
    let mut word = String::new();
    let mut start = 0;
    let ends = text.chars().chain([' ']);
    for (at, c) in ends.enumerate() {
        let joins = matches!(c, '\'' | '’') && !word.is_empty();
        if c.is_alphanumeric() || joins || is_mark(c) {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            if is_asked(&fold(&word), asked) {
                marks.push((start, at));
            }
            word.clear();
        }
    }
    marks
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_asked(word: &str, asked: &Asked) -> bool {
    // "or" is not a misspelt "oral", nor "her" the beginning of something.
    if is_small(word) {
        return asked.words().iter().any(|wanted| word == wanted);
    }
    !word.is_empty()
        && asked.words().iter().any(|wanted| {
            let letters = wanted.chars().count();
            let edits = match letters {
                0..4 => 0,
                4..7 => 1,
                _ => 2,
            };
            word == wanted
                || (letters >= 2 && word.starts_with(wanted.as_str()))
                || (edits > 0 && is_within(word, wanted, edits))
        })
}

/// Whether one word is within so many edits of another.
pub fn is_within(word: &str, wanted: &str, edits: usize) -> bool {
    let one = Dictionary::of_sorted(vec![word.into()]);
    !one.within(wanted, edits).is_empty()
}

/// The part of a text around its first mark, at most so many characters, cut between words, with
/// the marks in it.
pub fn fragment(
    text: &str,
    marks: &[(usize, usize)],
    longest: usize,
) -> (String, Vec<(usize, usize)>) {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= longest {
        return (text.to_owned(), marks.to_vec());
    }
    let first = marks.first().map_or(0, |(start, _)| *start);
    let mut start = first.saturating_sub(longest / 3);
    while start > 0 && start < first && !letters[start - 1].is_whitespace() {
        start += 1;
    }
    let mut end = (start + longest).min(letters.len());
    while end < letters.len() && end > start + 1 && !letters[end].is_whitespace() {
        end -= 1;
    }
    let within = marks
        .iter()
        .filter(|(from, to)| *from >= start && *to <= end);
    (
        letters[start..end].iter().collect(),
        within
            .map(|(from, to)| (from - start, to - start))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, asked: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        marks(text, &Asked::any(asked).unwrap())
            .into_iter()
            .map(|(start, end)| letters[start..end].iter().collect())
            .collect()
    }

    #[test]
    fn the_words_that_were_asked_for_are_marked_as_they_are_written() {
        let cases: [(&str, &str, &[&str]); 8] = [
            ("Epidural Blood Patch", "blod patch", &["Blood", "Patch"]),
            ("Parche hemático epidural", "hematico", &["hemático"]),
            ("Amara O’Brien", "obrien", &["O’Brien"]),
            ("Psoriasis", "psor", &["Psoriasis"]),
            ("Knee", "hip", &[]),
            ("an oral drug or her own", "oral hers", &["oral"]),
            ("Al Anders", "al", &["Al"]),
            ("", "hip", &[]),
        ];
        for (text, asked, expected) in cases {
            assert_eq!(marked(text, asked), expected, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_mark() {
        let text = format!("{} blood patch {}", "word ".repeat(50), "more ".repeat(50));
        let marks = marks(&text, &Asked::any("patch").unwrap());
        let (part, inside) = fragment(&text, &marks, 60);
        assert!(part.chars().count() <= 60);
        let (start, end) = inside[0];
        assert_eq!(&part[start..end], "patch");
        assert_eq!(fragment("short", &[], 60), ("short".to_owned(), vec![]));
    }
}
