//! The Store API as pages ask it.

mod carts;
mod catalog;
mod content;
mod customers;
mod staff;
mod transport;
mod trouble;
mod views;

use std::fmt::Write as _;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;
use uuid::Uuid;

use transport::Answered;
pub use transport::Transport;
pub(crate) use trouble::{Refusal, Trouble};

pub(crate) use catalog::{Listing, Wanted};
pub(crate) use staff::{Entered, Staff};

use crate::visit::Visit;

/// The Store API, within this process or at another server. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    transport: Transport,
}

impl Store {
    /// By this way.
    pub fn new(transport: Transport) -> Self {
        Self { transport }
    }

    /// As somebody who visits a shop.
    pub(crate) fn of<'a>(&'a self, visit: &'a Visit) -> Asking<'a> {
        Asking { store: self, visit }
    }
}

/// The API, asked in somebody's name.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    store: &'a Store,
    visit: &'a Visit,
}

/// The parameters of a question.
pub(crate) type Query<'a> = &'a [(&'a str, &'a str)];

const KEY: HeaderName = HeaderName::from_static("x-publishable-api-key");
const LOCALE: HeaderName = HeaderName::from_static("x-medusa-locale");
const SHOP: HeaderName = HeaderName::from_static("x-kontor-shop");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl Asking<'_> {
    async fn get<T: DeserializeOwned>(self, path: &str, query: Query<'_>) -> Result<T, Trouble> {
        let mut target = path.to_owned();
        if !query.is_empty() {
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
            // Writing into a text never fails.
            let _ = write!(target, "?{query}");
        }
        self.ask(Method::GET, &target, None, self.visit.token.as_deref()).await
    }

    async fn post<T: DeserializeOwned>(self, path: &str, body: &Value) -> Result<T, Trouble> {
        self.ask(Method::POST, path, Some(body), self.visit.token.as_deref()).await
    }

    async fn delete<T: DeserializeOwned>(self, path: &str, body: Option<&Value>) -> Result<T, Trouble> {
        self.ask(Method::DELETE, path, body, self.visit.token.as_deref()).await
    }

    /// With another token than the visitor's: that of a registration.
    async fn ask<T: DeserializeOwned>(
        self,
        method: Method,
        target: &str,
        body: Option<&Value>,
        token: Option<&str>,
    ) -> Result<T, Trouble> {
        let answer = self.call(method, target, body, token, None).await?;
        if answer.status.is_success() {
            return serde_json::from_slice(&answer.body).map_err(|error| Trouble::broken(target, &error));
        }
        Err(Trouble::of(target, &answer))
    }

    /// What is answered, whatever it is. Who works in several shops says in which he does.
    async fn call(
        self,
        method: Method,
        target: &str,
        body: Option<&Value>,
        token: Option<&str>,
        shop: Option<Uuid>,
    ) -> Result<Answered, Trouble> {
        let shop = shop.and_then(|shop| Some((SHOP, HeaderValue::from_str(&shop.to_string()).ok()?)));
        self.call_with(method, target, body, token, shop).await
    }

    /// The same, with headers of its own.
    async fn call_with(
        self,
        method: Method,
        target: &str,
        body: Option<&Value>,
        token: Option<&str>,
        extra: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
    ) -> Result<Answered, Trouble> {
        let mut headers = HeaderMap::new();
        let mut say = |name: HeaderName, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(name, value);
            }
        };
        say(KEY, &self.visit.shop.key);
        say(LOCALE, &self.visit.locale);
        say(REQUEST_ID, &self.visit.request_id);
        if let Some(token) = token {
            say(header::AUTHORIZATION, &format!("Bearer {token}"));
        }
        headers.extend(extra);
        let answer = self.store.transport.call(method, target, headers, body, &self.visit.caller).await?;
        if answer.is_over && token.is_some() && token == self.visit.token.as_deref() {
            self.visit.note_the_end();
        }
        Ok(answer)
    }
}

/// A text as one piece of a path: what is no id finds nothing, and leads nowhere else. Dots alone are steps, encoded or not, and
/// nothing at all would be the list.
fn piece(text: &str) -> String {
    if text.chars().all(|sign| sign == '.') {
        return "-".to_owned();
    }
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::piece;

    #[test]
    fn a_piece_leads_nowhere_else() {
        for (text, kept) in [
            ("order_01", "order_01"),
            (".", "-"),
            ("..", "-"),
            ("", "-"),
            ("a/../b", "a%2F..%2Fb"),
            ("a b?c#d", "a%20b%3Fc%23d"),
            ("%2e%2e", "%252e%252e"),
        ] {
            assert_eq!(piece(text), kept, "{text}");
        }
    }
}
