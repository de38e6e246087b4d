//! An ID token (OpenID Connect Core 1.0, 2 and 3.1.3.7).

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use vault::jwt::{Error, IssuerKeys, Rules};

use super::Fault;

/// How far the provider's clock may differ from ours, in seconds.
const LEEWAY: u32 = 60;

/// What a token has to be.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: Nonce<'a>,
    /// The access token that came with it.
    pub(super) access: Option<&'a SecretString>,
}

/// What it says of the question that it answers.
#[derive(Clone, Copy)]
pub(super) enum Nonce<'a> {
    /// This one: we asked.
    Ours(&'a str),
    /// The one that an app has asked with, if it has.
    OfApp(Option<&'a str>),
    /// It answers a refresh, where providers leave it out.
    Any,
}

/// Why a token is not believed.
pub(super) enum Disbelief {
    /// It names a key that is not known; perhaps there is a new one.
    UnknownKey,
    /// For this reason.
    Because(Fault),
}

/// What a token says, if it holds.
pub(super) fn verify(
    token: &SecretString,
    keys: &IssuerKeys,
    expected: Expected<'_>,
    now: DateTime<Utc>,
) -> Result<Map<String, Value>, Disbelief> {
    let Expected { issuer, client_id, nonce, access } = expected;
    let rules = Rules { now: now.timestamp(), leeway: LEEWAY, issuer: Some(issuer), audience: Some(client_id) };
    let believed = match keys.verify::<Map<String, Value>>(token.expose_secret(), &rules) {
        Ok(believed) => believed,
        Err(Error::UnknownKey) => return Err(Disbelief::UnknownKey),
        Err(error) => return Err(untrue(&error.to_string())),
    };
    let claim = |name: &str| believed.claims.get(name).and_then(Value::as_str);
    // An app's token is made for us and asked for by the app, which is its `azp`.
    let is_apps = matches!(nonce, Nonce::OfApp(_));
    let is_ours = claim("azp").is_some_and(|party| party == client_id);
    let is_alone = believed.claims.get("aud").and_then(Value::as_array).is_none_or(|all| all.len() == 1);
    if !is_ours && (!is_alone || (believed.claims.contains_key("azp") && !is_apps)) {
        return Err(untrue("the token was asked for by somebody else"));
    }
    let is_right = match nonce {
        Nonce::Ours(wanted) => claim("nonce") == Some(wanted),
        // An app that gives none has not asked with one.
        Nonce::OfApp(wanted) => claim("nonce") == wanted,
        Nonce::Any => true,
    };
    if !is_right {
        return Err(untrue("the token answers another question"));
    }
    if let (Some(hash), Some(access)) = (claim("at_hash"), access)
        && believed.hash_of(access.expose_secret()) != hash
    {
        return Err(untrue("the token goes with another access token"));
    }
    if !believed.claims.contains_key("iat") {
        return Err(untrue("the token does not say when it was made"));
    }
    Ok(believed.claims)
}

fn untrue(reason: &str) -> Disbelief {
    Disbelief::Because(Fault::Untrue(format!("its ID token: {reason}")))
}
