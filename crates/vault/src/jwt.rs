//! JSON Web Tokens (RFC 7519) in the compact form of RFC 7515, signed with Ed25519 (RFC 8037) or HMAC-SHA256; those of other
//! issuers also with RSA or P-256.
//!
//! The algorithm is that of the key, never the token's choice. A token has an `exp`, is at most [`MAX_LENGTH`] bytes long, and
//! asks for no extension (`crit`). Times are compared with the `now` that the caller gives. Whole seconds only: `1.5` is refused.
//!
//! | | for | made by Better Auth 1.7 |
//! |---|---|---|
//! | [`SigningKey`], [`KeySet`] | tokens that other services verify, `/jwks` and `/token` | the same, header `{alg, kid}` |
//! | [`IssuerKeys`] | tokens of other issuers, by their keys | |
//! | [`SharedKey`] | links in mail that only this installation verifies | the same, header `{alg}` |
//!
//! Written here on `ed25519-dalek`, `hmac` and `ring`, which are here anyway: the crates for it bring RSA and NIST curves in a
//! second generation of every RustCrypto crate, and read the system's clock.

mod claims;
mod compact;
mod ed25519;
mod issuer;
mod jwk;
mod shared;

pub use self::{
    claims::Rules,
    compact::MAX_LENGTH,
    ed25519::{KeySet, PublicKey, SigningKey},
    issuer::{Believed, IssuerKeys},
    jwk::{Jwk, JwkError, Jwks},
    shared::SharedKey,
};

/// Why a token was not made or is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// More than [`MAX_LENGTH`].
    #[error("a token has at most {MAX_LENGTH} bytes")]
    TooLong,
    /// Not three parts of base64url, or not the JSON that belongs there.
    #[error("this is no token")]
    Format,
    /// Of another algorithm, of another type, or with an extension.
    #[error("tokens of this kind are not taken")]
    Kind,
    /// Signed by a key that is not in the set.
    #[error("the key of the token is not known")]
    UnknownKey,
    /// Changed, or signed by another key.
    #[error("the signature of the token is not that of its key")]
    Signature,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come, or it was made in the future.
    #[error("the token is not valid yet")]
    NotYet,
    /// Made by another issuer.
    #[error("the token is of another issuer")]
    Issuer,
    /// Made for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// No object with an `exp`, or not what the caller expects in it.
    #[error("the token does not say what it has to say")]
    Claims,
}

#[cfg(test)]
mod tests;
