//! Whose web pages may ask from a browser. There are no cookies, so a page can do no more than its
//! own server could; what is kept from it is what only this network can reach.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};

use super::headers::EXPOSED;
use super::state::Gateway;
use crate::config::Origins;

/// How long a browser may remember what it was told, in seconds.
const MAX_AGE: &str = "600";

/// A page in a browser that asks.
pub struct Page {
    origin: HeaderValue,
    is_allowed: bool,
}

impl Page {
    /// The page that asks, if it is one.
    pub async fn of(gateway: &Gateway, headers: &HeaderMap) -> Option<Self> {
        let origin = headers.get(header::ORIGIN)?.clone();
        Some(Page {
            is_allowed: is_allowed(gateway, &origin).await,
            origin,
        })
    }

    /// Whether its browser asks what it may ask, before it does.
    pub fn asks_beforehand(&self, request: &Request<Body>) -> bool {
        request.method() == Method::OPTIONS
            && request
                .headers()
                .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
    }

    /// What it may ask.
    pub fn told_beforehand(&self) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        if self.is_allowed {
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
                let value = HeaderValue::from_static(value);
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    /// Says of an answer whether the page that asked may read it.
    pub fn tell(page: Option<Self>, headers: &mut HeaderMap) {
        if let Some(page) = page.filter(|page| page.is_allowed) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, page.origin);
            let exposed = HeaderValue::from_static(EXPOSED);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        headers.append(header::VARY, HeaderValue::from_static("origin"));
    }
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
    by_settings || Box::pin(gateway.callers.know_origin(origin)).await
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
