//! The GraphQL endpoint, to the letter of GraphQL over HTTP.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use futures_util::future::join_all;

use super::address::Peer;
use super::answer::{self, Made, Spent};
use super::events::By;
use super::media::{self, Form, Media};
use super::refusal::TurnedAway;
use super::request::{self, Asked};
use super::request_id::RequestId;
use super::response_cache::Answer;
use super::state::{Gateway, Visit};
use super::{body, events, headers as ours};
use crate::graphql::document::Code;
use crate::graphql::schema_version;

/// What may be done with `/graphql`.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Where queries are sent.
pub const PATH: &str = "/graphql";

/// Answers whatever is sent there.
pub async fn answer(
    gateway: &Arc<Gateway>,
    request: Request<Body>,
    peer: Option<Peer>,
    id: &RequestId,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let form = match &parts.method {
        &(Method::POST | Method::GET | Method::HEAD) => form(&parts.headers),
        other => return other_method(other, id),
    };
    let form = match form {
        Ok(form) => form,
        Err(away) => return away.respond(Media::Json, id),
    };
    let answered = match parts.method {
        Method::POST => posted(gateway, &parts.headers, peer, body, form, id).await,
        _ => Box::pin(got(gateway, &parts, peer, form, id)).await,
    };
    answered.unwrap_or_else(|away| away.respond(refusing(form), id))
}

/// `POST /graphql`: a JSON body.
async fn posted(
    gateway: &Arc<Gateway>,
    headers: &HeaderMap,
    peer: Option<Peer>,
    body: Body,
    form: Form,
    id: &RequestId,
) -> Result<Response<Body>, TurnedAway> {
    if !media::is_json(headers) {
        return Err(TurnedAway::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::BadUserInput,
            "the content type must be application/json in UTF-8",
        )
        .with(ours::ACCEPT_POST, "application/json"));
    }
    let visit = gateway.visit(headers, peer, id).await?;
    let body = body::whole(headers, body, &gateway.settings).await?;
    if let Form::Answer(media) = form
        && !gateway.documents.only_trusted(&visit.caller)
        && let Some(answer) = gateway.responses.find_by_body(&body, &visit.reader)
    {
        let made = gateway.from_memory(answer, &visit).await?;
        return Ok(told(made, media, None));
    }
    // Apart, so that what is in memory is not answered in the room that all else needs.
    Box::pin(asked(gateway, &body, form, visit)).await
}

async fn asked(
    gateway: &Arc<Gateway>,
    body: &[u8],
    form: Form,
    visit: Visit,
) -> Result<Response<Body>, TurnedAway> {
    let asked = request::from_body(body, gateway.settings.body_bytes)?;
    match (asked, form) {
        (request::Body::One(asked), Form::Answer(media)) => {
            let ready = gateway.admit(asked, &visit).await?;
            if let Some(question) = &ready.question {
                gateway.responses.note_body(body, question);
            }
            no_subscription(ready.kind())?;
            Ok(told(gateway.run(ready, &visit).await?, media, None))
        }
        (request::Body::Batch(asked), Form::Answer(media)) => {
            batch(gateway, asked, &visit, media).await
        }
        (request::Body::One(asked), Form::Events) => {
            events::stream(Arc::clone(gateway), asked, visit, By::Post).await
        }
        (request::Body::Batch(_), Form::Events) => {
            Err(TurnedAway::malformed("a batch has no stream of events"))
        }
    }
}

/// `GET /graphql`: the parameters `query`, `operationName`, `variables` and `extensions`.
async fn got(
    gateway: &Arc<Gateway>,
    parts: &Parts,
    peer: Option<Peer>,
    form: Form,
    id: &RequestId,
) -> Result<Response<Body>, TurnedAway> {
    let Parts { headers, uri, .. } = parts;
    let visit = gateway.visit(headers, peer, id).await?;
    let parameters = uri.query().unwrap_or_default();
    let asked = request::from_address(parameters, gateway.settings.body_bytes)?;
    let Form::Answer(media) = form else {
        return events::stream(Arc::clone(gateway), asked, visit, By::Get).await;
    };
    let ready = gateway.admit(asked, &visit).await?;
    if ready.kind() == OperationType::Mutation {
        return Err(no_mutation_by_get());
    }
    no_subscription(ready.kind())?;
    Ok(told(
        gateway.run(ready, &visit).await?,
        media,
        Some(headers),
    ))
}

