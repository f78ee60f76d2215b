//! Metrics over HTTP, on a listener of their own: whoever may watch is not whoever may ask.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use prometheus_client::encoding::text::encode_eof;
use tokio::net::TcpListener;

use super::pulled;
use crate::gateway::state::Gateway;

/// The text form of OpenMetrics, which Prometheus reads too.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves `GET /metrics` on the listener for as long as it is polled.
pub async fn serve_metrics(listener: TcpListener, gateway: Gateway) -> io::Result<()> {
    let router = Router::new()
        .route("/metrics", get(metrics))
        .with_state(Arc::new(gateway));
    axum::serve(listener, router).await
}

async fn metrics(State(gateway): State<Arc<Gateway>>) -> Response<Body> {
    let mut text = String::new();
    let written = gateway
        .metrics
        .encode(&mut text)
        .and(pulled::encode(&gateway, &mut text).await)
        .and_then(|()| encode_eof(&mut text));
    if let Err(error) = written {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "metrics cannot be written"
        );
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    }
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(OPEN_METRICS));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
