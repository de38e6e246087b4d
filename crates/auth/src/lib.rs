//! Who is calling.
//!
//! Owns the actors, the extractors that put them into a handler's signature, and the making and finding of keys.
//! Must never decide what an actor may do (the database does) nor keep a key's text where its hash will do.
//!
//! So far there is one actor: a [`Shopper`], whom nobody knows, with a publishable key. People and secret keys come with
//! accounts; each becomes a type of its own here, and a handler names the one it wants.

mod keys;
mod shopper;
mod token;

pub use keys::Keys;
pub use shopper::{Shopper, ShopperKey, require_publishable_key};
pub use token::{Token, TokenKind, sha256};
