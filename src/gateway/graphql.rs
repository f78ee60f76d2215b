//! The GraphQL endpoint, to the letter of GraphQL over HTTP.

use async_graphql::Response as Answer;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::media::{self, Media};
use super::refusal::{TurnedAway, named};
use super::request::{self, Asked};
use super::request_id::RequestId;
use super::state::Gateway;
use crate::config::Server;
use crate::graphql::document::Code;

/// `POST /graphql`: a JSON body.
pub async fn post(
    State(gateway): State<Gateway>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let media = match readable(&headers, &id) {
        Ok(media) => media,
        Err(response) => return *response,
    };
    let asked = async {
        if !media::is_json(&headers) {
            return Err(TurnedAway::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::BadUserInput,
                "the content type must be application/json in UTF-8",
            ));
        }
        let body = whole(body, &gateway.settings).await?;
        request::from_body(&body, gateway.settings.body_bytes)
    }
    .await;
    answer(&gateway, asked, media, &id).await
}

/// `GET /graphql`: the parameters `query`, `operationName` and `variables`.
pub async fn get(
    State(gateway): State<Gateway>,
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
    answer(&gateway, asked, media, &id).await
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
    media: Media,
    id: &RequestId,
) -> Response<Body> {
    let asked = match asked {
        Ok(asked) => asked,
        Err(refusal) => return refusal.respond(media, id),
    };
    let run = gateway.executor.run(
        &asked.query,
        asked.operation_name.as_deref(),
        asked.variables,
    );
    match tokio::time::timeout(gateway.settings.query_timeout, run).await {
        Ok(Ok(answer)) => shown(answer, media, id),
        Ok(Err(refused)) => TurnedAway::refused(&refused, media).respond(media, id),
        Err(_) => TurnedAway::new(
            StatusCode::GATEWAY_TIMEOUT,
            Code::Timeout,
            "the query took too long, ask for less at once",
        )
        .respond(media, id),
    }
}

fn shown(mut answer: Answer, media: Media, id: &RequestId) -> Response<Body> {
    answer.errors = std::mem::take(&mut answer.errors)
        .into_iter()
        .map(|error| named(error, id))
        .collect();
    let body = match serde_json::to_vec(&answer) {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "an answer cannot be written"
            );
            return TurnedAway::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                Code::Internal,
                "something went wrong on our side",
            )
            .respond(media, id);
        }
    };
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media.content_type()),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    response
}
