//! The messages of `graphql-transport-ws`, and the codes with which it closes.

use std::error::Error as _;

use axum::extract::ws::{CloseFrame, Message};
use serde_json::{Map, Value as Json};
use tungstenite::error::{Error as Broken, ProtocolError};

use crate::gateway::request::{self, Asked};
use crate::graphql::document::{JsonLimits, check_json};

/// The longest name of an operation.
const LONGEST_ID: usize = 128;

/// What a client says.
#[derive(Debug)]
pub enum Said {
    Init(Map<String, Json>),
    Ping(Option<Json>),
    Pong,
    Subscribe { id: String, asked: Asked },
    Complete(String),
}

/// Why the server ends a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    pub code: u16,
    pub reason: String,
}

impl Close {
    pub fn new(code: u16, reason: impl Into<String>) -> Self {
        Close {
            code,
            reason: reason.into(),
        }
    }

    /// How a connection ends on which something was sent that is no message; `None` where it has
    /// ended by itself.
    pub fn after(error: &axum::Error) -> Option<Self> {
        let (code, reason) = match error.source()?.downcast_ref()? {
            Broken::Capacity(_) => (1009, "Message too large"),
            Broken::Utf8(_) => (1007, "Text must be UTF-8"),
            Broken::Protocol(ProtocolError::ResetWithoutClosingHandshake) => return None,
            Broken::Protocol(_) => (1002, "Frames must be those of RFC 6455"),
            _ => return None,
        };
        Some(Close::new(code, reason))
    }

    pub fn frame(&self) -> Message {
        // A frame has room for 123 bytes of reason.
        let mut end = self.reason.len().min(123);
        while !self.reason.is_char_boundary(end) {
            end -= 1;
        }
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: self.reason[..end].into(),
        }))
    }
}

/// Reads a message; one that is none ends the connection.
pub fn read(text: &str, most: usize) -> Result<Said, Close> {
    let limits = JsonLimits {
        bytes: most,
        ..JsonLimits::default()
    };
    check_json(text.as_bytes(), &limits).map_err(|refusal| invalid(&refusal.message))?;
    let Ok(Json::Object(mut fields)) = serde_json::from_str(text) else {
        return Err(invalid("it must be a JSON object"));
    };
    let kind = match fields.remove("type") {
        Some(Json::String(kind)) => kind,
        _ => return Err(invalid("type must be a string")),
    };
    let payload = fields
        .remove("payload")
        .filter(|payload| !payload.is_null());
    match kind.as_str() {
        "connection_init" => match payload {
            None => Ok(Said::Init(Map::new())),
            Some(Json::Object(payload)) => Ok(Said::Init(payload)),
            Some(_) => Err(invalid("the payload of connection_init must be an object")),
        },
        "ping" => match payload {
            None | Some(Json::Object(_)) => Ok(Said::Ping(payload)),
            Some(_) => Err(invalid("the payload of ping must be an object")),
        },
        "pong" => match payload {
            None | Some(Json::Object(_)) => Ok(Said::Pong),
            Some(_) => Err(invalid("the payload of pong must be an object")),
        },
        "subscribe" => match payload {
            Some(Json::Object(payload)) => Ok(Said::Subscribe {
                id: id(&mut fields)?,
                asked: request::from_object(payload).map_err(|away| invalid(away.message()))?,
            }),
            _ => Err(invalid("the payload of subscribe must be an object")),
        },
        "complete" => Ok(Said::Complete(id(&mut fields)?)),
        _ => Err(invalid(
            "type must be connection_init, ping, pong, subscribe or complete",
        )),
    }
}

fn id(fields: &mut Map<String, Json>) -> Result<String, Close> {
    match fields.remove("id") {
        Some(Json::String(id)) if !id.is_empty() && id.len() <= LONGEST_ID => Ok(id),
        _ => Err(invalid("id must be a string of 1 to 128 bytes")),
    }
}

fn invalid(why: &str) -> Close {
    Close::new(4400, format!("Invalid message: {why}"))
}

/// `connection_ack`.
pub fn acknowledged() -> Message {
    Message::text(r#"{"type":"connection_ack"}"#)
}

/// `pong`, with what came in the ping.
pub fn pong(payload: Option<&Json>) -> Message {
    Message::text(match payload {
        None => r#"{"type":"pong"}"#.to_owned(),
        Some(payload) => format!(r#"{{"type":"pong","payload":{payload}}}"#),
    })
}

/// `next`: an answer as it is written.
pub fn next(id: &str, answer: &[u8]) -> Message {
    let answer = String::from_utf8_lossy(answer);
    Message::text(format!(
        r#"{{"id":{},"type":"next","payload":{answer}}}"#,
        quoted(id)
    ))
}

/// `error`: a list of errors, after which nothing follows.
pub fn error(id: &str, errors: &str) -> Message {
    Message::text(format!(
        r#"{{"id":{},"type":"error","payload":{errors}}}"#,
        quoted(id)
    ))
}

/// `complete`.
pub fn complete(id: &str) -> Message {
    Message::text(format!(r#"{{"id":{},"type":"complete"}}"#, quoted(id)))
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_ends_the_connection() {
        for text in [
            "",
            "nonsense",
            "[]",
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"start"}"#,
            r#"{"type":"subscribe","payload":{}}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":"a"}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"subscribe","id":"a","payload":{}}"#,
            r#"{"type":"subscribe","id":"a","payload":{"query":"{a}","variables":[]}}"#,
            r#"{"type":"connection_init","payload":1}"#,
        ] {
            assert_eq!(read(text, 1_000).unwrap_err().code, 4400, "{text}");
        }
        let asks = r#"{"type":"subscribe","id":"a","payload":{"query":"{a}"}}"#;
        assert!(matches!(read(asks, 1_000), Ok(Said::Subscribe { .. })));
    }

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let Message::Close(Some(frame)) = Close::new(4400, "é".repeat(100)).frame() else {
            panic!("no close frame");
        };
        assert_eq!(frame.reason.len(), 122);
    }
}
