//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use super::state::Gateway;
use super::{cors, graphql, health, infobutton, pages, request_id, socket};

/// Every path that is served.
pub fn router(gateway: Gateway) -> Router {
    let gateway = Arc::new(gateway);
    Router::new()
        .route(
            "/graphql",
            get(graphql::get)
                .post(graphql::post)
                .fallback(graphql::other_method),
        )
        .route("/graphql/ws", get(socket::upgrade))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/infobutton", get(infobutton::get))
        .route("/schema.graphql", get(pages::schema))
        .route("/", get(pages::home))
        .route("/playground", get(pages::playground))
        .route("/assets/{*file}", get(pages::asset))
        .route("/doctor/{slug}", get(pages::doctor))
        .route("/clinic/{slug}", get(pages::clinic))
        .route("/article/{slug}", get(pages::article))
        .route("/article/{slug}/print", get(pages::print))
        .route("/robots.txt", get(pages::robots))
        .route("/sitemap.xml", get(pages::sitemap))
        .route("/sitemap/{part}", get(pages::sitemap_part))
        .fallback(pages::nothing_here)
        .with_state(Arc::clone(&gateway))
        .layer(middleware::from_fn_with_state(gateway, cors::allow))
        .layer(middleware::from_fn(request_id::carry))
        .layer(CompressionLayer::new().compress_when(worth_packing()))
}

/// Small answers grow when they are packed, and a stream of events must not wait to be.
fn worth_packing() -> impl Predicate {
    // Fonts are packed already.
    SizeAbove::new(1_024)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("font/"))
}
