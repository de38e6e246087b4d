//! What a product should be.

use bigdecimal::BigDecimal;
use entity::ids::RegionId;
use serde_json::{Map, Value};

/// A product as it should stand in the shop, found by its handle.
///
/// What is `None` stays as it is (or gets its default in a new product); an empty text or list clears. Options and
/// variants are meant completely: those that are not named go, unless the draft is partial.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProductDraft {
    /// Its name in addresses; what makes it this product.
    pub handle: String,
    /// Its name for people.
    pub title: String,
    /// A second line.
    pub subtitle: Option<String>,
    /// Text or HTML. HTML of strangers is sanitised by whoever makes the draft.
    pub description: Option<String>,
    /// Whether shoppers see it; a new one is a draft.
    pub status: Option<ProductStatus>,
    /// The product type, made when the shop does not have it.
    pub type_value: Option<String>,
    /// A collection that the shop has.
    pub collection_handle: Option<String>,
    /// Categories that the shop has.
    pub category_handles: Option<Vec<String>>,
    /// Tags, made when the shop does not have them.
    pub tags: Option<Vec<String>>,
    /// Pictures in order; the first one is the thumbnail.
    pub images: Option<Vec<ImageDraft>>,
    /// What its variants differ in.
    pub options: Vec<OptionDraft>,
    /// What can be bought.
    pub variants: Vec<VariantDraft>,
    /// Keys to set; a key with null is removed, others stay.
    pub metadata: Map<String, Value>,
    /// What it is made of.
    pub material: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub origin_country: Option<String>,
    /// In grams.
    pub weight: Option<f64>,
    /// Whether it is a gift card.
    pub is_giftcard: Option<bool>,
    /// Whether promotions apply; by default they do.
    pub discountable: Option<bool>,
    /// Its key in the system it comes from.
    pub external_id: Option<String>,
    /// Where it is sold, by name or id. Without: a new one in the default sales channel, others where they are.
    pub sales_channels: Option<Vec<String>>,
    /// How it is shipped, by id.
    pub shipping_profile: Option<String>,
    /// Its size, and what customs ask for.
    pub customs: Customs,
    /// Some of it could not be read: variants, options, values and pictures that are not named stay.
    pub is_partial: bool,
}

/// Where a product is on its way to shoppers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProductStatus {
    /// Being written.
    Draft,
    /// Waiting for consent.
    Proposed,
    /// Shoppers see it.
    Published,
    /// Refused.
    Rejected,
}

impl ProductStatus {
    /// The value of `products.status`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Published => "published",
            Self::Rejected => "rejected",
        }
    }
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImageDraft {
    /// Where it is; what makes it this picture of the product.
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
}

impl ImageDraft {
    /// A picture without a description.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), alt: None }
    }
}

/// A size in whatever unit the shop measures, and what customs ask for. None leaves, an empty text clears.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Customs {
    /// How long it is.
    pub length: Option<f64>,
    /// How high it is.
    pub height: Option<f64>,
    /// How wide it is.
    pub width: Option<f64>,
    /// Its number in the harmonised system.
    pub hs_code: Option<String>,
    /// Its maker's code.
    pub mid_code: Option<String>,
}

/// What variants differ in, such as size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptionDraft {
    /// `Size`; what makes it this option of the product.
    pub title: String,
    /// `S`, `M`, `L`, in the order in which they are shown.
    pub values: Vec<String>,
}

/// A variant. It is the stored one with its SKU, else the one with the same option values, else the one with its title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VariantDraft {
    /// `S / Black`
    pub title: String,
    /// The shop's own number.
    pub sku: Option<String>,
    /// What a scanner reads.
    pub barcode: Option<String>,
    /// European article number.
    pub ean: Option<String>,
    /// Universal product code.
    pub upc: Option<String>,
    /// One value for each option: `("Size", "S")`.
    pub options: Vec<(String, String)>,
    /// One base price per currency; prices in other currencies stay.
    pub prices: Vec<(String, BigDecimal)>,
    /// Prices of a region, in its currency.
    pub region_prices: Vec<(RegionId, String, BigDecimal)>,
    /// What the shop pays for one, by currency; nothing clears. No shopper reads it.
    pub costs: Vec<(String, Option<BigDecimal>)>,
    /// Its size, and what customs ask for.
    pub customs: Customs,
    /// What it is made of.
    pub material: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub origin_country: Option<String>,
    /// How many there are at the shop's stock location. Means nothing without `manage_inventory`.
    pub stock: Option<i64>,
    /// Whether stock is counted. None leaves; of a new one it is counted when `stock` is said, or `is_new_counted`.
    pub manage_inventory: Option<bool>,
    /// Whether a new one is counted of which `manage_inventory` is not said, though nobody who may write stock says how many there are.
    pub is_new_counted: bool,
    /// Whether it is sold without being there. None leaves.
    pub allow_backorder: Option<bool>,
    /// In grams.
    pub weight: Option<f64>,
    /// Addresses of its own pictures, which become the product's too.
    pub images: Option<Vec<String>>,
    /// Keys to set; a key with null is removed, others stay.
    pub metadata: Map<String, Value>,
    /// Its place among the variants; by default the one in the list, or of a list that is not all of them the one that it has.
    pub rank: Option<i32>,
}
