//! What goes wrong when it is told to: before anything has happened, or behind it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Harm {
    /// 429, nothing has happened.
    RateLimit,
    /// 429 of an object that somebody else holds, nothing has happened.
    LockTimeout,
    /// 500, nothing has happened and nothing is kept.
    ErrorBefore,
    /// 500, nothing has happened, and the key keeps answering so.
    ErrorKept,
    /// 500 though it has happened, and the key keeps answering so.
    ErrorAfter,
    /// 502 in HTML, nothing has happened.
    Html,
    /// 200 in HTML, nothing has happened: something in between answers.
    HtmlBefore,
    /// 200 in HTML though it has happened; the key keeps the true answer.
    HtmlAfter,
    /// The connection ends before anything has happened.
    CutBefore,
    /// The connection ends, without an answer, though it has happened; the key keeps the true answer.
    CutAfter,
    /// Half of the answer.
    HalfAnswer,
    /// 401 of a key that was revoked, nothing has happened.
    Revoked,
    /// Only slow: see `delay`.
    Slow,
}

/// When and how often something goes wrong.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What.
    pub harm: Harm,
    /// `POST`, `GET`, `DELETE`; any when left out.
    #[serde(default)]
    pub method: Option<String>,
    /// How the path begins: `/v1/refunds`. Any when left out.
    #[serde(default)]
    pub path: Option<String>,
    /// So often.
    #[serde(default = "once")]
    pub times: u32,
    /// It takes so many milliseconds more, while the key is in use.
    #[serde(default)]
    pub delay: u64,
    /// What a 429 says in `Retry-After`, in seconds.
    #[serde(default)]
    pub retry_after: Option<u32>,
    /// Of so many requests in a hundred.
    #[serde(default = "always")]
    pub percent: u8,
}

fn once() -> u32 {
    1
}

fn always() -> u8 {
    100
}

impl Fault {
    /// Once, at the next request.
    pub fn new(harm: Harm) -> Self {
        Self { harm, method: None, path: None, times: 1, delay: 0, retry_after: None, percent: 100 }
    }

    /// Only at this method and below this path.
    #[must_use]
    pub fn at(mut self, method: &str, path: &str) -> Self {
        self.method = Some(method.to_owned());
        self.path = Some(path.to_owned());
        self
    }

    /// So often.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// So much slower.
    #[must_use]
    pub fn slow(mut self, delay: Duration) -> Self {
        self.delay = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// A 429 says when to come again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    fn hits(&self, method: &str, path: &str) -> bool {
        self.times > 0
            && self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self.path.as_deref().is_none_or(|wanted| path.starts_with(wanted))
            && (self.percent >= 100 || rand::random_range(0..100) < self.percent)
    }
}

/// The fault that hits a request, used up by one.
pub(crate) fn take(faults: &mut Vec<Fault>, method: &str, path: &str) -> Option<Fault> {
    let found = faults.iter_mut().find(|fault| fault.hits(method, path))?;
    found.times -= 1;
    let found = found.clone();
    faults.retain(|fault| fault.times > 0);
    Some(found)
}
