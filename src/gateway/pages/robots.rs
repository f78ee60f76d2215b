//! `GET /robots.txt`: what search engines may read, and where the list of pages is.

use axum::body::Body;
use axum::http::Response;

use super::reply::{ASK_AGAIN, file};
use super::visitor::Visitor;

/// Everything but the graph itself; handouts are the articles again.
pub async fn robots(visitor: Visitor) -> Response<Body> {
    let mut text = "User-agent: *\nDisallow: /graphql\n".to_owned();
    if let Some(origin) = &visitor.origin {
        text.push_str(&format!("\nSitemap: {origin}/sitemap.xml\n"));
    }
    file(text, "text/plain; charset=utf-8", ASK_AGAIN)
}
