use std::{convert::Infallible, sync::Arc, time::SystemTime};

use axum::response::{IntoResponseParts, ResponseParts};
use uuid::Uuid;

use crate::Topics;

/// Whose answer it is; the tenant layer puts it into the extensions of requests that may be answered from the cache.
///
/// Requests without it pass through untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// The shop.
    pub organization: Uuid,
    /// Everything besides path and query that changes the answer, in one canonical form: sales channels of the publishable
    /// key, locale, customer groups. What is missing here leaks from one caller to the next.
    pub variant: Arc<str>,
}

/// A handler's permission to keep its answer, in the response's extensions. Only a `200` with it is kept.
///
/// It can stand in front of a body: `(Cacheable::on(Topic::Catalog), Json(list))`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cacheable {
    /// The answer holds until one of these changes.
    pub topics: Topics,
    /// The answer also ends at this moment, as when a price list starts then.
    pub expires_at: Option<SystemTime>,
}

impl Cacheable {
    /// Keep the answer until one of `topics` changes.
    pub fn on(topics: impl Into<Topics>) -> Self {
        Self { topics: topics.into(), expires_at: None }
    }

    /// Keep it no longer than `moment`; of several moments the earliest counts.
    #[must_use]
    pub fn until(self, moment: SystemTime) -> Self {
        let expires_at = self.expires_at.map_or(moment, |earlier| earlier.min(moment));
        Self { expires_at: Some(expires_at), ..self }
    }
}

impl IntoResponseParts for Cacheable {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        response.extensions_mut().insert(self);
        Ok(response)
    }
}
