//! Who is calling.
//!
//! Owns the actors, the extractors that put them into a handler's signature, the table of permissions and roles, and the
//! making and finding of keys.
//! Must never look at a cookie or a session itself (whoever implements [`Door`] does), nor keep a key's text where its hash
//! will do.
//!
//! A handler names the actor that it wants: [`Shopper`], whom nobody knows, with a publishable key; [`Customer`], who has
//! signed in; or [`May`], somebody of the staff or a program of the shop who is allowed what it says.

mod customer;
mod door;
mod keys;
mod permission;
mod shopper;
mod staff;
mod token;
mod working;

pub use customer::{Customer, recognise_customer};
pub use door::{Door, Doorkeeper};
pub use keys::Keys;
pub use permission::{Needs, Permission, Permissions, ROLES, needs, role_permissions};
pub use shopper::{Shopper, ShopperKey, require_publishable_key};
pub use staff::{May, Staff, Who};
pub use token::{Token, TokenKind, sha256};
