//! `GET /article/{slug}` and its handout `/article/{slug}/print`.
//!
//! The article and the doctors near are asked for one by one: what a reader says of where they are
//! may be wrong, and then the article is shown all the same.

mod answer;
mod handout;
mod markup;
mod near;
mod parts;
mod rests_on;

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

use super::ask::{ARTICLE, Asker, of_slug};
use super::failed::Failed;
use super::frame::{Frame, Shown};
use super::language::Language;
use super::reply::Reply;
use super::visitor::Visitor;
use crate::domain::slug::Slug;
use crate::gateway::headers::spent;
use answer::{Answer, Article};
use near::Asked;

/// The page of an article.
pub async fn page(Path(slug): Path<String>, visitor: Visitor) -> Response<Body> {
    match shown(&slug, &visitor).await {
        Ok(response) => response,
        Err(failed) => failed.page(&visitor),
    }
}

/// The article on one sheet of paper.
pub async fn print(Path(slug): Path<String>, visitor: Visitor) -> Response<Body> {
    match printed(&slug, &visitor).await {
        Ok(response) => response,
        Err(failed) => failed.page(&visitor),
    }
}

async fn shown(slug: &str, visitor: &Visitor) -> Result<Response<Body>, Failed> {
    let slug: Slug = slug.parse().map_err(|_| Failed::NotFound)?;
    let mut asker = Asker::new(visitor).await?;
    let answer: Answer = asker.ask(ARTICLE, of_slug(slug.as_str())).await?;
    let article = answer.article.as_ref().ok_or(Failed::NotFound)?;
    let asked = Asked::by(visitor);
    let near = near::find(&mut asker, slug.as_str(), asked.as_ref()).await?;
    let path = format!("/article/{slug}");
    let head = head(article, &path, asked.as_ref());
    let language = visitor.language;
    let beside = near::markup(&path, asked.as_ref(), &near, language);
    let content = markup::content(article, &answer, &beside, language);
    let body = Frame::of(visitor).page(&head, content);
    let mut response = Reply::page(language, body, head.hidden).to(&visitor.headers);
    if let Some(all) = asker.spent() {
        spent(response.headers_mut(), all);
    }
    Ok(response)
}

async fn printed(slug: &str, visitor: &Visitor) -> Result<Response<Body>, Failed> {
    let slug: Slug = slug.parse().map_err(|_| Failed::NotFound)?;
    let mut asker = Asker::new(visitor).await?;
    let answer: Answer = asker.ask(ARTICLE, of_slug(slug.as_str())).await?;
    let article = answer.article.as_ref().ok_or(Failed::NotFound)?;
    let path = format!("/article/{slug}");
    let frame = Frame::of(visitor);
    // The handout is the article again: search engines find that.
    let head = Shown {
        bare: true,
        hidden: true,
        record: None,
        ..head(article, &path, None)
    };
    let origin = visitor.origin.as_deref().unwrap_or_default();
    let address = format!("{origin}{}", visitor.language.at(&path));
    let content = handout::content(article, &answer, &address, visitor.language);
    let body = frame.page(&head, content);
    let mut response = Reply::page(visitor.language, body, true).to(&visitor.headers);
    if let Some(all) = asker.spent() {
        spent(response.headers_mut(), all);
    }
    Ok(response)
}

fn head<'a>(article: &'a Article, path: &'a str, asked: Option<&Asked>) -> Shown<'a> {
    let there = article.alternates.iter();
    Shown {
        title: &article.title,
        description: Some(&article.summary),
        path: Some(path),
        languages: there.filter_map(|one| Language::of(&one.locale)).collect(),
        served: Language::of(&article.served_locale),
        kept: asked.map(Asked::kept).into_iter().collect(),
        hidden: article.demonstration,
        record: Some(&article.json_ld),
        bare: false,
    }
}
