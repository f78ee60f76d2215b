//! The limit: the request is read, and one answer given always.

use axum::Router;
use axum::body::Bytes;
use axum::routing::post;

use super::json;

/// Answers with so many bytes.
pub fn router(bytes: usize) -> Router {
    const AROUND: usize = r#"{"data":""}"#.len();
    let filling = "x".repeat(bytes.saturating_sub(AROUND));
    let answer = Bytes::from(format!(r#"{{"data":"{filling}"}}"#));
    let handler = async move |body: Bytes| {
        drop(body);
        json(answer)
    };
    Router::new().route("/graphql", post(handler))
}
