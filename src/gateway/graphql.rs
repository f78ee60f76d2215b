//! The GraphQL endpoint, to the letter of GraphQL over HTTP.

use std::sync::Arc;
use std::time::Instant;

use async_graphql::Response as AnyResponse;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::languages;
use super::media::{self, Media};
use super::question::Question;
use super::refusal::{TurnedAway, named};
use super::request::{self, Asked};
use super::request_id::RequestId;
use super::response_cache::Answer;
use super::state::Gateway;
use crate::config::Server;
use crate::graphql::document::{Code, Refused};
use crate::graphql::{Asker, Reader};

/// `POST /graphql`: a JSON body.
pub async fn post(
    State(gateway): State<Arc<Gateway>>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response<Body> {
    let (Parts { headers, .. }, body) = request.into_parts();
    let media = match readable(&headers, &id) {
        Ok(media) => media,
        Err(response) => return *response,
    };
    if !media::is_json(&headers) {
        return TurnedAway::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::BadUserInput,
            "the content type must be application/json in UTF-8",
        )
        .respond(media, &id);
    }
    let body = match whole(body, &gateway.settings).await {
        Ok(body) => body,
        Err(refusal) => return refusal.respond(media, &id),
    };
    let reader = Reader::new(languages::accepted(&headers));
    if let Some(answer) = gateway.responses.find_by_body(&body, &reader) {
        return whole_answer(&answer, media, None);
    }
    let asked = request::from_body(&body, gateway.settings.body_bytes);
    let caller = Caller {
        media,
        id: &id,
        reader,
        way: Way::Post(&body),
    };
    answer(&gateway, asked, caller).await
}

/// `GET /graphql`: the parameters `query`, `operationName` and `variables`.
pub async fn get(
    State(gateway): State<Arc<Gateway>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(parameters): RawQuery,
) -> Response<Body> {
    let media = match readable(&headers, &id) {
        Ok(media) => media,
        Err(response) => return *response,
    };
    let parameters = parameters.unwrap_or_default();
    let asked = request::from_address(&parameters, gateway.settings.body_bytes);
    let caller = Caller {
        media,
        id: &id,
        reader: Reader::new(languages::accepted(&headers)),
        way: Way::Get(&headers),
    };
    answer(&gateway, asked, caller).await
}

/// Who asks, and how the answer is to look.
struct Caller<'a> {
    media: Media,
    id: &'a RequestId,
    reader: Reader,
    way: Way<'a>,
}

/// How a query came in.
enum Way<'a> {
    /// With this body.
    Post(&'a [u8]),
    /// In the address, beside these headers.
    Get(&'a HeaderMap),
}

/// Any other method: none but GET and POST runs queries.
pub async fn other_method(
    method: Method,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response<Body> {
    let media = media::accepted(&headers).unwrap_or(Media::Json);
    if method == Method::OPTIONS {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(
            header::ALLOW,
            HeaderValue::from_static("GET, HEAD, POST, OPTIONS"),
        );
        return response;
    }
    TurnedAway::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "queries are sent with POST or GET",
    )
    .with(header::ALLOW, "GET, HEAD, POST, OPTIONS")
    .respond(media, &id)
}

fn readable(headers: &HeaderMap, id: &RequestId) -> Result<Media, Box<Response<Body>>> {
    media::accepted(headers).ok_or_else(|| {
        let refusal = TurnedAway::new(
            StatusCode::NOT_ACCEPTABLE,
            Code::BadUserInput,
            "answers are application/graphql-response+json or application/json",
        );
        Box::new(refusal.respond(Media::Json, id))
    })
}

async fn whole(body: Body, settings: &Server) -> Result<Bytes, TurnedAway> {
    let limited = Limited::new(body, settings.body_bytes).collect();
    match tokio::time::timeout(settings.body_timeout, limited).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(TurnedAway::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::QueryTooLarge,
            format!("a body has at most {} bytes", settings.body_bytes),
        )),
        Ok(Err(_)) => Err(TurnedAway::malformed("the body did not arrive whole")),
        Err(_) => Err(TurnedAway::new(
            StatusCode::REQUEST_TIMEOUT,
            Code::Timeout,
            "the body took too long to arrive",
        )),
    }
}

