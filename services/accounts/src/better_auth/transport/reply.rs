//! An answer: a body, cookies, and where to go.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

use super::Refusal;
use crate::better_auth::cookies::SetCookie;

/// What a call is answered with.
#[derive(Debug, Default)]
pub struct Reply {
    /// JSON.
    body: Option<Vec<u8>>,
    location: Option<String>,
    redirect: bool,
    cookies: Vec<SetCookie>,
    bearer: Option<String>,
    jwt: Option<String>,
    no_store: bool,
}

impl Reply {
    /// 200 with a body.
    pub fn json(body: impl Serialize) -> Result<Self, Refusal> {
        let body = serde_json::to_vec(&body).map_err(web::ApiError::internal)?;
        Ok(Self { body: Some(body), ..Self::default() })
    }

    /// 302, empty.
    pub fn redirect(location: impl Into<String>) -> Self {
        Self { location: Some(location.into()), redirect: true, ..Self::default() }
    }

    /// Tells the client where to go, beside the body.
    #[must_use]
    pub fn at(mut self, location: Option<String>) -> Self {
        self.location = location;
        self
    }

    /// Sets cookies.
    #[must_use]
    pub fn with_cookies(mut self, cookies: impl IntoIterator<Item = SetCookie>) -> Self {
        self.cookies.extend(cookies);
        self
    }

    /// A new session, for programs that keep no cookies: `set-auth-token`.
    #[must_use]
    pub fn with_bearer(mut self, encoded: String) -> Self {
        self.bearer = Some(encoded);
        self
    }

    /// A token for other services: `set-auth-jwt`.
    #[must_use]
    pub fn with_jwt(mut self, jwt: Option<String>) -> Self {
        self.jwt = jwt;
        self
    }

    /// `cache-control: no-store`
    #[must_use]
    pub fn not_stored(mut self) -> Self {
        self.no_store = true;
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let Self { body, location, redirect, cookies, bearer, jwt, no_store } = self;
        let mut response = match body {
            _ if redirect => StatusCode::FOUND.into_response(),
            Some(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
            None => StatusCode::OK.into_response(),
        };
        let headers = response.headers_mut();
        if let Some(location) = location.and_then(|location| location_header(&location)) {
            headers.insert(header::LOCATION, location);
        }
        for cookie in cookies {
            headers.append(header::SET_COOKIE, cookie.header());
        }
        for (name, token) in [("set-auth-token", bearer), ("set-auth-jwt", jwt)] {
            if let Some(token) = token.and_then(|token| HeaderValue::from_str(&token).ok()) {
                headers.insert(HeaderName::from_static(name), token);
                headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(name));
            }
        }
        if no_store {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }
}

/// A header holds ASCII; what a link has beyond that is percent-encoded.
fn location_header(location: &str) -> Option<HeaderValue> {
    const KEPT: percent_encoding::AsciiSet = percent_encoding::CONTROLS.add(b' ');
    HeaderValue::from_str(&percent_encoding::utf8_percent_encode(location, &KEPT).to_string()).ok()
}
