//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware;
use axum::routing::get;

use super::state::Gateway;
use super::{graphql, health, pages, request_id};

/// Every path that is served.
pub fn router(gateway: Gateway) -> Router {
    Router::new()
        .route(
            "/graphql",
            get(graphql::get)
                .post(graphql::post)
                .fallback(graphql::other_method),
        )
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/schema.graphql", get(pages::schema))
        .route("/", get(pages::home))
        .route("/playground", get(pages::playground))
        .route("/playground/{file}", get(pages::asset))
        .fallback(pages::not_found)
        .with_state(Arc::new(gateway))
        // One layer: each costs every request a copy of what is beneath it, and three allocations.
        .layer(middleware::from_fn(request_id::carry))
}

/// Headers that every answer carries.
pub(super) fn manners(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
