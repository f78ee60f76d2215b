//! Whether the process lives, and whether it can answer.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;

use super::state::Gateway;
use crate::store::change;

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);

/// `GET /health/live`: the process runs.
pub async fn live() -> Response<Body> {
    told(StatusCode::OK, json!({ "status": "live" }))
}

/// `GET /health/ready`: the database answers and the index is built. What is in memory is not used
/// while changes cannot be seen; that costs statements, and so is told and is no failure.
pub async fn ready(State(gateway): State<Arc<Gateway>>) -> Response<Body> {
    let graph = gateway.executor.graph();
    let latest = tokio::time::timeout(PATIENCE, change::latest(graph.db.reader())).await;
    let database = match latest {
        Ok(Ok(seq)) => Some(seq),
        _ => None,
    };
    let index = graph.search.seq();
    let building = graph.search.progress();
    let ready = database.is_some() && index.is_some();
    let (status, word) = match ready {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready"),
    };
    told(
        status,
        json!({
            "status": word,
            "database": if database.is_some() { "answers" } else { "does not answer" },
            "index": if index.is_some() { "built" } else { "is being built" },
            "indexed": index.is_none().then(|| json!({ "done": building.done, "of": building.of })),
            "changesBehind": database.zip(index).map(|(latest, seq)| latest - seq),
            "memory": if graph.applied.is_certain() { "is used" } else { "is not used" },
        }),
    )
}

fn told(status: StatusCode, body: serde_json::Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
