//! A connection of HTTP/1.1 that is kept alive: one request, its whole answer, the next request.
//!
//! It reads what the contenders send, a body with its length or in chunks, and refuses the rest.

use std::net::SocketAddr;
use std::ops::Range;

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// No head is longer.
const HEAD_BYTES: usize = 16 * 1024;

/// No body is longer.
const BODY_BYTES: usize = 4 * 1024 * 1024;

/// A request as it goes over the wire.
pub fn post(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Asks whether the server is ready.
pub const READY: &[u8] =
    b"GET /health/ready HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";

/// An answer, until the next one is asked for.
pub struct Reply<'a> {
    pub status: u16,
    pub body: &'a [u8],
}

pub struct Connection {
    stream: TcpStream,
    /// What has arrived of the answer that is being read.
    arrived: Vec<u8>,
    /// The body of an answer that came in chunks.
    joined: Vec<u8>,
}

/// How the end of a body is told.
enum Framing {
    Length(usize),
    Chunks,
}

struct Head {
    status: u16,
    framing: Framing,
    /// Where the body begins.
    end: usize,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            arrived: Vec::with_capacity(HEAD_BYTES),
            joined: Vec::new(),
        })
    }

    /// Sends a request and waits for the whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Reply<'_>> {
        self.arrived.clear();
        self.stream.write_all(request).await?;
        let head = loop {
            self.more().await?;
            if let Some(head) = head(&self.arrived)? {
                break head;
            }
            ensure!(self.arrived.len() < HEAD_BYTES, "the head has no end");
        };
        let body = match head.framing {
            Framing::Length(length) => {
                let end = head.end + length;
                while self.arrived.len() < end {
                    self.more().await?;
                }
                &self.arrived[head.end..end]
            }
            Framing::Chunks => {
                self.join_chunks(head.end).await?;
                &self.joined
            }
        };
        Ok(Reply {
            status: head.status,
            body,
        })
    }

    async fn join_chunks(&mut self, mut at: usize) -> anyhow::Result<()> {
        self.joined.clear();
        loop {
            let line = self.line(at).await?;
            let text = str::from_utf8(&self.arrived[line.clone()])?;
            let size = text.split(';').next().unwrap_or(text).trim();
            let size = usize::from_str_radix(size, 16).context("the size of a chunk")?;
            ensure!(
                self.joined.len() + size <= BODY_BYTES,
                "the body is too long"
            );
            let begin = line.end + 2;
            if size == 0 {
                // Trailers, none as a rule, end with an empty line.
                let mut trailer = self.line(begin).await?;
                while !trailer.is_empty() {
                    trailer = self.line(trailer.end + 2).await?;
                }
                return Ok(());
            }
            while self.arrived.len() < begin + size + 2 {
                self.more().await?;
            }
            self.joined
                .extend_from_slice(&self.arrived[begin..begin + size]);
            at = begin + size + 2;
        }
    }

    /// The line that begins there, without its end.
    async fn line(&mut self, begin: usize) -> anyhow::Result<Range<usize>> {
        loop {
            let rest = self.arrived.get(begin..).unwrap_or_default();
            if let Some(length) = rest.windows(2).position(|two| two == b"\r\n") {
                return Ok(begin..begin + length);
            }
            ensure!(rest.len() < HEAD_BYTES, "a line has no end");
            self.more().await?;
        }
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        ensure!(
            self.stream.read_buf(&mut self.arrived).await? > 0,
            "the server has closed the connection"
        );
        Ok(())
    }
}

/// The head, once all of it has arrived.
fn head(arrived: &[u8]) -> anyhow::Result<Option<Head>> {
    let Some(length) = arrived.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = str::from_utf8(&arrived[..length]).context("the head is no text")?;
    let mut lines = text.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok())
        .context("the first line is none of HTTP/1.1")?;
    let mut framing = None;
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("content-length") {
            let length = value.trim().parse().context("content-length")?;
            ensure!(length <= BODY_BYTES, "the body is too long");
            framing = Some(Framing::Length(length));
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            ensure!(value.trim() == "chunked", "transfer-encoding: {value}");
            framing = Some(Framing::Chunks);
        }
    }
    let Some(framing) = framing else {
        bail!("the answer does not tell where it ends");
    };
    Ok(Some(Head {
        status,
        framing,
        end: length + 4,
    }))
}
