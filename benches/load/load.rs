//! Closed-loop load: each connection sends its next request when the answer to the last is read.
//!
//! A slow server therefore gets fewer requests and no queue builds up before it: latencies are those
//! of callers who wait.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use tokio::task::JoinSet;

use super::client::Connection;

/// How long the last answers may take to come.
const LAST_ANSWERS: Duration = Duration::from_secs(30);

const WARMING: u8 = 0;
const MEASURING: u8 = 1;
const ENDING: u8 = 2;

/// A request, and how long its answer is: a shorter or longer one is not the answer.
pub struct Request {
    pub wire: Vec<u8>,
    pub answer_bytes: usize,
}

/// Load that is under way.
pub struct Load {
    connections: JoinSet<anyhow::Result<Vec<Duration>>>,
    shared: Arc<Shared>,
    began: Instant,
    ended: Instant,
}

struct Shared {
    requests: Vec<Request>,
    phase: AtomicU8,
    /// How many requests have been sent; each is the next in the sequence, whoever sends it.
    sent: AtomicUsize,
}

/// What was measured.
pub struct Measured {
    /// How long each answer took that came while it was measured, the shortest first.
    pub latencies: Vec<Duration>,
    pub elapsed: Duration,
    /// Every request, those before the measuring too.
    pub sent: usize,
}

impl Load {
    /// Begins to send.
    pub async fn start(
        address: SocketAddr,
        requests: Vec<Request>,
        connections: u16,
    ) -> anyhow::Result<Self> {
        let shared = Arc::new(Shared {
            requests,
            phase: AtomicU8::new(WARMING),
            sent: AtomicUsize::new(0),
        });
        let mut tasks = JoinSet::new();
        for _ in 0..connections {
            let connection = Connection::open(address).await?;
            tasks.spawn(ask_on(connection, Arc::clone(&shared)));
        }
        let now = Instant::now();
        Ok(Load {
            connections: tasks,
            shared,
            began: now,
            ended: now,
        })
    }

    /// From here on answers count.
    pub fn measure(&mut self) {
        self.began = Instant::now();
        self.shared.phase.store(MEASURING, Ordering::Relaxed);
    }

    /// From here on they do not, and no more requests are sent.
    pub fn end(&mut self) {
        self.ended = Instant::now();
        self.shared.phase.store(ENDING, Ordering::Relaxed);
    }

    /// What was measured, once the last answers have come.
    pub async fn measured(mut self) -> anyhow::Result<Measured> {
        let mut latencies = Vec::new();
        let all = async {
            while let Some(connection) = self.connections.join_next().await {
                latencies.extend(connection??);
            }
            anyhow::Ok(())
        };
        tokio::time::timeout(LAST_ANSWERS, all)
            .await
            .context("the last answers do not come")??;
        ensure!(
            !latencies.is_empty(),
            "no answer came while it was measured"
        );
        latencies.sort_unstable();
        Ok(Measured {
            latencies,
            elapsed: self.ended - self.began,
            sent: self.shared.sent.load(Ordering::Relaxed),
        })
    }
}

async fn ask_on(mut connection: Connection, shared: Arc<Shared>) -> anyhow::Result<Vec<Duration>> {
    let mut latencies = Vec::new();
    while shared.phase.load(Ordering::Relaxed) != ENDING {
        let turn = shared.sent.fetch_add(1, Ordering::Relaxed);
        let request = &shared.requests[turn % shared.requests.len()];
        let asked = Instant::now();
        let reply = connection.ask(&request.wire).await?;
        let took = asked.elapsed();
        ensure!(
            reply.status == 200 && reply.body.len() == request.answer_bytes,
            "the answer has the status {} and {} bytes, {} were expected: {}",
            reply.status,
            reply.body.len(),
            request.answer_bytes,
            String::from_utf8_lossy(&reply.body[..reply.body.len().min(300)]),
        );
        if shared.phase.load(Ordering::Relaxed) == MEASURING {
            latencies.push(took);
        }
    }
    Ok(latencies)
}
