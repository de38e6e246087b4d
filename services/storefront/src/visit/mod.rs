//! Who looks at a page, and from where.

mod address;
mod cookies;
mod form;
mod host;
mod origin;

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    extract::{FromRequestParts, OriginalUri, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderValue, Method, header, request::Parts};
use url::form_urlencoded;
use web::RequestId;

pub(crate) use cookies::{CART, COUNT, COUNTRY, Cookie, LOCALE, ORDER, PREVIEW, SESSION, STAFF, with};
pub(crate) use form::{Form, bytes as form_bytes};
pub(crate) use origin::refuse_foreign;

use crate::{
    client::Trouble,
    front::Front,
    shops::Shop,
    site::{Asked, Site},
    theme::Theme,
};

/// Where a request comes from, for the API's limits and logs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    /// The shopper's address, as far as it can be believed: looked at once, and handed on both ways.
    pub(crate) address: Option<IpAddr>,
    /// The browser.
    pub(crate) agent: Option<HeaderValue>,
}

/// Whether a session is over: known once the API was asked, by all who work on the same page.
pub(crate) type Over = Arc<AtomicBool>;

/// Somebody in a shop.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) shop: Arc<Shop>,
    /// The language of the page, one of the theme's.
    pub(crate) locale: Arc<str>,
    /// Where he said that goods go.
    pub(crate) country: Option<String>,
    /// By it the API knows him.
    pub(crate) token: Option<String>,
    pub(crate) cart: Option<String>,
    /// The session of somebody of the staff, as the API's own cookie has it.
    pub(crate) staff: Option<String>,
    /// All cookies of the API's own.
    pub(crate) api_cookies: Option<HeaderValue>,
    /// What a preview is read by.
    pub(crate) preview: Option<String>,
    /// The order that this browser has placed last.
    pub(crate) order: Option<String>,
    pub(crate) request_id: String,
    pub(crate) caller: Caller,
    /// The path without its query.
    pub(crate) path: String,
    /// The path with it.
    pub(crate) target: String,
    /// The same as it was asked for, with what means nothing to the page, such as a campaign.
    pub(crate) asked: String,
    /// Whether the API has said that the session which the browser brings is over.
    pub(crate) is_over: Over,
    /// How the shop presents itself, once somebody has asked.
    pub(crate) site: Asked,
}

/// Ids and tokens are shorter.
const MOST: usize = 2_048;

impl Visit {
    fn of(front: &Front, parts: &Parts, shop: Arc<Shop>, asked: String) -> Self {
        let headers = &parts.headers;
        let jar = cookies::read(headers, is_secure(&shop));
        let opaque = |name: &str| jar.get(name).filter(|value| is_opaque(value)).cloned();
        let query = parts.uri.query().unwrap_or_default();
        let said = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang").map(|(_, value)| value);
        let said = said.as_deref().and_then(|wanted| front.themes.usual().language(wanted));
        let wanted = jar.get(LOCALE).map_or(shop.locale.as_str(), String::as_str);
        let locale = said
            .or_else(|| front.themes.usual().language(wanted))
            .or_else(|| front.themes.usual().language(&shop.locale));
        let country = jar.get(COUNTRY).and_then(|code| iso::country(code)).map(|country| country.iso_2.to_owned());
        Self {
            locale: locale.unwrap_or_else(|| front.themes.usual().first_language()),
            country,
            token: opaque(SESSION),
            cart: opaque(CART),
            // Whoever knows an order's id could write it into a cookie: this one we have signed ourselves.
            order: opaque(ORDER).and_then(|signed| front.signer.verify(&signed).map(str::to_owned)),
            api_cookies: cookies::of_api(headers),
            preview: opaque(PREVIEW),
            staff: cookies::staff(headers, is_secure(&shop)),
            request_id: parts.extensions.get::<RequestId>().map(|id| id.as_str().to_owned()).unwrap_or_default(),
            caller: Caller {
                address: web::client_address(parts, &front.proxies),
                agent: headers.get(header::USER_AGENT).cloned(),
            },
            path: parts.uri.path().to_owned(),
            target: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            asked,
            is_over: Arc::default(),
            site: Asked::default(),
            shop,
        }
    }

    /// The theme of its pages: the one that the shop names, as far as somebody has asked, else its usual one.
    pub(crate) fn theme(&self, front: &Front) -> Theme {
        let named = self.site.get().and_then(|site| site.said.theme.name.as_deref());
        let own = self.shop.theme.as_deref();
        let named = named.and_then(|name| front.themes.named(name)).or_else(|| front.themes.named(own?));
        named.unwrap_or_else(|| front.themes.usual().clone())
    }

    /// Words of that theme, in the language of the page.
    pub(crate) fn say(&self, front: &Front, key: &str) -> String {
        self.theme(front).now().say(&self.locale, key)
    }

    /// What is known of how the shop presents itself, without asking.
    pub(crate) fn known_site(&self) -> Arc<Site> {
        self.site.get().cloned().unwrap_or_else(|| Arc::new(Site::of_settings(&self.shop)))
    }

    /// The API knows nobody by the token that was brought.
    pub(crate) fn note_the_end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Whether it has said so.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Whether the page is the same for everybody in this country and language.
    pub(crate) fn is_stranger(&self) -> bool {
        self.token.is_none()
    }

    /// Whether the page is this one, or below it.
    pub(crate) fn is_in(&self, room: &str) -> bool {
        self.path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the page is asked for to be edited.
    pub(crate) fn wants_to_edit(&self) -> bool {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        query.split('&').any(|pair| pair.split('=').next() == Some("edit"))
    }

    /// A cookie of this visit's site.
    pub(crate) fn cookie(&self, name: &'static str, value: &str) -> Cookie {
        Cookie::new(name, value, is_secure(&self.shop))
    }

    /// The end of all that is known of him: the next one at this machine sees neither his cart nor what he bought.
    pub(crate) fn forgotten(&self) -> [Cookie; 4] {
        [SESSION, ORDER, CART, COUNT].map(|name| self.cookie(name, "").ended())
    }
}

/// Whether the shop's pages are read over https.
fn is_secure(shop: &Shop) -> bool {
    shop.url.starts_with("https://")
}

/// Whether it could be an id or a token: what is none goes nowhere.
fn is_opaque(value: &str) -> bool {
    let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || b"-_.=+/".contains(&sign);
    !value.is_empty() && value.len() <= MOST && value.bytes().all(is_sign)
}

/// Middleware of all pages: finds out who looks, and whose pages he asks for.
pub(crate) async fn recognise(State(front): State<Front>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let shop = match host::shop_of(&front, &parts) {
        Ok(shop) => shop,
        Err(answer) => return *answer,
    };
    let is_read = matches!(parts.method, Method::GET | Method::HEAD);
    let asked = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    if let Some(plain) = address::plain(&parts.uri).filter(|_| is_read) {
        parts.extensions.insert(OriginalUri(plain.clone()));
        parts.uri = plain;
    }
    let visit = Visit::of(&front, &parts, shop, asked);
    parts.extensions.insert(visit);
    next.run(Request::from_parts(parts, body)).await
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let missing = || Trouble::Broken("a page is served without its visit".to_owned());
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}
