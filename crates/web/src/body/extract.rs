//! A body as a type in a handler's signature.

use axum::extract::{FromRequest, Request};
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

use super::Fields;
use crate::{ApiError, Kind};

/// A type that reads itself from a JSON object. It takes what it knows; the extractor refuses the rest.
pub trait FromBody: Sized {
    /// Reads the fields, noting what is wrong with them.
    fn read(fields: &mut Fields) -> Self;
}

/// Nothing is taken: a body may be missing or empty.
impl FromBody for () {
    fn read(_: &mut Fields) -> Self {}
}

/// Extracts a [`FromBody`]. A missing body is an empty object.
#[derive(Debug, Clone, Copy)]
pub struct Body<T>(pub T);

impl<S: Sync, T: FromBody> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let mut fields = Fields::of(read_json(request).await?)?;
        let read = T::read(&mut fields);
        fields.finish()?;
        Ok(Self(read))
    }
}

/// The same for an operation whose bodies are larger than those of others.
#[derive(Debug, Clone, Copy)]
pub struct BodyUpTo<T, const BYTES: usize>(pub T);

impl<S: Sync, T: FromBody, const BYTES: usize> FromRequest<S> for BodyUpTo<T, BYTES> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let mut fields = Fields::of(read_json_up_to(request, BYTES).await?)?;
        let read = T::read(&mut fields);
        fields.finish()?;
        Ok(Self(read))
    }
}

/// No body of the APIs is larger unless it says so; pictures go another way.
const MOST: usize = 1 << 20;

/// The JSON of a request, an empty object when there is none.
pub async fn read_json(request: Request) -> Result<Value, ApiError> {
    read_json_up_to(request, MOST).await
}

async fn read_json_up_to(request: Request, most: usize) -> Result<Value, ApiError> {
    let (parts, body) = request.into_parts();
    let bytes = match Limited::new(body, most).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let kind = Kind::TooLarge(StatusCode::PAYLOAD_TOO_LARGE);
            return Err(ApiError::new(kind, format!("Invalid request: The body is larger than {most} bytes")));
        }
        Err(_) => return Err(ApiError::invalid_data("Invalid request: The body did not arrive whole")),
    };
    if bytes.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    if !is_json(&parts.headers) {
        let message = "Invalid request: The body must be JSON: send it with content-type: application/json";
        return Err(ApiError::new(Kind::UnsupportedMediaType, message));
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // serde_json has no kind of its own for it.
        if error.to_string().starts_with("recursion limit exceeded") {
            return ApiError::invalid_data(format!(
                "Invalid request: The body is nested too deep, at line {line}, column {column}"
            ));
        }
        ApiError::invalid_data(format!("Invalid request: The body is no JSON, at line {line}, column {column}"))
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
