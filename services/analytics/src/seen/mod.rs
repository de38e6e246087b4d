//! What was seen, as it is told, and what is kept of it.

mod agent;
mod origin;

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use agent::{Agent, agent};
use origin::{Origin, origin};

/// A page that somebody looked at, or something that happened on it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Whose shop it is.
    pub organization: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened: `view`, `product.added`, `checkout.begun`, `order.placed`, or what a shop counts besides.
    pub name: String,
    /// The page, with its query: `https://shop.example/products/mug?utm_source=letter`, or without its host.
    pub url: String,
    /// What led to it.
    pub referrer: Option<String>,
    /// The visitor's address. It is kept nowhere.
    pub address: Option<IpAddr>,
    /// The browser, by its own account. Of it only name, system and kind are kept.
    pub user_agent: Option<String>,
    /// The languages that the browser asked for: a program asks for none.
    pub languages: Option<String>,
    /// The language of the page.
    pub locale: Option<String>,
    /// The product that it is about.
    pub product: Option<Uuid>,
    /// The same by its handle, where nobody knows its id.
    pub product_handle: Option<String>,
    /// The order that was placed. What led to it is kept with it, and no link to the visit.
    pub order: Option<Uuid>,
}

/// What is kept, as `private.record_views` wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    pub(crate) organization_id: Uuid,
    id: Uuid,
    at: DateTime<Utc>,
    who: String,
    name: String,
    path: String,
    #[serde(flatten)]
    origin: Origin,
    #[serde(flatten)]
    agent: Agent,
    locale: Option<String>,
    product_id: Option<Uuid>,
    product_handle: Option<String>,
    order_id: Option<Uuid>,
}

impl Seen {
    /// Whether its address is one of the web.
    pub(crate) fn is_of_the_web(&self) -> bool {
        origin(&self.url, None).is_some()
    }

    /// What is kept of it; `None` where its address is none.
    pub(crate) fn line(self, id: Uuid) -> Option<Line> {
        let Self {
            organization,
            at,
            name,
            url,
            referrer,
            address,
            user_agent,
            languages,
            locale,
            product,
            product_handle,
            order,
        } = self;
        let (path, origin) = origin(&url, referrer.as_deref())?;
        let user_agent = user_agent.unwrap_or_default();
        let agent = agent(&user_agent, languages.is_some());
        let address = address.map(|address| address.to_string()).unwrap_or_default();
        Some(Line {
            organization_id: organization,
            id,
            at,
            who: format!("{address} {user_agent}").replace('\0', ""),
            name,
            path,
            origin,
            agent,
            locale,
            product_id: product,
            product_handle: product_handle.and_then(|handle| tame(&handle, 255)),
            order_id: order,
        })
    }
}

/// At most so many characters, none of which Postgres refuses or a terminal obeys; nothing where that leaves nothing.
fn tame(text: &str, most: usize) -> Option<String> {
    let tamed: String = text.chars().filter(|c| !c.is_control()).take(most).collect();
    let tamed = tamed.trim();
    (!tamed.is_empty()).then(|| tamed.to_owned())
}
