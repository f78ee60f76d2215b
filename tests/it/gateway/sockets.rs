//! GraphQL over a WebSocket: every code with which the protocol closes.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use caregraph::domain::caller::Tier;

use super::{Listening, key};
use crate::app::TestApp;

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What a server said.
#[derive(Debug, PartialEq)]
enum Heard {
    Message(Json),
    Closed(u16),
}

impl Socket {
    async fn open(server: &Listening, protocol: &str) -> Self {
        let address = format!("ws://{}/graphql/ws", server.address);
        let mut request = address.into_client_request().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol.parse().unwrap());
        Socket(connect_async(request).await.unwrap().0)
    }

    async fn ready(server: &Listening) -> Self {
        let mut socket = Self::open(server, "graphql-transport-ws").await;
        socket.say(json!({ "type": "connection_init" })).await;
        let ack = json!({ "type": "connection_ack" });
        assert_eq!(socket.hear().await, Heard::Message(ack));
        socket
    }

    async fn say(&mut self, message: Json) {
        self.0
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        let payload = json!({ "query": query });
        self.say(json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    async fn hear(&mut self) -> Heard {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(10), self.0.next());
            match next.await.expect("something within ten seconds") {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Message(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Close(Some(frame)))) => return Heard::Closed(frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(0),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_over_a_socket_is_answered_and_completed() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |_| {}).await;
    let mut socket = Socket::ready(&server).await;
    socket
        .say(json!({ "type": "ping", "payload": { "n": 1 } }))
        .await;
    let pong = json!({ "type": "pong", "payload": { "n": 1 } });
    assert_eq!(socket.hear().await, Heard::Message(pong));
    // A name may be used again once it is free.
    for _ in 0..2 {
        socket.subscribe("a", "{ __typename }").await;
        let Heard::Message(next) = socket.hear().await else {
            panic!("closed");
        };
        assert_eq!(next["type"], "next");
        assert_eq!(next["payload"]["data"]["__typename"], "Query");
        let complete = json!({ "type": "complete", "id": "a" });
        assert_eq!(socket.hear().await, Heard::Message(complete));
    }
    socket.subscribe("b", "{ nothing }").await;
    let Heard::Message(error) = socket.hear().await else {
        panic!("closed");
    };
    assert_eq!(error["type"], "error");
    assert_eq!(
        error["payload"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_breaks_the_protocol_is_told_how() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| {
        settings.init_timeout = Duration::from_millis(300);
    })
    .await;

    let mut silent = Socket::open(&server, "graphql-transport-ws").await;
    assert_eq!(silent.hear().await, Heard::Closed(4408));

    let mut early = Socket::open(&server, "graphql-transport-ws").await;
    early.subscribe("a", "{ __typename }").await;
    assert_eq!(early.hear().await, Heard::Closed(4401));

    let mut twice = Socket::ready(&server).await;
    twice.say(json!({ "type": "connection_init" })).await;
    assert_eq!(twice.hear().await, Heard::Closed(4429));

    for nonsense in ["nonsense", "{}", r#"{"type":"subscribe","id":"a"}"#] {
        let mut socket = Socket::ready(&server).await;
        socket.0.send(Message::text(nonsense)).await.unwrap();
        assert_eq!(socket.hear().await, Heard::Closed(4400), "{nonsense}");
    }
    let mut binary = Socket::ready(&server).await;
    binary.0.send(Message::binary(vec![1, 2])).await.unwrap();
    assert_eq!(binary.hear().await, Heard::Closed(4400));

    let deep = json!({ "query": "[".repeat(3_000) });
    let mut socket = Socket::ready(&server).await;
    socket
        .say(json!({ "type": "subscribe", "id": "a", "payload": deep }))
        .await;
    let Heard::Message(error) = socket.hear().await else {
        panic!("closed");
    };
    assert_eq!(error["payload"][0]["extensions"]["code"], "QUERY_TOO_DEEP");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_name_is_one_operation_and_there_may_not_be_too_many() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| settings.operations_of_socket = 2).await;
    let mut socket = Socket::ready(&server).await;
    let forever = "subscription { changes { cursor } }";
    socket.subscribe("a", forever).await;
    socket.subscribe("b", forever).await;
    socket.subscribe("c", forever).await;
    let Heard::Message(error) = socket.hear().await else {
        panic!("closed");
    };
    assert_eq!(
        (&error["type"], &error["id"]),
        (&json!("error"), &json!("c"))
    );
    assert_eq!(error["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    // One that was ended makes room.
    socket.say(json!({ "type": "complete", "id": "a" })).await;
    socket.subscribe("d", "{ __typename }").await;
    let Heard::Message(next) = socket.hear().await else {
        panic!("closed");
    };
    assert_eq!((&next["type"], &next["id"]), (&json!("next"), &json!("d")));
    assert!(matches!(socket.hear().await, Heard::Message(_)));
    socket.subscribe("b", forever).await;
    assert_eq!(socket.hear().await, Heard::Closed(4409));

    // What is open when the process ends is told so, and does not hold it.
    let mut open = Socket::ready(&server).await;
    open.subscribe("a", forever).await;
    let began = std::time::Instant::now();
    let stopping = tokio::spawn(server.stop());
    assert_eq!(open.hear().await, Heard::Closed(1001));
    drop((open, socket));
    stopping.await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_may_come_with_the_first_message() {
    let app = TestApp::empty().await;
    let held = key(&app, "Acme", Tier::Standard, &[]).await;
    let server = Listening::start(&app, |_| {}).await;
    let mut socket = Socket::open(&server, "graphql-transport-ws").await;
    let bearer = format!("Bearer {}", held.reveal());
    socket
        .say(json!({ "type": "connection_init", "payload": { "authorization": bearer } }))
        .await;
    assert!(matches!(socket.hear().await, Heard::Message(_)));
    socket.subscribe("a", "{ viewer { name } }").await;
    let Heard::Message(next) = socket.hear().await else {
        panic!("closed");
    };
    assert_eq!(next["payload"]["data"]["viewer"]["name"], "Acme");

    let mut wrong = Socket::open(&server, "graphql-transport-ws").await;
    wrong
        .say(json!({ "type": "connection_init", "payload": { "authorization": "Bearer no" } }))
        .await;
    assert_eq!(wrong.hear().await, Heard::Closed(4403));
    server.stop().await;
}
