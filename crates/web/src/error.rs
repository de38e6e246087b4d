//! The one place that turns failures into answers: Medusa's `{code?, type, message}`.

use std::borrow::Cow;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What kind of failure it is, by Medusa's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 404
    NotFound,
    /// 400: the request is not well-formed.
    InvalidData,
    /// 400: the request is well-formed and refused.
    NotAllowed,
    /// 401
    Unauthorized,
    /// 403
    Forbidden,
    /// 405
    MethodNotAllowed,
    /// 413, 414, 431: more than we read.
    TooLarge(StatusCode),
    /// 415
    UnsupportedMediaType,
    /// 422: a unique value is taken.
    Duplicate,
    /// 409
    Conflict,
    /// 412: it is not as whoever changes it has seen it.
    PreconditionFailed,
    /// 428: whoever changes it must say what he has seen.
    PreconditionRequired,
    /// 429
    TooManyRequests,
    /// 503: trying later helps.
    Unavailable,
    /// 504: the request ran longer than it may.
    TimedOut,
    /// 500: a bug.
    Unknown,
}

impl Kind {
    const fn parts(self) -> (StatusCode, &'static str, Option<&'static str>) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found", None),
            Self::InvalidData => (StatusCode::BAD_REQUEST, "invalid_data", None),
            Self::NotAllowed => (StatusCode::BAD_REQUEST, "not_allowed", None),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", None),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", None),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "not_allowed", None),
            Self::TooLarge(status) => (status, "invalid_data", None),
            Self::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid_data", None),
            Self::Duplicate => (StatusCode::UNPROCESSABLE_ENTITY, "duplicate_error", Some("invalid_request_error")),
            Self::Conflict => (StatusCode::CONFLICT, "conflict", Some("invalid_state_error")),
            Self::PreconditionFailed => (StatusCode::PRECONDITION_FAILED, "conflict", Some("precondition_failed")),
            Self::PreconditionRequired => {
                (StatusCode::PRECONDITION_REQUIRED, "invalid_data", Some("precondition_required"))
            }
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "not_allowed", Some("rate_limited")),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unexpected_state", Some("service_unavailable")),
            Self::TimedOut => (StatusCode::GATEWAY_TIMEOUT, "unexpected_state", Some("request_timed_out")),
            Self::Unknown => (StatusCode::INTERNAL_SERVER_ERROR, "unknown_error", Some("unknown_error")),
        }
    }
}

/// A failure on its way to the client.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    kind: Kind,
    message: Cow<'static, str>,
    code: Option<&'static str>,
    retry_after: Option<u64>,
    #[source]
    source: Option<Source>,
}

impl ApiError {
    /// A failure of the given kind; the message is for the client.
    pub fn new(kind: Kind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into(), code: kind.parts().2, retry_after: None, source: None }
    }

    /// 404
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// 404 in Medusa's words: `Product with id: prod_x was not found`.
    pub fn missing(what: &str, id: &str) -> Self {
        let id: String = id.chars().take(100).collect();
        Self::not_found(format!("{what} with id: {id} was not found"))
    }

    /// 401 in Medusa's word.
    pub fn unauthorized() -> Self {
        Self::new(Kind::Unauthorized, "Unauthorized")
    }

    /// 400 `invalid_data`
    pub fn invalid_data(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::InvalidData, message)
    }

    /// 400 `not_allowed`
    pub fn not_allowed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::NotAllowed, message)
    }

    /// 500: a bug. The client learns nothing but the request id.
    pub fn internal(source: impl Into<Source>) -> Self {
        Self { source: Some(source.into()), ..Self::new(Kind::Unknown, "An unknown error occurred.") }
    }

    /// What stands in the log beside the message.
    #[must_use]
    pub fn with_source(self, source: impl Into<Source>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// A code by which programs tell failures apart.
    #[must_use]
    pub fn with_code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }

    /// When trying again may help, in seconds.
    #[must_use]
    pub fn with_retry_after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// The answer's status.
    pub fn status(&self) -> StatusCode {
        self.kind.parts().0
    }

    /// The answer's body.
    pub fn body(&self, request_id: Option<&str>) -> ErrorBody {
        ErrorBody {
            code: self.code.map(str::to_owned),
            r#type: self.kind.parts().1.to_owned(),
            message: self.message.clone().into_owned(),
            request_id: request_id.map(str::to_owned),
        }
    }

    /// Everything that led here, for the log.
    pub(crate) fn chain(&self) -> String {
        let mut chain = String::new();
        let mut next = self.source.as_deref().map(|source| source as &dyn std::error::Error);
        while let Some(error) = next {
            if !chain.is_empty() {
                chain.push_str(": ");
            }
            chain.push_str(&error.to_string());
            next = error.source();
        }
        chain
    }
}

