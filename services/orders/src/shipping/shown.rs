//! Shipping options as they are answered.

use std::{collections::HashSet, sync::LazyLock};

use db::Tx;
use entity::ids::{ServiceZoneId, ShippingOptionId, ShippingOptionPriceId, ShippingOptionTypeId, ShippingProfileId};
use money::wire::Number;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    ApiError, columns,
    fields::{Column, FieldRules, Relation, Selection, View, Writer, json as written, many, one, selected},
};

use super::Price;
use crate::{
    cart::Cart,
    offer::{Offers, OptionOffer},
};

#[rustfmt::skip]
const DEFAULTS: &[&str] = &[
    "id", "name", "price_type", "service_zone_id", "shipping_profile_id", "provider_id", "shipping_option_type_id", "data", "metadata",
    "*type", "*provider", "*rules", "*prices", "*prices.price_rules", "*calculated_price", "*service_zone", "*service_zone.fulfillment_set",
    "*service_zone.fulfillment_set.location", "*service_zone.fulfillment_set.location.address",
];

#[rustfmt::skip]
const FURTHER: &[&str] = &[
    "amount", "is_tax_inclusive", "insufficient_inventory", "type.id", "type.label", "type.description", "type.code", "provider.id",
    "provider.is_enabled", "rules.attribute", "rules.operator", "rules.value", "prices.id", "prices.currency_code", "prices.amount",
    "prices.min_quantity", "prices.max_quantity", "prices.price_rules.attribute", "prices.price_rules.operator", "prices.price_rules.value",
    "calculated_price.currency_code", "calculated_price.calculated_amount", "calculated_price.original_amount",
    "calculated_price.is_calculated_price_tax_inclusive", "calculated_price.is_original_price_tax_inclusive", "service_zone.id",
    "service_zone.fulfillment_set_id", "service_zone.fulfillment_set.id", "service_zone.fulfillment_set.type",
    "service_zone.fulfillment_set.location.id", "service_zone.fulfillment_set.location.address.id",
    "service_zone.fulfillment_set.location.address.company", "service_zone.fulfillment_set.location.address.address_1",
    "service_zone.fulfillment_set.location.address.address_2", "service_zone.fulfillment_set.location.address.city",
    "service_zone.fulfillment_set.location.address.country_code", "service_zone.fulfillment_set.location.address.province",
    "service_zone.fulfillment_set.location.address.postal_code", "service_zone.fulfillment_set.location.address.phone",
    "service_zone.fulfillment_set.location.address.metadata",
];

static RULES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(DEFAULTS.iter().copied(), FURTHER.iter().copied()).max_relations(4));

/// What is to be told of options. What it costs and whether it can be had is told always, as in Medusa.
pub(crate) fn select(fields: Option<&str>) -> Result<Selection, ApiError> {
    let mut selection = RULES.select(fields)?;
    for told in ["amount", "is_tax_inclusive", "insufficient_inventory"] {
        selection.add(told);
    }
    Ok(selection)
}

/// An option with what it costs.
pub(crate) struct Shown {
    id: ShippingOptionId,
    name: String,
    price_type: String,
    service_zone_id: ServiceZoneId,
    shipping_profile_id: Option<ShippingProfileId>,
    shipping_option_type_id: Option<ShippingOptionTypeId>,
    provider_id: Option<String>,
    data: Option<Value>,
    metadata: Option<Value>,
    amount: Option<Number>,
    is_tax_inclusive: bool,
    insufficient_inventory: bool,
    kind: Option<Value>,
    provider: Option<Value>,
    service_zone: Value,
    rules: Vec<Rule>,
    prices: Vec<PriceOf>,
    calculated_price: Calculated,
}

/// A condition of an option or of a price.
struct Rule {
    attribute: String,
    operator: String,
    value: Value,
}

/// A price, whether it holds or not.
struct PriceOf {
    id: ShippingOptionPriceId,
    currency_code: String,
    amount: Number,
    min_quantity: Option<i64>,
    max_quantity: Option<i64>,
    price_rules: Vec<Rule>,
}

/// The price that holds.
#[expect(clippy::struct_field_names, reason = "the names are Medusa's")]
struct Calculated {
    calculated_amount: Option<Number>,
    original_amount: Option<Number>,
    currency_code: String,
    is_calculated_price_tax_inclusive: bool,
    is_original_price_tax_inclusive: bool,
}

