//! `GET /clinic/{slug}`: a clinic, how to reach it, and who sees patients there.

mod answer;
mod markup;

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

use super::ask::{Asker, CLINIC, of_slug};
use super::failed::Failed;
use super::frame::{Frame, Shown};
use super::language::Language;
use super::reply::Reply;
use super::visitor::Visitor;
use crate::domain::slug::Slug;
use crate::gateway::headers::spent;
use answer::Answer;

/// The page of a clinic.
pub async fn page(Path(slug): Path<String>, visitor: Visitor) -> Response<Body> {
    match shown(&slug, &visitor).await {
        Ok(response) => response,
        Err(failed) => failed.page(&visitor),
    }
}

async fn shown(slug: &str, visitor: &Visitor) -> Result<Response<Body>, Failed> {
    let slug: Slug = slug.parse().map_err(|_| Failed::NotFound)?;
    let mut asker = Asker::new(visitor).await?;
    let answer: Answer = asker.ask(CLINIC, of_slug(slug.as_str())).await?;
    let clinic = answer.clinic.as_ref().ok_or(Failed::NotFound)?;
    let language = visitor.language;
    let path = format!("/clinic/{slug}");
    let description = markup::description(clinic, &answer, language);
    let head = Shown {
        title: &clinic.name,
        description: Some(&description),
        path: Some(&path),
        languages: Language::ALL.to_vec(),
        hidden: clinic.demonstration,
        record: Some(&clinic.json_ld),
        ..Shown::default()
    };
    let body = Frame::of(visitor).page(&head, markup::content(clinic, &answer, language));
    let mut response = Reply::page(language, body, head.hidden).to(&visitor.headers);
    if let Some(all) = asker.spent() {
        spent(response.headers_mut(), all);
    }
    Ok(response)
}
