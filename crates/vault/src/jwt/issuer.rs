//! Tokens of other issuers (OpenID Connect's ID tokens): RS256, ES256 and EdDSA, by the keys that the issuer publishes.
//!
//! The signatures are `ring`'s, which rustls brings already; what a token says is measured as for our own.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256, Sha512};

use super::{
    Error, JwkError, Rules, claims,
    compact::{self, Token},
};

/// Groups and addresses make tokens of others longer than ours.
const MAX_LENGTH: usize = 32 * 1024;
/// More keys than any issuer has at a time.
const MAX_KEYS: usize = 100;

/// How a token of another issuer is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Es256,
    EdDsa,
}

impl Algorithm {
    /// There is no other: `none` and those that share a secret are not believed.
    fn named(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            "EdDSA" => Some(Self::EdDsa),
            _ => None,
        }
    }
}

/// A key as issuers publish it; what is not known is passed over (RFC 7517, 5).
#[derive(Deserialize)]
struct Published {
    kty: String,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    kid: Option<String>,
    numbers: Numbers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Numbers {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// The keys of another issuer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssuerKeys {
    keys: Vec<Key>,
}

/// What a token said that was believed.
#[derive(Debug)]
pub struct Believed<T> {
    /// Its claims.
    pub claims: T,
    algorithm: Algorithm,
}

impl<T> Believed<T> {
    /// What `at_hash` is if the token was made together with this access token (OpenID Connect Core 1.0, 3.1.3.6).
    pub fn hash_of(&self, access_token: &str) -> String {
        let half = |digest: &[u8]| URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2]);
        match self.algorithm {
            Algorithm::Rs256 | Algorithm::Es256 => half(&Sha256::digest(access_token)),
            Algorithm::EdDsa => half(&Sha512::digest(access_token)),
        }
    }
}

impl IssuerKeys {
    /// From what the issuer publishes. Keys for other purposes, of other kinds or with wrong numbers are left out.
    pub fn from_json(json: &[u8]) -> Result<Self, JwkError> {
        let document: Document = compact::object(json).ok_or(JwkError::Format)?;
        let keys =
            document.keys.into_iter().take(MAX_KEYS).filter_map(|key| Key::read(serde_json::from_value(key).ok()?));
        Ok(Self { keys: keys.collect() })
    }

    /// What a token says, if one of the keys signed it and it holds. One that names no key is believed if there is only one
    /// of its kind.
    pub fn verify<T: DeserializeOwned>(&self, token: &str, rules: &Rules<'_>) -> Result<Believed<T>, Error> {
        let (algorithm, token) = Token::parse_any(token, MAX_LENGTH, Algorithm::named)?;
        let mut fitting = self.keys.iter().filter(|key| key.numbers.algorithm() == algorithm);
        let key = match &token.kid {
            Some(kid) => fitting.find(|key| key.kid.as_ref() == Some(kid)),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        };
        key.ok_or(Error::UnknownKey)?.numbers.verify(&token)?;
        Ok(Believed { claims: claims::check(&token.payload()?, rules)?, algorithm })
    }
}

impl Key {
    fn read(key: Published) -> Option<Self> {
        if key.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let number = |text: Option<String>| URL_SAFE_NO_PAD.decode(text?).ok();
        let numbers = match (key.kty.as_str(), key.crv.as_deref()) {
            ("RSA", _) => Numbers::Rsa { n: number(key.n)?, e: number(key.e)? },
            ("EC", Some("P-256")) => {
                let (x, y) = (number(key.x)?, number(key.y)?);
                // An uncompressed point (SEC 1, 2.3.3).
                (x.len() == 32 && y.len() == 32).then(|| Numbers::P256([&[4], &*x, &*y].concat()))?
            }
            ("OKP", Some("Ed25519")) => Numbers::Ed25519(number(key.x).filter(|x| x.len() == 32)?),
            _ => return None,
        };
        let fits = key.alg.is_none_or(|alg| Algorithm::named(&alg) == Some(numbers.algorithm()));
        fits.then_some(Self { kid: key.kid, numbers })
    }
}

impl Numbers {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { .. } => Algorithm::Rs256,
            Self::P256(_) => Algorithm::Es256,
            Self::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    fn verify(&self, token: &Token<'_>) -> Result<(), Error> {
        let (signed, signature) = (token.signed, &token.signature);
        match self {
            Self::Rsa { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
            }
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed, signature),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(signed, signature),
        }
        .map_err(|_| Error::Signature)
    }
}

#[cfg(test)]
mod tests;
