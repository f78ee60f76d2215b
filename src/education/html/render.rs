//! Markdown to HTML that is safe to show.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::html::push_html;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::sanitise::{REL, clean};
use super::terms::slug_of;
use crate::education::citations::citations;

/// What of Markdown articles use, beside the common core.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES;

/// The Markdown as HTML of a short list of tags, without scripts, styles, images or forms.
///
/// First and second level headings become third: the page has its own above them. A glossary term
/// links to `#term-SLUG`, a citation to `#ref-KEY`; an image is its text.
pub fn html(markdown: &str) -> String {
    let mut own = BTreeSet::new();
    let mut made = String::new();
    push_html(&mut made, events(markdown, &mut own).into_iter());
    let mut safe = clean(&made);
    for tag in own {
        // A link within the page opens nothing and tells nobody anything.
        let with_rel = format!("{} rel=\"{REL}\">", tag.trim_end_matches('>'));
        safe = safe.replace(&with_rel, &tag);
    }
    safe
}

/// The Markdown's events with links of our own in place; `own` gets the tags that were made.
fn events<'a>(markdown: &'a str, own: &mut BTreeSet<String>) -> Vec<Event<'a>> {
    let mut writer = Writer {
        events: Vec::new(),
        links: Vec::new(),
        code: false,
        run: String::new(),
        run_end: 0,
        own,
    };
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        writer.take(event, range);
    }
    writer.end_run();
    writer.events
}

struct Writer<'a, 'o> {
    events: Vec<Event<'a>>,
    /// For each open link, whether it is a glossary term.
    links: Vec<bool>,
    code: bool,
    /// Text that stands together in the source: the parser hands out `[`, `EBP1` and `]` one by
    /// one, and an escaped bracket leaves a gap.
    run: String,
    run_end: usize,
    own: &'o mut BTreeSet<String>,
}

impl<'a> Writer<'a, '_> {
    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Event::Text(text) = &event {
            if self.code {
                self.events.push(event);
                return;
            }
            if range.start != self.run_end {
                self.end_run();
            }
            self.run.push_str(text);
            self.run_end = range.end;
            return;
        }
        self.end_run();
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.events.push(Event::Start(Tag::Heading {
                    level: shown(level),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(level)) => {
                self.events.push(Event::End(TagEnd::Heading(shown(level))));
            }
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Link { ref dest_url, .. }) => match slug_of(dest_url) {
                Some(slug) => {
                    self.links.push(true);
                    self.open(format!("<a class=\"term\" href=\"#term-{slug}\">"));
                }
                None => {
                    self.links.push(false);
                    self.events.push(event);
                }
            },
            Event::End(TagEnd::Link) => match self.links.pop() {
                Some(true) => self.push_html("</a>".to_owned()),
                _ => self.events.push(event),
            },
            Event::Start(Tag::CodeBlock(_)) => {
                self.code = true;
                self.events.push(event);
            }
            Event::End(TagEnd::CodeBlock) => {
                self.code = false;
                self.events.push(event);
            }
            _ => self.events.push(event),
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.run_end = 0;
        if run.is_empty() {
            return;
        }
        let mut from = 0;
        if self.links.is_empty() {
            for citation in citations(&run) {
                let key = citation.key;
                self.push_text(&run[from..citation.start]);
                self.open(format!("<a class=\"cite\" href=\"#ref-{key}\">"));
                self.push_html(format!("[{key}]</a>"));
                from = citation.start + key.len() + 2;
            }
        }
        self.push_text(&run[from..]);
    }

    fn open(&mut self, tag: String) {
        self.push_html(tag.clone());
        self.own.insert(tag);
    }

    fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            self.events.push(Event::Text(CowStr::from(text.to_owned())));
        }
    }

    fn push_html(&mut self, html: String) {
        self.events.push(Event::InlineHtml(CowStr::from(html)));
    }
}

fn shown(level: HeadingLevel) -> HeadingLevel {
    level.max(HeadingLevel::H3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html_of_few_tags() {
        let cases = [
            (
                "It *can* **help**.",
                "<p>It <em>can</em> <strong>help</strong>.</p>\n",
            ),
            (
                "# A\n\n## B\n\n### C\n\n#### D",
                "<h3>A</h3>\n<h3>B</h3>\n<h3>C</h3>\n<h4>D</h4>\n",
            ),
            ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
            (
                "3. three\n4. four",
                "<ol start=\"3\">\n<li>three</li>\n<li>four</li>\n</ol>\n",
            ),
            (
                "[site](https://example.org \"title\")",
                "<p><a href=\"https://example.org\" rel=\"noopener noreferrer\">site</a></p>\n",
            ),
            (
                "<me@example.org>",
                "<p><a href=\"mailto:me@example.org\" rel=\"noopener noreferrer\">me@example.org</a></p>\n",
            ),
            (
                "[here](/local) [there](#x)",
                "<p><a rel=\"noopener noreferrer\">here</a> <a rel=\"noopener noreferrer\">there</a></p>\n",
            ),
            (
                "H<sub>2</sub>O, 10<sup>3</sup>",
                "<p>H<sub>2</sub>O, 10<sup>3</sup></p>\n",
            ),
            (
                "![a scan](https://example.org/x.png) shows",
                "<p>a scan shows</p>\n",
            ),
            ("`a<b`", "<p><code>a&lt;b</code></p>\n"),
            ("<script>alert(1)</script>\n\nText", "\n<p>Text</p>\n"),
            ("<p onclick=\"x()\">hello</p>", "<p>hello</p>"),
            (
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody></table>\n",
            ),
        ];
        for (markdown, expected) in cases {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn terms_and_citations_link_within_the_page() {
        let cases = [
            (
                "the [epidural *space*](glossary:epidural-space)",
                "<p>the <a class=\"term\" href=\"#term-epidural-space\">epidural <em>space</em></a></p>\n",
            ),
            (
                "It helps [EBP1], often [EBP2][B3].",
                "<p>It helps <a class=\"cite\" href=\"#ref-EBP1\">[EBP1]</a>, often \
                 <a class=\"cite\" href=\"#ref-EBP2\">[EBP2]</a><a class=\"cite\" href=\"#ref-B3\">[B3]</a>.</p>\n",
            ),
            (
                "`[EBP1]` and \\[EBP1\\]",
                "<p><code>[EBP1]</code> and [EBP1]</p>\n",
            ),
            ("    [EBP1]", "<pre><code>[EBP1]</code></pre>\n"),
            (
                "[see [EBP1]](https://example.org)",
                "<p><a href=\"https://example.org\" rel=\"noopener noreferrer\">see [EBP1]</a></p>\n",
            ),
            (
                "[x](glossary:Not_a_Slug)",
                "<p><a rel=\"noopener noreferrer\">x</a></p>\n",
            ),
        ];
        for (markdown, expected) in cases {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }
}
