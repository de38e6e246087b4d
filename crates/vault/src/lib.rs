//! The cryptography that accounts stand on. It knows no database, no network and no clock.
//!
//! Owns every format in which a secret is written down: signed cookies, hashes of tokens and passwords, sealed columns,
//! one-time codes, JWTs. Where Better Auth 1.7 has a format, it is that one, so that its tables and cookies stay valid.
//!
//! Must never invent a primitive (they are RustCrypto's and dalek's), say in an error what a secret was, compare secrets in
//! a time that tells where they differ, or hash a password on a thread of the runtime.
//!
//! | for | module |
//! |---|---|
//! | cookies that cannot be forged | [`sign`] |
//! | identifiers, codes, tokens | [`random`] |
//! | tokens that are stored as hashes | [`token`], [`api_key`] |
//! | passwords | [`password`] |
//! | secrets that have to be read again | [`seal`]; [`better_auth`] for those of a Better Auth database |
//! | codes of authenticator apps | [`totp`] |
//! | tokens that others verify | [`jwt`] |
//!
//! Times are whole seconds since 1970 and come from the caller, who has them from `db::Clock`.

pub mod api_key;
pub mod better_auth;
mod derive;
pub mod jwt;
mod mac;
pub mod password;
pub mod random;
pub mod seal;
pub mod sign;
pub mod token;
pub mod totp;

pub use derive::derive;
pub use mac::{MIN_SECRET, SecretError};
