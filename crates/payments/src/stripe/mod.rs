//! Stripe. Requests are built with async-stripe's typed builders and sent by `outbound`; answers and events are read by views
//! of our own, which want as little as they can: one odd field must not lose an event, or a payment.

mod api;
mod bucket;
mod currency;
mod events;
mod lists;
mod requests;
mod send;
mod signature;
mod views;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use http::HeaderMap;
use secrecy::SecretString;
use stripe_shared::{ApiVersion, version::VERSION};
use url::Url;

use crate::{
    Account, Before, Call, Doubt, Envelope, Fact, NotTaken, Objects, Outcome, Page, Planned, Provider, Question,
    Reading, Since, Swept, Unplannable, Want,
};

pub use events::TYPES;
pub use signature::{MAX_BODY, TOLERANCE};

static SPOKEN: ApiVersion = VERSION;

/// Where Stripe is.
pub const URL: &str = "https://api.stripe.com/v1";

/// So many bytes of an answer are read: a page of a hundred bills has some.
const MAX_ANSWER: usize = 16 * 1024 * 1024;

/// How long, how often and how fast it is called.
#[derive(Debug, Clone)]
pub struct Patience {
    /// Each try.
    pub each: Duration,
    /// Before the second try and those behind it; each is stretched or shortened by up to a half.
    pub pauses: Vec<Duration>,
    /// All of them.
    pub all: Duration,
    /// So many calls a second of one account; what is beyond waits its turn. 0: no limit.
    pub rate: u32,
}

impl Patience {
    /// So long for each try; the pauses, and all of them together, are in proportion.
    pub fn of(each: Duration) -> Self {
        Self { each, pauses: vec![each / 10, each / 3], all: each.saturating_mul(8) / 3, rate: 20 }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self::of(Duration::from_secs(3))
    }
}

/// Stripe.
#[derive(Debug, Clone)]
pub struct Stripe {
    id: String,
    http: outbound::Client,
    url: Url,
    patience: Patience,
    buckets: Arc<bucket::Buckets>,
}

impl Stripe {
    /// Its id.
    pub const ID: &str = "pp_stripe_stripe";

    /// Stripe, or a double of it at another address.
    pub fn new(http: outbound::Client, url: Url, patience: Patience) -> Self {
        let http = http.with_timeout(patience.each).with_most(MAX_ANSWER);
        let buckets = Arc::new(bucket::Buckets::new(patience.rate));
        Self { id: Self::ID.to_owned(), http, url, patience, buckets }
    }

    /// The version of Stripe's interface that it speaks; webhook addresses are made with the same.
    pub fn api_version() -> &'static str {
        SPOKEN.as_str()
    }
}

#[async_trait]
impl Provider for Stripe {
    fn id(&self) -> &str {
        &self.id
    }

    fn plan(&self, want: &Want, attempt: &str) -> Result<Planned, Unplannable> {
        requests::plan(want, attempt).map(Planned::Call)
    }

    async fn send(&self, account: &Account, call: &Call, before: Before) -> Outcome {
        send::send(self, account, call, before).await
    }

    async fn look_up(&self, account: &Account, question: &Question) -> Result<Vec<Fact>, Doubt> {
        lists::look_up(self, account, question).await
    }

    async fn events(&self, account: &Account, since: &Since) -> Result<Page<Swept>, Doubt> {
        lists::events(self, account, since).await
    }

    async fn objects(
        &self,
        account: &Account,
        of: Objects,
        since: i64,
        cursor: Option<&str>,
    ) -> Result<Page<Fact>, Doubt> {
        lists::objects(self, account, of, since, cursor).await
    }

    fn glance(&self, headers: &HeaderMap, now: i64) -> Result<(), NotTaken> {
        signature::glance(headers, now)
    }

    fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[SecretString],
        now: i64,
    ) -> Result<Envelope, NotTaken> {
        signature::verify(headers, body, secrets, now)?;
        events::envelope(body).ok_or(NotTaken::NoEvent)
    }

    fn read(&self, body: &[u8]) -> Reading {
        events::read(body)
    }
}
