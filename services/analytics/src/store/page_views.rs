//! `POST /store/page-views`

use auth::Shopper;
use axum::{
    Extension,
    extract::{FromRequestParts, State},
    response::{IntoResponse, Response},
};
use db::Clock;
use entity::ids::{OrderId, ProductId};
use http::{HeaderMap, HeaderName, StatusCode, header, request::Parts};
use resource::{admin::respond, fields::AtMost};
use serde_json::json;
use std::net::IpAddr;
use web::{
    ApiError, App, StoreErrors, body,
    body::{Body, Fields, Filled, Required},
};

use crate::{Recorder, Seen};

body! {
    /// What somebody looked at, or did.
    pub(super) struct New {
        /// The page's address, with its query: from that come path and campaign.
        pub(super) url: Required<AtMost<2_000>> = "https://shop.example/products/mug?utm_source=letter",
        /// What led to it: `document.referrer`.
        pub(super) referrer: Filled<AtMost<2_000>> = "https://www.google.com/",
        /// What happened: `view` when nobody says; `product.added`, `checkout.begun`, `order.placed`, or a name of your own.
        pub(super) name: Filled<AtMost<64>> = "view",
        /// The language of the page.
        pub(super) locale: Filled<AtMost<35>> = "en",
        /// The product that it is about.
        pub(super) product_id: Option<String> = "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The same by its handle, where its id is not known.
        pub(super) product_handle: Filled<AtMost<255>> = "mug",
        /// The order that was placed: what led to it is kept with it.
        pub(super) order_id: Option<String> = "order_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
    checked by check
}

fn check(fields: &mut Fields, new: &New) {
    if let Some(name) = &new.name.0
        && !is_name(&name.0)
    {
        let at = fields.at("name");
        fields.complain(format!("Value for field '{at}' is no name: it begins with a small letter, and has small letters, digits, '.' and '_' besides"));
    }
    for (name, value, is_id) in [
        ("product_id", &new.product_id, new.product_id.as_ref().is_none_or(|id| id.parse::<ProductId>().is_ok())),
        ("order_id", &new.order_id, new.order_id.as_ref().is_none_or(|id| id.parse::<OrderId>().is_ok())),
    ] {
        if value.is_some() && !is_id {
            let at = fields.at(name);
            fields.complain(format!("Value for field '{at}' is no id"));
        }
    }
}

fn is_name(text: &str) -> bool {
    let mut signs = text.bytes();
    signs.next().is_some_and(|first| first.is_ascii_lowercase())
        && signs.all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, b'.' | b'_'))
}

/// Who looks, as far as his browser tells.
pub(super) struct Visitor {
    address: Option<IpAddr>,
    user_agent: Option<String>,
    languages: Option<String>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let said = |headers: &HeaderMap, name: HeaderName| {
            headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Ok(Self {
            address: web::client_address(parts, &app.config.server.trusted_proxies),
            user_agent: said(&parts.headers, header::USER_AGENT),
            languages: said(&parts.headers, header::ACCEPT_LANGUAGE),
        })
    }
}

/// Tell that somebody looked at a page. Shops that make their own pages call this; Kontor's storefront counts by itself.
///
/// No cookie is needed: visitors are told apart by address and browser for a day, with a random salt that is deleted afterwards. It is
/// counted a moment later, and what cannot be counted fails nothing. Bots are recognised by what they say of themselves.
#[utoipa::path(
    post,
    path = "/store/page-views",
    tag = "Analytics",
    operation_id = "create_page_view",
    request_body(content = inline(New), example = json!({"url": "https://shop.example/products/mug?utm_source=letter", "referrer": "https://www.google.com/"})),
    security(("publishable_key" = [])),
    responses(
        (status = 202, description = "It is taken.", body = serde_json::Value, example = json!({"object": "page_view", "accepted": true})),
        StoreErrors,
    )
)]
pub(super) async fn create(
    State(app): State<App>,
    shopper: Shopper,
    visitor: Visitor,
    Extension(recorder): Extension<Recorder>,
    Body(New { url, referrer, name, locale, product_id, product_handle, order_id }): Body<New>,
) -> Result<Response, ApiError> {
    let clock: &dyn Clock = &**app.db.clock();
    let seen = Seen {
        organization: shopper.organization.0,
        at: clock.now(),
        name: name.0.map_or_else(|| "view".to_owned(), |name| name.0),
        url: url.0.0,
        referrer: referrer.0.map(|referrer| referrer.0),
        address: visitor.address,
        user_agent: visitor.user_agent,
        languages: visitor.languages,
        locale: locale.0.map(|locale| locale.0),
        product: product_id.and_then(|id| id.parse::<ProductId>().ok()).map(|id| id.0),
        product_handle: product_handle.0.map(|handle| handle.0),
        order: order_id.and_then(|id| id.parse::<OrderId>().ok()).map(|id| id.0),
    };
    if !seen.is_of_the_web() {
        return Err(ApiError::invalid_data(
            "Invalid request: Value for field 'url' is no address of a page: begin with https:// or with /",
        ));
    }
    recorder.note(seen);
    let answer = respond(json!({"object": "page_view", "accepted": true}).to_string().into_bytes());
    Ok((StatusCode::ACCEPTED, answer).into_response())
}
