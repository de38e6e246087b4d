//! Errors with the words, codes and statuses of Stripe's.

use http::StatusCode;
use serde_json::{Map, Value, json};

/// An answer that is no success.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) error: Map<String, Value>,
    /// Whether the endpoint had begun: only then an idempotency key keeps the answer.
    pub(crate) kept: bool,
}

impl Refused {
    pub(crate) fn new(status: StatusCode, kind: &str, message: impl Into<String>) -> Self {
        let error = Map::from_iter([
            ("message".to_owned(), Value::String(message.into())),
            ("type".to_owned(), Value::String(kind.to_owned())),
        ]);
        Self { status, error, kept: false }
    }

    /// 400 of a request that makes no sense.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message)
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_request_error", message)
    }

    pub(crate) fn missing(what: &str, id: &str) -> Self {
        let message = format!("No such {what}: '{id}'");
        let param = if what == "payment_intent" { "intent" } else { "id" };
        Self::new(StatusCode::NOT_FOUND, "invalid_request_error", message).code("resource_missing").param(param).begun()
    }

    /// 402 of a card that was refused.
    pub(crate) fn card(code: &str, decline: Option<&str>, message: &str) -> Self {
        let refused = Self::new(StatusCode::PAYMENT_REQUIRED, "card_error", message).code(code).begun();
        match decline {
            Some(decline) => refused.with("decline_code", decline),
            None => refused,
        }
    }

    /// 400 of something that the object's state does not allow.
    pub(crate) fn state(code: &str, message: impl Into<String>) -> Self {
        Self::invalid(message).code(code).begun()
    }

    pub(crate) fn rate_limit(code: &str, message: &str) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "invalid_request_error", message).code(code)
    }

    pub(crate) fn server() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "api_error", "An unknown error occurred")
    }

    pub(crate) fn code(self, code: &str) -> Self {
        self.with("code", code)
    }

    pub(crate) fn param(self, param: impl Into<String>) -> Self {
        self.with("param", param.into())
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.error.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn begun(mut self) -> Self {
        self.kept = true;
        self
    }

    pub(crate) fn body(&self) -> Value {
        json!({ "error": self.error })
    }
}
