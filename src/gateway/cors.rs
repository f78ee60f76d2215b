//! Whose web pages may ask from a browser. There are no cookies, so a page can do no more than its
//! own server could; what is kept from it is what only this network can reach.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::Next;

use super::headers::EXPOSED;
use super::state::Gateway;
use crate::config::Origins;

/// How long a browser may remember what it was told, in seconds.
const MAX_AGE: &str = "600";

/// Answers what browsers ask beforehand, and says of each answer whether a page may read it.
pub async fn allow(
    State(gateway): State<Arc<Gateway>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        let mut response = next.run(request).await;
        vary(response.headers_mut());
        return response;
    };
    let allowed = is_allowed(&gateway, &origin).await;
    let asks_beforehand = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !asks_beforehand {
        let mut response = next.run(request).await;
        let headers = response.headers_mut();
        if allowed {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static(EXPOSED),
            );
        }
        vary(headers);
        return response;
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    if allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "accept, authorization, content-type, if-none-match, \
                 apollo-require-preflight, x-apollo-operation-name, \
                 x-request-id, x-client-name, x-client-version, apollographql-client-name, \
                 apollographql-client-version",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    vary(headers);
    response
}

/// Whether a page of the origin that these headers name may open a socket. What is no browser
/// names none.
pub async fn may_connect(gateway: &Gateway, headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let host = headers.get(header::HOST);
    let own = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"))
        .zip(host.and_then(|host| host.to_str().ok()))
        .is_some_and(|((_, origin), host)| origin == host);
    own || is_allowed(gateway, origin).await
}

async fn is_allowed(gateway: &Gateway, origin: &HeaderValue) -> bool {
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    let by_settings = match &gateway.settings.origins {
        Origins::Any => true,
        Origins::Local => is_local(origin),
        Origins::Only(these) => these.iter().any(|allowed| allowed == origin),
    };
    by_settings || gateway.callers.know_origin(origin).await
}

fn is_local(origin: &str) -> bool {
    origin
        .parse::<Uri>()
        .ok()
        .and_then(|origin| {
            let host = origin.host()?;
            Some(matches!(host, "localhost" | "127.0.0.1" | "[::1]"))
        })
        .unwrap_or(false)
}

fn vary(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_local() {
        for (origin, expected) in [
            ("http://localhost:3000", true),
            ("http://127.0.0.1:5173", true),
            ("http://[::1]:3000", true),
            ("http://localhost.example.org", false),
            ("https://example.org", false),
            ("null", false),
        ] {
            assert_eq!(is_local(origin), expected, "{origin}");
        }
    }
}
