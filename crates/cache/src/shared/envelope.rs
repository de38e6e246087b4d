//! An answer as bytes in Redis. What does not decode is a miss.

use std::time::{Duration, SystemTime};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::{HeaderMap, HeaderValue};
use uuid::Uuid;

use super::Tokens;
use crate::{KEPT_HEADERS, Topic, Topics, answer::Answer, cache::Kept};

/// Changes with the layout below.
const FORMAT: u8 = 3;
/// The length of a header that was not set.
const UNSET: u16 = u16::MAX;

#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) answer: Answer,
    pub(crate) topics: Topics,
    pub(crate) expires_at: SystemTime,
}

impl Envelope {
    pub(crate) fn encode(kept: &Kept, tokens: &Tokens) -> Bytes {
        let mut bytes = BytesMut::with_capacity(256 + kept.answer.body.len());
        bytes.put_u8(FORMAT);
        bytes.put_u8(kept.topics.bits());
        bytes.put_u128(tokens.all.as_u128());
        for token in tokens.topics {
            bytes.put_u128(token.as_u128());
        }
        let since_epoch = kept.expires_at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        bytes.put_u64(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX));
        for name in &KEPT_HEADERS {
            let value = kept.answer.headers().get(name).map(HeaderValue::as_bytes);
            match value.map(|value| (value, u16::try_from(value.len()))) {
                Some((value, Ok(length))) if length != UNSET => {
                    bytes.put_u16(length);
                    bytes.put_slice(value);
                }
                _ => bytes.put_u16(UNSET),
            }
        }
        bytes.put_u128(kept.answer.digest);
        bytes.put_slice(&kept.answer.body);
        bytes.freeze()
    }

    /// `None` if it was kept under other tokens, or is not whole.
    pub(crate) fn decode(mut bytes: Bytes, tokens: &Tokens) -> Option<Self> {
        if bytes.try_get_u8().ok()? != FORMAT {
            return None;
        }
        let topics = Topics::from_bits(bytes.try_get_u8().ok()?)?;
        if token(&mut bytes)? != tokens.all {
            return None;
        }
        for topic in Topic::ALL {
            if token(&mut bytes)? != tokens.topics[topic.index()] && topics.contains(topic) {
                return None;
            }
        }
        let expires_at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(bytes.try_get_u64().ok()?))?;
        let mut headers = HeaderMap::with_capacity(KEPT_HEADERS.len());
        for name in &KEPT_HEADERS {
            let length = bytes.try_get_u16().ok()?;
            if length == UNSET {
                continue;
            }
            let length = usize::from(length);
            if bytes.len() < length {
                return None;
            }
            headers.insert(name, HeaderValue::from_maybe_shared(bytes.split_to(length)).ok()?);
        }
        let digest = bytes.try_get_u128().ok()?;
        let answer = Answer::new(&headers, bytes);
        (answer.digest == digest).then_some(Self { answer, topics, expires_at })
    }
}

fn token(bytes: &mut Bytes) -> Option<Uuid> {
    bytes.try_get_u128().ok().map(Uuid::from_u128)
}

#[cfg(test)]
mod tests;
