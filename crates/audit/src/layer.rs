//! Middleware: gives each request its cause, and writes down whom it was found to be of.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, Utc};
use db::Cause;
use http::{StatusCode, header};
use web::{Deadline, RequestId};

use crate::{
    Audit,
    line::{Line, tame},
};

/// nginx's status for a client that did not wait for its answer.
const CLIENT_CLOSED: u16 = 499;

/// Goes inside of [`web::finish`], which gives the request its id and its time.
pub async fn layer(State(audit): State<Audit>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let endpoint = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let request_id = parts.extensions.get::<RequestId>().map(|id| id.as_str().to_owned()).unwrap_or_default();
    let address = web::client_address(&parts, audit.trusted_proxies()).map(|address| address.to_string());
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(tame);
    let mut call = Call {
        cause: Cause::new(request_id, address, agent),
        started: Instant::now(),
        at: audit.now(),
        method: parts.method.to_string(),
        path: path(endpoint.as_deref(), parts.uri.path()),
        endpoint,
        deadline: parts.extensions.get::<Deadline>().copied(),
        status: None,
        audit,
    };
    let cause = call.cause.clone();
    let response = cause.scope(next.run(Request::from_parts(parts, body))).await;
    call.status = Some(response.status());
    response
}

/// The path that is kept. A route that takes a token says so in its name, and a token opens something.
fn path(endpoint: Option<&str>, asked: &str) -> String {
    match endpoint {
        Some(endpoint) if endpoint.contains("token}") => endpoint.to_owned(),
        _ => tame(asked),
    }
}

/// A call under way. It leaves its line however it ends: what was cut may have changed something all the same.
struct Call {
    audit: Audit,
    cause: Cause,
    started: Instant,
    at: DateTime<Utc>,
    method: String,
    endpoint: Option<String>,
    path: String,
    deadline: Option<Deadline>,
    /// Of the answer, if there was one.
    status: Option<StatusCode>,
}

impl Call {
    fn status(&self) -> u16 {
        match self.status {
            Some(status) => status.as_u16(),
            None if std::thread::panicking() => StatusCode::INTERNAL_SERVER_ERROR.as_u16(),
            None if self.deadline.is_some_and(Deadline::is_over) => StatusCode::GATEWAY_TIMEOUT.as_u16(),
            None => CLIENT_CLOSED,
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let Some(actor) = self.cause.actor() else {
            return;
        };
        let path = std::mem::take(&mut self.path);
        self.audit.note(Line {
            at: self.at,
            actor,
            method: std::mem::take(&mut self.method),
            endpoint: self.endpoint.take().unwrap_or_else(|| path.clone()),
            path,
            status: self.status(),
            duration_ms: i32::try_from(self.started.elapsed().as_millis()).unwrap_or(i32::MAX),
            address: self.cause.address().map(str::to_owned),
            user_agent: self.cause.user_agent().map(str::to_owned),
            request_id: self.cause.request_id().to_owned(),
        });
    }
}
