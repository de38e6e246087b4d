//! What a writer has seen: `ETag`, and `If-Match` (RFC 9110, section 13.1.1). A tag is the number of a revision.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use resource::admin::respond;
use serde_json::{Value, json};
use utoipa::openapi::{
    Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{Object, Type},
};
use web::{ApiError, Kind};

/// `"7"`
pub(super) fn tag(revision: i64) -> Result<HeaderValue, ApiError> {
    HeaderValue::try_from(format!("\"{revision}\"")).map_err(ApiError::internal)
}

/// The revision that whoever writes has seen.
pub(super) fn seen(headers: &HeaderMap) -> Result<i64, ApiError> {
    let Some(tag) = headers.get(header::IF_MATCH) else {
        let message = "Header 'If-Match' is required: the ETag of what was changed, such as \"7\"";
        return Err(ApiError::new(Kind::PreconditionRequired, message));
    };
    let text = tag.to_str().ok().and_then(|text| text.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok());
    text.ok_or_else(|| {
        ApiError::invalid_data(
            "Invalid value for header 'If-Match': expected an ETag as it was answered, such as \"7\"",
        )
    })
}

/// As the document has it.
pub(super) fn if_match() -> Parameter {
    ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some("The `ETag` of what was changed (RFC 9110, section 13.1.1)."))
        .schema(Some(Object::with_type(Type::String)))
        .example(Some(json!("\"7\"")))
        .build()
}

/// 412: it is not as whoever changes it has seen it. With it comes what is there, below its name.
pub(super) fn changed(name: &str, there: Value, revision: i64, seen: i64) -> Result<Response, ApiError> {
    let message = format!(
        "It is at revision {revision} by now, and revision {seen} was changed: look at '{name}', and write what it is to be with If-Match: \"{revision}\""
    );
    let mut body = serde_json::to_value(ApiError::new(Kind::PreconditionFailed, message).body(None))
        .map_err(ApiError::internal)?;
    body[name] = there;
    let mut answer = (StatusCode::PRECONDITION_FAILED, respond(body.to_string().into_bytes())).into_response();
    answer.headers_mut().insert(header::ETAG, tag(revision)?);
    Ok(answer)
}

/// What there is, with its tag.
pub(super) fn tagged(name: &str, there: &Value, revision: i64) -> Result<Response, ApiError> {
    let mut answer = respond(json!({ name: there }).to_string().into_bytes());
    answer.headers_mut().insert(header::ETAG, tag(revision)?);
    Ok(answer)
}
