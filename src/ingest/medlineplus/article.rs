//! A topic as an article: its document, or why it is none.

use super::order::Ordered;
use super::topics::Topic;
use crate::domain::article::{Document, Edition, Reference};
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::domain::{ArticleKind, Audience, RejectReason};
use crate::education::edition::edition;
use crate::education::emergency;
use crate::education::html::{from_html, text};
use crate::ingest::fault::Fault;

pub const ATTRIBUTION: &str = "Source: MedlinePlus, National Library of Medicine";

/// Works of the United States government.
pub const LICENCE: &str = "US public domain";

/// The key by which an article lists its own topic.
const OWN: &str = "MP1";

/// The key of the topic in the other language.
const TWIN: &str = "MP2";

/// Groups whose topics say what they are.
const TELLING: [(&str, ArticleKind); 7] = [
    ("diagnostictests.html", ArticleKind::Test),
    ("drugtherapy.html", ArticleKind::Medicine),
    ("symptoms.html", ArticleKind::Symptom),
    ("cancers.html", ArticleKind::Condition),
    ("diabetesmellitus.html", ArticleKind::Condition),
    ("geneticsbirthdefects.html", ArticleKind::Condition),
    ("infections.html", ArticleKind::Condition),
];

/// A topic that can be written.
#[derive(Debug)]
pub struct Prepared {
    pub edition: Edition,
    /// Its descriptors in MeSH, of which some may be codes of what is known here.
    pub mesh: Vec<String>,
}

/// The article of a topic, or what is wrong with the topic.
pub fn prepared(ordered: Ordered) -> Result<Prepared, Fault> {
    let Ordered { topic, twin } = ordered;
    for (name, value) in [
        ("id", &topic.id),
        ("title", &topic.title),
        ("url", &topic.url),
    ] {
        if value.is_empty() {
            return Err(Fault::missing(name));
        }
    }
    let locale = match topic.language.as_str() {
        "English" => Locale::english(),
        "Spanish" => Locale::spanish(),
        _ => return Err(Fault::invalid("language", "must be English or Spanish")),
    };
    let markdown = local_help(&from_html(&topic.summary), &locale);
    let plain = text(&markdown);
    if plain.is_empty() {
        return Err(Fault::missing("full-summary"));
    }
    // A Spanish topic is named after its English one, in the file or not.
    let english = match (&twin, &topic.mapped) {
        (Some(twin), _) if topic.language == "Spanish" => &twin.title,
        (None, Some(mapped)) if topic.language == "Spanish" && !mapped.title.is_empty() => {
            &mapped.title
        }
        _ => &topic.title,
    };
    let slug = Slug::from_words([english.as_str()])
        .or_else(|| Slug::from_words([topic.title.as_str()]))
        .ok_or_else(|| Fault::invalid("title", "must hold a letter or digit of ASCII"))?;
    let twin_url = twin
        .as_ref()
        .filter(|twin| twin.has_text)
        .map(|twin| &twin.url);
    let references = [Some((OWN, &topic.url)), twin_url.map(|url| (TWIN, url))];
    let document = Document {
        slug: slug.into_string(),
        // A kind that needs red flags is named below: the topics have none, and none may be made up.
        kind: ArticleKind::Wellness,
        title: topic.title.clone(),
        summary: summary(&topic, &plain, &locale),
        easy_summary: None,
        audience: Audience::Patient,
        authors: Vec::new(),
        licence: LICENCE.to_owned(),
        attribution: ATTRIBUTION.to_owned(),
        demonstration: false,
        review: None,
        about: Vec::new(),
        red_flags: Vec::new(),
        checklist: Default::default(),
        faq: Vec::new(),
        references: references
            .into_iter()
            .flatten()
            .map(|(key, url)| reference(key, url))
            .collect(),
        media: Vec::new(),
        machine: false,
        made_from: Default::default(),
        body: format!("## {} {{#OVERVIEW}}\n\n{markdown}\n", heading(&locale)),
        locale,
    };
    let mut edition = edition(document).map_err(|problems| {
        let texts: Vec<String> = problems.into_iter().map(|found| found.text).collect();
        Fault::new(RejectReason::InvalidValue, texts.join("; "))
    })?;
    edition.document.kind = kind(&topic.groups);
    Ok(Prepared {
        edition,
        mesh: topic.mesh,
    })
}

/// What its groups say that a topic is, where they agree.
fn kind(groups: &[String]) -> ArticleKind {
    let mut said = groups.iter().filter_map(|group| {
        let known = TELLING.iter().find(|(name, _)| name == group)?;
        Some(known.1)
    });
    match said.next() {
        Some(first) if said.all(|other| other == first) => first,
        _ => ArticleKind::Wellness,
    }
}

fn reference(key: &str, url: &str) -> Reference {
    Reference {
        key: key.to_owned(),
        title: "MedlinePlus health topic".to_owned(),
        source: Some("National Library of Medicine".to_owned()),
        year: None,
        url: Some(url.to_owned()),
        doi: None,
        pmid: None,
    }
}

