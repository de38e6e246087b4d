//! The signature: HMAC-SHA256 of `t.body` under each secret.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::webhooks::Knobs;

/// A webhook as it is sent.
#[derive(Debug, Clone)]
pub struct Signed {
    /// `Stripe-Signature`
    pub header: String,
    /// The bytes.
    pub body: Bytes,
}

/// Signs an event as the knobs say.
pub fn sign(event: &Value, knobs: &Knobs, now: i64) -> Signed {
    let mut body = serde_json::to_vec_pretty(event).unwrap_or_default();
    if knobs.pad > 0 {
        body.splice(1..1, std::iter::repeat_n(b' ', knobs.pad));
    }
    let t = now + knobs.skew;
    let mut header = format!("t={t}");
    if knobs.noise {
        header.push_str(",v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39");
    }
    let nobodys = ["whsec_nobody_has_this_one".to_owned()];
    let secrets = if knobs.wrong_secret { &nobodys[..] } else { &knobs.secrets };
    for secret in secrets {
        header.push_str(",v1=");
        header.push_str(&hex::encode(mac(secret, t, &body)));
    }
    body.truncate(body.len().saturating_sub(knobs.truncate));
    Signed { header, body: Bytes::from(body) }
}

fn mac(secret: &str, t: i64, body: &[u8]) -> Vec<u8> {
    // A key of any length is one of HMAC's.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return Vec::new() };
    mac.update(t.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}
