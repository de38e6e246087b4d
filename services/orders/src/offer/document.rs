//! What `private.cart_offers` tells.

use std::collections::BTreeMap;

use entity::ids::{FulfillmentSetId, ShippingOptionTypeId, StockLocationId};
use money::{Amount, tax};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use uuid::Uuid;

use crate::cart::text;

/// All of it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Offers {
    /// Those that the cart's channel shows.
    pub(crate) variants: Vec<VariantOffer>,
    pub(super) prices: Vec<PriceOffer>,
    /// Those of price lists that are on.
    pub(super) list_prices: Vec<PriceOffer>,
    /// What the shop prefers for prices of the cart's currency.
    pub(super) currency_inclusive: Option<bool>,
    /// `stores.totals_rounding`.
    pub(crate) rounding: Option<String>,
    pub(super) taxes: Vec<TaxOffer>,
    /// Active ones of campaigns that are on.
    pub(crate) promotions: Vec<PromotionOffer>,
    /// Those that reach the cart's address.
    pub(crate) options: Vec<OptionOffer>,
}

/// A variant that may be bought.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct VariantOffer {
    pub(crate) id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) title: String,
    pub(crate) sku: Option<String>,
    pub(crate) barcode: Option<String>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) manage_inventory: bool,
    pub(crate) allow_backorder: bool,
    pub(super) price_set_id: Option<Uuid>,
    /// Grams.
    pub(crate) weight: Option<f64>,
    /// By the option's title.
    pub(crate) option_values: Option<BTreeMap<String, String>>,
    pub(crate) needs_shipping: bool,
    /// How many the channel's places have; nothing where none keeps it.
    pub(crate) stock: Option<i64>,
    pub(crate) product: ProductOffer,
}

/// Its product.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ProductOffer {
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) handle: String,
    pub(crate) is_giftcard: bool,
    pub(crate) discountable: bool,
    pub(crate) type_id: Option<Uuid>,
    #[serde(rename = "type")]
    pub(crate) type_value: Option<String>,
    pub(crate) collection_id: Option<Uuid>,
    pub(crate) collection: Option<String>,
    pub(crate) shipping_profile_id: Option<Uuid>,
    pub(crate) tags: Vec<Uuid>,
    pub(crate) categories: Vec<Uuid>,
}

/// A price that might hold.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PriceOffer {
    pub(super) price_set_id: Uuid,
    pub(super) id: Uuid,
    #[serde(with = "text")]
    pub(super) amount: Amount,
    pub(super) min_quantity: Option<i64>,
    pub(super) max_quantity: Option<i64>,
    pub(super) rules: Vec<PriceRule>,
    pub(super) list: Option<ListOffer>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PriceRule {
    pub(super) attribute: String,
    pub(super) operator: String,
    pub(super) value: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ListOffer {
    pub(super) id: Uuid,
    #[serde(rename = "type")]
    pub(super) list_type: String,
    pub(super) rules: usize,
    pub(super) is_of_region: bool,
}

/// A tax rate that might hold.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct TaxOffer {
    id: Uuid,
    tax_region_id: Uuid,
    parent_id: Option<Uuid>,
    is_province: bool,
    #[serde(with = "text")]
    rate: Amount,
    code: Option<String>,
    name: String,
    is_default: bool,
    is_combinable: bool,
    rules: Vec<TaxRule>,
}

#[derive(Debug, Clone, Deserialize)]
struct TaxRule {
    reference: String,
    reference_id: Uuid,
}

/// A promotion with its rules.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PromotionOffer {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(crate) is_automatic: bool,
    pub(crate) is_tax_inclusive: bool,
    pub(super) limit: Option<u64>,
    pub(super) used: u64,
    pub(crate) method_type: String,
    pub(super) target_type: String,
    pub(super) allocation: Option<String>,
    #[serde(with = "text")]
    pub(crate) value: Amount,
    pub(crate) currency_code: Option<String>,
    pub(super) max_quantity: Option<u32>,
    #[serde(with = "text::optional")]
    pub(super) max_amount: Option<Amount>,
    pub(super) apply_to_quantity: Option<u32>,
    pub(super) buy_rules_min_quantity: Option<u32>,
    pub(super) rules: Vec<PromotionRule>,
    pub(crate) budget: Option<Budget>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PromotionRule {
    pub(super) kind: String,
    pub(super) attribute: String,
    pub(super) operator: String,
    pub(super) values: Vec<String>,
}

