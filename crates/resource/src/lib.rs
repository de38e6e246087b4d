//! What the resources of the APIs are made of: rows that are read by position, filters, pages, links, and the operations that
//! everything below `/admin` has alike, each with its documentation.
//!
//! Owns no table and knows no service. Whoever has a resource declares it: [`row!`], [`Table`], [`admin::Resource`], and what is
//! particular to its operations ([`admin::Create`], [`admin::Update`], [`admin::Delete`], [`admin::Action`]).
//!
//! Must never be the place of a rule of one resource.

pub mod admin;
pub mod fields;
mod filter;
pub mod links;
mod page;
mod param;
mod row;
mod set;
mod table;
mod trees;

pub use filter::{Filter, ids};
pub use links::{Links, Unknown};
pub use page::{Select, order_by, page};
pub use param::{Has, Param, read, read_few};
pub use row::Row;
pub use set::{MOST_METADATA, Set, fresh_metadata, merged_metadata};
pub use table::{Table, lock, names, of_owners, one, retire};
pub use trees::{Names as TreeNames, Trees};

/// For the macros.
#[doc(hidden)]
pub mod reexport {
    pub use entity;
    pub use sea_orm;
    pub use web;
}
