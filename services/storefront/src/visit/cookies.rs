//! Cookies: what a browser is given, and what it brings back.

use std::{collections::HashMap, fmt::Write as _};

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};

/// Which cart is whose; it opens the cart and nothing else.
pub(crate) const CART: &str = "kontor_cart";
/// The customer's token.
pub(crate) const SESSION: &str = "kontor_session";
/// Where goods go.
pub(crate) const COUNTRY: &str = "kontor_country";
/// The language.
pub(crate) const LOCALE: &str = "kontor_language";
/// The order that was placed last.
pub(crate) const ORDER: &str = "kontor_order";
/// How many pieces are in the cart: pages are the same for everybody, and the script writes this number into them.
pub(crate) const COUNT: &str = "kontor_count";

/// That somebody of the staff has signed in here: the script shows him the way to edit. It opens nothing.
pub(crate) const STAFF: &str = "kontor_staff";

/// What a preview is read by, below its own path.
pub(crate) const PREVIEW: &str = "kontor_preview";
/// Where that is.
const PREVIEWS: &str = "/preview";
/// Over https a cookie below a path can have this mark and no other.
const SECURE: &str = "__Secure-";

/// The API's own session, over https and without.
const SESSIONS: [&str; 2] = ["better-auth.session_token", "__Secure-better-auth.session_token"];
/// Over https no other host, no plain page and no part of the site can set or shadow a cookie that begins so.
const HOST: &str = "__Host-";
/// The API sets fewer.
const MOST_OF_API: usize = 10;
/// No token is longer.
const MOST: usize = 1_024;

const MONTH: u32 = 30 * 24 * 60 * 60;

/// A cookie that is about to be set.
pub(crate) struct Cookie {
    name: &'static str,
    value: String,
    is_secure: bool,
    is_shown: bool,
    seconds: u32,
}

impl Cookie {
    pub(super) fn new(name: &'static str, value: &str, is_secure: bool) -> Self {
        let is_sign = |sign: &char| sign.is_ascii_alphanumeric() || "-_.=+/".contains(*sign);
        let value = value.chars().filter(is_sign).collect();
        // Scripts read the number, and that somebody works here; both open nothing.
        Self { name, value, is_secure, is_shown: name == COUNT || name == STAFF, seconds: MONTH }
    }

    /// For so long.
    pub(crate) fn lasting(self, seconds: u32) -> Self {
        Self { seconds, ..self }
    }

    /// Taken away.
    pub(crate) fn ended(self) -> Self {
        Self { seconds: 0, value: String::new(), ..self }
    }

    fn header(&self) -> Option<HeaderValue> {
        let Self { name, value, is_secure, is_shown, seconds } = self;
        let path = if *name == PREVIEW { PREVIEWS } else { "/" };
        let prefix = match (*is_secure, *name) {
            (false, _) => "",
            (true, PREVIEW) => SECURE,
            (true, _) => HOST,
        };
        let mut text = format!("{prefix}{name}={value}; Path={path}; Max-Age={seconds}; SameSite=Lax");
        if !is_shown {
            text.push_str("; HttpOnly");
        }
        if *is_secure {
            // Writing into a text never fails.
            let _ = write!(text, "; Secure");
        }
        HeaderValue::from_str(&text).ok()
    }
}

/// The answer with cookies.
pub(crate) fn with(mut response: Response, cookies: impl IntoIterator<Item = Cookie>) -> Response {
    for cookie in cookies {
        if let Some(value) = cookie.header() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// What the browser brings; of a name that is there twice the first counts, which is the one with the longest path.
pub(super) fn read(headers: &HeaderMap, is_secure: bool) -> HashMap<String, String> {
    let mut jar = HashMap::new();
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    for (name, value) in pairs.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('=')) {
        let secured = || name.strip_prefix(HOST).or_else(|| name.strip_prefix(SECURE).filter(|name| *name == PREVIEW));
        let name = if is_secure { secured() } else { Some(name) };
        if let Some(name) = name.filter(|name| name.starts_with("kontor_")) {
            jar.entry(name.to_owned()).or_insert_with(|| value.trim().to_owned());
        }
    }
    jar
}

/// The session of the staff. What is no token goes nowhere.
pub(super) fn staff(headers: &HeaderMap, is_secure: bool) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let found: HashMap<&str, &str> =
        pairs.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect();
    let token = found.get(SESSIONS[usize::from(is_secure)])?;
    let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || b"-_.=%+/".contains(&sign);
    let is_token = !token.is_empty() && token.len() <= MOST && token.bytes().all(is_sign);
    is_token.then(|| (*token).to_owned())
}

/// The API's own cookies, for the API alone.
pub(super) fn of_api(headers: &HeaderMap) -> Option<HeaderValue> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let own = pairs.flat_map(|text| text.split(';')).map(str::trim).filter(|pair| {
        let name = pair.strip_prefix(SECURE).unwrap_or(pair);
        name.starts_with("better-auth.")
    });
    let own: Vec<&str> = own.take(MOST_OF_API).collect();
    HeaderValue::from_str(&own.join("; ")).ok().filter(|_| !own.is_empty())
}
