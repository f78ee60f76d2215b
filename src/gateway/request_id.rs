//! A name for each request, in the answer and in the logs, so that the two can be brought together.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest name that is taken over from a caller.
const LONGEST: usize = 64;

/// The name of a request.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Names the request, or takes over the name that a proxy in front has given it.
pub async fn carry(mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|given| is_plain(given))
        .map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", request.id = id);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn is_plain(given: &str) -> bool {
    !given.is_empty()
        && given.len() <= LONGEST
        && given
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
