//! A call: its fields, read and checked, and what is known of the caller.

use std::net::IpAddr;

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use http_body_util::BodyExt;
use serde_json::{Map, Value};
use web::ApiError;

use super::{Code, Fields, Refusal};
use crate::Accounts;

/// What an operation takes.
pub trait Input: Sized + Send {
    /// It signs somebody in, so another site's form must not reach it.
    const SIGNS_IN: bool = false;
    /// Its body may also come from a form.
    const FORM: bool = false;
    /// A missing body is an empty one.
    const BODY_OPTIONAL: bool = false;

    /// Reads the fields, noting what is wrong with them.
    fn read(body: &mut Fields, query: &mut Fields) -> Result<Self, Refusal>;
}

/// Nothing.
impl Input for () {
    const BODY_OPTIONAL: bool = true;

    fn read(body: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        body.rest();
        query.rest();
        Ok(())
    }
}

/// Who calls, before anybody has looked at a session.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The request's headers.
    pub headers: HeaderMap,
    /// The address, as far as it can be believed.
    pub address: Option<IpAddr>,
}

impl Caller {
    /// The browser, by its own account; at most so much of it as is worth keeping.
    pub fn user_agent(&self) -> Option<String> {
        let text = self.headers.get(header::USER_AGENT)?.to_str().ok()?;
        Some(text.chars().take(512).collect())
    }
}

/// A call of an operation that takes `T`.
#[derive(Debug)]
pub struct Call<T> {
    /// Its fields.
    pub input: T,
    /// Who calls.
    pub caller: Caller,
}

impl<T: Input> FromRequest<Accounts> for Call<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, accounts: &Accounts) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let limit = accounts.app.config.server.body_limit;
        let has_body = parts.method != Method::GET;
        let bytes = if has_body { read(body, limit).await? } else { Bytes::new() };
        let body = if has_body { parse(&parts, &bytes, T::FORM)? } else { Some(Value::Object(Map::new())) };
        let query = query(&parts);

        accounts.trusted.check_caller(&parts.headers, T::SIGNS_IN, parts.method == Method::GET)?;
        if let Some(Value::Object(fields)) = &body {
            accounts.trusted.check_links(fields)?;
        }
        accounts.trusted.check_query_links(&query)?;

        let body = if T::BODY_OPTIONAL && body.is_none() { Some(Value::Object(Map::new())) } else { body };
        let (mut body, mut query) = (Fields::body(body), Fields::query(query));
        let input = T::read(&mut body, &mut query)?;
        let mut issues = Vec::new();
        body.finish(&mut issues);
        query.finish(&mut issues);
        if !issues.is_empty() {
            return Err(Refusal::worded(StatusCode::BAD_REQUEST, Code::ValidationError, issues.join("; ")));
        }
        let address = web::client_address(&parts, &accounts.app.config.server.trusted_proxies);
        Ok(Self { input, caller: Caller { headers: parts.headers, address } })
    }
}

async fn read(body: axum::body::Body, limit: usize) -> Result<Bytes, Refusal> {
    let Ok(body) = http_body_util::Limited::new(body, limit).collect().await else {
        let kind = web::Kind::TooLarge(StatusCode::PAYLOAD_TOO_LARGE);
        return Err(ApiError::new(kind, format!("The body is larger than {limit} bytes")).into());
    };
    Ok(body.to_bytes())
}

/// `None` for no body at all.
fn parse(parts: &Parts, bytes: &Bytes, takes_form: bool) -> Result<Option<Value>, Refusal> {
    let given = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::to_str);
    let Some(given) = given else {
        return Ok(None);
    };
    let given = given.unwrap_or("?");
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if takes_form && essence == "application/x-www-form-urlencoded" {
        let fields = url::form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value.into()));
        return Ok(Some(Value::Object(fields.collect())));
    }
    if essence != "application/json" {
        let allowed =
            if takes_form { "application/x-www-form-urlencoded, application/json" } else { "application/json" };
        let shown: String = given.chars().take(100).collect();
        let message = format!("Content-Type \"{shown}\" is not allowed. Allowed types: {allowed}");
        return Err(Refusal::worded(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::UnsupportedMediaType, message));
    }
    if bytes.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(bytes).map(Some).map_err(|_| Refusal::bad_request(Code::BadRequest))
}

/// The last of several values of one name counts; two of them make a list, as in JavaScript's routers.
fn query(parts: &Parts) -> Map<String, Value> {
    let mut fields: Map<String, Value> = Map::new();
    for (name, value) in url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
        match fields.get_mut(name.as_ref()) {
            None => {
                fields.insert(name.into_owned(), value.into());
            }
            Some(Value::Array(values)) => values.push(value.into()),
            Some(one) => *one = Value::Array(vec![one.take(), value.into()]),
        }
    }
    fields
}
