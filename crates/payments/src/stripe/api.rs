//! One request, and what it is answered.

use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use crate::{Account, Call, Doubt, Failure, stripe::Stripe};

const VERSION: HeaderName = HeaderName::from_static("stripe-version");
/// What Stripe calls an error that is the bank's.
pub(super) const CARD: &str = "card_error";
const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// What came back.
pub(super) struct Raw {
    pub(super) status: StatusCode,
    pub(super) request: Option<String>,
    pub(super) was_replayed: bool,
    /// Whether Stripe knows that trying again is in vain, or that it is not.
    pub(super) should_retry: Option<bool>,
    /// So long it wants to be left alone.
    pub(super) retry_after: Option<Duration>,
    pub(super) body: bytes::Bytes,
}

/// Stripe's error object. It brings client secrets with it, so nobody prints it.
#[derive(Deserialize)]
pub(super) struct Refusal {
    pub(super) error: Error,
}

#[derive(Deserialize)]
pub(super) struct Error {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) code: Option<String>,
    pub(super) decline_code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) param: Option<String>,
    pub(super) payment_intent: Option<Box<serde_json::value::RawValue>>,
    pub(super) setup_intent: Option<Box<serde_json::value::RawValue>>,
}

impl Error {
    pub(super) fn failure(self) -> Failure {
        Failure {
            is_card: self.kind == CARD,
            code: self.code.unwrap_or(self.kind),
            decline_code: self.decline_code,
            message: self.message.unwrap_or_default(),
            param: self.param,
        }
    }
}

impl Stripe {
    /// Sends a call once. Whose turn it is has been waited for.
    pub(super) async fn once(&self, account: &Account, call: &Call) -> Result<Raw, Doubt> {
        let url = self.address(&call.path, None)?;
        let version = HeaderValue::from_str(&call.api_version).map_err(|_| Doubt::Unreadable)?;
        let key = HeaderValue::from_str(&call.key).map_err(|_| Doubt::Unreadable)?;
        let request = if call.kind.is_delete() {
            self.http.delete(&url)
        } else {
            self.http.post(&url).encoded_form(call.body.clone())
        };
        let request = request.bearer(&account.secret_key).header_value(VERSION, version).header_value(KEY, key);
        answer(request).await
    }

    /// Reads something; nothing where there is nothing, or what a list is asked for is not there.
    pub(super) async fn read_from<T: DeserializeOwned>(
        &self,
        account: &Account,
        path: &str,
        query: Option<&str>,
    ) -> Result<Option<T>, Doubt> {
        if !self.buckets.turn(account, self.patience.all).await {
            return Err(Doubt::Crowded);
        }
        let url = self.address(path, query)?;
        let version = HeaderValue::from_static(Self::api_version());
        let request = self.http.get(&url).bearer(&account.secret_key).header_value(VERSION, version);
        let raw = answer(request).await?;
        match raw.status.as_u16() {
            200 => serde_json::from_slice(&raw.body).map(Some).map_err(|_| Doubt::Unreadable),
            // Of an object Stripe says the one, of what a list is asked for the other.
            404 | 400 if is_missing(&raw.body) => Ok(None),
            status => Err(doubt(status)),
        }
    }

    fn address(&self, path: &str, query: Option<&str>) -> Result<Url, Doubt> {
        let mut url = self.url.clone();
        let joined = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&joined);
        url.set_query(query.filter(|query| !query.is_empty()));
        if outbound::may_call(&url) { Ok(url) } else { Err(Doubt::Unreachable) }
    }
}

/// It is an answer only when it is Stripe's own: a proxy says it too.
fn is_missing(body: &[u8]) -> bool {
    let refusal: Option<Refusal> = serde_json::from_slice(body).ok();
    refusal.is_some_and(|refusal| refusal.error.code.as_deref() == Some("resource_missing"))
}

pub(super) fn doubt(status: u16) -> Doubt {
    match status {
        409 | 429 => Doubt::Busy(status),
        401 | 403 => Doubt::ShutOut,
        500.. => Doubt::Server(status),
        _ => Doubt::Unreadable,
    }
}

async fn answer(request: outbound::Request) -> Result<Raw, Doubt> {
    let answer = request.send().await.map_err(|error| match error {
        outbound::Error::Unreachable { was_sent: false, .. } | outbound::Error::Address(_) => Doubt::Unreachable,
        outbound::Error::Unreachable { .. } => Doubt::Broken,
        outbound::Error::TimedOut(_) => Doubt::TimedOut,
        outbound::Error::TooLarge(_) | outbound::Error::Json(_) => Doubt::Unreadable,
    })?;
    let text = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let is_json = answer
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    Ok(Raw {
        status: answer.status,
        request: text("request-id").filter(|request| request.len() <= 255),
        retry_after: text("retry-after").and_then(|said| said.parse().ok()).map(Duration::from_secs),
        should_retry: text("stripe-should-retry").and_then(|said| said.parse().ok()),
        was_replayed: text("idempotent-replayed").as_deref() == Some("true"),
        body: if is_json { answer.body.clone() } else { bytes::Bytes::new() },
    })
}
