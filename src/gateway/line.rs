//! A caller's connection, and its place among the connections: they end together, whoever has it
//! last, HTTP or the socket that it became.
//!
//! A connection that is closed while the other side still sends is reset, and the reset overtakes
//! what was said last. So what still comes is thrown away for a moment before.

use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How long the other side may take to notice that nobody listens.
const PARTING: Duration = Duration::from_secs(1);

/// The most that is thrown away for it, in bytes.
const MOST: usize = 4 * 1024 * 1024;

/// Bytes that are thrown away at once.
const AT_ONCE: usize = 32 * 1024;

/// A connection that holds something for as long as it is there.
pub struct Line<H: Send + Unpin + 'static> {
    stream: Option<TcpStream>,
    held: Option<H>,
    /// The other side has said its last.
    has_ended: bool,
}

impl<H: Send + Unpin + 'static> Line<H> {
    pub fn new(stream: TcpStream, held: H) -> Self {
        Line {
            stream: Some(stream),
            held: Some(held),
            has_ended: false,
        }
    }

    /// The stream is there until this is dropped.
    fn poll<T>(
        self: Pin<&mut Self>,
        poll: impl FnOnce(Pin<&mut TcpStream>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        match &mut self.get_mut().stream {
            Some(stream) => poll(Pin::new(stream)),
            None => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }
}

impl<H: Send + Unpin + 'static> Drop for Line<H> {
    fn drop(&mut self) {
        let held = self.held.take();
        let Some(stream) = self.stream.take().filter(|_| !self.has_ended) else {
            return;
        };
        // Without a runtime the process is ending, and the stream is closed as it is.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = tokio::time::timeout(PARTING, thrown_away(stream)).await;
                drop(held);
            });
        }
    }
}

/// Says that nothing more is said, and reads to the end of what comes.
async fn thrown_away(mut stream: TcpStream) {
    let ended = poll_fn(|cx| Pin::new(&mut stream).poll_shutdown(cx)).await;
    if ended.is_err() {
        return;
    }
    let mut bytes = vec![0; AT_ONCE];
    let mut left = MOST;
    while left > 0 {
        let mut read = ReadBuf::new(&mut bytes);
        let more = poll_fn(|cx| Pin::new(&mut stream).poll_read(cx, &mut read)).await;
        if more.is_err() || read.filled().is_empty() {
            return;
        }
        left = left.saturating_sub(read.filled().len());
    }
}

impl<H: Send + Unpin + 'static> AsyncRead for Line<H> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        read: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let (before, has_room) = (read.filled().len(), read.remaining() > 0);
        let ended = ready!(self.as_mut().poll(|stream| stream.poll_read(cx, read)));
        if ended.is_err() || (has_room && read.filled().len() == before) {
            self.has_ended = true;
        }
        Poll::Ready(ended)
    }
}

impl<H: Send + Unpin + 'static> AsyncWrite for Line<H> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll(|stream| stream.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll(|stream| stream.poll_write_vectored(cx, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream
            .as_ref()
            .is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(|stream| stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll(|stream| stream.poll_shutdown(cx))
    }
}
