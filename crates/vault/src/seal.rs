//! Secrets at rest that have to be read again: AES-256-GCM, for columns named `…_encrypted bytea`.
//!
//! ```text
//! 1 byte   version, 1
//! 1 byte   length of the key id
//! n bytes  key id, ASCII
//! 12 bytes nonce, random
//! m bytes  ciphertext, as long as the secret
//! 16 bytes tag
//! ```
//!
//! All before the nonce, and the place where the value belongs ([`Context`]), is authenticated with it: a value that was
//! moved to another row, column or key id does not open.
//!
//! Nonces are random, so a key should not seal more than 2³² values (NIST SP 800-38D, 8.3). To change the key, put a new one
//! first in the setting, seal anew what [`Keyring::needs_rotation`], then take the old one out.

mod context;
mod keyring;

use aes_gcm::{
    Nonce,
    aead::{Aead, Payload},
};
use secrecy::{SecretSlice, SecretString};

pub use self::{
    context::Context,
    keyring::{Keyring, KeyringError},
};
use crate::random;

/// The longest secret, in bytes.
pub const MAX_LENGTH: usize = 1 << 20;

const VERSION: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;

/// Why a value was not sealed or opened. Never says what it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More than [`MAX_LENGTH`].
    #[error("a secret has at most {MAX_LENGTH} bytes")]
    TooLong,
    /// No sealed value of a version that is known.
    #[error("this is no sealed value")]
    Format,
    /// The key is not in the keyring.
    #[error("the key {id:?} is not in the keyring")]
    UnknownKey {
        /// Its id.
        id: String,
    },
    /// Changed, of another place, or sealed by another key of that id.
    #[error("the value was not sealed for this place with this key")]
    Forged,
    /// Opened, and no UTF-8 although a text was asked for.
    #[error("the secret is no text")]
    NotText,
}

/// A sealed value, taken apart.
struct Parts<'a> {
    header: &'a [u8],
    id: &'a str,
    nonce: [u8; NONCE],
    ciphertext: &'a [u8],
}

impl<'a> Parts<'a> {
    fn parse(sealed: &'a [u8]) -> Option<Self> {
        let (&[version, id_length], _) = sealed.split_first_chunk()?;
        if version != VERSION {
            return None;
        }
        let (header, rest) = sealed.split_at_checked(2 + usize::from(id_length))?;
        let (nonce, ciphertext) = rest.split_first_chunk()?;
        let id = str::from_utf8(&header[2..]).ok()?;
        (ciphertext.len() >= TAG).then_some(Self { header, id, nonce: *nonce, ciphertext })
    }
}

impl Keyring {
    /// Seals a secret for its place, with the first key.
    pub fn seal(&self, secret: &[u8], context: &Context<'_>) -> Result<Vec<u8>, Error> {
        if secret.len() > MAX_LENGTH {
            return Err(Error::TooLong);
        }
        let key = self.first();
        let mut sealed = header(&key.id);
        let aad = context.authenticate(&sealed);
        let nonce: [u8; NONCE] = random::bytes();
        let payload = Payload { msg: secret, aad: &aad };
        let ciphertext = key.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| Error::TooLong)?;
        sealed.extend(nonce);
        sealed.extend(ciphertext);
        Ok(sealed)
    }

    /// Opens what was sealed for this place, with whichever key it was.
    pub fn open(&self, sealed: &[u8], context: &Context<'_>) -> Result<SecretSlice<u8>, Error> {
        let parts = Parts::parse(sealed).ok_or(Error::Format)?;
        let aad = context.authenticate(parts.header);
        let mut failure = Error::UnknownKey { id: parts.id.to_owned() };
        for key in self.find(parts.id) {
            let payload = Payload { msg: parts.ciphertext, aad: &aad };
            match key.cipher.decrypt(&Nonce::from(parts.nonce), payload) {
                Ok(secret) => return Ok(secret.into()),
                Err(_) => failure = Error::Forged,
            }
        }
        Err(failure)
    }

    /// Opens a secret that is a text.
    pub fn open_text(&self, sealed: &[u8], context: &Context<'_>) -> Result<SecretString, Error> {
        let secret = self.open(sealed, context)?;
        let bytes = secrecy::ExposeSecret::expose_secret(&secret);
        str::from_utf8(bytes).map(SecretString::from).map_err(|_| Error::NotText)
    }

    /// Whether it should be opened and sealed anew: another key than the first one sealed it. Also said of what is no sealed
    /// value, so that opening it tells.
    pub fn needs_rotation(&self, sealed: &[u8]) -> bool {
        Parts::parse(sealed).is_none_or(|parts| parts.id != self.first().id)
    }
}

fn header(id: &str) -> Vec<u8> {
    // The keyring takes no id of more than 32 characters.
    let length = u8::try_from(id.len()).unwrap_or(u8::MAX);
    let mut header = vec![VERSION, length];
    header.extend(id.as_bytes());
    header
}

#[cfg(test)]
mod tests;
