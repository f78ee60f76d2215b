//! GraphQL over a WebSocket, with the protocol `graphql-transport-ws` to the letter.

mod message;
mod session;

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Response, StatusCode, header};

use super::address::Peer;
use super::cors;
use super::media::Media;
use super::refusal::TurnedAway;
use super::request_id::RequestId;
use super::state::Gateway;
use crate::graphql::document::Code;

use message::Close;
use session::Session;

/// How long the other side may take to answer a close.
const PARTING: Duration = Duration::from_secs(1);

/// The name of the protocol.
const PROTOCOL: &str = "graphql-transport-ws";

/// `GET /graphql/ws`: the connection becomes a socket.
pub async fn upgrade(
    State(gateway): State<Arc<Gateway>>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(_) => {
            return TurnedAway::new(
                StatusCode::UPGRADE_REQUIRED,
                Code::BadUserInput,
                "this address is for WebSockets with the protocol graphql-transport-ws; queries \
                 go to /graphql",
            )
            .with(header::UPGRADE, "websocket")
            .respond(Media::Json, &id);
        }
    };
    if !cors::may_connect(&gateway, &headers).await {
        return TurnedAway::new(
            StatusCode::FORBIDDEN,
            Code::Forbidden,
            "pages of this origin may not connect here",
        )
        .respond(Media::Json, &id);
    }
    let visit = match gateway.visit(&headers, peer.map(|peer| peer.0), &id).await {
        Ok(visit) => visit,
        Err(away) => return away.respond(Media::Json, &id),
    };
    let most = gateway.settings.body_bytes;
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |socket| async move {
            let metrics = gateway.metrics.clone();
            let code = run(socket, Session::new(gateway, visit)).await;
            metrics.socket_closed(code);
        })
}

async fn run(mut socket: WebSocket, session: Session) -> u16 {
    let spoken = socket.protocol().and_then(|spoken| spoken.to_str().ok());
    if spoken == Some(PROTOCOL) {
        return session.run(socket).await;
    }
    let close = Close::new(4406, "Subprotocol not acceptable");
    let _ = socket.send(close.frame()).await;
    part(socket).await;
    close.code
}

/// Reads until both sides have closed: that answers the other's close, and a connection that is
/// dropped before loses the code.
async fn part(mut socket: WebSocket) {
    let rest = async { while let Some(Ok(_)) = socket.recv().await {} };
    let _ = tokio::time::timeout(PARTING, rest).await;
}
