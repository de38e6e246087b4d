//! A call about to be made.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use crate::{Answer, Client, Error};

/// A call about to be made. Bodies hold secrets and people, and queries may: `Debug` keeps both to itself.
pub struct Request {
    pub(crate) client: Client,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Request");
        shown.field("method", &self.method).field("host", &self.url.host_str()).field("path", &self.url.path());
        shown.field("headers", &self.headers).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

impl Request {
    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    /// Adds a header that is known only now.
    #[must_use]
    pub fn header_value(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// With a bearer token (RFC 6750). One that is no token is not sent.
    #[must_use]
    pub fn bearer(self, token: &SecretString) -> Self {
        self.authorize(&format!("Bearer {}", token.expose_secret()))
    }

    /// With an OAuth client's id and secret (RFC 6749, 2.3.1: each is form-encoded first).
    #[must_use]
    pub fn basic(self, id: &str, secret: &SecretString) -> Self {
        let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encode(id), encode(secret.expose_secret()));
        self.authorize(&format!("Basic {}", STANDARD.encode(pair)))
    }

    fn authorize(mut self, text: &str) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(text) {
            value.set_sensitive(true);
            self.headers.insert(header::AUTHORIZATION, value);
        }
        self
    }

    /// With the fields of a form as its body.
    #[must_use]
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body = Bytes::from(body);
        self.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    /// With a form as its body that is encoded already, byte for byte.
    #[must_use]
    pub fn encoded_form(mut self, body: String) -> Self {
        self.body = Bytes::from(body);
        self.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    }

    /// With JSON as its body.
    #[must_use]
    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = Bytes::from(body.to_string());
        self.header(header::CONTENT_TYPE, "application/json")
    }

    /// Makes the call.
    pub async fn send(self) -> Result<Answer, Error> {
        let Self { client, method, url, headers, body } = self;
        client.call(method, url, headers, body).await
    }
}
