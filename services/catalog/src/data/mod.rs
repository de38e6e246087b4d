//! Reading the catalogue: one set-based statement per relation, whatever the number of rows.
//!
//! A relation through a link table is a `lateral` with `offset 0`: it fixes the order of the join, from the few links of
//! a page to the keys of what they name. Left to itself the planner reads a whole shop whenever its statistics are old.

mod categories;
mod collections;
mod images;
mod inventory;
mod options;
mod prices;
mod products;
mod regions;
mod relations;
mod return_reasons;
mod tags;
mod variants;

pub use categories::{CategoryFilter, fill_categories, list_categories};
pub use collections::{CollectionFilter, fill_collections, list_collections};
pub use products::{ProductFilter, Reach, list_products, search};
pub use regions::{RegionFilter, fill_countries, list_currencies, list_regions};
pub use relations::{Context, fill_products, products_of};
pub use return_reasons::{fill_return_reasons, list_return_reasons};
pub use tags::{WordFilter, Words, list_words};

use std::collections::HashMap;

use entity::ids::ProductId;
use sea_orm::Value;
use uuid::Uuid;

use crate::view::Product;

/// An array parameter for `= any($n)`: one statement text for any number of ids.
pub(crate) fn uuids<T: Copy + Into<Uuid>>(ids: impl IntoIterator<Item = T>) -> Value {
    ids.into_iter().map(Into::into).collect::<Vec<Uuid>>().into()
}

/// Where each product of a page stands, to hand out rows that were loaded for all of them.
pub(crate) fn places(products: &[Product]) -> HashMap<ProductId, usize> {
    products.iter().enumerate().map(|(at, product)| (product.id, at)).collect()
}