impl View for Rule {
    const COLUMNS: &'static [Column<Self>] = columns!(Rule: attribute, operator, value);
}

impl View for PriceOf {
    const COLUMNS: &'static [Column<Self>] = columns!(PriceOf: id, currency_code, amount, min_quantity, max_quantity);
    const RELATIONS: &'static [Relation<Self>] = &[("price_rules", |s| many(s, |price: &Self| &price.price_rules))];
}

impl View for Calculated {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Calculated: calculated_amount, original_amount, currency_code, is_calculated_price_tax_inclusive, is_original_price_tax_inclusive,
    );
}

/// Of documents, what a star does not select.
const BELOW: &[&str] = &["fulfillment_set", "location", "address"];

fn document(selection: &Selection, get: fn(&Shown) -> Option<&Value>) -> Writer<Shown> {
    let selection = selection.clone();
    Box::new(move |shown, out| written(&get(shown).map(|document| selected(&selection, document, BELOW)), out))
}

impl View for Shown {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Shown: id, name, price_type, service_zone_id, shipping_profile_id, shipping_option_type_id, provider_id, data, metadata,
    );
    const COMPUTED: &'static [Column<Self>] = columns!(Shown: amount, is_tax_inclusive, insufficient_inventory);
    const RELATIONS: &'static [Relation<Self>] = &[
        ("type", |s| document(s, |shown| shown.kind.as_ref())),
        ("provider", |s| document(s, |shown| shown.provider.as_ref())),
        ("service_zone", |s| document(s, |shown| Some(&shown.service_zone))),
        ("rules", |s| many(s, |shown: &Self| &shown.rules)),
        ("prices", |s| many(s, |shown: &Self| &shown.prices)),
        ("calculated_price", |s| one(s, |shown: &Self| Some(&shown.calculated_price))),
    ];
}

impl Shown {
    /// `is_short`: where it is sent from there is not enough of something.
    pub(crate) fn new(option: &OptionOffer, price: Option<&Price>, cart: &Cart, is_short: bool) -> Self {
        let is_tax_inclusive = price.is_some_and(|price| price.is_tax_inclusive);
        let amount = || price.map(|price| Number(price.amount.clone()));
        let rule = |attribute: &str, operator: &str, value: &Value| Rule {
            attribute: attribute.to_owned(),
            operator: operator.to_owned(),
            value: value.clone(),
        };
        let prices = option.prices.iter().map(|price| PriceOf {
            id: ShippingOptionPriceId(price.id),
            currency_code: price.currency_code.clone(),
            amount: Number(price.amount.clone()),
            min_quantity: None,
            max_quantity: None,
            price_rules: price.rules.iter().map(|one| rule(&one.attribute, &one.operator, &one.value)).collect(),
        });
        let zone = ServiceZoneId(option.service_zone_id);
        let set = option.fulfillment_set.as_ref();
        Self {
            id: ShippingOptionId(option.id),
            name: option.name.clone(),
            price_type: option.price_type.clone(),
            service_zone_id: zone,
            shipping_profile_id: option.shipping_profile_id.map(ShippingProfileId),
            shipping_option_type_id: option.shipping_option_type_id.map(ShippingOptionTypeId),
            provider_id: option.provider_id.clone(),
            data: option.data.clone(),
            metadata: option.metadata.clone(),
            amount: amount(),
            is_tax_inclusive,
            insufficient_inventory: is_short,
            kind: option.kind.clone(),
            provider: option.provider_id.as_ref().map(|id| json!({ "id": id, "is_enabled": true })),
            service_zone: json!({ "id": zone, "fulfillment_set_id": set.map(|set| &set["id"]), "fulfillment_set": set }),
            rules: option.rules.iter().map(|one| rule(&one.attribute, &one.operator, &one.value)).collect(),
            prices: prices.collect(),
            calculated_price: Calculated {
                calculated_amount: amount(),
                original_amount: amount(),
                currency_code: cart.currency_code.clone(),
                is_calculated_price_tax_inclusive: is_tax_inclusive,
                is_original_price_tax_inclusive: is_tax_inclusive,
            },
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
