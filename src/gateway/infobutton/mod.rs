//! `GET /infobutton`: what patients can read about a code, for the record systems that ask by HL7's
//! Context-Aware Knowledge Retrieval ("Infobutton"), in the form of addresses.
//!
//! It knows no field of the graph but those of its own two documents, and goes the gateway's one way.

mod asked;
mod atom;
mod feed;
mod found;
mod json;

use std::sync::Arc;

use axum::Extension;
use axum::body::Body as HttpBody;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::address::Peer;
use super::answer::{Body, Made};
use super::headers as ours;
use super::media::Media;
use super::origin;
use super::refusal::TurnedAway;
use super::request::Asked;
use super::request_id::RequestId;
use super::state::{Gateway, Visit};
use crate::domain::locale::Locale;
use crate::graphql::Reader;
use crate::graphql::document::Code;
use asked::{Form, Request, Sought};
use feed::Feed;
use found::Found;

const ABOUT_CODE: &str = include_str!("about_code.graphql");
const ABOUT_WORDS: &str = include_str!("about_words.graphql");

/// `GET /infobutton`.
pub async fn get(
    State(gateway): State<Arc<Gateway>>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    RawQuery(parameters): RawQuery,
) -> Response<HttpBody> {
    let peer = peer.map(|peer| peer.0);
    let parameters = parameters.unwrap_or_default();
    match answered(&gateway, &headers, peer, &parameters, &id).await {
        Ok(response) => response,
        // A plain JSON error has the status that its fault has.
        Err(away) => away.respond(Media::GraphqlResponse, &id),
    }
}

async fn answered(
    gateway: &Gateway,
    headers: &HeaderMap,
    peer: Option<Peer>,
    parameters: &str,
    id: &RequestId,
) -> Result<Response<HttpBody>, TurnedAway> {
    let visit = gateway.visit(headers, peer, id).await?;
    let request = Request::read(parameters)?;
    let language = request.language.clone().unwrap_or_else(Locale::english);
    let visit = Visit {
        reader: Reader::new(vec![language.clone()]),
        ..visit
    };
    let document = match &request.sought {
        Sought::Code { .. } => ABOUT_CODE,
        Sought::Words(_) => ABOUT_WORDS,
    };
    let asked = Asked::ours(document, request.variables(&language));
    let ready = gateway.admit(asked, &visit).await?;
    let Made { body, spent } = gateway.run(ready, &visit).await?;
    let found = match &body {
        Body::Whole(answer) => Found::read(&answer.body).ok_or_else(|| failed(Code::Internal))?,
        // A code or name that cannot be one means nothing here, like any that is not known.
        Body::Flawed(_, Code::BadUserInput) => Found::default(),
        Body::Flawed(_, Code::Unavailable | Code::Overloaded) => {
            return Err(TurnedAway::overloaded());
        }
        Body::Flawed(_, code) => return Err(failed(*code)),
    };
    // Where the reader names no host that can be one, addresses are those of this server's root.
    let origin = origin::of(&gateway.settings, peer, headers).unwrap_or_default();
    let feed = Feed::of(
        &request,
        &language,
        found,
        &origin,
        gateway.executor.graph().clock.now(),
    );
    let (text, content_type) = match request.form {
        Form::Json => (
            json::text(&feed).into_bytes(),
            "application/json; charset=utf-8",
        ),
        Form::Atom => (
            atom::text(&feed).map_err(|_| failed(Code::Internal))?,
            "application/atom+xml; charset=utf-8",
        ),
        Form::Xml => (
            atom::text(&feed).map_err(|_| failed(Code::Internal))?,
            "text/xml; charset=utf-8",
        ),
    };
    let mut response = Response::new(HttpBody::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    ours::spent(headers, spent);
    Ok(response)
}

/// Something went wrong on our side. The graph has said what, in the log.
fn failed(code: Code) -> TurnedAway {
    TurnedAway::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        code,
        "something went wrong on our side",
    )
}

/// The documents, so that a test can hold them against the schema.
#[cfg(test)]
mod documents {
    use super::*;

    #[test]
    fn both_documents_ask_the_same_of_an_article() {
        let entry = |text: &str| text.split_once("fragment").map(|(_, rest)| rest.to_owned());
        assert_eq!(entry(ABOUT_CODE), entry(ABOUT_WORDS));
    }
}
