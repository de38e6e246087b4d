//! Whether an event is Stripe's: HMAC-SHA256 over the very bytes, under any secret that is valid.

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use crate::NotTaken;

/// So many bytes an event may have.
pub const MAX_BODY: usize = 1024 * 1024;
/// So many seconds the signature's time may be away from now, to either side. Each try of Stripe's has a time of its own.
pub const TOLERANCE: i64 = 300;

/// Fewer bytes no secret of Stripe's has: whoever left one empty has told it to everybody.
const LEAST_SECRET: usize = 16;
/// As many as are looked at: Stripe has two while a secret is rolled.
const MOST_SIGNATURES: usize = 16;

pub(super) fn verify(headers: &HeaderMap, body: &[u8], secrets: &[SecretString], now: i64) -> Result<(), NotTaken> {
    if body.len() > MAX_BODY {
        return Err(NotTaken::TooLarge);
    }
    let (time, signatures) = claimed(headers)?;
    // No early end: how long it takes says nothing of which secret or which byte was right.
    let secrets = secrets.iter().filter(|secret| secret.expose_secret().trim().len() >= LEAST_SECRET);
    let is_signed = secrets.fold(false, |found, secret| {
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()) else { return found };
        let mac = mac.chain_update(time.as_bytes()).chain_update(b".").chain_update(body);
        signatures.iter().fold(found, |found, signature| mac.clone().verify_slice(signature).is_ok() | found)
    });
    if !is_signed {
        return Err(NotTaken::Wrong);
    }
    // Behind the signature, so that the time is Stripe's word.
    is_young(time, now)
}

/// What claims no signature, or one of another time, is nobody's, whatever its secret would be.
pub(super) fn glance(headers: &HeaderMap, now: i64) -> Result<(), NotTaken> {
    let (time, _) = claimed(headers)?;
    is_young(time, now)
}

fn claimed(headers: &HeaderMap) -> Result<(&str, Vec<[u8; 32]>), NotTaken> {
    let mut said = headers.get_all("stripe-signature").iter();
    // Two headers would be two claims.
    let (Some(header), None) = (said.next(), said.next()) else { return Err(NotTaken::NoSignature) };
    let header = header.to_str().map_err(|_| NotTaken::NoSignature)?;
    parse(header).ok_or(NotTaken::NoSignature)
}

fn is_young(time: &str, now: i64) -> Result<(), NotTaken> {
    let time: i64 = time.parse().map_err(|_| NotTaken::NoSignature)?;
    if now.abs_diff(time) > TOLERANCE.unsigned_abs() { Err(NotTaken::Stale) } else { Ok(()) }
}

/// The time as it was written, and the signatures of the scheme `v1`; others are not looked at.
fn parse(header: &str) -> Option<(&str, Vec<[u8; 32]>)> {
    let mut time = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=')? {
            ("t", said) if time.is_none() && said.bytes().all(|byte| byte.is_ascii_digit()) => time = Some(said),
            ("t", _) => return None,
            ("v1", said) => {
                let mut signature = [0; 32];
                if hex::decode_to_slice(said, &mut signature).is_ok() {
                    signatures.push(signature);
                }
            }
            _ => {}
        }
    }
    (signatures.len() <= MOST_SIGNATURES).then_some(())?;
    time.filter(|time| !time.is_empty() && !signatures.is_empty()).map(|time| (time, signatures))
}
