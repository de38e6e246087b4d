//! The port. Connections are hyper's own, for only so one can be cut without an answer.

use axum::Router;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::watch,
};
use tower::ServiceExt;

use crate::{
    Double, browser, control,
    gate::{self, Cut},
};

const MAX_BODY: usize = 1024 * 1024;
const BACKLOG: u32 = 1024;

/// Whether anybody is at home: what was asked for, and what has come of it.
#[derive(Debug)]
pub(crate) struct Door {
    wanted: watch::Sender<bool>,
    is_open: watch::Sender<bool>,
}

impl Default for Door {
    fn default() -> Self {
        Self { wanted: watch::Sender::new(true), is_open: watch::Sender::new(true) }
    }
}

impl Door {
    /// Opens or closes it, and waits until it is.
    pub(crate) async fn set(&self, is_open: bool) {
        self.wanted.send_replace(is_open);
        until(&self.is_open, is_open).await;
    }
}

/// Waits until it is so.
async fn until(door: &watch::Sender<bool>, is_open: bool) {
    // Its sender is borrowed, so it is not closed.
    let _ = door.subscribe().wait_for(|now| *now == is_open).await;
}

pub(crate) async fn serve(mut listener: TcpListener, double: Double) -> std::io::Result<()> {
    let router = control::router(double.clone()).merge(browser::router(double.clone()));
    let address = listener.local_addr()?;
    loop {
        let stream = tokio::select! {
            () = until(&double.door.wanted, false) => None,
            accepted = listener.accept() => Some(accepted?.0),
        };
        let Some(stream) = stream else {
            // The port stays ours: connections to one that is bound and where nobody listens are refused.
            drop(listener);
            let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
            socket.set_reuseaddr(true)?;
            socket.bind(address)?;
            double.door.is_open.send_replace(false);
            until(&double.door.wanted, true).await;
            listener = socket.listen(BACKLOG)?;
            double.door.is_open.send_replace(true);
            continue;
        };
        let (double, router) = (double.clone(), router.clone());
        tokio::spawn(async move {
            let service = service_fn(|request| answer(double.clone(), router.clone(), request));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // A client that goes away, or one that was cut off, is nobody's fault.
            tokio::select! {
                biased;
                () = until(&double.door.wanted, false) => {}
                _ = connection => {}
            }
        });
    }
}

async fn answer(double: Double, router: Router, request: Request<Incoming>) -> gate::Answered {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|_| Cut)?.to_bytes();
    if !["/_test/", "/js/"].iter().any(|own| parts.uri.path().starts_with(own)) {
        // Whoever goes away in between stops nothing: as at Stripe, what was begun is done.
        return tokio::spawn(async move { gate::call(&double, parts, body).await }).await.unwrap_or(Err(Cut));
    }
    let request = Request::from_parts(parts, axum::body::Body::from(body));
    let Ok(response) = router.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body: Bytes = body.collect().await.map_err(|_| Cut)?.to_bytes();
    Ok(http::Response::from_parts(parts, Full::new(body)))
}
