//! The outermost middleware: request id, span, metrics, one log line per failure, time-out, panics.

use std::{panic::AssertUnwindSafe, sync::Arc};

use axum::{
    Json,
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use http::{Method, Uri};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use crate::{
    ApiError, App, Kind,
    error::Failure,
    request_id::{self, RequestId},
};

/// When the request's time is over: what is cut short after it has timed out, what is cut short before was given up.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// Whether it is over.
    pub fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}

/// What takes as long as the network of whoever sends a large file.
const UPLOADS: &[&str] = &["/admin/uploads", "/admin/products/import", "/admin/media"];

/// Wraps everything: nothing leaves without a request id, and no failure leaves unlogged or unexplained.
pub async fn finish(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    // The route and not the path: links that are mailed carry their token in it.
    let route = path.as_ref().map_or("unmatched", MatchedPath::as_str);
    let config = &app.config;
    let is_upload = UPLOADS.contains(&route) && method == Method::POST;
    let most = if is_upload { config.storage.upload_timeout } else { config.server.request_timeout };
    let deadline = started + most;
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(Deadline(deadline));
    let span = tracing::info_span!("http.request", request_id = id.as_str(), http.method = %method, http.route = route);

    // A NUL names nothing, and Postgres takes none: no handler is asked what it would be.
    let nowhere = request.uri().path().contains("%00").then(|| no_such_path(&method, request.uri()));
    let answer = async move {
        match nowhere {
            Some(error) => error.into_response(),
            None => next.run(request).await,
        }
    };
    let guarded = AssertUnwindSafe(answer).catch_unwind();
    let answered = timeout_at(deadline, guarded).instrument(span.clone()).await;
    let mut response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => ApiError::internal(format!("panic: {}", panic_message(&*panic))).into_response(),
        Err(_) => ApiError::new(Kind::TimedOut, "The request took too long. Please try again.").into_response(),
    };

    let status = response.status();
    if let Some(Failure(error)) = response.extensions_mut().remove::<Failure>()
        && status.is_server_error()
    {
        span.in_scope(|| {
            tracing::error!(http.status = status.as_u16(), error = %error, cause = error.chain(), "request failed");
        });
        response = with_request_id(&error, &id, response);
    }
    response.headers_mut().insert(request_id::HEADER, id.header());

    let seconds = started.elapsed().as_secs_f64();
    record(&method, route, status.as_u16(), seconds);
    if app.config.server.access_log {
        span.in_scope(|| {
            tracing::info!(http.status = status.as_u16(), seconds, "request");
        });
    }
    response
}

/// The answer for a path that nothing serves.
pub async fn not_found(method: Method, uri: Uri) -> ApiError {
    no_such_path(&method, &uri)
}

fn no_such_path(method: &Method, uri: &Uri) -> ApiError {
    let path: String = uri.path().chars().take(200).collect();
    ApiError::not_found(format!("Cannot {method} {path}"))
}

fn with_request_id(error: &Arc<ApiError>, id: &RequestId, response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(http::header::CONTENT_LENGTH);
    let body = Json(error.body(Some(id.as_str()))).into_response().into_body();
    Response::from_parts(parts, body)
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

fn record(method: &Method, route: &str, status: u16, seconds: f64) {
    let method = match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    };
    let class = match status {
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", class.to_owned())];
    metrics::histogram!("http_request_duration_seconds", &labels).record(seconds);
}
