//! `header.payload.signature`, each in base64url without padding.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned, de::IgnoredAny};

use super::{Error, claims};

/// The longest token, in bytes. With the other headers it has to fit into what servers take.
pub const MAX_LENGTH: usize = 8192;

/// What is written into the header.
#[derive(Serialize)]
pub(super) struct NewHeader<'a> {
    pub(super) alg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kid: Option<&'a str>,
}

/// What is read of a header.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<IgnoredAny>,
}

/// A token that was taken apart and not yet believed.
pub(super) struct Token<'a> {
    pub(super) kid: Option<String>,
    /// What the signature is of.
    pub(super) signed: &'a [u8],
    pub(super) signature: Vec<u8>,
    payload: &'a str,
}

impl<'a> Token<'a> {
    /// Takes it apart, if it is of this algorithm.
    pub(super) fn parse(token: &'a str, algorithm: &str) -> Result<Self, Error> {
        let named = |name: &str| (name == algorithm).then_some(());
        Self::parse_any(token, MAX_LENGTH, named).map(|((), token)| token)
    }

    /// Takes it apart, if it is of an algorithm that is known by its name.
    pub(super) fn parse_any<A>(
        token: &'a str,
        longest: usize,
        known: impl Fn(&str) -> Option<A>,
    ) -> Result<(A, Self), Error> {
        if token.len() > longest {
            return Err(Error::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Error::Format)?;
        let (header, payload) = signed.split_once('.').filter(|(_, rest)| !rest.contains('.')).ok_or(Error::Format)?;
        let header: Header = object(&decode(header)?).ok_or(Error::Format)?;
        let is_jwt = header.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
        let algorithm = known(&header.alg).filter(|_| is_jwt && header.crit.is_none()).ok_or(Error::Kind)?;
        Ok((algorithm, Self { kid: header.kid, signed: signed.as_bytes(), signature: decode(signature)?, payload }))
    }

    /// What it says, once the signature was found good.
    pub(super) fn payload(&self) -> Result<Vec<u8>, Error> {
        decode(self.payload)
    }
}

/// Makes a token of claims that have an `exp`.
pub(super) fn make<T: Serialize, S: AsRef<[u8]>>(
    header: &NewHeader<'_>,
    claims: &T,
    sign: impl FnOnce(&[u8]) -> S,
) -> Result<String, Error> {
    let claims = serde_json::to_vec(claims).map_err(|_| Error::Claims)?;
    claims::registered(&claims)?;
    let header = serde_json::to_vec(header).map_err(|_| Error::Format)?;
    let mut token = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = sign(token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    if token.len() > MAX_LENGTH { Err(Error::TooLong) } else { Ok(token) }
}

/// Reads a JSON object. A struct alone would take an array of its fields as well.
pub(super) fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    if json.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    serde_json::from_slice(json).ok()
}

fn decode(part: &str) -> Result<Vec<u8>, Error> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Error::Format)
}
