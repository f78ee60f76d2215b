//! The handout of an article: what a patient takes home, as text for a page or a printer.
//!
//! It holds what must not be missed, in the order in which it is needed: the signs that need help,
//! the summary, what to do around the visit, and who stands behind it.

use std::fmt::Write;

use super::html;

/// What a handout says, in one language.
pub struct Handout<'a> {
    pub locale: &'a str,
    pub title: &'a str,
    pub summary: &'a str,
    /// Who has reviewed it and when, or that nobody has; where it is from and under which licence.
    pub notes: Vec<String>,
    /// Headings, each with its lines: the signs, then the checklist.
    pub lists: Vec<(&'static str, Vec<String>)>,
}

/// The words of a handout in a language; those of English where there are none.
pub fn words(locale: &str) -> Words {
    match locale.split('-').next() {
        Some("es") => Words {
            emergency: "Busque ayuda de emergencia si",
            urgent: "Busque ayuda hoy si",
            routine: "Dígalo en su próxima visita si",
            bring: "Lleve a la visita",
            stop: "Pregunte antes de dejar algo",
            ask: "Pregunte",
            arrange: "Organice",
            unreviewed: "Ningún médico ha revisado este texto.",
            reviewed: "Revisado el",
            due: "se debe revisar de nuevo antes del",
        },
        _ => Words {
            emergency: "Get emergency help if",
            urgent: "Get help today if",
            routine: "Tell it at your next visit if",
            bring: "Bring to your visit",
            stop: "Ask before you stop anything",
            ask: "Ask",
            arrange: "Arrange",
            unreviewed: "No clinician has reviewed this text.",
            reviewed: "Reviewed on",
            due: "to be reviewed again by",
        },
    }
}

/// The fixed words of a handout.
#[derive(Clone, Copy)]
pub struct Words {
    pub emergency: &'static str,
    pub urgent: &'static str,
    pub routine: &'static str,
    pub bring: &'static str,
    pub stop: &'static str,
    pub ask: &'static str,
    pub arrange: &'static str,
    pub unreviewed: &'static str,
    pub reviewed: &'static str,
    pub due: &'static str,
}

/// As CommonMark.
pub fn markdown(handout: &Handout<'_>) -> String {
    let mut out = format!("# {}\n", literal(handout.title));
    let signs = handout.lists.iter().take(3);
    for (heading, lines) in signs.filter(|(_, lines)| !lines.is_empty()) {
        list(&mut out, heading, lines);
    }
    let _ = write!(out, "\n{}\n", literal(handout.summary));
    let rest = handout.lists.iter().skip(3);
    for (heading, lines) in rest.filter(|(_, lines)| !lines.is_empty()) {
        list(&mut out, heading, lines);
    }
    for note in &handout.notes {
        let _ = write!(out, "\n{}\n", literal(note));
    }
    out
}

/// As HTML without a page around it, safe to show.
pub fn fragment(handout: &Handout<'_>) -> String {
    let title = html::html(&format!("### {}", literal(handout.title)));
    let title = title.replace("<h3>", "<h1>").replace("</h3>", "</h1>");
    let text = markdown(handout);
    let (_, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let rest = html::html(&rest.replace("\n## ", "\n### "));
    title + &rest.replace("<h3>", "<h2>").replace("</h3>", "</h2>")
}

/// As a whole page for a printer: one sheet of A4, black on white, nothing to load.
pub fn page(handout: &Handout<'_>) -> String {
    let title = html::html(&literal(handout.title));
    let title = title
        .trim()
        .trim_start_matches("<p>")
        .trim_end_matches("</p>");
    let locale: String = handout
        .locale
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-')
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{locale}\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>@page {{ size: A4; margin: 14mm }} body {{ font: 11pt/1.35 sans-serif; color: #000; background: #fff }} h1 {{ font-size: 18pt; margin: 0 }} h2 {{ font-size: 12pt; margin: 8pt 0 2pt }} ul {{ margin: 0; padding-inline-start: 14pt }}</style>\n<body>\n{}</body>\n</html>\n",
        fragment(handout)
    )
}

fn list(out: &mut String, heading: &str, lines: &[String]) {
    let _ = write!(out, "\n## {heading}\n\n");
    for line in lines {
        let _ = writeln!(out, "- {}", literal(line));
    }
}

/// A text as itself: no sign of it is a mark.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\r' => out.push(' '),
            sign if sign.is_ascii_punctuation() && !",.;:'\"()/%?".contains(sign) => {
                out.push('\\');
                out.push(sign);
            }
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handout_says_the_signs_first_and_shows_no_marks_of_its_texts() {
        let handout = Handout {
            locale: "en\"><script>",
            title: "A <b>patch</b> </title><script>alert(1)</script>",
            summary: "It *may* [help](javascript:alert(1)) <img src=x onerror=alert(1)>.",
            notes: vec!["Nobody has reviewed it.".to_owned()],
            lists: vec![
                ("Get emergency help if", vec!["# you faint".to_owned()]),
                ("Get help today if", Vec::new()),
                ("Tell it", Vec::new()),
                ("Bring", vec!["a list".to_owned()]),
            ],
        };
        let text = markdown(&handout);
        let place = |what: &str| text.find(what).unwrap();
        assert!(place("you faint") < place("may") && place("may") < place("a list"));
        assert!(!text.contains("Get help today if"));
        for shown in [fragment(&handout), page(&handout)] {
            let lower = shown.to_lowercase();
            for bad in ["<script", "<img", "<b>", "<a ", "onerror=alert(1)>"] {
                assert!(!lower.contains(bad), "{bad}: {shown}");
            }
            assert!(shown.contains("<li># you faint</li>"), "{shown}");
        }
        assert!(page(&handout).starts_with("<!DOCTYPE html>\n<html lang=\"enscript\">"));
    }
}
