//! A client that reads like the request it makes.

use std::{net::SocketAddr, time::Duration};

use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;

/// Talks to one server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    headers: Vec<(String, String)>,
}

impl Client {
    /// A client of the server at `address`.
    pub fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            // The server closes what was idle for fifteen seconds: nothing is sent on a connection that it may just have closed.
            .pool_idle_timeout(Duration::from_secs(5))
            .build()
            .expect("a client without TLS can be built");
        Self { http, base: format!("http://{address}"), headers: Vec::new() }
    }

    /// The same client, at another server.
    #[must_use]
    pub fn at(self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), ..self }
    }

    /// The same client, sending a header with every request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same client, with a publishable key.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        self.with_header("x-publishable-api-key", key)
    }

    /// `GET path`
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// `POST path` with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Request {
        let request = self.request(Method::POST, path);
        Request(request.0.json(body))
    }

    /// `DELETE path` with a JSON body.
    pub fn delete_with(&self, path: &str, body: &Value) -> Request {
        let request = self.request(Method::DELETE, path);
        Request(request.0.json(body))
    }

    /// Any method.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        Request(request)
    }
}

/// A request about to be sent.
#[derive(Debug)]
pub struct Request(reqwest::RequestBuilder);

impl Request {
    /// Adds a query parameter, encoded.
    #[must_use]
    pub fn query(self, name: &str, value: &str) -> Self {
        Self(self.0.query(&[(name, value)]))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// With a body of this kind.
    #[must_use]
    pub fn body(self, content_type: &str, body: Vec<u8>) -> Self {
        Self(self.0.header("content-type", content_type).body(body))
    }

    /// Sends it, and answers the bytes.
    pub async fn bytes(self) -> Vec<u8> {
        let response = self.0.send().await.expect("the server answers");
        assert_eq!(response.status(), StatusCode::OK);
        response.bytes().await.expect("the answer is complete").to_vec()
    }

    /// Sends it.
    pub async fn send(self) -> Answer {
        let response = self.0.send().await.expect("the server answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("the answer is complete");
        Answer { status, headers, text }
    }

    /// Sends it, looks at the status, and hangs up.
    pub async fn status(self) -> u16 {
        self.0.send().await.expect("the server answers").status().as_u16()
    }

    /// Sends it, and listens to what comes, for as long as the server tells something.
    pub async fn listen(self) -> Events {
        let response = self.0.send().await.expect("the server answers");
        let status = response.status();
        if status != StatusCode::OK {
            panic!("{status}: {}", response.text().await.expect("the answer is complete"));
        }
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Events { response, text: String::new() }
    }

    /// Sends it to a server that may not answer yet.
    pub async fn try_send(self) -> Option<Answer> {
        let response = self.0.send().await.ok()?;
        let (status, headers) = (response.status(), response.headers().clone());
        Some(Answer { status, headers, text: response.text().await.ok()? })
    }

    /// Sends it and expects 200 with JSON.
    pub async fn ok(self) -> Value {
        let answer = self.send().await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    /// Sends it and expects an error; answers its body.
    pub async fn error(self, status: u16) -> Value {
        let answer = self.send().await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
        answer.json()
    }
}

/// Events that a server tells. Whoever drops it hangs up.
#[derive(Debug)]
pub struct Events {
    response: reqwest::Response,
    text: String,
}

/// One of them: its name, or `:` for a comment, and what it says.
pub type Event = (String, Value);

/// So long the next one is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

impl Events {
    /// The next one; nothing once the server has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = parse(event);
                self.text = rest.to_owned();
                return Some(event);
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("something is told in time");
            match chunk {
                Ok(Some(bytes)) => self.text.push_str(std::str::from_utf8(&bytes).expect("events are texts")),
                // However it was cut off.
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// The first one of which this holds; those before are passed over.
    pub async fn until(&mut self, mut holds: impl FnMut(&str, &Value) -> bool) -> Value {
        let mut passed = Vec::new();
        while let Some((name, data)) = self.next().await {
            if holds(&name, &data) {
                return data;
            }
            passed.push((name, data));
        }
        panic!("it ended before that was told: {passed:?}");
    }

    /// The first one of this name.
    pub async fn named(&mut self, wanted: &str) -> Value {
        self.until(|name, _| name == wanted).await
    }
}

fn parse(event: &str) -> Event {
    let (mut name, mut data) = (":".to_owned(), Value::Null);
    for line in event.lines() {
        if let Some(text) = line.strip_prefix("event: ") {
            text.clone_into(&mut name);
        } else if let Some(text) = line.strip_prefix("data: ") {
            data = serde_json::from_str(text).unwrap_or_else(|error| panic!("no JSON ({error}): {text}"));
        }
    }
    (name, data)
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text))
    }

    /// A header as text, empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
