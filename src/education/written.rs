//! A document written out: as a file that is read back the same, and by its parts.

use std::fmt::Write;

use crate::domain::NodeKind;
use crate::domain::article::{Document, Reference};
use crate::domain::closed::Closed;

/// The slug of the source that a file names which was written out here.
const SOURCE: &str = "content-desk";

/// Markdown with front matter.
pub fn file(document: &Document) -> String {
    let mut out = String::from("---\n");
    line(&mut out, "slug", &document.slug);
    line(&mut out, "kind", document.kind.spelling());
    line(&mut out, "locale", document.locale.as_str());
    line(&mut out, "title", &document.title);
    line(&mut out, "summary", &document.summary);
    if let Some(easy) = &document.easy_summary {
        line(&mut out, "easy_summary", easy);
    }
    line(&mut out, "audience", document.audience.spelling());
    line(&mut out, "licence", &document.licence);
    line(&mut out, "attribution", &document.attribution);
    line(&mut out, "source", SOURCE);
    let _ = writeln!(out, "demonstration: {}", document.demonstration);
    match &document.review {
        None => line(&mut out, "review", "none"),
        Some(review) => {
            line(&mut out, "review", "medical");
            line(&mut out, "reviewer", &review.reviewer);
            let _ = writeln!(out, "reviewed_on: {}", review.reviewed_on);
            if let Some(due) = review.due_on {
                let _ = writeln!(out, "review_due_on: {due}");
            }
            if let Some(said) = &review.conflict_of_interest {
                line(&mut out, "conflict_of_interest", said);
            }
        }
    }
    if document.machine {
        line(&mut out, "translation", "MACHINE");
    }
    if !document.made_from.is_empty() {
        out.push_str("made_from:\n");
        for (part, hash) in &document.made_from {
            let _ = writeln!(out, "  {part}: {}", quoted(hash));
        }
    }
    lists(&mut out, document);
    out.push_str("---\n\n");
    out.push_str(document.body.trim());
    out.push('\n');
    out
}

fn lists(out: &mut String, document: &Document) {
    list(out, "authors", &document.authors, |author| {
        vec![
            ("name", Some(author.name.clone())),
            ("doctor", author.doctor.clone()),
        ]
    });
    list(out, "about", &document.about, |about| {
        let kind = match about.kind {
            NodeKind::Condition => "condition",
            NodeKind::Specialty => "specialty",
            _ => "procedure",
        };
        vec![(kind, Some(about.slug.clone()))]
    });
    list(out, "red_flags", &document.red_flags, |flag| {
        vec![
            ("urgency", Some(flag.urgency.spelling().to_owned())),
            ("text", Some(flag.text.clone())),
        ]
    });
    if !document.checklist.is_empty() {
        out.push_str("checklist:\n");
        let steps = &document.checklist;
        for (name, lines) in [
            ("bring", &steps.bring),
            ("stop", &steps.stop),
            ("ask", &steps.ask),
            ("arrange", &steps.arrange),
        ] {
            if !lines.is_empty() {
                let _ = writeln!(out, "  {name}:");
                for text in lines {
                    let _ = writeln!(out, "    - {}", quoted(text));
                }
            }
        }
    }
    list(out, "faq", &document.faq, |asked| {
        vec![
            ("question", Some(asked.question.clone())),
            ("answer", Some(asked.answer.clone())),
        ]
    });
    list(out, "media", &document.media, |media| {
        vec![
            ("url", Some(media.url.clone())),
            ("alt", media.alt.clone()),
            ("credit", media.credit.clone()),
            ("licence", media.licence.clone()),
        ]
    });
    if !document.references.is_empty() {
        out.push_str("references:\n");
        for held in &document.references {
            reference(out, held);
        }
    }
}

fn reference(out: &mut String, held: &Reference) {
    let _ = writeln!(out, "  - key: {}", quoted(&held.key));
    let _ = writeln!(out, "    title: {}", quoted(&held.title));
    if let Some(source) = &held.source {
        let _ = writeln!(out, "    source: {}", quoted(source));
    }
    if let Some(year) = held.year {
        let _ = writeln!(out, "    year: {year}");
    }
    for (name, value) in [("url", &held.url), ("doi", &held.doi), ("pmid", &held.pmid)] {
        if let Some(value) = value {
            let _ = writeln!(out, "    {name}: {}", quoted(value));
        }
    }
}

fn list<T>(
    out: &mut String,
    name: &str,
    items: &[T],
    fields: impl Fn(&T) -> Vec<(&'static str, Option<String>)>,
) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{name}:");
    for item in items {
        let known = fields(item).into_iter();
        let known = known.filter_map(|(name, value)| Some((name, value?)));
        for (place, (name, value)) in known.enumerate() {
            let mark = if place == 0 { "  - " } else { "    " };
            let _ = writeln!(out, "{mark}{name}: {}", quoted(&value));
        }
    }
}

fn line(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name}: {}", quoted(value));
}

/// A JSON string is a double-quoted string of YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The document by its parts, in reading order, each with its name.
pub fn parts(document: &Document) -> Vec<(String, String)> {
    let whole = file(document);
    let (head, _) = whole.split_once("\n---\n").unwrap_or((&whole, ""));
    let mut parts: Vec<(String, String)> = Vec::new();
    // Each key of the front matter begins a part: its lines below are indented.
    for line in head.lines().skip(1) {
        match line.split_once(':') {
            Some((name, _)) if !line.starts_with(' ') => {
                parts.push((name.to_ascii_uppercase(), format!("{line}\n")));
            }
            _ => {
                if let Some((_, text)) = parts.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    match super::sections::sections(&document.body) {
        Ok(sections) => parts.extend(sections.into_iter().map(|section| {
            let text = format!("## {}\n\n{}\n", section.title, section.markdown);
            (section.aspect.spelling().to_owned(), text)
        })),
        Err(_) => parts.push(("BODY".to_owned(), document.body.clone())),
    }
    parts
}
