//! Files that pages load, by names that change with their content.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use rust_embed::RustEmbed;

use super::failed;
use super::reply::{FOR_A_YEAR, file};
use crate::gateway::headers::short_hash;

/// What `npm run build` made in `web/`; empty where it was not run.
#[derive(RustEmbed)]
#[folder = "web/dist/"]
#[allow_missing = true]
struct Built;

/// The style of the pages that are written here. It needs no build, so that these pages look the
/// same in a binary without one.
const STYLE: &str = concat!(
    include_str!("../../../web/src/base.css"),
    include_str!("../../../web/src/pages.css")
);

static STYLE_NAME: LazyLock<String> =
    LazyLock::new(|| format!("pages-{}.css", short_hash(STYLE.as_bytes())));

/// Where the style of the pages that are written here is.
pub fn style() -> String {
    format!("/assets/{}", *STYLE_NAME)
}

/// A page that was built, as text.
pub fn built(name: &str) -> Option<String> {
    let found = Built::get(name)?;
    String::from_utf8(found.data.into_owned()).ok()
}

/// `GET /assets/…`
pub async fn asset(Path(name): Path<String>) -> Response<Body> {
    if name == *STYLE_NAME {
        return file(STYLE, "text/css; charset=utf-8", FOR_A_YEAR);
    }
    match Built::get(&format!("assets/{name}")) {
        Some(found) => file(found.data.into_owned(), content_type(&name), FOR_A_YEAR),
        None => failed::nothing_here().await,
    }
}

fn content_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
