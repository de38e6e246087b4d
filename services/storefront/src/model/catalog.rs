//! Products and how they are put in order.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Amount;

/// A page of products.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Products {
    pub(crate) products: Vec<Product>,
    pub(crate) count: i64,
}

/// A product.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) handle: String,
    pub(crate) thumbnail: Option<String>,
    pub(crate) material: Option<String>,
    pub(crate) origin_country: Option<String>,
    pub(crate) weight: Option<String>,
    pub(crate) metadata: Option<Value>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    pub(crate) images: Vec<Image>,
    pub(crate) options: Vec<ProductOption>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) categories: Vec<Category>,
    pub(crate) collection: Option<Collection>,
}

/// A picture.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Image {
    pub(crate) url: String,
}

/// What a product is chosen by.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct ProductOption {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) values: Vec<OptionValue>,
}

/// A value of an option.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct OptionValue {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) option_id: Option<String>,
}

/// What is bought.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Variant {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) sku: Option<String>,
    pub(crate) options: Vec<OptionValue>,
    pub(crate) calculated_price: Option<Price>,
    pub(crate) inventory_quantity: Option<i64>,
    pub(crate) manage_inventory: Option<bool>,
    pub(crate) allow_backorder: Option<bool>,
}

/// What it costs, and what it cost before.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Price {
    pub(crate) calculated_amount: Option<Amount>,
    pub(crate) original_amount: Option<Amount>,
    pub(crate) currency_code: Option<String>,
    pub(crate) is_calculated_price_tax_inclusive: bool,
}

/// All categories.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Categories {
    pub(crate) product_categories: Vec<Category>,
}

/// A category.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Category {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) handle: String,
    pub(crate) description: Option<String>,
    pub(crate) parent_category_id: Option<String>,
}

/// All collections.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Collections {
    pub(crate) collections: Vec<Collection>,
}

/// A collection.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Collection {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) handle: String,
    pub(crate) metadata: Option<Value>,
}

impl Collection {
    /// What is said of it, which Medusa has no column for.
    pub(crate) fn description(&self) -> Option<&str> {
        self.metadata.as_ref()?.get("description")?.as_str()
    }
}

/// A page of what customers say.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the names are the API's")]
pub(crate) struct Reviews {
    pub(crate) reviews: Vec<Review>,
    pub(crate) count: i64,
    pub(crate) rating: Rating,
}

/// What all reviews say together.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Rating {
    pub(crate) average: Option<f64>,
    pub(crate) count: i64,
    pub(crate) stars: Vec<i64>,
}

/// A review.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Review {
    pub(crate) rating: i64,
    pub(crate) title: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) author_name: Option<String>,
    pub(crate) is_verified_purchase: Option<bool>,
    pub(crate) created_at: String,
}
