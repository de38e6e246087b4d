//! The two ways to the API.

use std::net::IpAddr;

use axum::{Router, body::Body};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tower::ServiceExt;
use url::Url;
use web::{Peer, Vouched};

use super::Trouble;
use crate::visit::Caller;

/// More of an answer is not read.
const MOST: usize = 16 * 1024 * 1024;
/// So long an API that is away is given before it is asked again.
const SOON: u64 = 5;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const VOUCHED_FOR: HeaderName = HeaderName::from_static("x-kontor-forwarded-for");
/// By this the API says that a session is over where nobody has to be known.
const OVER: HeaderName = HeaderName::from_static("x-kontor-session-over");
const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// How the API is reached.
#[derive(Clone)]
pub enum Transport {
    /// The router of the API, called as it is: no network, no copy of headers, the same limits and logs.
    Here(Router),
    /// Another server.
    There(Box<There>),
}

/// Another server's API.
#[derive(Clone)]
pub struct There {
    client: outbound::Client,
    url: Url,
    /// By this it believes the shopper's address.
    secret_key: Option<SecretString>,
}

/// What was answered.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<u64>,
    /// Nobody is known by the token that was sent.
    pub(super) is_over: bool,
    /// Cookies that the API sets, for the browser that asks to sign in.
    pub(super) cookies: Vec<HeaderValue>,
    pub(super) body: Bytes,
}

impl Transport {
    /// Another server, which `outbound` may call: over HTTPS, or on this machine.
    pub fn there(url: Url, secret_key: Option<SecretString>) -> std::io::Result<Self> {
        Ok(Self::There(Box::new(There { client: outbound::Client::new()?.with_most(MOST), url, secret_key })))
    }

    pub(super) async fn call(
        &self,
        method: Method,
        target: &str,
        headers: HeaderMap,
        body: Option<&Value>,
        caller: &Caller,
    ) -> Result<Answered, Trouble> {
        match self {
            Self::Here(router) => here(router, method, target, headers, body, caller).await,
            Self::There(there) => {
                let There { client, url, secret_key } = &**there;
                let address = url.join(target).map_err(|error| Trouble::broken(target, &error))?;
                let mut request = match method {
                    Method::POST => client.post(&address),
                    Method::DELETE => client.delete(&address),
                    _ => client.get(&address),
                };
                if let Some(body) = body {
                    request = request.json(body);
                }
                for (name, value) in &headers {
                    request = request.header_value(name.clone(), value.clone());
                }
                if let Some(agent) = &caller.agent {
                    request = request.header_value(header::USER_AGENT, agent.clone());
                }
                // An API that trusts this server as a proxy believes it, whatever is asked.
                if let Some(Ok(address)) = caller.address.map(|address| HeaderValue::from_str(&address.to_string())) {
                    request = request.header_value(FORWARDED_FOR, address);
                }
                // A key counts before who has signed in, who would not be known by it: it vouches where nobody has yet.
                if let (Some(address), Some(key)) = (caller.address, secret_key)
                    && !headers.contains_key(header::AUTHORIZATION)
                    && target.starts_with("/auth/")
                {
                    request = vouched(request, address, key);
                }
                let answer = request.send().await.map_err(|error| {
                    tracing::warn!(%error, "the Store API does not answer");
                    Trouble::Away { after: SOON }
                })?;
                let headers = &answer.headers;
                Ok(Answered {
                    status: answer.status,
                    retry_after: retry_after(headers),
                    is_over: headers.contains_key(OVER),
                    cookies: cookies(headers),
                    body: answer.body,
                })
            }
        }
    }
}

fn vouched(request: outbound::Request, address: IpAddr, key: &SecretString) -> outbound::Request {
    let (Ok(address), Ok(mut key)) =
        (HeaderValue::from_str(&address.to_string()), HeaderValue::from_str(key.expose_secret()))
    else {
        return request;
    };
    key.set_sensitive(true);
    request.header_value(VOUCHED_FOR, address).header_value(API_KEY, key)
}

async fn here(
    router: &Router,
    method: Method,
    target: &str,
    headers: HeaderMap,
    body: Option<&Value>,
    caller: &Caller,
) -> Result<Answered, Trouble> {
    let content = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let mut request = Request::new(content);
    *request.method_mut() = method;
    *request.uri_mut() = target.parse().map_err(|_| Trouble::Missing)?;
    *request.headers_mut() = headers;
    if body.is_some() {
        request.headers_mut().insert(header::CONTENT_TYPE, JSON);
    }
    if let Some(agent) = &caller.agent {
        request.headers_mut().insert(header::USER_AGENT, agent.clone());
    }
    // It was looked at already, and no header that came with the page is in this request.
    if let Some(address) = caller.address {
        request.extensions_mut().insert(Peer(address));
        request.extensions_mut().insert(Vouched(address));
    }
    let response = match router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MOST)
        .collect()
        .await
        .map_err(|error| Trouble::Broken(format!("an answer of the Store API: {error}")))?
        .to_bytes();
    let headers = &parts.headers;
    Ok(Answered {
        status: parts.status,
        retry_after: retry_after(headers),
        is_over: headers.contains_key(OVER),
        cookies: cookies(headers),
        body,
    })
}

fn cookies(headers: &HeaderMap) -> Vec<HeaderValue> {
    headers.get_all(header::SET_COOKIE).iter().cloned().collect()
}

fn retry_after(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()
}
