//! `GET /`: the finder, with a head for the language and the search of its address.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use maud::{Markup, html};

use super::asset;
use super::frame::{Frame, Shown};
use super::language::Language;
use super::reply::{Needs, Reply};
use super::visitor::Visitor;
use crate::config::MapTiles;

/// What the finder's page says where its head goes.
const HEAD: &str = "<!--head-->";

/// What it says of its language.
const LANGUAGE: &str = "<html lang=\"en\">";

/// The longest text of a search that is shown in a title, in letters.
const LONGEST: usize = 80;

/// The finder, where it was built.
pub async fn home(visitor: Visitor) -> Response<Body> {
    let Some(built) = asset::built("index.html") else {
        return not_built(&visitor, "/");
    };
    let texts = visitor.language.texts();
    let searched = searched(&visitor);
    let head = Shown {
        title: searched.as_deref().unwrap_or("Caregraph"),
        description: Some(texts.what_it_is),
        path: Some("/"),
        languages: Language::ALL.to_vec(),
        // There are as many searches as words, and anybody can put words into an address.
        hidden: searched.is_some(),
        ..Shown::default()
    };
    let map = visitor.gateway.settings.map.as_ref();
    let head = html! { (Frame::of(&visitor).head(&head)) (of_map(map)) }.into_string();
    let language = format!("<html lang=\"{}\">", visitor.language.tag());
    let reply = Reply {
        status: StatusCode::OK,
        language: visitor.language,
        body: built
            .replacen(LANGUAGE, &language, 1)
            .replacen(HEAD, &head, 1),
        hidden: searched.is_some(),
        needs: map.map_or(Needs::Nothing, |map| {
            Needs::PicturesOf(map.address.origin().to_owned())
        }),
    };
    reply.to(&visitor.headers)
}

/// What the finder reads of its map: it holds no script of its own to be told in.
fn of_map(map: Option<&MapTiles>) -> Markup {
    html! {
        @if let Some(map) = map {
            meta name="map-tiles" content=(map.address.as_str());
            meta name="map-attribution" content=(map.attribution);
        }
    }
}

/// What is looked for, as a title: "epidural blood patch near Serzhong".
fn searched(visitor: &Visitor) -> Option<String> {
    let texts = visitor.language.texts();
    let short = |name| {
        let text = visitor.parameter(name)?;
        Some(text.chars().take(LONGEST).collect::<String>())
    };
    match (short("what"), short("where")) {
        (None, None) => None,
        (Some(what), None) => Some(capital(&what)),
        (None, Some(place)) => Some(format!("{} {} {place}", texts.doctors, texts.near)),
        (Some(what), Some(place)) => Some(format!("{} {} {place}", capital(&what), texts.near)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What is there without a build of the web pages, and how to get the rest.
pub fn not_built(visitor: &Visitor, path: &str) -> Response<Body> {
    let texts = visitor.language.texts();
    let origin = visitor.origin.as_deref().unwrap_or("http://127.0.0.1:8080");
    let shown = Shown {
        title: "Caregraph",
        description: Some(texts.what_it_is),
        path: Some(path),
        languages: Language::ALL.to_vec(),
        hidden: true,
        ..Shown::default()
    };
    let body = Frame::of(visitor).page(
        &shown,
        html! {
            article.prose.alone {
                h1 { "Caregraph" }
                p.lead { (texts.what_it_is) }
                p.banner.note { (texts.not_built) " " code { "make run" } }
                ul {
                    li { a href="/playground" { "Playground" } }
                    li { a href="/schema.graphql" { (texts.schema) } }
                    li { code { "POST /graphql" } ": " (texts.the_graph) }
                }
                pre {
                    "curl " (origin) "/graphql \\\n  -H 'content-type: application/json' \\\n  \
                     -d '{\"query\": \"{ sources { name licence attribution } }\"}'"
                }
                p.banner.demonstration { (texts.demonstration_records) }
            }
        },
    );
    Reply::page(visitor.language, body, true).to(&visitor.headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_begins_with_a_capital() {
        assert_eq!(capital("epidural blood patch"), "Epidural blood patch");
        assert_eq!(capital("éczema"), "Éczema");
        assert_eq!(capital(""), "");
    }
}
