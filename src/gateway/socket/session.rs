//! One socket: what was said so far, and the operations that run on it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket};
use axum::http::StatusCode;
use futures_util::StreamExt;
use serde_json::{Map, Value as Json};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::message::{self, Close, Said};
use crate::gateway::answers::answers;
use crate::gateway::quota::Account;
use crate::gateway::refusal::TurnedAway;
use crate::gateway::request::Asked;
use crate::gateway::state::{Gateway, Visit};
use crate::graphql::document::Code;

/// Answers that wait to be sent, of all operations of a socket together.
const WAITING: usize = 64;

/// How often a socket is asked whether it is still there; one that says nothing for twice as long
/// is let go.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// A socket's state.
pub struct Session {
    gateway: Arc<Gateway>,
    visit: Visit,
    is_acknowledged: bool,
    running: HashMap<String, Running>,
    started: u64,
    tell: mpsc::Sender<Told>,
    told: mpsc::Receiver<Told>,
}

/// An operation, and which one of its name it is: a name may be used again when it is free.
struct Running {
    number: u64,
    task: AbortHandle,
}

/// What an operation has to say.
struct Told {
    id: String,
    number: u64,
    what: What,
}

enum What {
    Next(Vec<u8>),
    Error(TurnedAway),
    Complete,
}

/// What a message led to.
enum Then {
    Nothing,
    Send(Message),
    Close(Close),
}

impl Session {
    pub fn new(gateway: Arc<Gateway>, visit: Visit) -> Self {
        let (tell, told) = mpsc::channel(WAITING);
        Session {
            gateway,
            visit,
            is_acknowledged: false,
            running: HashMap::new(),
            started: 0,
            tell,
            told,
        }
    }

    /// Serves the socket until either side ends it. A message that the client does not take in
    /// within the gateway's patience ends it too: what it does not read, others would wait for.
    ///
    /// Gives the code with which it ended.
    pub async fn run(mut self, mut socket: WebSocket) -> u16 {
        let code = self.converse(&mut socket).await;
        // What runs on it ends at once, whether the other side answers or not.
        drop(self);
        super::part(socket).await;
        code
    }

    async fn converse(&mut self, socket: &mut WebSocket) -> u16 {
        let patience = self.gateway.settings.slow_timeout;
        let init = tokio::time::sleep(self.gateway.settings.init_timeout);
        tokio::pin!(init);
        let mut heartbeat = tokio::time::interval(HEARTBEAT);
        let mut heard = Instant::now();
        let mut ending = self.gateway.ending.subscribe();
        loop {
            let then = tokio::select! {
                () = &mut init, if !self.is_acknowledged => {
                    Then::Close(Close::new(4408, "Connection initialisation timeout"))
                }
                _ = ending.changed() => Then::Close(Close::new(1001, "Going away")),
                received = socket.recv() => {
                    heard = Instant::now();
                    match received {
                        Some(Ok(Message::Text(text))) => self.said(&text).await,
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Then::Nothing,
                        Some(Ok(Message::Binary(_))) => {
                            Then::Close(Close::new(4400, "Invalid message: it must be text"))
                        }
                        Some(Ok(Message::Close(frame))) => {
                            // 1005: closed without a code.
                            return frame.map_or(1005, |frame| frame.code);
                        }
                        // 1006: gone without a word.
                        None => return 1006,
                        Some(Err(error)) => match Close::after(&error) {
                            Some(close) => Then::Close(close),
                            None => return 1006,
                        },
                    }
                }
                Some(told) = self.told.recv() => self.told(told),
                _ = heartbeat.tick() => match heard.elapsed() > 2 * HEARTBEAT {
                    true => return 1006,
                    false => Then::Send(Message::Ping(Vec::new().into())),
                },
            };
            let (message, last) = match then {
                Then::Nothing => continue,
                Then::Send(message) => (message, None),
                Then::Close(close) => (close.frame(), Some(close.code)),
            };
            let sent = tokio::time::timeout(patience, socket.send(message)).await;
            match (last, sent) {
                (Some(code), _) => return code,
                (None, Ok(Ok(()))) => {}
                (None, _) => return 1006,
            }
        }
    }

