//! EdDSA with Ed25519: whoever has the public key can verify.

use ed25519_dalek::{Signature, Signer, VerifyingKey};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use super::{
    Error, Jwk, JwkError, Jwks, Rules, claims,
    compact::{self, NewHeader, Token},
    jwk::{self, ALGORITHM, CURVE, KEY_TYPE, PrivateJwk},
};
use crate::random;

/// A private key and its name.
pub struct SigningKey {
    kid: String,
    key: ed25519_dalek::SigningKey,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SigningKey").field(&self.kid).finish()
    }
}

impl SigningKey {
    /// A new key. Its name is that of its row.
    pub fn generate(kid: impl Into<String>) -> Self {
        let secret = Zeroizing::new(random::bytes());
        Self { kid: kid.into(), key: ed25519_dalek::SigningKey::from_bytes(&secret) }
    }

    /// From a private JWK, `{"crv":"Ed25519","d":…,"x":…,"kty":"OKP"}`, as this and Better Auth store it (sealed).
    pub fn from_private_jwk(kid: impl Into<String>, json: &SecretString) -> Result<Self, JwkError> {
        let jwk: PrivateJwk = compact::object(json.expose_secret().as_bytes()).ok_or(JwkError::Format)?;
        if jwk.crv != CURVE || jwk.kty != KEY_TYPE {
            return Err(JwkError::Format);
        }
        let key = ed25519_dalek::SigningKey::from_bytes(&*jwk::decode(&Zeroizing::new(jwk.d))?);
        if key.verifying_key().as_bytes() != &*jwk::decode(&jwk.x)? {
            return Err(JwkError::Key);
        }
        Ok(Self { kid: kid.into(), key })
    }

    /// What to seal and store.
    pub fn private_jwk(&self) -> SecretString {
        let d = Zeroizing::new(jwk::encode(self.key.as_bytes()));
        let x = jwk::encode(self.key.verifying_key().as_bytes());
        // Nothing in it has to be escaped.
        format!(r#"{{"crv":"{CURVE}","d":"{}","x":"{x}","kty":"{KEY_TYPE}"}}"#, *d).into()
    }

    /// Its name.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        PublicKey { kid: self.kid.clone(), key: self.key.verifying_key() }
    }

    /// A token that says this. The claims are an object and have an `exp`.
    pub fn sign<T: Serialize>(&self, claims: &T) -> Result<String, Error> {
        let header = NewHeader { alg: ALGORITHM, kid: Some(&self.kid) };
        compact::make(&header, claims, |signed| self.key.sign(signed).to_bytes())
    }
}

/// A public key and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    kid: String,
    key: VerifyingKey,
}

impl PublicKey {
    /// As `/jwks` shows it.
    pub fn jwk(&self) -> Jwk {
        Jwk {
            alg: ALGORITHM.to_owned(),
            crv: CURVE.to_owned(),
            x: jwk::encode(self.key.as_bytes()),
            kty: KEY_TYPE.to_owned(),
            kid: self.kid.clone(),
        }
    }

    /// From what `/jwks` shows.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, JwkError> {
        if (jwk.alg.as_str(), jwk.crv.as_str(), jwk.kty.as_str()) != (ALGORITHM, CURVE, KEY_TYPE) {
            return Err(JwkError::Format);
        }
        let key = VerifyingKey::from_bytes(&*jwk::decode(&jwk.x)?).map_err(|_| JwkError::Key)?;
        // Under a weak key one signature is good for many messages.
        if key.is_weak() { Err(JwkError::Key) } else { Ok(Self { kid: jwk.kid.clone(), key }) }
    }
}

/// The keys whose tokens are believed: the present one, and earlier ones until their last token has expired.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: Vec<PublicKey>,
}

impl FromIterator<PublicKey> for KeySet {
    fn from_iter<I: IntoIterator<Item = PublicKey>>(keys: I) -> Self {
        Self { keys: keys.into_iter().collect() }
    }
}

impl KeySet {
    /// The answer of `/jwks`.
    pub fn jwks(&self) -> Jwks {
        Jwks { keys: self.keys.iter().map(PublicKey::jwk).collect() }
    }

    /// What a token says, if the key that it names signed it and it holds. One that names no key is not believed.
    pub fn verify<T: DeserializeOwned>(&self, token: &str, rules: &Rules<'_>) -> Result<T, Error> {
        let token = Token::parse(token, ALGORITHM)?;
        let key = self.keys.iter().find(|key| Some(&key.kid) == token.kid.as_ref()).ok_or(Error::UnknownKey)?;
        let signature = Signature::from_slice(&token.signature).map_err(|_| Error::Signature)?;
        key.key.verify_strict(token.signed, &signature).map_err(|_| Error::Signature)?;
        claims::check(&token.payload()?, rules)
    }
}
