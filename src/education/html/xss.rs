//! Attacks on whoever shows an article: none may leave more than the allowed tags.
//!
//! `tests/data/xss.txt` has one a line; ␊ ␉ ␌ ␀ stand for a line end, a tab, a form feed and NUL.

use super::sanitise::{CLASSES, REL, TAGS, clean};
use super::tokens::{Piece, pieces};
use super::{from_html, html, is_safe};

fn attacks() -> Vec<String> {
    include_str!("../../../tests/data/xss.txt")
        .lines()
        .map(|line| {
            line.replace('␊', "\n")
                .replace('␉', "\t")
                .replace('␌', "\u{c}")
                .replace('␀', "\0")
        })
        .collect()
}

/// The places of a Markdown text that an attack may stand in.
fn placed(attack: &str) -> Vec<String> {
    [
        "{}",
        "before {} after",
        "[x]({})",
        "[x](<{}>)",
        "[{}](https://example.org)",
        "[x](https://example.org \"{}\")",
        "[x][r]\n\n[r]: {}",
        "<{}>",
        "![x]({})",
        "![{}](https://example.org/x.png)",
        "[x](glossary:{})",
        "[{}]",
        "## {}",
        "<p>{}</p>",
        "<div>\n{}\n</div>",
        "<a href=\"{}\">x</a>",
        "<a href='{}'>x</a>",
        "<a href={}>x</a>",
        "<em class=\"{}\">x</em>",
        "- {}\n  - {}",
        "> {}",
        "| {} |\n|---|\n| {} |",
        "`{}`",
        "```{}\n{}\n```",
        "<!-- {} -->",
    ]
    .iter()
    .map(|place| place.replace("{}", attack))
    .collect()
}

/// What of the HTML is not on the allow-list.
fn left(html: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (_, piece) in pieces(html) {
        match piece {
            Piece::Hidden => wrong.push("a comment or declaration".to_owned()),
            Piece::Close(name) if !TAGS.contains(&name.as_str()) => {
                wrong.push(format!("</{name}>"))
            }
            Piece::Open { name, .. } if !TAGS.contains(&name.as_str()) => {
                wrong.push(format!("<{name}>"));
            }
            Piece::Open { name, attributes } => {
                for (attribute, value) in attributes {
                    if !allowed(&name, &attribute, &value) {
                        wrong.push(format!("<{name} {attribute}={value:?}>"));
                    }
                }
            }
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    wrong
}

fn allowed(tag: &str, attribute: &str, value: &str) -> bool {
    match (tag, attribute) {
        ("a", "href") => {
            let lower = value.to_ascii_lowercase();
            let starts = |schemes: &[&str]| schemes.iter().any(|scheme| lower.starts_with(scheme));
            starts(&["http://", "https://", "mailto:", "#term-", "#ref-"])
                || (starts(&["http:", "https:"]) && !lower.contains("script"))
        }
        ("a", "rel") => value == REL,
        ("a", "class") => value
            .split_whitespace()
            .all(|class| CLASSES.contains(&class)),
        ("ol", "start") => true,
        _ => false,
    }
}

#[test]
fn no_attack_in_markdown_leaves_anything() {
    let attacks = attacks();
    assert!(attacks.len() >= 100, "only {} attacks", attacks.len());
    for attack in &attacks {
        for markdown in placed(attack) {
            let shown = html(&markdown);
            assert_eq!(
                left(&shown),
                Vec::<String>::new(),
                "{markdown:?} gives {shown:?}"
            );
            // A browser that reads it anew sees the same: cleaning it again takes nothing out.
            assert_eq!(
                without_rel(&clean(&shown)),
                without_rel(&shown),
                "{markdown:?}"
            );
        }
    }
}

#[test]
fn no_attack_in_foreign_html_leaves_anything() {
    for attack in attacks() {
        for place in [
            "{}",
            "<p>{}</p>",
            "<ul><li>{}</li></ul>",
            "<a href=\"{}\">x</a>",
            "<b>{}</b>",
        ] {
            let markdown = from_html(&place.replace("{}", &attack));
            assert_eq!(is_safe(&markdown), Ok(()), "{attack:?} gives {markdown:?}");
            let shown = html(&markdown);
            assert_eq!(
                left(&shown),
                Vec::<String>::new(),
                "{attack:?} gives {shown:?}"
            );
        }
    }
}

/// What is called safe is shown whole: no tag that somebody wrote is missing from what is shown.
#[test]
fn what_is_called_safe_is_shown_whole() {
    let mut safe = 0;
    for attack in attacks() {
        for markdown in placed(&attack) {
            if is_safe(&markdown).is_ok() {
                safe += 1;
                let mut written = Vec::new();
                for event in pulldown_cmark::Parser::new_ext(&markdown, super::render::OPTIONS) {
                    if let pulldown_cmark::Event::Html(raw)
                    | pulldown_cmark::Event::InlineHtml(raw) = event
                    {
                        written.extend(opened(&raw));
                    }
                }
                let shown = opened(&html(&markdown));
                for tag in written {
                    assert!(
                        shown.contains(&tag),
                        "<{tag}> of {markdown:?} is not in {shown:?}"
                    );
                }
            }
        }
    }
    assert!(safe > 100, "only {safe} are called safe");
}

fn opened(html: &str) -> Vec<String> {
    pieces(html)
        .into_iter()
        .filter_map(|(_, piece)| match piece {
            Piece::Open { name, .. } => Some(name),
            _ => None,
        })
        .collect()
}

fn without_rel(html: &str) -> String {
    html.replace(&format!(" rel=\"{REL}\""), "")
}