async fn answer(
    gateway: &Gateway,
    asked: Result<Asked, TurnedAway>,
    caller: Caller<'_>,
) -> Response<Body> {
    let Caller {
        media,
        id,
        reader,
        way,
    } = caller;
    let asked = match asked {
        Ok(asked) => asked,
        Err(refusal) => return refusal.respond(media, id),
    };
    let asker = Asker {
        reader: reader.clone(),
        ..Asker::default()
    };
    let began = Instant::now();
    let run = async {
        let admitted = gateway
            .executor
            .admit(
                &asked.query,
                asked.operation_name.as_deref(),
                asked.variables,
                &asker.caller,
            )
            .await?;
        let question = match gateway.responses.is_on() {
            true => Question::of(&admitted, &reader),
            false => None,
        };
        if let (Some(question), Way::Post(body)) = (&question, &way) {
            gateway.responses.note_body(body, question);
        }
        if let Some(question) = &question
            && let Some(answer) = gateway.responses.find(question)
        {
            return Ok(Made::Whole(answer));
        }
        let (response, resting) = gateway.executor.execute(admitted, asker).await;
        if !response.errors.is_empty() {
            return Ok::<_, Refused>(Made::Flawed(Box::new(response)));
        }
        Ok(match serde_json::to_vec(&response) {
            Ok(body) => {
                let answer = Arc::new(Answer::new(body));
                if let Some(question) = question {
                    gateway.responses.keep(question, &answer, resting, began);
                }
                Made::Whole(answer)
            }
            Err(error) => Made::Unwritable(error),
        })
    };
    let get = match way {
        Way::Post(_) => None,
        Way::Get(headers) => Some(headers),
    };
    match tokio::time::timeout(gateway.settings.query_timeout, run).await {
        Ok(Ok(Made::Whole(answer))) => whole_answer(&answer, media, get),
        Ok(Ok(Made::Flawed(response))) => flawed(*response, media, id),
        Ok(Ok(Made::Unwritable(error))) => unwritable(&error, media, id),
        Ok(Err(refused)) => TurnedAway::refused(&refused, media).respond(media, id),
        Err(_) => TurnedAway::new(
            StatusCode::GATEWAY_TIMEOUT,
            Code::Timeout,
            "the query took too long, ask for less at once",
        )
        .respond(media, id),
    }
}

/// What became of a query.
enum Made {
    /// An answer without errors, perhaps made earlier.
    Whole(Arc<Answer>),
    /// One with errors, which carry the request's id.
    Flawed(Box<AnyResponse>),
    Unwritable(serde_json::Error),
}

/// An answer without errors. One to a GET may be kept by the caller, who asks each time whether it
/// is still true.
fn whole_answer(answer: &Answer, media: Media, get: Option<&HeaderMap>) -> Response<Body> {
    let Some(asked) = get else {
        return written(Body::from(answer.body.clone()), media);
    };
    let etag = answer.etag();
    let mut response = match has(asked, etag) {
        true => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            vary(&mut response);
            response
        }
        false => written(Body::from(answer.body.clone()), media),
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag.clone());
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    response
}

/// Whether the caller has this answer already.
fn has(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let etag = opaque(etag.to_str().unwrap_or_default());
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|tag| tag.trim() == "*" || opaque(tag) == etag)
}

fn flawed(mut response: AnyResponse, media: Media, id: &RequestId) -> Response<Body> {
    response.errors = std::mem::take(&mut response.errors)
        .into_iter()
        .map(|error| named(error, id))
        .collect();
    match serde_json::to_vec(&response) {
        Ok(body) => written(Body::from(body), media),
        Err(error) => unwritable(&error, media, id),
    }
}

fn unwritable(error: &serde_json::Error, media: Media, id: &RequestId) -> Response<Body> {
    tracing::error!(
        error = error as &dyn std::error::Error,
        "an answer cannot be written"
    );
    TurnedAway::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        Code::Internal,
        "something went wrong on our side",
    )
    .respond(media, id)
}

fn written(body: Body, media: Media) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media.content_type()),
    );
    vary(&mut response);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn vary(response: &mut Response<Body>) {
    response.headers_mut().insert(
        header::VARY,
        HeaderValue::from_static("accept, accept-language"),
    );
}
