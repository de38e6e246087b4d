//! The description of a shop, as `shop.json` has it.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use crate::write::{ImageDraft, OptionDraft, ProductDraft, ProductStatus, VariantDraft};

/// A whole shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shop {
    pub(super) name: String,
    pub(super) tagline: Option<String>,
    /// The first one is the shop's default.
    pub(super) currencies: Vec<String>,
    /// The first one is the shop's default.
    pub(super) regions: Vec<Region>,
    pub(super) categories: Vec<Category>,
    pub(super) collections: Vec<Collection>,
    pub(super) types: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) products: Vec<Product>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    /// What the description itself calls it.
    #[serde(rename = "key")]
    _key: String,
    pub(super) name: String,
    pub(super) currency_code: String,
    pub(super) countries: Vec<String>,
    pub(super) tax_inclusive: bool,
    pub(super) automatic_taxes: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Category {
    pub(super) handle: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) rank: i32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Collection {
    pub(super) handle: String,
    pub(super) title: String,
    pub(super) metadata: Option<Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    handle: String,
    title: String,
    subtitle: Option<String>,
    description: Option<String>,
    status: ProductStatus,
    #[serde(rename = "type")]
    type_value: Option<String>,
    collection: Option<String>,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    material: Option<String>,
    origin_country: Option<String>,
    weight: Option<f64>,
    /// Names of files.
    #[serde(default)]
    images: Vec<String>,
    options: Vec<ProductOption>,
    variants: Vec<Variant>,
    #[serde(default)]
    metadata: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductOption {
    title: String,
    values: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    title: String,
    sku: Option<String>,
    barcode: Option<String>,
    options: BTreeMap<String, String>,
    #[serde(deserialize_with = "amounts")]
    prices: BTreeMap<String, BigDecimal>,
    /// What it cost before, by currency.
    #[serde(default, deserialize_with = "amounts")]
    compare_at: BTreeMap<String, BigDecimal>,
    stock: Option<i64>,
    manage_inventory: bool,
    #[serde(default)]
    allow_backorder: bool,
    weight: Option<f64>,
    #[serde(default)]
    metadata: Map<String, Value>,
}

/// Amounts are texts: a JSON number would have gone through a float.
fn amounts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, BigDecimal>, D::Error> {
    let texts = BTreeMap::<String, String>::deserialize(deserializer)?;
    let amounts = texts.into_iter().map(|(currency, text)| {
        let amount = text.parse().map_err(|_| serde::de::Error::custom(format!("'{text}' is no amount")))?;
        Ok((currency, amount))
    });
    amounts.collect()
}

impl Product {
    /// As the writer wants it.
    pub(super) fn draft(&self, image_base: &str) -> ProductDraft {
        let Self {
            handle,
            title,
            subtitle,
            description,
            status,
            type_value,
            collection,
            categories,
            tags,
            material,
            origin_country,
            weight,
            images,
            options,
            variants,
            metadata,
        } = self.clone();
        let images =
            images.iter().map(|file| ImageDraft { url: format!("{image_base}/{file}"), alt: Some(title.clone()) });
        ProductDraft {
            images: Some(images.collect()),
            handle,
            title,
            subtitle,
            description,
            status: Some(status),
            type_value,
            collection_handle: collection,
            category_handles: Some(categories),
            tags: Some(tags),
            options: options.into_iter().map(|ProductOption { title, values }| OptionDraft { title, values }).collect(),
            variants: variants.into_iter().map(Variant::draft).collect(),
            metadata,
            material,
            origin_country,
            weight,
            ..ProductDraft::default()
        }
    }
}

impl Variant {
    fn draft(self) -> VariantDraft {
        let Self {
            title,
            sku,
            barcode,
            options,
            prices,
            compare_at,
            stock,
            manage_inventory,
            allow_backorder,
            weight,
            mut metadata,
        } = self;
        if !compare_at.is_empty() {
            let amounts: BTreeMap<_, _> =
                compare_at.into_iter().map(|(currency, amount)| (currency, amount.to_plain_string())).collect();
            metadata.insert("compare_at_price".to_owned(), json!(amounts));
        }
        VariantDraft {
            title,
            sku,
            barcode,
            options: options.into_iter().collect(),
            prices: prices.into_iter().collect(),
            stock,
            manage_inventory: Some(manage_inventory),
            allow_backorder: Some(allow_backorder),
            weight,
            metadata,
            ..VariantDraft::default()
        }
    }
}
