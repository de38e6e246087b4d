//! What every token says, and whether it holds.

use serde::{Deserialize, de::DeserializeOwned};

use super::{Error, compact::object};

/// What a token is measured against.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// The present, in seconds since 1970.
    pub now: i64,
    /// How far clocks may differ, in seconds.
    pub leeway: u32,
    /// Who must have made it (`iss`); `None` asks for nobody.
    pub issuer: Option<&'a str>,
    /// For whom it must be made (`aud`, one of them); `None` asks for nobody.
    pub audience: Option<&'a str>,
}

/// The claims that have a meaning for everybody. One that stands there twice is refused.
#[derive(Deserialize)]
pub(super) struct Registered {
    exp: i64,
    nbf: Option<i64>,
    iat: Option<i64>,
    iss: Option<String>,
    aud: Option<Audience>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Reads the claims that have a meaning for everybody.
pub(super) fn registered(payload: &[u8]) -> Result<Registered, Error> {
    object(payload).ok_or(Error::Claims)
}

/// What a token says, if it holds now.
pub(super) fn check<T: DeserializeOwned>(payload: &[u8], rules: &Rules<'_>) -> Result<T, Error> {
    let claims = registered(payload)?;
    let leeway = i64::from(rules.leeway);
    if rules.now >= claims.exp.saturating_add(leeway) {
        return Err(Error::Expired);
    }
    let latest = rules.now.saturating_add(leeway);
    if [claims.nbf, claims.iat].into_iter().flatten().any(|time| time > latest) {
        return Err(Error::NotYet);
    }
    if rules.issuer.is_some() && rules.issuer != claims.iss.as_deref() {
        return Err(Error::Issuer);
    }
    if let Some(audience) = rules.audience
        && !claims.aud.is_some_and(|given| given.has(audience))
    {
        return Err(Error::Audience);
    }
    object(payload).ok_or(Error::Claims)
}

impl Audience {
    fn has(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Many(many) => many.iter().any(|one| one == audience),
        }
    }
}
