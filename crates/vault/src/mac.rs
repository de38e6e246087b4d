//! HMAC-SHA256 under several secrets, of which the first one signs and all verify.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// The least length of a secret, in bytes: that of the hash.
pub const MIN_SECRET: usize = 32;

/// Why secrets cannot sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// None was given.
    #[error("no secret was given")]
    Missing,
    /// One is too short to be hard to guess.
    #[error("secret {position} has fewer than {MIN_SECRET} bytes")]
    TooShort {
        /// Which one, counted from 1.
        position: usize,
    },
}

/// The secrets, ready for use.
#[derive(Clone)]
pub(crate) struct MacKeys(Vec<Hmac<Sha256>>);

impl std::fmt::Debug for MacKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

impl MacKeys {
    pub(crate) fn new(secrets: impl IntoIterator<Item = SecretString>) -> Result<Self, SecretError> {
        let keys = (1..).zip(secrets).map(|(position, secret)| {
            let bytes = secret.expose_secret().as_bytes();
            let too_short = SecretError::TooShort { position };
            if bytes.len() < MIN_SECRET {
                return Err(too_short);
            }
            Hmac::new_from_slice(bytes).map_err(|_| too_short)
        });
        let keys: Vec<_> = keys.collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(SecretError::Missing) } else { Ok(Self(keys)) }
    }

    /// The MAC of the first secret.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = self.0[0].clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }

    /// Whether the MAC is that of any secret. All are tried, so the time does not tell which one it was.
    pub(crate) fn verify(&self, message: &[u8], mac: &[u8]) -> bool {
        self.0.iter().fold(false, |found, key| {
            let mut key = key.clone();
            key.update(message);
            key.verify_slice(mac).is_ok() | found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_have_to_be_long_enough() {
        let long = SecretString::from("x".repeat(MIN_SECRET));
        let short = SecretString::from("x".repeat(MIN_SECRET - 1));
        assert_eq!(MacKeys::new([]).err(), Some(SecretError::Missing));
        assert_eq!(MacKeys::new([long.clone(), short]).err(), Some(SecretError::TooShort { position: 2 }));
        assert!(MacKeys::new([long]).is_ok());
    }

    /// RFC 4231, test case 6: a key longer than the block.
    #[test]
    fn macs_are_those_of_the_rfc() {
        let keys = MacKeys(vec![Hmac::new_from_slice(&[0xaa; 131]).unwrap()]);
        let mac = keys.sign(b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex::encode(mac), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }
}