/// Medusa's error body. `code` is absent when there is none; `request_id` is there on every 5xx.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({"type": "invalid_data", "message": "Invalid request: Unrecognized fields: 'colour'"}))]
pub struct ErrorBody {
    /// A stable name for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The kind of failure.
    #[schema(example = "invalid_data")]
    pub r#type: String,
    /// What is wrong and, where possible, what to do.
    pub message: String,
    /// Name this when you ask for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// The error answers that every Store API operation shares, for the OpenAPI document.
#[derive(IntoResponses)]
pub enum StoreErrors {
    /// The publishable key is missing or unknown, or the request is not well-formed.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// There is no such thing in this shop.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// The shop is called too often. `Retry-After` says when it goes again.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away. Try again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

/// The error answers that every Admin API operation shares, for the OpenAPI document.
#[derive(IntoResponses)]
pub enum AdminErrors {
    /// The request is not well-formed, or is refused.
    #[response(status = 400)]
    BadRequest(ErrorBody),
    /// Without a session, a bearer token or a secret key, or with one that is over.
    #[response(status = 401)]
    Unauthorized(ErrorBody),
    /// The role or the key does not allow it; the message names the permission.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// There is no such thing in this shop.
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// It collides with what is there: a unique value is taken.
    #[response(status = 422)]
    Duplicate(ErrorBody),
    /// A key or an address called too often.
    #[response(status = 429)]
    TooManyRequests(ErrorBody),
    /// A bug of ours.
    #[response(status = 500)]
    Unknown(ErrorBody),
    /// The database is away. Try again.
    #[response(status = 503)]
    Unavailable(ErrorBody),
}

/// Left in an answer's extensions for the outermost layer, which knows the request id and logs.
#[derive(Clone)]
pub(crate) struct Failure(pub(crate) std::sync::Arc<ApiError>);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.body(None))).into_response();
        if matches!(self.kind, Kind::Unavailable | Kind::TooManyRequests) {
            let seconds = HeaderValue::from(self.retry_after.unwrap_or(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response.extensions_mut().insert(Failure(std::sync::Arc::new(self)));
        response
    }
}

impl From<db::Error> for ApiError {
    fn from(error: db::Error) -> Self {
        let answer = match &error {
            db::Error::Unavailable(_) | db::Error::Timeout(_) => {
                Self::new(Kind::Unavailable, "The service is temporarily unavailable. Please try again.")
            }
            db::Error::Conflict(_) => Self::new(
                Kind::Conflict,
                "The request conflicted with another one that came at the same time. Please try again.",
            ),
            // `private.merge_metadata` refuses it, whatever it belongs to.
            db::Error::Constraint { name, .. } if name == "metadata_size" => Self::invalid_data(
                "Invalid request: Value for field 'metadata' too big, expected at most: '131072' bytes in all",
            ),
            // Whoever expects one of these maps it: here it is a bug.
            db::Error::Forbidden(_) | db::Error::Constraint { .. } | db::Error::Internal(_) => {
                return Self::internal(error);
            }
        };
        answer.with_source(error)
    }
}

impl From<db::sea_orm::DbErr> for ApiError {
    fn from(error: db::sea_orm::DbErr) -> Self {
        db::Error::from(error).into()
    }
}

impl From<axum::extract::rejection::PathRejection> for ApiError {
    fn from(_: axum::extract::rejection::PathRejection) -> Self {
        Self::invalid_data("Invalid request: The path is not valid percent-encoded UTF-8")
    }
}
