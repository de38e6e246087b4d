//! How events are told.

use serde::{Deserialize, Serialize};

/// Where events are told, and how badly. Without an address they are only kept for `GET /v1/events`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The address.
    pub url: Option<String>,
    /// Secrets of the address. Two while one is rolled: each signs.
    pub secrets: Vec<String>,
    /// So many copies of each.
    pub copies: u32,
    /// Each comes somewhere within so many milliseconds, so that they overtake one another.
    pub shuffle: u64,
    /// Each comes so many milliseconds late.
    pub delay: u64,
    /// So many of a hundred never come.
    pub drop: u8,
    /// The body ends so many bytes early; the signature is of all of it.
    pub truncate: usize,
    /// Signed with a secret that nobody has.
    pub wrong_secret: bool,
    /// The time in the signature, in seconds from now.
    pub skew: i64,
    /// A signature of another scheme beside it.
    pub noise: bool,
    /// So many bytes of spaces within the JSON.
    pub pad: usize,
    /// How often one that was not taken is told again, each time with a time of its own.
    pub retries: u32,
    /// So many milliseconds lie between two tries.
    pub backoff: u64,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            url: None,
            secrets: Vec::new(),
            copies: 1,
            shuffle: 0,
            delay: 0,
            drop: 0,
            truncate: 0,
            wrong_secret: false,
            skew: 0,
            noise: false,
            pad: 0,
            retries: 3,
            backoff: 200,
        }
    }
}

impl Knobs {
    /// To this address, as well as it goes.
    pub fn to(url: &str, secret: &str) -> Self {
        Self { url: Some(url.to_owned()), secrets: vec![secret.to_owned()], ..Self::default() }
    }
}
