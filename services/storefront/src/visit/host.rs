//! Whose pages a request is for, by its host: of no shop, of one that is found elsewhere, or there.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header, request::Parts};

use crate::{
    front::Front,
    shops::{Place, Shop, came_plain, named},
};

/// The shop of a request, else the answer to it.
pub(super) fn shop_of(front: &Front, parts: &Parts) -> Result<Arc<Shop>, Box<Response>> {
    match front.shops.at(named(parts).as_deref()) {
        None => Err(Box::new(nobody())),
        Some(Place::LeadsTo(shop)) => Err(Box::new(led(&shop, parts))),
        Some(Place::Own(shop)) if shop.url.starts_with("https://") && came_plain(parts, &front.proxies) => {
            Err(Box::new(led(&shop, parts)))
        }
        Some(Place::Own(shop)) => Ok(shop),
    }
}

/// To the same page where the shop is.
fn led(shop: &Shop, parts: &Parts) -> Response {
    let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    match HeaderValue::from_str(&format!("{}{path}", shop.url)) {
        Ok(location) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response(),
        Err(_) => nobody(),
    }
}

/// No shop has this host. Nothing of what was asked stands in the page.
fn nobody() -> Response {
    const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>No shop here</title></head>\n\
        <body><main><h1>No shop here</h1><p>There is no shop at this address. Please look at how it is written.</p>\
        <p lang=\"de\">Unter dieser Adresse ist kein Laden. Bitte sehen Sie nach, wie sie geschrieben ist.</p></main></body>\n</html>\n";
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    (StatusCode::MISDIRECTED_REQUEST, headers, PAGE).into_response()
}
