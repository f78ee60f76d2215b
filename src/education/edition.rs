//! From a document to an edition: everything that is wrong with it at once, or its parts, cut and
//! measured.

use sha2::{Digest, Sha256};

use super::citations::citations;
use super::emergency;
use super::html::glossary_terms;
use super::readability;
use super::sections::{FaultKind, plain, sections};
use crate::domain::article::{Document, Edition, Measure, Part, PartName, Section};
use crate::domain::closed::Closed;
use crate::domain::locale::Locale;
use crate::domain::{ArticleKind, RejectReason};

/// Something that keeps a document from being kept or published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the body, from 1; 0 for what stands outside of it.
    pub line: usize,
    pub reason: RejectReason,
    /// What is wrong and what would be right.
    pub text: String,
}

impl Problem {
    pub fn new(line: usize, reason: RejectReason, text: impl Into<String>) -> Self {
        Problem {
            line,
            reason,
            text: text.into(),
        }
    }

    fn of(field: &str, what: impl std::fmt::Display) -> Self {
        Problem::new(0, RejectReason::InvalidValue, format!("{field}: {what}"))
    }
}

/// The edition of a document, or all that is wrong with it by its own text.
pub fn edition(document: Document) -> Result<Edition, Vec<Problem>> {
    let mut problems = Vec::new();
    let cut = match sections(&document.body) {
        Ok(sections) => sections,
        // A machine may have translated the title and the summary only.
        Err(faults)
            if document.machine
                && document.body.trim().is_empty()
                && faults
                    .iter()
                    .all(|fault| fault.kind == FaultKind::NoSection) =>
        {
            Vec::new()
        }
        Err(faults) => {
            problems.extend(faults.into_iter().map(|fault| {
                Problem::new(
                    fault.line,
                    RejectReason::InvalidValue,
                    fault.kind.to_string(),
                )
            }));
            Vec::new()
        }
    };
    of_subjects(&document, &mut problems);
    of_signs(&document, &mut problems);
    of_lists(&document, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let answers: Vec<String> = document
        .faq
        .iter()
        .map(|asked| plain(&asked.answer))
        .collect();
    let known = |key: &str| document.references.iter().any(|held| held.key == key);
    let in_answers = document
        .faq
        .iter()
        .flat_map(|asked| citations(&asked.answer));
    let unlisted = citations(&document.body)
        .map(|cited| (cited.line, cited.key))
        .chain(in_answers.map(|cited| (0, cited.key)))
        .filter(|(_, key)| !known(key))
        .map(|(line, key)| (line, key.to_owned()))
        .collect();
    let in_answers = document
        .faq
        .iter()
        .flat_map(|asked| glossary_terms(&asked.answer));
    let terms = glossary_terms(&document.body)
        .into_iter()
        .chain(in_answers.map(|(_, slug)| (0, slug)))
        .collect();
    let parts = parts(&document, &cut, &answers);
    Ok(Edition {
        sections: cut,
        answers,
        parts,
        unlisted,
        terms,
        document,
    })
}

fn of_subjects(document: &Document, problems: &mut Vec<Problem>) {
    let about = &document.about;
    if about
        .iter()
        .enumerate()
        .any(|(place, subject)| about[..place].contains(subject))
    {
        let text = "about: a subject stands there twice";
        problems.push(Problem::new(0, RejectReason::Duplicate, text));
    }
    let references = &document.references;
    for (place, reference) in references.iter().enumerate() {
        if references[..place]
            .iter()
            .any(|above| above.key == reference.key)
        {
            let twice = format!("references: {} stands there twice", reference.key);
            problems.push(Problem::new(0, RejectReason::Duplicate, twice));
        }
    }
    for name in document.made_from.keys() {
        if let Err(unknown) = name.parse::<PartName>() {
            problems.push(Problem::of("made_from", unknown));
        }
    }
}

fn of_signs(document: &Document, problems: &mut Vec<Problem>) {
    let needed = matches!(
        document.kind,
        ArticleKind::Procedure | ArticleKind::Condition | ArticleKind::Symptom
    );
    if document.red_flags.is_empty() && needed {
        let text = "red_flags is empty";
        problems.push(Problem::new(0, RejectReason::MissingValue, text));
    }
    let flags = document
        .red_flags
        .iter()
        .map(|flag| ("red_flags", &*flag.text));
    let steps = document
        .checklist
        .steps()
        .map(|(_, text)| ("checklist", text));
    let answers = document.faq.iter().map(|asked| ("faq", &*asked.answer));
    let summaries = [("summary", &*document.summary)].into_iter();
    let easy = document.easy_summary.iter();
    let summaries = summaries.chain(easy.map(|text| ("easy_summary", &**text)));
    for (field, text) in summaries.chain(flags).chain(steps).chain(answers) {
        problems.extend(in_text(field, text));
    }
}

/// What a text says that no text may, wherever it stands.
pub fn in_text(field: &str, text: &str) -> Vec<Problem> {
    let numbers = emergency::numbers(text).into_iter();
    let problem = |number: &str| {
        let right = format!(
            "{number} is not the emergency number everywhere: write \"your local emergency number\""
        );
        Problem::of(field, right)
    };
    numbers.map(problem).collect()
}

fn of_lists(document: &Document, problems: &mut Vec<Problem>) {
    let mut filled = |field: &str, text: &str| {
        if text.trim().is_empty() {
            let text = format!("{field}: an entry is empty");
            problems.push(Problem::new(0, RejectReason::MissingValue, text));
        }
    };
    if let Some(easy) = &document.easy_summary {
        filled("easy_summary", easy);
    }
    for flag in &document.red_flags {
        filled("red_flags", &flag.text);
    }
    for (_, line) in document.checklist.steps() {
        filled("checklist", line);
    }
    for asked in &document.faq {
        filled("faq", &asked.question);
        filled("faq", &asked.answer);
    }
    for author in &document.authors {
        filled("authors", &author.name);
    }
    for reference in &document.references {
        filled("references", &reference.key);
        filled("references", &reference.title);
    }
    for (field, url) in document
        .media
        .iter()
        .map(|media| ("media", Some(&media.url)))
        .chain(
            document
                .references
                .iter()
                .map(|held| ("references", held.url.as_ref())),
        )
    {
        let Some(url) = url else { continue };
        if !url.starts_with("https://") && !url.starts_with("http://") {
            problems.push(Problem::of(
                field,
                format!("{url}: an address begins with https:// or http://"),
            ));
        }
    }
}

/// Each part that has a text, measured and hashed.
fn parts(document: &Document, sections: &[Section], answers: &[String]) -> Vec<Part> {
    let part = |name: PartName, source: String, read: &str| Part {
        name,
        hash: hash(&source),
        measure: measure(read, &document.locale),
    };
    let mut parts = vec![part(
        PartName::Summary,
        format!("{}\n{}", document.title, document.summary),
        &document.summary,
    )];
    if let Some(easy) = &document.easy_summary {
        parts.push(part(PartName::EasySummary, easy.clone(), easy));
    }
    if !document.red_flags.is_empty() {
        let source = document
            .red_flags
            .iter()
            .map(|flag| format!("{} {}\n", flag.urgency.spelling(), flag.text))
            .collect();
        let texts: Vec<&str> = document.red_flags.iter().map(|flag| &*flag.text).collect();
        parts.push(part(PartName::RedFlags, source, &texts.join("\n")));
    }
    if !document.checklist.is_empty() {
        let source = document
            .checklist
            .steps()
            .map(|(step, text)| format!("{} {text}\n", step.spelling()))
            .collect();
        let texts: Vec<&str> = document.checklist.steps().map(|(_, text)| text).collect();
        parts.push(part(PartName::Checklist, source, &texts.join("\n")));
    }
    if !document.faq.is_empty() {
        let source = document
            .faq
            .iter()
            .map(|asked| format!("{}\n{}\n", asked.question, asked.answer))
            .collect();
        let texts: Vec<String> = document
            .faq
            .iter()
            .zip(answers)
            .map(|(asked, answer)| format!("{}\n{answer}", asked.question))
            .collect();
        parts.push(part(PartName::Faq, source, &texts.join("\n")));
    }
    parts.extend(sections.iter().map(|section| {
        part(
            PartName::Section(section.aspect),
            format!("{}\n{}", section.title, section.markdown),
            &section.text,
        )
    }));
    parts
}

fn hash(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// How a text reads.
pub fn measure(text: &str, locale: &Locale) -> Measure {
    readability::measure(text, locale)
}