    async fn said(&mut self, text: &str) -> Then {
        let said = match message::read(text, self.gateway.settings.body_bytes) {
            Ok(said) => said,
            Err(close) => return Then::Close(close),
        };
        match said {
            Said::Init(_) if self.is_acknowledged => {
                Then::Close(Close::new(4429, "Too many initialisation requests"))
            }
            Said::Init(payload) => self.init(&payload).await,
            Said::Ping(payload) => Then::Send(message::pong(payload.as_ref())),
            Said::Pong => Then::Nothing,
            Said::Subscribe { .. } if !self.is_acknowledged => {
                Then::Close(Close::new(4401, "Unauthorized"))
            }
            Said::Subscribe { id, asked } => self.subscribe(id, asked),
            Said::Complete(id) => {
                // One that has ended by itself is not there any more.
                if let Some(running) = self.running.remove(&id) {
                    running.task.abort();
                }
                Then::Nothing
            }
        }
    }

    /// A key may come with the first message, because a browser can set no header.
    async fn init(&mut self, payload: &Map<String, Json>) -> Then {
        let sent = ["authorization", "Authorization"]
            .iter()
            .find_map(|name| payload.get(*name));
        if let Some(sent) = sent {
            let sent = sent.as_str().unwrap_or_default();
            match self.gateway.callers.by_bearer(sent, None).await {
                Ok(caller) => {
                    self.visit.account = Account::of(&caller, self.visit.address);
                    self.visit.caller = caller;
                }
                Err(_) => return Then::Close(Close::new(4403, "Forbidden")),
            }
        }
        self.is_acknowledged = true;
        Then::Send(message::acknowledged())
    }

    fn subscribe(&mut self, id: String, asked: Asked) -> Then {
        if self.running.contains_key(&id) {
            let reason = format!("Subscriber for {id} already exists");
            return Then::Close(Close::new(4409, reason));
        }
        let most = self.gateway.settings.operations_of_socket;
        if self.running.len() >= most {
            let away = TurnedAway::new(
                StatusCode::TOO_MANY_REQUESTS,
                Code::RateLimited,
                format!("{most} operations run on this socket, and there may be no more"),
            );
            return self.error(&id, &away);
        }
        self.started += 1;
        let operation = operation(
            Arc::clone(&self.gateway),
            self.visit.clone(),
            asked,
            (id.clone(), self.started),
            self.tell.clone(),
        );
        let running = Running {
            number: self.started,
            task: tokio::spawn(operation).abort_handle(),
        };
        self.running.insert(id, running);
        Then::Nothing
    }

    fn told(&mut self, told: Told) -> Then {
        let Told { id, number, what } = told;
        // What an operation said before its end was asked for is not wanted any more.
        let is_running = self
            .running
            .get(&id)
            .is_some_and(|running| running.number == number);
        if !is_running {
            return Then::Nothing;
        }
        match what {
            What::Next(answer) => Then::Send(message::next(&id, &answer)),
            What::Error(away) => {
                self.running.remove(&id);
                self.error(&id, &away)
            }
            What::Complete => {
                self.running.remove(&id);
                Then::Send(message::complete(&id))
            }
        }
    }

    fn error(&self, id: &str, away: &TurnedAway) -> Then {
        let errors = away.errors(&self.visit.id);
        let errors = serde_json::to_string(&errors).unwrap_or_else(|_| "[]".to_owned());
        Then::Send(message::error(id, &errors))
    }
}

/// What ran on it ends with the socket.
impl Drop for Session {
    fn drop(&mut self) {
        for running in self.running.values() {
            running.task.abort();
        }
    }
}

async fn operation(
    gateway: Arc<Gateway>,
    visit: Visit,
    asked: Asked,
    (id, number): (String, u64),
    tell: mpsc::Sender<Told>,
) {
    let told = |what: What| Told {
        id: id.clone(),
        number,
        what,
    };
    // The receiver lives as long as the socket, and with that this task.
    let ready = match gateway.admit(asked, &visit).await {
        Ok(ready) => ready,
        Err(away) => {
            let _ = tell.send(told(What::Error(away))).await;
            return;
        }
    };
    let mut answers = answers(gateway, ready, visit);
    while let Some(answer) = answers.next().await {
        let what = match answer {
            Ok(answer) => What::Next(answer),
            Err(away) => {
                let _ = tell.send(told(What::Error(away))).await;
                return;
            }
        };
        if tell.send(told(what)).await.is_err() {
            return;
        }
    }
    let _ = tell.send(told(What::Complete)).await;
}
