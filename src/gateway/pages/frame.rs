//! What is around every page that is written here: its head, its header and its footer.

use maud::{DOCTYPE, Markup, html};
use serde_json::Value as Json;

use super::language::Language;
use super::visitor::Visitor;
use super::{asset, json_ld};

/// What the head of a page says of it.
#[derive(Default)]
pub struct Shown<'p> {
    pub title: &'p str,
    pub description: Option<&'p str>,
    /// Where the page is, without its language; `None` for a page that is at no address of its own.
    pub path: Option<&'p str>,
    /// The languages in which there is such a page.
    pub languages: Vec<Language>,
    /// The one in which this page's content is, where that is not the one that was asked for.
    pub served: Option<Language>,
    /// What else stands in the address, and goes with the reader into the other language.
    pub kept: Vec<(&'static str, String)>,
    /// Search engines are to leave it out.
    pub hidden: bool,
    /// The record as schema.org has it.
    pub record: Option<&'p Json>,
    /// It is made for paper: without header and footer.
    pub bare: bool,
}

/// The frame of a page for one reader.
pub struct Frame<'v> {
    pub language: Language,
    origin: Option<&'v str>,
}

impl<'v> Frame<'v> {
    pub fn of(visitor: &'v Visitor) -> Self {
        Frame {
            language: visitor.language,
            origin: visitor.origin.as_deref(),
        }
    }

    /// The whole page.
    pub fn page(&self, shown: &Shown, content: Markup) -> Markup {
        let texts = self.language.texts();
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href=(asset::style());
                    (self.head(shown))
                }
                body class=[shown.bare.then_some("handout")] {
                    @if !shown.bare {
                        a.skip href="#content" { (texts.skip) }
                        (self.header(shown))
                    }
                    main.frame id="content" { (content) }
                    @if !shown.bare {
                        footer.site-footer {
                            div.frame {
                                p { (texts.not_advice) " " (texts.emergency) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What search engines and tabs read.
    pub fn head(&self, shown: &Shown) -> Markup {
        let canonical = shown.served.unwrap_or(self.language);
        html! {
            title { (shown.title) @if shown.title != "Caregraph" { " · Caregraph" } }
            @if let Some(description) = shown.description {
                meta name="description" content=(description);
            }
            @if shown.hidden { meta name="robots" content="noindex"; }
            @if let (Some(origin), Some(path)) = (self.origin, shown.path) {
                link rel="canonical" href=(format!("{origin}{}", canonical.at(path)));
                @for language in &shown.languages {
                    link rel="alternate" hreflang=(language.tag())
                        href=(format!("{origin}{}", language.at(path)));
                }
                link rel="alternate" hreflang="x-default" href=(format!("{origin}{path}"));
            }
            @if let Some(record) = shown.record.filter(|_| !shown.hidden) {
                (json_ld::data(record))
            }
        }
    }

    fn header(&self, shown: &Shown) -> Markup {
        let texts = self.language.texts();
        html! {
            header.site-header {
                div.frame {
                    a.site-name href=(self.language.at("/")) { "Caregraph" }
                    nav aria-label=(texts.site) {
                        ul.links {
                            li { a href=(self.language.at("/")) { (texts.find_doctor) } }
                            li { a href="/playground" { "Playground" } }
                            @for language in Language::ALL {
                                @if language != self.language {
                                    @if let Some(path) = shown.path {
                                        li {
                                            a href=(in_language(path, language, &shown.kept))
                                                lang=(language.tag()) hreflang=(language.tag()) {
                                                (language.texts().own_name)
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The same page in another language.
fn in_language(path: &str, language: Language, kept: &[(&str, String)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in kept {
        query.append_pair(name, value);
    }
    query.append_pair("lang", language.tag());
    format!("{path}?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_keeps_the_place() {
        let kept = [("where", "a&b=c".to_owned())];
        let there = in_language("/article/x", Language::Spanish, &kept);
        assert_eq!(there, "/article/x?where=a%26b%3Dc&lang=es");
    }

    #[test]
    fn a_hidden_page_has_no_data_for_search_engines() {
        let frame = Frame {
            language: Language::English,
            origin: Some("https://care.example.org"),
        };
        let record = serde_json::json!({ "name": "</script>" });
        let mut shown = Shown {
            title: "<b>",
            path: Some("/doctor/x"),
            languages: Language::ALL.to_vec(),
            record: Some(&record),
            ..Shown::default()
        };
        let open = frame.head(&shown).into_string();
        assert!(
            open.contains("<title>&lt;b&gt; · Caregraph</title>"),
            "{open}"
        );
        assert!(
            open.contains("{\"name\":\"\\u003c/script\\u003e\"}"),
            "{open}"
        );
        assert!(open.contains("href=\"https://care.example.org/doctor/x?lang=es\""));
        shown.hidden = true;
        let hidden = frame.head(&shown).into_string();
        assert!(
            hidden.contains("noindex") && !hidden.contains("ld+json"),
            "{hidden}"
        );
    }
}
