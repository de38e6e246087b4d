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
mod taxes;
mod variants;

pub use categories::{CATEGORY_TREES, PARENT_CATEGORY, VISIBLE_CATEGORY, fill_categories};
pub use collections::fill_collections;
pub use options::fill_values;
pub use products::{PRODUCT_WORDS, PRODUCTS, ProductFilter, Reach, list_products, search, visible_products};
pub use regions::{CURRENCIES, fill_countries, fill_payment_providers, list_currencies, list_locales};
pub use relations::{Context, fill_products, products_of};
pub use return_reasons::fill_return_reasons;
pub use tags::{Words, fill_words};
pub use variants::{VARIANT_WORDS, VARIANTS, fill_variants, visible_variants};

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
