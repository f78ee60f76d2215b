//! The references that a text cites, as `[EBP1]`.

use super::lines::line_at;

/// A key in square brackets, and the line it stands on, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    pub key: &'a str,
    /// The byte of the bracket before the key.
    pub start: usize,
    pub line: usize,
}

/// Every citation in reading order.
///
/// A key is ASCII letters and digits that begin with a capital and hold a digit. A link
/// (`[Step2](…)`) is not a citation.
pub fn citations(markdown: &str) -> impl Iterator<Item = Citation<'_>> {
    markdown.match_indices('[').filter_map(|(start, _)| {
        let rest = &markdown[start + 1..];
        let (key, after) = rest.split_once(']')?;
        (is_key(key) && !after.starts_with('(')).then(|| Citation {
            key,
            start,
            line: line_at(markdown, start),
        })
    })
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_brackets_are_citations_and_links_are_not() {
        let cases: [(&str, &[&str]); 7] = [
            ("It helps [EBP1] [EBP1b].", &["EBP1", "EBP1b"]),
            ("[PDPH10]", &["PDPH10"]),
            ("See [Step2](https://example.org).", &[]),
            ("[not a key] [note] [1] [EBP]", &[]),
            ("[[EBP2]]", &["EBP2"]),
            ("an open [ bracket", &[]),
            ("é[EBP3]é", &["EBP3"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = citations(text).map(|citation| citation.key).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_citation_knows_its_line() {
        let lines: Vec<usize> = citations("a\n[B1]\n\n[C2]")
            .map(|found| found.line)
            .collect();
        assert_eq!(lines, [2, 4]);
    }
}
