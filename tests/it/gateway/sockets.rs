//! GraphQL over a WebSocket: every code with which the protocol closes.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::io::AsyncWriteExt;
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

    /// Sends bytes past the protocol.
    async fn raw(&mut self, bytes: &[u8]) {
        let MaybeTlsStream::Plain(stream) = self.0.get_mut() else {
            panic!("there is no TLS here");
        };
        stream.write_all(bytes).await.unwrap();
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

    let mut bytes = Socket::ready(&server).await;
    bytes.raw(&[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]).await;
    assert_eq!(bytes.hear().await, Heard::Closed(1007));
    let mut unmasked = Socket::ready(&server).await;
    unmasked.raw(&[0x81, 0x02, b'{', b'}']).await;
    assert_eq!(unmasked.hear().await, Heard::Closed(1002));

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
async fn a_message_that_is_too_large_closes_with_1009() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |_| {}).await;
    let most = app.gateway.settings.body_bytes;
    let ping = |bytes: usize| {
        let empty = json!({ "type": "ping", "payload": { "x": "" } }).to_string();
        let text = "x".repeat(bytes - empty.len());
        json!({ "type": "ping", "payload": { "x": text } })
    };
    let mut socket = Socket::ready(&server).await;
    socket.say(ping(most)).await;
    assert!(
        matches!(socket.hear().await, Heard::Message(_)),
        "it just fits"
    );
    socket.say(ping(most + 1)).await;
    assert_eq!(socket.hear().await, Heard::Closed(1009));

    // Much larger: the close arrives though the rest was never read as a message.
    for bytes in [1 << 20, 3 << 20] {
        let mut socket = Socket::ready(&server).await;
        socket.say(ping(bytes)).await;
        assert_eq!(socket.hear().await, Heard::Closed(1009), "{bytes}");
    }
    // In parts, each of which would be small enough.
    let mut parts = Socket::ready(&server).await;
    for part in 0..10_u8 {
        let opcode = if part == 0 { 0x01 } else { 0x00 };
        let length = 60_000_u16.to_be_bytes();
        parts
            .raw(&[opcode, 0x80 | 126, length[0], length[1], 0, 0, 0, 0])
            .await;
        parts.raw(&[b'x'; 60_000]).await;
    }
    assert_eq!(parts.hear().await, Heard::Closed(1009));
    // A length beyond reason is refused before anything of it comes.
    let mut huge = Socket::ready(&server).await;
    let mut head = vec![0x81, 0x80 | 127];
    head.extend((1_u64 << 40).to_be_bytes());
    head.extend([0; 4]);
    huge.raw(&head).await;
    assert_eq!(huge.hear().await, Heard::Closed(1009));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_has_its_place_among_the_connections_as_long_as_it_is_open() {
    let app = TestApp::empty().await;
    let server = Listening::start(&app, |settings| settings.connections_of_one = 2).await;
    let (one, two) = (Socket::ready(&server).await, Socket::ready(&server).await);
    let address = format!("ws://{}/graphql/ws", server.address);
    let third = connect_async(address.clone().into_client_request().unwrap()).await;
    assert!(third.is_err(), "there is room for two");
    drop(one);
    let deadline = Instant::now() + Duration::from_secs(5);
    while connect_async(address.clone().into_client_request().unwrap())
        .await
        .is_err()
    {
        assert!(Instant::now() < deadline, "there is room again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(two);
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
    let began = Instant::now();
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