/// What is left for a campaign's promotions.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Budget {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(with = "text::optional")]
    pub(super) limit: Option<Amount>,
    pub(super) currency_code: Option<String>,
    /// `customer_id` or `customer_email` where it is each customer's.
    pub(super) attribute: Option<String>,
    #[serde(with = "text")]
    pub(super) used: Amount,
}

/// A shipping option that reaches the address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OptionOffer {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) price_type: String,
    pub(crate) provider_id: Option<String>,
    pub(crate) shipping_profile_id: Option<Uuid>,
    pub(crate) shipping_option_type_id: Option<Uuid>,
    pub(crate) service_zone_id: Uuid,
    /// Where it is sent from.
    pub(crate) stock_location_id: Uuid,
    /// As it is answered.
    #[serde(rename = "type", deserialize_with = "option_type")]
    pub(crate) kind: Option<Value>,
    /// As it is answered.
    #[serde(deserialize_with = "fulfillment_set")]
    pub(crate) fulfillment_set: Option<Value>,
    pub(crate) data: Option<Value>,
    pub(crate) metadata: Option<Value>,
    pub(crate) rules: Vec<OptionRule>,
    pub(crate) prices: Vec<OptionPrice>,
}

/// A condition of an option.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OptionRule {
    pub(crate) attribute: String,
    pub(crate) operator: String,
    /// A text, or a list of texts.
    pub(crate) value: Value,
}

/// What an option costs, if all rules hold.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OptionPrice {
    pub(crate) id: Uuid,
    pub(crate) currency_code: String,
    #[serde(with = "text")]
    pub(crate) amount: Amount,
    pub(crate) rules: Vec<PriceCondition>,
}

/// A condition of an option's price.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PriceCondition {
    pub(crate) attribute: String,
    pub(crate) operator: String,
    pub(crate) value: Value,
}

fn option_type<'de, D: Deserializer<'de>>(told: D) -> Result<Option<Value>, D::Error> {
    let mut kind = Option::<Value>::deserialize(told)?;
    if let Some(kind) = &mut kind {
        say::<ShippingOptionTypeId>(&mut kind["id"]);
    }
    Ok(kind)
}

fn fulfillment_set<'de, D: Deserializer<'de>>(told: D) -> Result<Option<Value>, D::Error> {
    let mut set = Option::<Value>::deserialize(told)?;
    if let Some(set) = &mut set {
        say::<FulfillmentSetId>(&mut set["id"]);
        say::<StockLocationId>(&mut set["location"]["id"]);
    }
    Ok(set)
}

/// Says an id as the wire does.
fn say<T: From<Uuid> + ToString>(id: &mut Value) {
    if let Some(Ok(found)) = id.as_str().map(str::parse::<Uuid>) {
        *id = T::from(found).to_string().into();
    }
}

impl Offers {
    /// A variant, if the channel shows it.
    pub(crate) fn variant(&self, id: Uuid) -> Option<&VariantOffer> {
        self.variants.iter().find(|variant| variant.id == id)
    }

    /// What the shop prefers for prices of the cart's currency.
    pub(crate) fn currency_inclusive(&self) -> Option<bool> {
        self.currency_inclusive
    }

    /// An option, if it reaches the address.
    pub(crate) fn option(&self, id: Uuid) -> Option<&OptionOffer> {
        self.options.iter().find(|option| option.id == id)
    }

    /// All tax rates that might hold.
    pub(crate) fn taxes(&self) -> Vec<tax::Candidate> {
        self.taxes.iter().map(TaxOffer::candidate).collect()
    }
}

impl TaxOffer {
    fn candidate(&self) -> tax::Candidate {
        let rules = self.rules.iter().filter_map(|rule| match rule.reference.as_str() {
            "product" => Some(tax::Reference::Product(rule.reference_id)),
            "product_type" => Some(tax::Reference::ProductType(rule.reference_id)),
            "shipping_option" => Some(tax::Reference::ShippingOption(rule.reference_id)),
            _ => None,
        });
        tax::Candidate {
            id: self.id,
            region: self.tax_region_id,
            parent: self.parent_id,
            is_province: self.is_province,
            rate: self.rate.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
            is_default: self.is_default,
            is_combinable: self.is_combinable,
            rules: rules.collect(),
        }
    }
}