/// Any other method: none but GET and POST runs queries.
fn other_method(method: &Method, id: &RequestId) -> Response<Body> {
    if method == Method::OPTIONS {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(header::ALLOW, HeaderValue::from_static(METHODS));
        return response;
    }
    TurnedAway::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "queries are sent with POST or GET",
    )
    .with(header::ALLOW, METHODS)
    .respond(Media::Json, id)
}

fn form(headers: &HeaderMap) -> Result<Form, TurnedAway> {
    media::accepted(headers).ok_or_else(|| {
        TurnedAway::new(
            StatusCode::NOT_ACCEPTABLE,
            Code::BadUserInput,
            "answers are application/graphql-response+json, application/json or text/event-stream",
        )
    })
}

/// In which form a refusal is told before anything runs.
fn refusing(form: Form) -> Media {
    match form {
        Form::Answer(media) => media,
        Form::Events => Media::GraphqlResponse,
    }
}

pub(super) fn no_mutation_by_get() -> TurnedAway {
    TurnedAway::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "mutations are sent with POST",
    )
    .with(header::ALLOW, "POST")
}

fn no_subscription(kind: OperationType) -> Result<(), TurnedAway> {
    match kind {
        OperationType::Subscription => Err(TurnedAway::malformed(
            "a subscription needs a stream: ask with Accept: text/event-stream, or over a \
             WebSocket at /graphql/ws",
        )),
        OperationType::Query | OperationType::Mutation => Ok(()),
    }
}

/// Several queries in one body, answered in their order. Each is admitted and paid for by itself.
async fn batch(
    gateway: &Gateway,
    asked: Vec<Asked>,
    visit: &Visit,
    media: Media,
) -> Result<Response<Body>, TurnedAway> {
    if visit.caller.is_anonymous() {
        return Err(TurnedAway::malformed(
            "batches are taken from callers with a key; send the queries one by one",
        ));
    }
    let most = gateway.settings.batch;
    if asked.is_empty() || asked.len() > most {
        return Err(TurnedAway::malformed(format!(
            "a batch has 1 to {most} queries, found {}",
            asked.len()
        )));
    }
    let answers = join_all(asked.into_iter().map(|asked| async {
        let ready = gateway.admit(asked, visit).await?;
        no_subscription(ready.kind())?;
        gateway.run(ready, visit).await
    }));
    let mut cost = 0;
    let mut left = None;
    let mut body = vec![b'['];
    for (number, made) in answers.await.into_iter().enumerate() {
        if number > 0 {
            body.push(b',');
        }
        match made {
            Ok(made) => {
                cost += made.spent.cost;
                left = made.spent.left.or(left);
                body.extend_from_slice(made.bytes());
            }
            Err(away) => body.extend_from_slice(away.body(&visit.id).as_bytes()),
        }
    }
    body.push(b']');
    let mut response = written(Body::from(body), media);
    ours::spent(response.headers_mut(), Spent { cost, left });
    Ok(response)
}

/// An answer. One to a GET may be kept by the caller, who asks each time whether it is still true.
fn told(made: Made, media: Media, get: Option<&HeaderMap>) -> Response<Body> {
    let mut response = match (made.body, get) {
        (answer::Body::Flawed(body, _), _) => written(Body::from(body), media),
        (answer::Body::Whole(answer), None) => written(Body::from(answer.body.clone()), media),
        (answer::Body::Whole(answer), Some(asked)) => revalidated(&answer, media, asked),
    };
    ours::spent(response.headers_mut(), made.spent);
    response
}

fn revalidated(answer: &Answer, media: Media, asked: &HeaderMap) -> Response<Body> {
    let etag = answer.etag();
    let mut response = match ours::has(asked, etag) {
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

fn written(body: Body, media: Media) -> Response<Body> {
    /// All that is told with an answer on its way out: the map need not grow.
    const HEADERS: usize = 24;
    let mut response = Response::new(body);
    response.headers_mut().reserve(HEADERS);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media.content_type()),
    );
    vary(&mut response);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
        .headers_mut()
        .insert(ours::SCHEMA, HeaderValue::from_static(schema_version()));
    response
}

fn vary(response: &mut Response<Body>) {
    response.headers_mut().insert(
        header::VARY,
        HeaderValue::from_static("accept, accept-language, authorization"),
    );
}
