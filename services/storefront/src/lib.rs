//! The shop that people see: pages made on the server, usable without JavaScript down to the order.
//!
//! Owns the themes and their templates, how blocks look, the texts of both languages, the cookies of shoppers, and the way from a page to the
//! Store API and back. It is a client of that API like any other: [`Store`] calls it within the process or over HTTP, with a
//! publishable key and, where somebody signed in, his token.
//!
//! Must never touch the database, another service's crate, or anything that a browser says without escaping it.
//!
//! To add a page: a handler in `pages/` that asks the [`client`], a template of its name in `themes/harbour/pages/`, its route in
//! `pages::router`, its words in both files of `messages/`. To give a type of blocks its look: `themes/harbour/blocks/<type>.html`, and in
//! `blocks/views/` what that template is given; what it shows of the shop is found in `blocks/needs.rs` and `blocks/find.rs`.

mod blocks;
mod client;
mod front;
mod model;
mod page;
mod pages;
mod shops;
mod site;
mod theme;
mod visit;

pub use client::{Store, Transport};
pub use front::{Front, Keeping, Tenant};
pub use page::{Counting, Looked};
pub use pages::router;
pub use shops::{Shop, Shops, Unreadable};
pub use theme::{CardForm, Themes};
