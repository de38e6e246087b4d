//! The client.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, connect::HttpConnector},
    rt::TokioExecutor,
};
use url::{Host, Url};

use crate::{Answer, Error, Request};

/// So long a whole call may take.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// So many bytes of an answer are read, unless a client is made for more.
pub const MAX_ANSWER: usize = 1024 * 1024;

const CONNECT: Duration = Duration::from_secs(5);
const MAX_HEADERS: usize = 64 * 1024;
const AGENT: HeaderValue = HeaderValue::from_static("Kontor");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Calls other servers. Cheap to clone; connections are shared.
#[derive(Debug, Clone)]
pub struct Client {
    http: legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    timeout: Duration,
    most: usize,
}

impl Client {
    /// A client that knows the public authorities.
    pub fn new() -> Result<Self, std::io::Error> {
        let provider = rustls::crypto::ring::default_provider();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(provider)
            .map_err(std::io::Error::other)?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let http = legacy::Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(16)
            .http1_max_buf_size(MAX_HEADERS)
            .build(connector);
        Ok(Self { http, timeout: TIMEOUT, most: MAX_ANSWER })
    }

    /// The same client, which waits another time than [`TIMEOUT`].
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The same client, which reads answers of so many bytes instead of [`MAX_ANSWER`].
    #[must_use]
    pub fn with_most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// `GET url`
    pub fn get(&self, url: &Url) -> Request {
        self.request(Method::GET, url)
    }

    /// `POST url`
    pub fn post(&self, url: &Url) -> Request {
        self.request(Method::POST, url)
    }

    /// `DELETE url`
    pub fn delete(&self, url: &Url) -> Request {
        self.request(Method::DELETE, url)
    }

    fn request(&self, method: Method, url: &Url) -> Request {
        let headers = HeaderMap::from_iter([(header::USER_AGENT, AGENT), (header::ACCEPT, JSON)]);
        Request { client: self.clone(), method, url: url.clone(), headers, body: Bytes::new() }
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer, Error> {
        let host = url.host_str().unwrap_or_default().to_owned();
        if !may_call(&url) {
            return Err(Error::Address(format!("{}://{host}", url.scheme())));
        }
        let unreachable = |was_sent: bool, error: &dyn std::error::Error| Error::Unreachable {
            host: host.clone(),
            reason: chain(error),
            was_sent,
        };
        let mut request = http::Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = url.as_str().parse().map_err(|error: http::uri::InvalidUri| unreachable(false, &error))?;
        *request.headers_mut() = headers;

        let call = async {
            let response =
                self.http.request(request).await.map_err(|error| unreachable(!error.is_connect(), &error))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, self.most).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() { Error::TooLarge(host.clone()) } else { unreachable(true, &*error) }
            })?;
            Ok(Answer { status: parts.status, headers: parts.headers, body: body.to_bytes(), host: host.clone() })
        };
        let in_time = tokio::time::timeout(self.timeout, call).await;
        in_time.unwrap_or_else(|_| Err(Error::TimedOut(host.clone())))
    }
}

/// Whether an address is called at all: HTTPS, or HTTP on this machine, where nobody listens in between.
pub fn may_call(url: &Url) -> bool {
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost",
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

/// An error with its causes: the outermost alone says "client error".
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
