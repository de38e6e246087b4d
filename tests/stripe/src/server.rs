//! The port. Connections are hyper's own, for only so one can be cut without an answer.

use axum::Router;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::{
    Double, control,
    gate::{self, Cut},
};

const MAX_BODY: usize = 1024 * 1024;

pub(crate) async fn serve(listener: TcpListener, double: Double) {
    let router = control::router(double.clone());
    while let Ok((stream, _)) = listener.accept().await {
        let (double, router) = (double.clone(), router.clone());
        tokio::spawn(async move {
            let service = service_fn(|request| answer(double.clone(), router.clone(), request));
            // A client that goes away, or one that was cut off, is nobody's fault.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(double: Double, router: Router, request: Request<Incoming>) -> gate::Answered {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|_| Cut)?.to_bytes();
    if !parts.uri.path().starts_with("/_test/") {
        // Whoever goes away in between stops nothing: as at Stripe, what was begun is done.
        return tokio::spawn(async move { gate::call(&double, parts, body).await }).await.unwrap_or(Err(Cut));
    }
    let request = Request::from_parts(parts, axum::body::Body::from(body));
    let Ok(response) = router.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body: Bytes = body.collect().await.map_err(|_| Cut)?.to_bytes();
    Ok(http::Response::from_parts(parts, Full::new(body)))
}
