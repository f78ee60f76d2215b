//! `GET /schema.graphql`: the public contract.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::reply::file;
use crate::gateway::headers::has;
use crate::graphql::{schema_version, sdl};

/// The public contract, as text.
pub async fn schema(headers: HeaderMap) -> Response<Body> {
    let etag = HeaderValue::from_str(&format!("\"{}\"", schema_version()))
        .expect("hexadecimal digits and quotes are a header's characters");
    let mut response = match has(&headers, &etag) {
        true => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        }
        false => file(sdl(), "text/plain; charset=utf-8", "no-cache"),
    };
    response.headers_mut().insert(header::ETAG, etag);
    response
}
