//! `GET /sitemap.xml` and its parts: the pages that search engines may list, as sitemaps.org says.
//!
//! Each part is asked of the graph by itself and holds fewer than 50,000 addresses.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::ask::{Asker, SITEMAP_INDEX, SITEMAP_PART};
use super::failed::Failed;
use super::language::Language;
use super::reply::{ASK_AGAIN, file};
use super::visitor::Visitor;
use crate::gateway::headers::spent;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

const SCHEMA: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Kinds of page: the name in addresses, and how the graph writes it.
const KINDS: [(&str, &str); 3] = [
    ("article", "ARTICLE"),
    ("doctor", "DOCTOR"),
    ("clinic", "CLINIC"),
];

#[derive(Deserialize)]
struct Index {
    articles: Parts,
    doctors: Parts,
    clinics: Parts,
}

#[derive(Deserialize)]
struct Parts {
    parts: Vec<u32>,
}

#[derive(Deserialize)]
struct Part {
    sitemap: Entries,
}

#[derive(Deserialize)]
struct Entries {
    part: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    slug: String,
    locales: Vec<String>,
    updated_at: String,
}

/// The list of parts.
pub async fn index(visitor: Visitor) -> Response<Body> {
    match parts(&visitor).await {
        Ok(response) => response,
        Err(failed) => failed.page(&visitor),
    }
}

/// A part: `/sitemap/doctor-3.xml`.
pub async fn part(Path(name): Path<String>, visitor: Visitor) -> Response<Body> {
    match entries(&name, &visitor).await {
        Ok(response) => response,
        Err(failed) => failed.page(&visitor),
    }
}

async fn parts(visitor: &Visitor) -> Result<Response<Body>, Failed> {
    // Addresses must be whole; without a host there are none.
    let origin = visitor.origin.as_deref().ok_or(Failed::NotFound)?;
    let mut asker = Asker::new(visitor).await?;
    let index: Index = asker.ask(SITEMAP_INDEX, Map::new()).await?;
    let of = [&index.articles, &index.doctors, &index.clinics];
    let body = html! {
        sitemapindex xmlns=(SCHEMA) {
            @for ((kind, _), parts) in KINDS.iter().zip(of) {
                @for number in &parts.parts {
                    sitemap { loc { (origin) "/sitemap/" (kind) "-" (number) ".xml" } }
                }
            }
        }
    };
    Ok(xml(&body, &asker))
}

async fn entries(name: &str, visitor: &Visitor) -> Result<Response<Body>, Failed> {
    let origin = visitor.origin.as_deref().ok_or(Failed::NotFound)?;
    let (kind, number) = named(name).ok_or(Failed::NotFound)?;
    let (path, kind) = kind;
    let mut asker = Asker::new(visitor).await?;
    let variables = [
        ("kind".to_owned(), Json::from(kind)),
        ("number".to_owned(), Json::from(number)),
    ];
    let part: Part = asker.ask(SITEMAP_PART, Map::from_iter(variables)).await?;
    let body = html! {
        urlset xmlns=(SCHEMA) {
            @for entry in &part.sitemap.part {
                @for language in languages(entry) {
                    url {
                        loc { (origin) (language.at(&format!("/{path}/{}", entry.slug))) }
                        lastmod { (entry.updated_at) }
                    }
                }
            }
        }
    };
    Ok(xml(&body, &asker))
}

/// Kind and number of a part by its name.
fn named(name: &str) -> Option<((&'static str, &'static str), i32)> {
    let (kind, number) = name.strip_suffix(".xml")?.rsplit_once('-')?;
    let kind = KINDS.into_iter().find(|(known, _)| *known == kind)?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    Some((kind, number))
}

/// The languages of a page: those of its texts, or all where it has none of its own.
fn languages(entry: &Entry) -> Vec<Language> {
    let spoken = |language: &Language| {
        let mut locales = entry.locales.iter();
        locales.any(|locale| Language::of(locale) == Some(*language))
    };
    let all = Language::ALL.into_iter();
    all.filter(|language| entry.locales.is_empty() || spoken(language))
        .collect()
}

fn xml(body: &Markup, asker: &Asker<'_>) -> Response<Body> {
    let PreEscaped(body) = body;
    let text = format!("{DECLARATION}\n{body}\n");
    let mut response = file(text, "application/xml; charset=utf-8", ASK_AGAIN);
    if let Some(all) = asker.spent() {
        spent(response.headers_mut(), all);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_by_kind_and_number() {
        let cases = [
            ("doctor-3.xml", Some((("doctor", "DOCTOR"), 3))),
            ("article-1.xml", Some((("article", "ARTICLE"), 1))),
            ("doctor-0.xml", None),
            ("doctor--1.xml", None),
            ("doctor-99999999999.xml", None),
            ("place-1.xml", None),
            ("doctor-3", None),
            ("doctor.xml", None),
        ];
        for (name, expected) in cases {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
