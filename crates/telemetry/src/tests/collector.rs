//! Collectors of traces: one that listens, one that is dead, one that never answers.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{self, Receiver},
    thread,
};

/// What a collector was sent.
pub(super) struct Request {
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Whether the body, which is in protobuf, contains this text.
    pub(super) fn contains(&self, text: &str) -> bool {
        self.body.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

/// The address of a collector that answers, and what it is sent.
pub(super) fn listening() -> (String, Receiver<Request>) {
    let listener = bind();
    let address = address(&listener);
    let (sender, requests) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let Some(request) = answer(stream) else { continue };
            if sender.send(request).is_err() {
                break;
            }
        }
    });
    (address, requests)
}

/// An address where nobody listens: nothing has used this port for decades, and no test is given it by the system.
pub(super) const DEAD: &str = "http://127.0.0.1:1";

/// The address of a collector that takes connections and never answers, as long as the listener is kept.
pub(super) fn silent() -> (String, TcpListener) {
    let listener = bind();
    (address(&listener), listener)
}

fn bind() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").expect("there is a free port")
}

fn address(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().expect("it is bound"))
}

fn answer(mut stream: TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok()?;
    Some(Request { head, body })
}
