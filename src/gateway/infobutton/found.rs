//! The answers of our documents, as far as a feed needs them.

use serde::Deserialize;

/// What was found about what was asked.
#[derive(Debug, Default)]
pub struct Found {
    pub articles: Vec<Article>,
    /// The code or other way by which a broader topic was found, where nothing else was.
    pub broader: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    pub id: String,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub served_locale: String,
    pub updated_at: String,
    pub attribution: String,
    pub review_status: String,
    pub red_flags: Vec<RedFlag>,
}

#[derive(Debug, Deserialize)]
pub struct RedFlag {
    pub text: String,
}

#[derive(Deserialize)]
struct Answer {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    education: Option<Education>,
    search: Option<Search>,
}

#[derive(Deserialize)]
struct Education {
    articles: Vec<Held>,
    broader: Option<Broader>,
}

#[derive(Deserialize)]
struct Broader {
    found: String,
    value: Option<String>,
    articles: Vec<Held>,
}

#[derive(Deserialize)]
struct Held {
    article: Article,
}

#[derive(Deserialize)]
struct Search {
    nodes: Vec<Article>,
}

impl Found {
    /// Reads an answer; `None` where it is not one of our documents'.
    pub fn read(answer: &[u8]) -> Option<Self> {
        let answer: Answer = serde_json::from_slice(answer).ok()?;
        if let Some(search) = answer.data.search {
            return Some(Found {
                articles: search.nodes,
                broader: None,
            });
        }
        let education = answer.data.education?;
        let articles = |held: Vec<Held>| held.into_iter().map(|held| held.article).collect();
        Some(match education.broader {
            Some(broader) => Found {
                articles: articles(broader.articles),
                broader: Some(broader.value.unwrap_or(broader.found)),
            },
            None => Found {
                articles: articles(education.articles),
                broader: None,
            },
        })
    }
}
