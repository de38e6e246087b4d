//! What somebody wants to become of products. Nothing of it is checked yet but types and lengths.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use serde_json::{Map, Value};
use uuid::Uuid;
use web::body::Change;

use crate::write::ProductStatus;

/// What becomes of a product. What is not mentioned stays.
#[derive(Debug, Default)]
pub struct ProductSaid {
    /// Where it stands in the body: nothing, or `create, 3`.
    pub at: String,
    /// Which one; a new one has none.
    pub id: Option<Uuid>,
    /// Its name for people; a new one has one.
    pub title: Option<String>,
    /// Its name in addresses; by default made of the title.
    pub handle: Option<String>,
    /// Its texts.
    pub texts: Texts,
    /// A second line.
    pub subtitle: Change<String>,
    /// HTML, of whoever.
    pub description: Change<String>,
    /// Whether shoppers see it.
    pub status: Option<ProductStatus>,
    /// Whether it is a gift card.
    pub is_giftcard: Option<bool>,
    /// Whether promotions apply.
    pub discountable: Option<bool>,
    /// Its key in the system it comes from.
    pub external_id: Change<String>,
    /// The id of its type.
    pub type_id: Change<String>,
    /// The id of its collection.
    pub collection_id: Change<String>,
    /// The id of how it is shipped.
    pub shipping_profile_id: Change<String>,
    /// The ids of all its categories.
    pub categories: Option<Vec<String>>,
    /// The ids of all its tags.
    pub tags: Option<Vec<String>>,
    /// The ids of all channels that sell it.
    pub sales_channels: Option<Vec<String>>,
    /// All its pictures.
    pub images: Option<Vec<ImageSaid>>,
    /// What its variants differ in.
    pub options: Parts<OptionSaid>,
    /// What can be bought.
    pub variants: Parts<VariantSaid>,
    /// The shop's own data.
    pub metadata: Change<Map<String, Value>>,
}

/// What products and variants both say of themselves.
#[derive(Debug, Default)]
pub struct Texts {
    pub thumbnail: Change<String>,
    pub weight: Change<f64>,
    pub length: Change<f64>,
    pub height: Change<f64>,
    pub width: Change<f64>,
    pub hs_code: Change<String>,
    pub origin_country: Change<String>,
    pub mid_code: Change<String>,
    pub material: Change<String>,
}

/// What becomes of what a product has.
#[derive(Debug, Default)]
pub enum Parts<T> {
    /// All stay as they are.
    #[default]
    Keep,
    /// These and no others.
    Exactly(Vec<T>),
    /// These change or come, some go, others stay.
    Some { put: Vec<T>, remove: Vec<Uuid> },
}

impl<T> Parts<T> {
    /// These, if any were named.
    pub fn exactly(parts: Option<Vec<T>>) -> Self {
        parts.map_or(Self::Keep, Self::Exactly)
    }

    /// One of them, and no other.
    pub fn put(part: T) -> Self {
        Self::Some { put: vec![part], remove: Vec::new() }
    }

    /// One of them goes.
    pub fn remove(id: Uuid) -> Self {
        Self::Some { put: Vec::new(), remove: vec![id] }
    }

    /// Those that change or come.
    pub(super) fn named(&self) -> &[T] {
        match self {
            Self::Keep => &[],
            Self::Exactly(parts) | Self::Some { put: parts, .. } => parts,
        }
    }
}

/// A picture: one that is there by its id, else by its address.
#[derive(Debug, Default)]
pub struct ImageSaid {
    pub id: Option<String>,
    pub url: String,
}

/// An option: one that is there by its id, else by its title.
#[derive(Debug, Default)]
pub struct OptionSaid {
    pub at: String,
    pub id: Option<String>,
    pub title: Option<String>,
    /// All its values, in order.
    pub values: Option<Vec<String>>,
    /// Places of values that are not those of the list.
    pub ranks: Option<BTreeMap<String, i32>>,
    /// Those that the product has of an option that several products share; cleared, all of them.
    pub value_ids: Change<Vec<String>>,
    pub is_exclusive: Option<bool>,
    pub metadata: Change<Map<String, Value>>,
}

/// A variant.
#[derive(Debug, Default)]
pub struct VariantSaid {
    pub at: String,
    pub id: Option<String>,
    pub title: Option<String>,
    pub sku: Change<String>,
    pub ean: Change<String>,
    pub upc: Change<String>,
    pub barcode: Change<String>,
    pub texts: Texts,
    pub allow_backorder: Option<bool>,
    pub manage_inventory: Option<bool>,
    pub variant_rank: Option<i32>,
    pub metadata: Change<Map<String, Value>>,
    /// All its base prices.
    pub prices: Option<Vec<PriceSaid>>,
    /// A value for each option.
    pub options: Option<BTreeMap<String, String>>,
    /// What it takes off the stock, with how many of it.
    pub inventory_items: Option<Vec<(String, i64)>>,
}

/// A base price.
#[derive(Debug, Default)]
pub struct PriceSaid {
    pub id: Option<String>,
    pub currency_code: Option<String>,
    pub amount: Option<BigDecimal>,
    pub min_quantity: Change<i64>,
    pub max_quantity: Change<i64>,
    pub rules: Option<BTreeMap<String, String>>,
}
