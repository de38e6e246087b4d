//! From what the API answered to a page.

mod cards;
mod closed;
mod counted;
mod explain;
mod frame;
mod kept;
mod meta;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use minijinja::{Value, context};

pub(crate) use cards::{Card, cards, local};
pub(crate) use closed::shut;
pub(crate) use counted::count;
pub use counted::{Counting, Looked};
pub(crate) use explain::{AGAIN, explain, over, without_cart};
pub(crate) use frame::Frame;
pub(crate) use kept::{keep, partition};
pub(crate) use meta::{Alternate, Crumb, Meta, harmless, of_shop};

use crate::{client::Trouble, front::Front, site::Site, visit::Visit};

/// A page about to be made.
pub(crate) struct Page<'a> {
    pub(crate) front: &'a Front,
    pub(crate) visit: &'a Visit,
    /// What stands around it; an error page does without.
    pub(crate) frame: Option<&'a Frame>,
    pub(crate) status: StatusCode,
    pub(crate) meta: Meta,
}

impl<'a> Page<'a> {
    pub(crate) fn new(front: &'a Front, visit: &'a Visit, frame: &'a Frame, meta: Meta) -> Self {
        Self { front, visit, frame: Some(frame), status: StatusCode::OK, meta }
    }

    /// A form that is shown again, with what is wrong.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The page of this template.
    pub(crate) fn render(self, template: &str, given: Value) -> Result<Response, Trouble> {
        let Self { front, visit, frame, status, meta } = self;
        let theme = visit.theme(front).now();
        let shop = &visit.shop;
        let site = frame.map_or_else(|| visit.known_site(), |frame| Arc::clone(&frame.site));
        let meta = meta.beside(&site);
        let own = meta.canonical.as_ref().map(|path| format!("{}{path}", shop.url));
        let canonical = meta.elsewhere.clone().filter(|_| own.is_some()).or(own);
        let (json_ld, title) = (meta.json_ld(shop), site.title(meta.title.as_deref()));
        let image = meta.image.as_deref().map(|image| Site::whole(shop, image));
        let (is_private, takes_cards) = (meta.is_private, meta.takes_cards);
        let around = context! {
            shop => site.context(shop),
            head_title => title,
            head_image => image,
            frame => frame.map(|frame| frame.context(visit)),
            languages => theme.languages().collect::<Vec<_>>(),
            target => visit.target,
            path => visit.path,
            is_known => visit.token.is_some(),
            stripe_js => takes_cards.then(|| front.card_form.script()),
            meta => meta,
            canonical => canonical,
            json_ld => json_ld,
        };
        let html = theme.render(&visit.locale, &format!("pages/{template}.html"), &context! { ..given, ..around })?;
        let mut response = (status, [(header::CONTENT_TYPE, HTML)], html).into_response();
        let headers = response.headers_mut();
        let sheet = site.palette.as_ref().map(|palette| &*palette.hash);
        let form = Some(&front.card_form).filter(|_| takes_cards);
        headers.insert(header::CONTENT_SECURITY_POLICY, theme.assets.policy_with(sheet, form));
        headers.insert(header::CACHE_CONTROL, if is_private { NO_STORE } else { ASK });
        if let Ok(language) = HeaderValue::from_str(&visit.locale) {
            headers.insert(header::CONTENT_LANGUAGE, language);
        }
        Ok(response)
    }
}

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// The browser may keep it and asks each time; nobody in between may.
const ASK: HeaderValue = HeaderValue::from_static("private, no-cache");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Elsewhere, by GET: what a form changed is shown by a page that can be loaded again.
pub(crate) fn see_other(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::SEE_OTHER.into_response(),
    }
}

/// A path of this site, if the text is one: nobody is led elsewhere by what stands in a form.
pub(crate) fn own_path(text: &str) -> &str {
    let is_own = text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|sign| sign.is_ascii_graphic() && !b"\\\"<>".contains(&sign));
    if is_own { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_led_elsewhere() {
        assert_eq!(own_path("/products/mug?o-size=s"), "/products/mug?o-size=s");
        for text in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "", "/a\r\nb: c"] {
            assert_eq!(own_path(text), "/", "{text}");
        }
    }
}
