//! Markdown to the plain text that a reader sees.

use super::render::html;
use super::tokens::{Piece, pieces};

/// What a reader sees of the Markdown: one paragraph, list item or table cell a line, without
/// marks, addresses and anything that is not shown.
///
/// It is read off the safe HTML, so that it neither drops what is shown nor keeps what is not.
pub fn text(markdown: &str) -> String {
    of_html(&html(markdown))
}

/// The text of HTML that is safe.
pub(super) fn of_html(html: &str) -> String {
    let mut lines = vec![String::new()];
    let mut preformatted = 0_usize;
    for (_, piece) in pieces(html) {
        match piece {
            Piece::Open { name, .. } => {
                preformatted += usize::from(name == "pre");
                match name.as_str() {
                    "br" => append(&mut lines, " "),
                    _ if is_block(&name) => lines.push(String::new()),
                    _ => {}
                }
            }
            Piece::Close(name) => {
                preformatted -= usize::from(name == "pre" && preformatted > 0);
                if is_block(&name) {
                    lines.push(String::new());
                }
            }
            Piece::Text(text) if preformatted > 0 => {
                for (order, line) in text.split('\n').enumerate() {
                    if order > 0 {
                        lines.push(String::new());
                    }
                    append(&mut lines, line);
                }
            }
            Piece::Text(text) => append(&mut lines, &text),
            Piece::Hidden => {}
        }
    }
    lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn append(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

fn is_block(tag: &str) -> bool {
    !matches!(
        tag,
        "a" | "b" | "br" | "code" | "em" | "i" | "strong" | "sub" | "sup"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_all_that_a_reader_sees_and_no_more() {
        let cases = [
            (
                "A *small*\namount.\n\nIt helps [EBP1].",
                "A small amount.\nIt helps [EBP1].",
            ),
            ("- one\n- two\n  - inner", "one\ntwo\ninner"),
            ("Line  \nbreak", "Line break"),
            ("H<sub>2</sub>O and 10<sup>3</sup>", "H2O and 103"),
            ("<p>In a raw <em>paragraph</em>.</p>", "In a raw paragraph."),
            ("<div>One</div>\n\n<p>two</p>", "One\ntwo"),
            ("<!-- a note --> shown", "shown"),
            ("<script>alert('not shown')</script>\n\nshown", "shown"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a\nb\n1\n2"),
            ("```\n## code\n  more\n```", "## code\nmore"),
            ("![the scan](https://example.org/x.png)", "the scan"),
            ("A &amp; B &lt; C", "A & B < C"),
            ("the [dura](glossary:dura)", "the dura"),
            ("a \\* b", "a * b"),
            ("", ""),
        ];
        for (markdown, expected) in cases {
            assert_eq!(text(markdown), expected, "{markdown}");
        }
    }
}
