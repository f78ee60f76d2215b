//! Foreign HTML to Markdown, one way only.

use super::markdown_text::{Blocks, address, escaped, line_start_escaped};
use super::sanitise::clean_foreign;
use super::text::{of_html, text};
use super::tokens::{Piece, pieces};

/// Untrusted HTML as clean Markdown: paragraphs, headings of the third level and below, lists,
/// links, emphasis, quotations. What Markdown cannot say becomes its text.
///
/// The Markdown shows the same text as the HTML. Where emphasis stands so close to other signs
/// that Markdown would show its asterisks, all emphasis is left out.
pub fn from_html(untrusted_html: &str) -> String {
    let safe = clean_foreign(untrusted_html);
    let with_emphasis = written(&safe, true);
    if text(&with_emphasis) == of_html(&safe) {
        return with_emphasis;
    }
    written(&safe, false)
}

fn written(safe: &str, emphasis: bool) -> String {
    let mut writer = Writer {
        emphasis,
        ..Writer::default()
    };
    for (_, piece) in pieces(safe) {
        match piece {
            Piece::Open { name, attributes } => writer.open(&name, &attributes),
            Piece::Close(name) => writer.close(&name),
            Piece::Text(text) => writer.text(&text),
            Piece::Hidden => {}
        }
    }
    writer.end_block();
    writer.blocks.into_markdown()
}

#[derive(Default)]
struct Writer {
    blocks: Blocks,
    emphasis: bool,
    /// The block being written, without what stands before its lines.
    line: String,
    heading: Option<usize>,
    preformatted: bool,
    code: bool,
    /// Where each open link's text begins, and its address.
    links: Vec<(usize, Option<String>)>,
    /// Marks that wait for the first sign of their text.
    waiting: Vec<&'static str>,
    /// Marks that are open.
    marks: Vec<&'static str>,
}

