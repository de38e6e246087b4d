//! The byte stream below hyper.
//!
//! hyper refuses a request head that is too long or broken before any of our code runs, with an empty body, and closes
//! while the client may still be sending, which the client sees as a broken connection. This wrapper puts Medusa's error
//! body into those answers and reads on for a moment before it closes.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

/// So much is read and thrown away before a refused client is cut off, and for so long.
const DRAIN_BYTES: usize = 64 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(5);
/// So long a client may leave an answer unread.
const STALL_TIME: Duration = Duration::from_secs(30);

pub(crate) struct Connection<S> {
    inner: S,
    refusal: Option<Refusal>,
    drain: Option<(Pin<Box<Sleep>>, usize)>,
    /// Runs while the client takes nothing of what it asked for.
    stalled: Option<Pin<Box<Sleep>>>,
}

struct Refusal {
    answer: Vec<u8>,
    sent: usize,
    replaces: usize,
}

impl<S> Connection<S> {
    pub(crate) fn new(inner: S) -> Self {
        Self { inner, refusal: None, drain: None, stalled: None }
    }

    /// Gives up on a client that has read nothing for a while: it holds a connection and an answer.
    fn watch<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let timer = self.stalled.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + STALL_TIME)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// The answer for one of hyper's own refusals, all of which have no body and close the connection.
fn refusal_for(written: &[u8]) -> Option<Vec<u8>> {
    let (status, message) = match written.get(..12)? {
        b"HTTP/1.1 414" => ("414 URI Too Long", "The URL is too long. Send fewer or shorter query parameters."),
        b"HTTP/1.1 431" => {
            ("431 Request Header Fields Too Large", "The request line and headers are too long. Send less.")
        }
        b"HTTP/1.1 400" => ("400 Bad Request", "The request is not valid HTTP."),
        _ => return None,
    };
    let text = std::str::from_utf8(written).ok()?.to_ascii_lowercase();
    let is_hypers =
        text.ends_with("\r\n\r\n") && text.contains("content-length: 0\r\n") && text.contains("connection: close");
    if !is_hypers {
        return None;
    }
    let body = serde_json::json!({ "type": "invalid_data", "message": message }).to_string();
    Some(
        format!(
            "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes(),
    )
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.refusal.is_none() {
            let Some(answer) = refusal_for(buf) else {
                let written = Pin::new(&mut this.inner).poll_write(cx, buf);
                return this.watch(cx, written);
            };
            this.refusal = Some(Refusal { answer, sent: 0, replaces: buf.len() });
        }
        let Some(refusal) = &mut this.refusal else {
            return Pin::new(&mut this.inner).poll_write(cx, buf);
        };
        while refusal.sent < refusal.answer.len() {
            let written = ready!(Pin::new(&mut this.inner).poll_write(cx, &refusal.answer[refusal.sent..]))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            refusal.sent += written;
        }
        Poll::Ready(Ok(refusal.replaces.min(buf.len())))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // A refusal is one short buffer.
        if let [only] = bufs {
            return self.poll_write(cx, only);
        }
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        self.watch(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
        if this.refusal.is_none() {
            return Poll::Ready(Ok(()));
        }
        let (deadline, left) =
            this.drain.get_or_insert_with(|| (Box::pin(sleep_until(Instant::now() + DRAIN_TIME)), DRAIN_BYTES));
        let mut scratch = [0; 16 * 1024];
        loop {
            let mut buf = ReadBuf::new(&mut scratch);
            match Pin::new(&mut this.inner).poll_read(cx, &mut buf) {
                Poll::Ready(Ok(())) if !buf.filled().is_empty() && *left > 0 => {
                    *left = left.saturating_sub(buf.filled().len());
                }
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => {
                    ready!(deadline.as_mut().poll(cx));
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
