//! Answers as a stream of events: GraphQL over server-sent events, distinct connections mode.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use super::answers::answers;
use super::graphql::no_mutation_by_get;
use super::refusal::TurnedAway;
use super::request::Asked;
use super::state::{Gateway, Visit};

/// How often something is sent, so that nothing between takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(12);

/// Events that wait to be read. A subscriber who leaves them longer than the gateway's patience is
/// let go.
const WAITING: usize = 16;

/// How a stream was asked for: an address can be made by anybody's page, so it must not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Get,
    Post,
}

/// Answers with a stream. What is wrong with the query itself is told in it, since a browser's
/// `EventSource` shows nothing of a refusal.
pub async fn stream(
    gateway: Arc<Gateway>,
    asked: Asked,
    visit: Visit,
    by: By,
) -> Result<Response<Body>, TurnedAway> {
    let (tell, told) = mpsc::channel::<Bytes>(WAITING);
    match gateway.admit(asked, &visit).await {
        Ok(ready) if by == By::Get && ready.kind() == OperationType::Mutation => {
            return Err(no_mutation_by_get());
        }
        Ok(ready) => {
            let patience = gateway.settings.slow_timeout;
            let mut ending = gateway.ending.subscribe();
            let mut answers = answers(gateway, ready, visit.clone());
            tokio::spawn(async move {
                loop {
                    let next = tokio::select! {
                        () = tell.closed() => return,
                        // Without a last event, so that the subscriber asks again elsewhere.
                        _ = ending.changed() => return,
                        () = tokio::time::sleep(KEEP_ALIVE) => Bytes::from_static(b":\n\n"),
                        answer = answers.next() => match answer {
                            Some(Ok(answer)) => next(&answer),
                            Some(Err(away)) => next(away.body(&visit.id).as_bytes()),
                            None => break,
                        },
                    };
                    if tell.send_timeout(next, patience).await.is_err() {
                        return;
                    }
                }
                let _ = tell.send_timeout(complete(), patience).await;
            });
        }
        Err(away) if is_of_query(&away) => {
            // There is room for two in an empty channel.
            let _ = tell.try_send(next(away.body(&visit.id).as_bytes()));
            let _ = tell.try_send(complete());
        }
        Err(away) => return Err(away),
    }
    let events = stream::unfold(told, |mut told| async {
        let event = told.recv().await?;
        Some((Ok::<_, Infallible>(event), told))
    });
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather answers would hold events back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Whether the request that carries the query is as it must be.
fn is_of_query(away: &TurnedAway) -> bool {
    matches!(
        away.status,
        StatusCode::OK | StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN
    )
}

fn next(answer: &[u8]) -> Bytes {
    // An answer is JSON on one line.
    let mut event = b"event: next\ndata: ".to_vec();
    event.extend_from_slice(answer);
    event.extend_from_slice(b"\n\n");
    event.into()
}

fn complete() -> Bytes {
    Bytes::from_static(b"event: complete\ndata:\n\n")
}
