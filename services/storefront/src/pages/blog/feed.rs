//! `GET /blog/feed.rss`, `GET /blog/feed.atom`: what the API writes, for readers that have no key.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::header;

use crate::{client::Trouble, front::Front, visit::Visit};

pub(super) async fn rss(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    show(&front, &visit, "rss").await
}

pub(super) async fn atom(State(front): State<Front>, visit: Visit) -> Result<Response, Trouble> {
    show(&front, &visit, "atom").await
}

async fn show(front: &Front, visit: &Visit, format: &str) -> Result<Response, Trouble> {
    let body = front.store.of(visit).feed(&format!("feed.{format}")).await?;
    let kind = format!("application/{format}+xml; charset=utf-8");
    let headers = [(header::CONTENT_TYPE, &*kind), (header::CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, body).into_response())
}
