//! Middleware: gives each request its cause, and writes down whom it was found to be of.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use db::Cause;
use http::header;
use web::RequestId;

use crate::{
    Audit,
    line::{Line, tame},
};

/// Goes inside of [`web::finish`], which gives the request its id.
pub async fn layer(State(audit): State<Audit>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let at = audit.now();
    let (parts, body) = request.into_parts();
    let request_id = parts.extensions.get::<RequestId>().map(|id| id.as_str().to_owned()).unwrap_or_default();
    let address = web::client_address(&parts, audit.trusted_proxies()).map(|address| address.to_string());
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(tame);
    let endpoint = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let (method, path) = (parts.method.to_string(), tame(parts.uri.path()));

    let cause = Cause::new(request_id.clone(), address.clone(), agent.clone());
    let response = cause.scope(next.run(Request::from_parts(parts, body))).await;

    if let Some(actor) = cause.actor() {
        audit.note(Line {
            at,
            actor,
            method,
            endpoint: endpoint.unwrap_or_else(|| path.clone()),
            path,
            status: response.status().as_u16(),
            duration_ms: i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX),
            address,
            user_agent: agent,
            request_id,
        });
    }
    response
}