fn heading(locale: &Locale) -> &'static str {
    match locale.language() {
        "es" => "Resumen",
        _ => "Overview",
    }
}

/// What the file says in a sentence or two; else how the text begins.
fn summary(topic: &Topic, plain: &str, locale: &Locale) -> String {
    let said = match topic.description.is_empty() {
        true => plain.lines().next().unwrap_or_default(),
        false => &topic.description,
    };
    local_help(said, locale)
}

/// The text with an emergency number of one country replaced by words that are right everywhere.
fn local_help(text: &str, locale: &Locale) -> String {
    let right = match locale.language() {
        "es" => "número local de emergencias",
        _ => "your local emergency number",
    };
    let mut safe = String::with_capacity(text.len());
    let mut written = 0;
    for number in emergency::numbers(text) {
        // The numbers are parts of the text, so that their addresses tell their places.
        let at = number.as_ptr().addr() - text.as_ptr().addr();
        let word = text[..at].rsplit(char::is_whitespace).next();
        if word.is_some_and(|word| word.contains("](")) {
            continue; // a part of an address
        }
        safe.push_str(&text[written..at]);
        safe.push_str(right);
        written = at + number.len();
    }
    safe.push_str(&text[written..]);
    safe
}

#[cfg(test)]
mod preparing {
    use super::*;

    fn ordered(summary: &str, language: &str) -> Ordered {
        Ordered {
            topic: Topic {
                line: 3,
                id: "1".to_owned(),
                title: "Elder Abuse".to_owned(),
                url: "https://medlineplus.gov/elderabuse.html".to_owned(),
                language: language.to_owned(),
                summary: summary.to_owned(),
                ..Topic::default()
            },
            twin: None,
        }
    }

    #[test]
    fn a_topic_becomes_an_article_in_markdown() {
        let html = "<h3>Signs</h3><p class=\"\">It may be:</p><ul><li>\tone <b>x</b></li></ul><script>y()</script>";
        let found = prepared(ordered(html, "English")).unwrap().edition;
        assert_eq!(found.document.slug, "elder-abuse");
        assert_eq!(
            found.document.body,
            "## Overview {#OVERVIEW}\n\n### Signs\n\nIt may be:\n\n- one **x**\n"
        );
        assert_eq!(found.document.summary, "Signs");
        assert_eq!(found.document.attribution, ATTRIBUTION);
        let urls: Vec<_> = found
            .document
            .references
            .iter()
            .map(|held| held.url.as_deref())
            .collect();
        assert_eq!(urls, [Some("https://medlineplus.gov/elderabuse.html")]);
    }

    #[test]
    fn an_emergency_number_gives_way_to_words() {
        let english = prepared(ordered(
            "<p>Call 911 or 9112 x. At 101 degrees, rest. <a href='https://example.org/911'>here</a></p>",
            "English",
        ));
        let body = english.unwrap().edition.document.body;
        assert!(
            body.contains("Call your local emergency number or 9112"),
            "{body}"
        );
        assert!(body.contains("101 degrees"), "{body}");
        assert!(body.contains("](https://example.org/911)"), "{body}");
        let spanish = prepared(ordered("<p>Llame al 911.</p>", "Spanish"));
        let body = spanish.unwrap().edition.document.body;
        assert!(
            body.contains("Llame al número local de emergencias."),
            "{body}"
        );
    }

    #[test]
    fn a_topic_without_a_text_or_name_is_told_why() {
        let reason = |ordered: Ordered| prepared(ordered).unwrap_err().detail;
        assert_eq!(reason(ordered("", "English")), "full-summary is empty");
        assert_eq!(
            reason(ordered("<p> </p>", "English")),
            "full-summary is empty"
        );
        assert_eq!(
            reason(ordered("<p>x</p>", "French")),
            "language: must be English or Spanish"
        );
        let mut nameless = ordered("<p>x</p>", "English");
        nameless.topic.title = String::new();
        assert_eq!(reason(nameless), "title is empty");
    }

    #[test]
    fn groups_tell_the_kind_where_they_agree() {
        let kind_of = |groups: &[&str]| {
            kind(
                &groups
                    .iter()
                    .map(|group| (*group).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        let cases: [(&[&str], ArticleKind); 6] = [
            (&[], ArticleKind::Wellness),
            (&["olderadults.html"], ArticleKind::Wellness),
            (&["cancers.html", "women.html"], ArticleKind::Condition),
            (
                &["diagnostictests.html", "cancers.html"],
                ArticleKind::Wellness,
            ),
            (&["cancers.html", "infections.html"], ArticleKind::Condition),
            (&["symptoms.html"], ArticleKind::Symptom),
        ];
        for (groups, expected) in cases {
            assert_eq!(kind_of(groups), expected, "{groups:?}");
        }
    }
}
