//! Shipping options as they are answered.

use std::collections::HashSet;

use db::Tx;
use entity::ids::{ServiceZoneId, ShippingOptionId, ShippingOptionPriceId, ShippingOptionTypeId, ShippingProfileId};
use money::wire::Number;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Price;
use crate::{
    cart::Cart,
    offer::{Offers, OptionOffer},
};

/// An option with what it costs.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: ShippingOptionId,
    name: &'a str,
    price_type: &'a str,
    service_zone_id: ServiceZoneId,
    shipping_profile_id: Option<ShippingProfileId>,
    shipping_option_type_id: Option<ShippingOptionTypeId>,
    provider_id: Option<&'a str>,
    data: Option<&'a Value>,
    metadata: Option<&'a Value>,
    r#type: Option<&'a Value>,
    provider: Option<Value>,
    rules: Vec<Rule<'a>>,
    prices: Vec<PriceOf<'a>>,
    service_zone: Value,
    amount: Option<Number>,
    calculated_price: Calculated<'a>,
    is_tax_inclusive: bool,
    insufficient_inventory: bool,
}

#[derive(Serialize)]
struct Rule<'a> {
    attribute: &'a str,
    operator: &'a str,
    value: &'a Value,
}

#[derive(Serialize)]
struct PriceOf<'a> {
    id: ShippingOptionPriceId,
    currency_code: &'a str,
    amount: Number,
    price_rules: Vec<Rule<'a>>,
}

#[expect(clippy::struct_field_names, reason = "the names are Medusa's")]
#[derive(Serialize)]
struct Calculated<'a> {
    calculated_amount: Option<Number>,
    original_amount: Option<Number>,
    currency_code: &'a str,
    is_calculated_price_tax_inclusive: bool,
    is_original_price_tax_inclusive: bool,
}

impl<'a> Shown<'a> {
    /// `is_short`: where it is sent from there is not enough of something.
    pub(crate) fn new(option: &'a OptionOffer, price: Option<&Price>, cart: &'a Cart, is_short: bool) -> Self {
        let is_tax_inclusive = price.is_some_and(|price| price.is_tax_inclusive);
        let amount = || price.map(|price| Number(price.amount.clone()));
        let rules = option.rules.iter().map(|rule| Rule {
            attribute: &rule.attribute,
            operator: &rule.operator,
            value: &rule.value,
        });
        let prices = option.prices.iter().map(|price| PriceOf {
            id: ShippingOptionPriceId(price.id),
            currency_code: &price.currency_code,
            amount: Number(price.amount.clone()),
            price_rules: (price.rules.iter())
                .map(|rule| Rule { attribute: &rule.attribute, operator: &rule.operator, value: &rule.value })
                .collect(),
        });
        let zone = ServiceZoneId(option.service_zone_id);
        let set = option.fulfillment_set.as_ref();
        Self {
            id: ShippingOptionId(option.id),
            name: &option.name,
            price_type: &option.price_type,
            service_zone_id: zone,
            shipping_profile_id: option.shipping_profile_id.map(ShippingProfileId),
            shipping_option_type_id: option.shipping_option_type_id.map(ShippingOptionTypeId),
            provider_id: option.provider_id.as_deref(),
            data: option.data.as_ref(),
            metadata: option.metadata.as_ref(),
            r#type: option.kind.as_ref(),
            provider: option.provider_id.as_ref().map(|id| json!({ "id": id, "is_enabled": true })),
            rules: rules.collect(),
            prices: prices.collect(),
            service_zone: json!({ "id": zone, "fulfillment_set_id": set.map(|set| &set["id"]), "fulfillment_set": set }),
            amount: amount(),
            calculated_price: Calculated {
                calculated_amount: amount(),
                original_amount: amount(),
                currency_code: &cart.currency_code,
                is_calculated_price_tax_inclusive: is_tax_inclusive,
                is_original_price_tax_inclusive: is_tax_inclusive,
            },
            is_tax_inclusive,
            insufficient_inventory: is_short,
        }
    }
}

#[derive(FromQueryResult)]
struct Place {
    id: Uuid,
}

/// From which of the options' places there is not enough of something that lies in the cart.
pub(crate) async fn short_at(tx: &Tx, cart: &Cart, offers: &Offers) -> db::Result<HashSet<Uuid>> {
    let places: Vec<Uuid> = offers.options.iter().map(|option| option.stock_location_id).collect();
    let wanted: Vec<Value> = (cart.items.iter())
        .filter_map(|line| Some(json!({ "variant_id": line.variant_id?, "quantity": line.quantity })))
        .collect();
    let sql = "select s.id from private.short_at($1, $2) s (id)";
    let rows: Vec<Place> = db::fetch_all(tx, sql, [places.into(), Value::Array(wanted).into()]).await?;
    Ok(rows.into_iter().map(|place| place.id).collect())
}
