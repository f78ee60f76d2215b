//! Pages and files: the schema, the playground, and what to say where there is none.

use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use rust_embed::RustEmbed;

use super::headers::has;
use crate::graphql::{schema_version, sdl};

/// The built web pages; empty when they were not built.
#[derive(RustEmbed)]
#[folder = "web/dist/"]
#[allow_missing = true]
struct Built;

/// What a page may load: nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Files whose names change with their content.
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

/// `GET /schema.graphql`: the public contract.
pub async fn schema(headers: HeaderMap) -> Response<Body> {
    let etag = HeaderValue::from_str(&format!("\"{}\"", schema_version()))
        .expect("hexadecimal digits and quotes are a header's characters");
    let mut response = match has(&headers, &etag) {
        true => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        }
        false => file(sdl().into_bytes(), "text/plain; charset=utf-8", "no-cache"),
    };
    response.headers_mut().insert(header::ETAG, etag);
    response
}

/// `GET /`: where to go, with an example for the address by which the reader came.
pub async fn home(headers: HeaderMap) -> Response<Body> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        // A host is shown in the page, so it must be nothing but a name and a port.
        .filter(|host| {
            host.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        })
        .unwrap_or("127.0.0.1:8080");
    let origin = format!("http://{host}");
    page(
        include_str!("home.html")
            .replace("{origin}", &origin)
            .into_bytes(),
    )
}

/// `GET /playground`: the query editor.
pub async fn playground() -> Response<Body> {
    match Built::get("playground.html") {
        Some(built) => page(built.data.into_owned()),
        None => page(include_str!("not_built.html").as_bytes().to_vec()),
    }
}

/// A file beside the playground.
pub async fn asset(Path(name): Path<String>, RawQuery(version): RawQuery) -> Response<Body> {
    let Some(found) = Built::get(&format!("playground/{name}")) else {
        return not_found().await;
    };
    let content_type = match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "json")) => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    let lasting = version.is_some() || name.split('.').count() > 2;
    let cache = if lasting { FOR_A_YEAR } else { "no-cache" };
    file(found.data.into_owned(), content_type, cache)
}

/// Any other path.
pub async fn not_found() -> Response<Body> {
    let mut response = file(
        b"there is nothing here: the graph is at /graphql\n".to_vec(),
        "text/plain; charset=utf-8",
        "no-store",
    );
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn page(body: Vec<u8>) -> Response<Body> {
    let mut response = file(body, "text/html; charset=utf-8", "no-cache");
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

fn file(body: Vec<u8>, content_type: &'static str, cache: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}
