//! Tokens and tickets.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use limits::{Limits, Rule};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::sign::Signer;

/// For so long a link opens something.
const LIFE: Duration = Duration::from_mins(15);
/// A link is opened once.
const SPENT: Rule = Rule { name: "preview", most: 1, window: LIFE };
/// No token is longer.
const MOST: usize = 1_024;

/// Signs what previews are opened by, and knows what is spent. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Previews {
    signer: Signer,
    limits: Limits,
}

/// What something is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// In a link, to be exchanged once.
    Token,
    /// In a cookie, to read by.
    Ticket,
}

impl Use {
    const fn mark(self) -> &'static str {
        match self {
            Self::Token => "preview-token:",
            Self::Ticket => "preview-ticket:",
        }
    }
}

/// What is shown, and until when.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Named {
    pub(crate) shop: Uuid,
    pub(crate) page: Uuid,
    pub(crate) revision: i64,
    pub(crate) until: DateTime<Utc>,
    /// By it a token is known to be spent.
    once: Uuid,
}

impl Named {
    /// From now on.
    pub(crate) fn new(shop: Uuid, page: Uuid, revision: i64, now: DateTime<Utc>) -> Self {
        let life = TimeDelta::from_std(LIFE).unwrap_or_default();
        Self { shop, page, revision, until: now + life, once: Uuid::now_v7() }
    }
}

impl Previews {
    /// By a key of their own.
    pub fn new(signer: Signer, limits: Limits) -> Self {
        Self { signer, limits }
    }

    /// What stands in a link or a cookie.
    pub(crate) fn sign(&self, named: &Named, for_use: Use) -> Result<String, serde_json::Error> {
        let text = format!("{}{}", for_use.mark(), serde_json::to_string(named)?);
        Ok(URL_SAFE_NO_PAD.encode(self.signer.sign(&text)))
    }

    /// What it names, while it holds; nothing for what we have not signed, or for another use.
    pub(crate) fn verify(&self, signed: &str, for_use: Use, now: DateTime<Utc>) -> Option<Named> {
        let bytes = URL_SAFE_NO_PAD.decode(Some(signed).filter(|signed| signed.len() <= MOST)?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let named = self.signer.verify(&text)?.strip_prefix(for_use.mark())?;
        let named: Named = serde_json::from_str(named).ok()?;
        (named.until > now).then_some(named)
    }

    /// Spends a token; false when it was spent before.
    pub(crate) async fn spend(&self, named: &Named) -> bool {
        self.limits.take(SPENT, &named.once.to_string()).await.is_ok()
    }
}
