//! One connection that is kept open, and asks one thing at a time.

use std::{io::Write as _, net::Ipv4Addr, time::Instant};

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection to a server on this machine.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    /// What each of its requests says of itself.
    headers: String,
    out: Vec<u8>,
    answer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(port: u16, headers: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.context("nobody listens")?;
        stream.set_nodelay(true)?;
        let headers = format!("host: 127.0.0.1:{port}\r\n{headers}");
        Ok(Self { stream, headers, out: Vec::new(), answer: Vec::new() })
    }

    /// Asks, and gives the answer's body and how long it took, in microseconds. Anything but a 200 is an error.
    pub(crate) async fn ask(&mut self, ask: &str, more: &str, body: &[u8]) -> anyhow::Result<(u64, &[u8])> {
        self.out.clear();
        write!(self.out, "{ask} HTTP/1.1\r\n{}{more}", self.headers)?;
        if !ask.starts_with("GET") {
            write!(self.out, "content-type: application/json\r\ncontent-length: {}\r\n", body.len())?;
        }
        self.out.extend_from_slice(b"\r\n");
        self.out.extend_from_slice(body);
        let began = Instant::now();
        self.stream.write_all(&self.out).await?;
        self.answer.clear();
        let (head, length) = loop {
            self.read().await?;
            if let Some(head) = self.answer.windows(4).position(|end| end == b"\r\n\r\n") {
                break (head + 4, length(&self.answer[..head])?);
            }
        };
        while self.answer.len() < head + length {
            self.read().await?;
        }
        let took = u64::try_from(began.elapsed().as_micros())?;
        let body = &self.answer[head..];
        if !self.answer.starts_with(b"HTTP/1.1 200 ") {
            bail!("{ask}: {} {}", String::from_utf8_lossy(&self.answer[..15]), String::from_utf8_lossy(body));
        }
        Ok((took, body))
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.answer).await? == 0 {
            bail!("the server has closed the connection");
        }
        Ok(())
    }
}

/// What the head of an answer says of its length.
fn length(head: &[u8]) -> anyhow::Result<usize> {
    let head = std::str::from_utf8(head)?.to_ascii_lowercase();
    let said = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    Ok(said.context("an answer of unknown length")?.trim().parse()?)
}
