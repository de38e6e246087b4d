//! Lines as SMTP has them: ended by CRLF, with neither CR nor LF inside, at most 998 bytes.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

const LONGEST_LINE: usize = 998;

/// A connection, read by lines.
pub(crate) struct Lines(BufReader<Box<dyn Stream>>);

impl Lines {
    pub(crate) fn new(stream: impl Stream + 'static) -> Self {
        Self(BufReader::new(Box::new(stream)))
    }

    /// The next line without its end; nothing when the client has gone. The second part says what is wrong with it.
    pub(crate) async fn next(&mut self) -> Option<(Vec<u8>, Option<String>)> {
        let mut line = Vec::new();
        self.0.read_until(b'\n', &mut line).await.ok().filter(|read| *read > 0)?;
        let content = line.strip_suffix(b"\r\n");
        let shown = String::from_utf8_lossy(&line).into_owned();
        let violation = match content {
            None => Some(format!("a line that CRLF does not end: {shown:?}")),
            Some(line) if line.contains(&b'\r') => Some(format!("a bare CR: {shown:?}")),
            Some(line) if line.len() > LONGEST_LINE => Some(format!("a line of {} bytes", line.len())),
            Some(line) if !line.is_ascii() => Some(format!("a line that is not ASCII: {shown:?}")),
            Some(_) => None,
        };
        Some((content.unwrap_or(&line).to_vec(), violation))
    }

    pub(crate) async fn say(&mut self, answer: &str) {
        // The client may have hung up.
        let _ = self.0.write_all(format!("{answer}\r\n").as_bytes()).await;
        let _ = self.0.flush().await;
    }

    /// Whether the client has sent more than it may before it has heard the answer.
    pub(crate) fn is_ahead(&self) -> bool {
        !self.0.buffer().is_empty()
    }

    pub(crate) fn into_inner(self) -> Box<dyn Stream> {
        self.0.into_inner()
    }
}
