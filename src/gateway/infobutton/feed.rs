//! The answer, in whichever form it is written.

use chrono::{DateTime, SecondsFormat, Utc};
use quick_xml::escape::escape;

use super::asked::Request;
use super::found::{Article, Found};
use crate::domain::locale::Locale;

/// Who answers.
pub const AUTHOR: &str = "Caregraph";

/// What begins the names of feeds and entries (RFC 4151). They are no addresses, and so stay the same
/// wherever this runs.
const TAG: &str = "tag:example.org,2026:caregraph/";

/// A list of entries, as Atom (RFC 4287) has it.
#[derive(Debug)]
pub struct Feed {
    pub id: String,
    pub language: String,
    pub title: String,
    /// What the list is, and why it is empty where it is.
    pub subtitle: String,
    /// The time of the newest entry; of the answer, where there is none.
    pub updated: String,
    pub author: &'static str,
    pub home: String,
    /// What was asked, by parameter.
    pub criteria: Vec<(&'static str, String)>,
    pub entries: Vec<Entry>,
}

#[derive(Debug)]
pub struct Entry {
    pub id: String,
    pub language: String,
    pub title: String,
    pub link: String,
    pub updated: String,
    /// HTML: the summary with what needs help at once.
    pub summary: String,
    /// The words to show beside it.
    pub rights: String,
}

impl Feed {
    pub fn of(
        request: &Request,
        language: &Locale,
        found: Found,
        origin: &str,
        now: DateTime<Utc>,
    ) -> Self {
        let texts = Texts::of(language);
        let subtitle = match (&found.broader, found.articles.is_empty()) {
            (_, true) => texts.nothing.to_owned(),
            (Some(broader), false) => format!("{} {broader}", texts.broader),
            (None, false) => texts.list.to_owned(),
        };
        let entries: Vec<Entry> = found
            .articles
            .into_iter()
            .map(|article| entry(article, &texts, origin))
            .collect();
        let newest = entries.iter().map(|entry| entry.updated.clone()).max();
        let criteria = request.criteria().into_iter();
        let criteria: Vec<(&'static str, String)> = criteria
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        Feed {
            id: feed_id(&criteria, language),
            language: language.to_string(),
            title: texts.title.to_owned(),
            subtitle,
            updated: newest.unwrap_or_else(|| now.to_rfc3339_opts(SecondsFormat::Secs, true)),
            author: AUTHOR,
            home: format!("{origin}/"),
            criteria,
            entries,
        }
    }
}

/// The same for the same question, and a name that no other has: it is no address.
fn feed_id(criteria: &[(&'static str, String)], language: &Locale) -> String {
    let mut name = form_urlencoded::Serializer::new(String::new());
    for (parameter, value) in criteria {
        name.append_pair(parameter, value);
    }
    name.append_pair("language", language.as_str());
    format!("{TAG}infobutton?{}", name.finish())
}

fn entry(article: Article, texts: &Texts, origin: &str) -> Entry {
    let mut summary = String::new();
    if !article.red_flags.is_empty() {
        summary.push_str(&format!("<p><strong>{}</strong></p><ul>", texts.red_flags));
        for flag in &article.red_flags {
            summary.push_str(&format!("<li>{}</li>", escape(flag.text.as_str())));
        }
        summary.push_str("</ul>");
    }
    summary.push_str(&format!("<p>{}</p>", escape(article.summary.as_str())));
    if article.review_status == "NOT_MEDICALLY_REVIEWED" {
        summary.push_str(&format!("<p>{}</p>", texts.not_reviewed));
    }
    Entry {
        id: format!("{TAG}article/{}", article.id),
        link: format!(
            "{origin}/article/{}?lang={}",
            article.slug, article.served_locale
        ),
        language: article.served_locale,
        title: article.title,
        updated: article.updated_at,
        summary,
        rights: article.attribution,
    }
}

/// Our own words.
struct Texts {
    title: &'static str,
    list: &'static str,
    nothing: &'static str,
    broader: &'static str,
    red_flags: &'static str,
    not_reviewed: &'static str,
}

impl Texts {
    fn of(language: &Locale) -> Self {
        match language.language() {
            "es" => Texts {
                title: "Información para pacientes",
                list: "Artículos sobre lo que se busca",
                nothing: "No hay nada que leer sobre lo que se busca",
                broader: "No hay nada sobre lo que se busca; estos artículos tratan de un tema cercano:",
                red_flags: "Busque ayuda si nota alguno de estos signos:",
                not_reviewed: "Ningún profesional clínico ha revisado este artículo.",
            },
            _ => Texts {
                title: "Patient education",
                list: "Articles about what was asked",
                nothing: "There is nothing to read about what was asked",
                broader: "There is nothing about what was asked; these articles are about a topic near it:",
                red_flags: "Get help for any of these signs:",
                not_reviewed: "No clinician has reviewed this article.",
            },
        }
    }
}
