//! A call that is refused: `{code, message}`, and two odd shapes that the client knows.

use std::borrow::Cow;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};
use web::{ApiError, Kind};

use super::Code;
use crate::better_auth::cookies::SetCookie;

/// Why a call is refused, ready to be answered.
#[derive(Debug)]
pub struct Refusal(Box<Shape>);

#[derive(Debug)]
enum Shape {
    /// `{code, message}`, or without a code where Better Auth gives none.
    Told {
        status: StatusCode,
        code: Option<Cow<'static, str>>,
        message: Cow<'static, str>,
        details: Map<String, Value>,
        cookies: Vec<SetCookie>,
    },
    /// An empty body with the type of JSON.
    Empty(StatusCode),
    /// 429
    TooMany { retry_after: u64 },
    /// Not the caller's fault: logged with a request id.
    Failed(ApiError),
}

impl Refusal {
    /// One of the known codes.
    pub fn new(status: StatusCode, code: Code) -> Self {
        Self::told(status, Some(code.name().into()), code.message())
    }

    /// 400
    pub fn bad_request(code: Code) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 401 `UNAUTHORIZED`
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::Unauthorized)
    }

    /// 403
    pub fn forbidden(code: Code) -> Self {
        Self::new(StatusCode::FORBIDDEN, code)
    }

    /// A known code with words of its own.
    pub fn worded(status: StatusCode, code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self::told(status, Some(code.name().into()), message)
    }

    /// Words without a code.
    pub fn message(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self::told(status, None, message)
    }

    /// No words at all.
    pub fn empty(status: StatusCode) -> Self {
        Self(Box::new(Shape::Empty(status)))
    }

    /// 429: again in so many seconds.
    pub fn too_many(retry_after: u64) -> Self {
        Self(Box::new(Shape::TooMany { retry_after }))
    }

    fn told(status: StatusCode, code: Option<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Shape::Told { status, code, message: message.into(), details: Map::new(), cookies: Vec::new() }))
    }

    /// The same, which says one thing more.
    #[must_use]
    pub fn with_detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Shape::Told { details, .. } = &mut *self.0 {
            details.insert(name.to_owned(), value.into());
        }
        self
    }

    /// The same, which also sets cookies.
    #[must_use]
    pub fn with_cookies(mut self, more: impl IntoIterator<Item = SetCookie>) -> Self {
        if let Shape::Told { cookies, .. } = &mut *self.0 {
            cookies.extend(more);
        }
        self
    }
}

impl From<db::Error> for Refusal {
    fn from(error: db::Error) -> Self {
        Self(Box::new(Shape::Failed(error.into())))
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self(Box::new(Shape::Failed(error)))
    }
}

/// The same refusal in Medusa's shape.
impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let (status, code, message) = match *refusal.0 {
            Shape::Failed(error) => return error,
            Shape::TooMany { retry_after } => return too_often(retry_after),
            Shape::Told { status, code, message, .. } => (status, code, message),
            Shape::Empty(status) => (status, None, status.canonical_reason().unwrap_or("Refused").into()),
        };
        let kind = match status {
            StatusCode::UNAUTHORIZED => Kind::Unauthorized,
            StatusCode::FORBIDDEN => Kind::Forbidden,
            StatusCode::NOT_FOUND => Kind::NotFound,
            StatusCode::TOO_MANY_REQUESTS => Kind::TooManyRequests,
            _ => Kind::NotAllowed,
        };
        match code {
            Some(Cow::Borrowed(code)) => Self::new(kind, message).with_code(code),
            _ => Self::new(kind, message),
        }
    }
}

/// 429 in Medusa's shape.
pub(crate) fn too_often(seconds: u64) -> ApiError {
    let message = format!("Too many requests: try again in {seconds} s");
    ApiError::new(Kind::TooManyRequests, message).with_retry_after(seconds)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        const JSON: HeaderValue = HeaderValue::from_static("application/json");
        const RETRY: HeaderName = HeaderName::from_static("x-retry-after");
        match *self.0 {
            Shape::Told { status, code, message, details: mut body, cookies } => {
                if let Some(code) = code {
                    body.insert("code".into(), code.into());
                }
                body.insert("message".into(), message.into());
                let mut response = (status, Json(Value::Object(body))).into_response();
                for cookie in cookies {
                    response.headers_mut().append(header::SET_COOKIE, cookie.header());
                }
                response
            }
            Shape::Empty(status) => (status, [(header::CONTENT_TYPE, JSON)]).into_response(),
            Shape::TooMany { retry_after } => {
                let body = serde_json::json!({ "message": "Too many requests. Please try again later." });
                let retry = HeaderValue::from(retry_after);
                let headers = [(RETRY, retry.clone()), (header::RETRY_AFTER, retry)];
                (StatusCode::TOO_MANY_REQUESTS, headers, Json(body)).into_response()
            }
            Shape::Failed(error) => error.into_response(),
        }
    }
}
