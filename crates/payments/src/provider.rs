//! The interface.

use async_trait::async_trait;
use http::HeaderMap;
use secrecy::SecretString;

use crate::{
    Account, Before, Call, Doubt, Envelope, Fact, NotTaken, Objects, Outcome, Page, Planned, Question, Reading, Since,
    Swept, Unplannable, Want,
};

/// A payment provider. Calls are made with no transaction open.
#[async_trait]
pub trait Provider: Send + Sync + std::fmt::Debug {
    /// As regions and sessions name it: `pp_stripe_stripe`
    fn id(&self) -> &str;

    /// What has to be sent for something that is wanted; the same bytes each time it is asked with the same attempt.
    fn plan(&self, want: &Want, attempt: &str) -> Result<Planned, Unplannable>;

    /// Sends what was planned, a few times if need be, and not at all once its key may be forgotten.
    async fn send(&self, account: &Account, call: &Call, before: Before) -> Outcome;

    /// Looks something up. Nothing where there is nothing.
    async fn look_up(&self, account: &Account, question: &Question) -> Result<Vec<Fact>, Doubt>;

    /// Events that happened behind a place, the oldest first. [`Doubt::Forgotten`] where the place is older than the provider
    /// remembers: then the walk begins anew, by [`Since::created`].
    async fn events(&self, account: &Account, since: &Since) -> Result<Page<Swept>, Doubt>;

    /// Objects made since a second, the youngest first; `cursor` is the last page's `next`.
    async fn objects(
        &self,
        account: &Account,
        of: Objects,
        since: i64,
        cursor: Option<&str>,
    ) -> Result<Page<Fact>, Doubt>;

    /// Whether an event may be the provider's at all, before anybody looks up whose secrets would say so.
    fn glance(&self, headers: &HeaderMap, now: i64) -> Result<(), NotTaken>;

    /// Whether an event is the provider's, and what it is. `now` is in seconds since 1970.
    fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[SecretString],
        now: i64,
    ) -> Result<Envelope, NotTaken>;

    /// What an event says that was kept.
    fn read(&self, body: &[u8]) -> Reading;
}