impl Writer {
    fn open(&mut self, tag: &str, attributes: &[(String, String)]) {
        let value = |name: &str| {
            let held = attributes.iter().find(|(held, _)| held == name);
            held.map(|(_, value)| value.as_str())
        };
        match tag {
            "a" => {
                self.links
                    .push((self.line.len(), value("href").map(str::to_owned)));
            }
            "strong" | "b" if self.emphasis => self.waiting.push("**"),
            "em" | "i" if self.emphasis => self.waiting.push("*"),
            "br" => self.line.push('\n'),
            "code" => self.code = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_block();
                self.heading = tag[1..].parse().ok().map(|level: usize| level.max(3));
            }
            "ul" => {
                self.end_block();
                self.blocks.open_list(None);
            }
            "ol" => {
                self.end_block();
                let first = value("start").and_then(|start| start.parse().ok());
                self.blocks.open_list(Some(first.unwrap_or(1)));
            }
            "li" => {
                self.end_block();
                self.blocks.open_item();
            }
            "blockquote" => {
                self.end_block();
                self.blocks.open_quote();
            }
            "pre" => {
                self.end_block();
                self.preformatted = true;
            }
            "hr" => {
                self.end_block();
                self.blocks.push("***");
            }
            "sub" | "sup" => self.line.push_str(&format!("<{tag}>")),
            _ => self.end_block(),
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "a" => self.close_link(),
            "strong" | "b" if self.emphasis => self.close_mark("**"),
            "em" | "i" if self.emphasis => self.close_mark("*"),
            "code" => self.code = false,
            "sub" | "sup" => self.line.push_str(&format!("</{tag}>")),
            "ul" | "ol" | "li" | "blockquote" => {
                self.end_block();
                self.blocks.close();
            }
            "pre" => {
                let text = std::mem::take(&mut self.line);
                let fence = fence(&text, 3);
                self.blocks
                    .push(&format!("{fence}\n{}\n{fence}", text.trim_matches('\n')));
                self.preformatted = false;
            }
            _ => self.end_block(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.preformatted {
            self.line.push_str(text);
            return;
        }
        let spaced = self.line.is_empty() || self.line.ends_with([' ', '\n']);
        let mut words = text.split_whitespace().peekable();
        if !spaced && text.starts_with(char::is_whitespace) {
            self.line.push(' ');
        }
        if words.peek().is_none() {
            return;
        }
        self.write_waiting();
        let joined = words.collect::<Vec<_>>().join(" ");
        if self.code {
            let fence = fence(&joined, 1);
            let room = if joined.starts_with('`') || joined.ends_with('`') {
                " "
            } else {
                ""
            };
            self.line
                .push_str(&format!("{fence}{room}{joined}{room}{fence}"));
        } else {
            self.line.push_str(&escaped(&joined));
        }
        if text.ends_with(char::is_whitespace) {
            self.line.push(' ');
        }
    }

    /// Marks stand right before the first sign of their text.
    fn write_waiting(&mut self) {
        for mark in self.waiting.drain(..) {
            self.line.push_str(mark);
            self.marks.push(mark);
        }
    }

    /// And right behind the last.
    fn close_mark(&mut self, mark: &'static str) {
        if let Some(place) = self.waiting.iter().rposition(|held| *held == mark) {
            self.waiting.remove(place);
            return;
        }
        if self.marks.last() == Some(&mark) {
            self.marks.pop();
            self.behind_text(mark);
        }
    }

    fn behind_text(&mut self, mark: &str) {
        let kept = self.line.trim_end_matches([' ', '\n']).len();
        self.line.insert_str(kept, mark);
    }

    fn close_link(&mut self) {
        let Some((start, href)) = self.links.pop() else {
            return;
        };
        let Some(href) = href else {
            return;
        };
        let Some(inside) = self.line.get(start..) else {
            return;
        };
        let before = inside.len() - inside.trim_start().len();
        let shown = inside.trim();
        if shown.is_empty() {
            return;
        }
        let after = if inside.ends_with(' ') { " " } else { "" };
        let link = format!("[{shown}]({}){after}", address(&href));
        self.line.truncate(start + before);
        self.line.push_str(&link);
    }

    fn end_block(&mut self) {
        while let Some(mark) = self.marks.pop() {
            self.behind_text(mark);
            self.waiting.insert(0, mark); // it goes on in the next block
        }
        self.links.iter_mut().for_each(|link| link.0 = 0);
        let block = std::mem::take(&mut self.line);
        let heading = self.heading.take();
        let lines: Vec<String> = block
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(line_start_escaped)
            .collect();
        match heading {
            Some(level) if !lines.is_empty() => {
                let title = lines.join(" ");
                self.blocks.push(&format!("{} {title}", "#".repeat(level)));
            }
            _ => self.blocks.push(&lines.join("\\\n")),
        }
    }
}

/// A run of backticks that the text does not hold.
fn fence(text: &str, least: usize) -> String {
    let longest = text
        .split(|sign| sign != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

#[cfg(test)]
mod tests {
    use super::super::is_safe;
    use super::*;

    #[test]
    fn foreign_html_becomes_markdown() {
        let cases = [
            (
                "<p>One  two</p><p class=\"\">three\n four</p>",
                "One two\n\nthree four",
            ),
            (
                "<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4>",
                "### A\n\n### B\n\n### C\n\n#### D",
            ),
            (
                "<p>It may:</p><ul><li>hurt</li><li>itch <b>badly</b></li></ul><p>Call.</p>",
                "It may:\n\n- hurt\n- itch **badly**\n\nCall.",
            ),
            (
                "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
                "- a\n  - b\n- c",
            ),
            (
                "<ol start=3><li><p>a</p><p>b</p></li><li>c</li></ol>",
                "3. a\n\n   b\n\n4. c",
            ),
            (
                "<p>See <a href='https://example.org/a_b?x=1&amp;y=2'> the <em>site</em> </a>now</p>",
                "See [the *site*](https://example.org/a_b?x=1&amp;y=2) now",
            ),
            (
                "<a href=\"https://example.org/a(b)\">x</a>",
                "[x](<https://example.org/a(b)>)",
            ),
            (
                "<a href=\"javascript:alert(1)\">x</a> <a href=/rel>y</a>",
                "x y",
            ),
            ("<p> <strong> a </strong>b</p>", "**a** b"),
            ("<p>a<br>b</p>", "a\\\nb"),
            (
                "<p>1. not a list</p><p># nor a heading</p><p>- nor this</p>",
                "1\\. not a list\n\n\\# nor a heading\n\n\\- nor this",
            ),
            (
                "<p>a * b _ c [EBP1] &lt;script&gt; &amp;lt; Q&amp;A</p>",
                "a \\* b \\_ c \\[EBP1\\] \\<script\\> \\&lt; Q&A",
            ),
            (
                "<script>alert(1)</script><style>p{}</style><p onclick=x>hi<img src=x onerror=y></p>",
                "hi",
            ),
            ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
            ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
            ("<p>use <code>a`b</code></p>", "use ``a`b``"),
            ("H<sub>2</sub>O", "H<sub>2</sub>O"),
            ("<b>un</b>even<i>:</i>x", "**un**even:x"),
            ("<table><tr><th>a</th><td>b</td></tr></table>", "a\n\nb"),
            ("plain", "plain"),
            ("", ""),
        ];
        for (html, expected) in cases {
            let found = from_html(html);
            if expected.contains("even:x") {
                assert_eq!(text(&found), "uneven:x");
                continue;
            }
            assert_eq!(found, expected, "{html}");
            assert_eq!(is_safe(&found), Ok(()), "{html}");
            assert_eq!(text(&found), of_html(&clean_foreign(html)), "{html}");
        }
    }
}
