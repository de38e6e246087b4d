//! What is said of shipping options, of their prices and of their rules.

use resource::fields::{Amount, AtMost, Name, Word, complain};
use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::{ArrayBuilder, Object as Shape, OneOfBuilder, Schema, Type};
use web::{
    body,
    body::{AdditionalData, Change, Field, Fields, Filled, Required},
};

use crate::admin::{
    bodies::{Object, check_number, word_of},
    shipping_option_types as types,
};

const PRICE_TYPES: &[&str] = &["flat", "calculated"];

/// Whether its price stands in its prices, or its provider says it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PriceType<const MUST: bool>(pub(super) Option<&'static str>);

impl<const MUST: bool> Field for PriceType<MUST> {
    const IS_REQUIRED: bool = MUST;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if MUST && !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
            return Self(None);
        }
        Self(fields.one_of(name, PRICE_TYPES))
    }

    fn schema() -> Schema {
        word_of(PRICE_TYPES)
    }
}

/// How a rule of an option compares.
const OF_OPTIONS: &[&str] = &["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"];
/// How a rule of a price compares.
const OF_PRICES: &[&str] = &["eq", "gt", "gte", "lt", "lte"];

/// How a rule compares. It has to be there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compares<const OF_A_PRICE: bool>(pub(super) Option<&'static str>);

impl<const OF_A_PRICE: bool> Compares<OF_A_PRICE> {
    const KNOWN: &'static [&'static str] = if OF_A_PRICE { OF_PRICES } else { OF_OPTIONS };
}

impl<const OF_A_PRICE: bool> Field for Compares<OF_A_PRICE> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
            return Self(None);
        }
        Self(fields.one_of(name, Self::KNOWN))
    }

    fn schema() -> Schema {
        word_of(Self::KNOWN)
    }
}

/// With what a rule of an option compares: a text, or several. It has to be there.
#[derive(Debug, Clone, Default)]
pub(super) struct Compared(pub(super) Json);

/// The most values of a rule, and the longest.
const MOST_VALUES: usize = 1_000;
const LONGEST: usize = 255;

impl Field for Compared {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let is_text =
            |value: &Json| value.as_str().is_some_and(|text| text.chars().count() <= LONGEST && !text.contains('\0'));
        match fields.take(name) {
            None | Some(Json::Null) => fields.complain(format!("Field '{at}' is required")),
            Some(Json::Array(values)) if values.len() <= MOST_VALUES && values.iter().all(is_text) => {
                return Self(Json::Array(values));
            }
            Some(value) if is_text(&value) => return Self(value),
            Some(other) => complain(fields, "string", &at, &other),
        }
        Self::default()
    }

    fn schema() -> Schema {
        let several = ArrayBuilder::new().items(Shape::with_type(Type::String));
        OneOfBuilder::new().item(Shape::with_type(Type::String)).item(several).into()
    }
}

/// With what a rule of a price compares: a number, or a text. It has to be there.
#[derive(Debug, Clone, Default)]
pub(super) struct Figure(pub(super) String);

impl Field for Figure {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        match fields.take(name) {
            None | Some(Json::Null) => fields.complain(format!("Field '{at}' is required")),
            Some(Json::Number(number)) => return Self(number.to_string()),
            Some(Json::String(text)) if !text.is_empty() && text.chars().count() <= LONGEST && !text.contains('\0') => {
                return Self(text);
            }
            Some(other) => complain(fields, "number", &at, &other),
        }
        Self::default()
    }

    fn schema() -> Schema {
        Shape::with_type(Type::Number).into()
    }
}

body! {
    /// A condition of an option.
    pub struct NewRule {
        /// What of the cart: `enabled_in_store`, `is_return`, `item_total`, `customer.groups.id`.
        pub(super) attribute: Required<Word> = "enabled_in_store",
        /// How it is compared.
        pub(super) operator: Compares<false> = "eq",
        /// With what: of `in` and `nin` a list.
        pub(super) value: Compared = "true",
    }
    checked by check_new_rule
}

body! {
    /// A condition of an option, new or there already.
    pub struct SaidRule {
        /// One that is there already.
        pub(super) id: Option<String> = "sorul_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What of the cart: `enabled_in_store`, `is_return`, `item_total`, `customer.groups.id`.
        pub(super) attribute: Required<Word> = "enabled_in_store",
        /// How it is compared.
        pub(super) operator: Compares<false> = "eq",
        /// With what: of `in` and `nin` a list.
        pub(super) value: Compared = "true",
    }
    checked by check_said_rule
}

body! {
    /// Another condition in the place of one that is there.
    pub struct ChangedRule {
        /// Which one.
        pub(super) id: Required = "sorul_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What of the cart.
        pub(super) attribute: Required<Word> = "enabled_in_store",
        /// How it is compared.
        pub(super) operator: Compares<false> = "eq",
        /// With what: of `in` and `nin` a list.
        pub(super) value: Compared = "false",
    }
    checked by check_changed_rule
}

fn check_new_rule(fields: &mut Fields, NewRule { attribute, operator, value }: &NewRule) {
    check_rule(fields, attribute, *operator, value);
}

fn check_said_rule(fields: &mut Fields, SaidRule { attribute, operator, value, .. }: &SaidRule) {
    check_rule(fields, attribute, *operator, value);
}

fn check_changed_rule(fields: &mut Fields, ChangedRule { attribute, operator, value, .. }: &ChangedRule) {
    check_rule(fields, attribute, *operator, value);
}

fn check_rule(
    fields: &mut Fields,
    Required(AtMost(attribute)): &Required<Word>,
    operator: Compares<false>,
    value: &Compared,
) {
    let (Compares(Some(operator)), Compared(value)) = (operator, value) else { return };
    let at = fields.at("value");
    let wants_many = matches!(operator, "in" | "nin");
    if value.is_null() {
        return;
    }
    if wants_many != value.is_array() {
        let expected = if wants_many { "array" } else { "string" };
        let got = if value.is_array() { "array" } else { "string" };
        fields
            .complain(format!("Expected type: '{expected}' for field '{at}' with operator '{operator}', got: '{got}'"));
    } else if ["enabled_in_store", "is_return"].contains(&attribute.as_str())
        && !(operator == "eq" && matches!(value.as_str(), Some("true" | "false")))
    {
        fields.complain(format!("A rule of attribute '{attribute}' is eq \"true\" or eq \"false\": see field '{at}'"));
    }
}

body! {
    /// A condition of a price.
    pub struct PriceRule {
        /// What of the cart: `item_total`, `weight` in grams, `customer.groups.id`.
        pub(super) attribute: Required<Word> = "item_total",
        /// How it is compared.
        pub(super) operator: Compares<true> = "gte",
        /// With what.
        pub(super) value: Figure = 100,
    }
    checked by check_price_rule
}

/// What prices may ask of a cart; see `shipping::context`.
const KNOWN: &[&str] = &[
    "item_total",
    "weight",
    "region_id",
    "sales_channel_id",
    "customer.id",
    "customer.groups.id",
    "shipping_address.country_code",
    "shipping_address.province",
    "shipping_address.city",
    "shipping_address.postal_code",
];

fn check_price_rule(fields: &mut Fields, PriceRule { attribute, operator, value }: &PriceRule) {
    let (Required(AtMost(attribute)), Figure(value)) = (attribute, value);
    if attribute.is_empty() || value.is_empty() {
        return;
    }
    let at = fields.at("attribute");
    if !KNOWN.contains(&attribute.as_str()) {
        let name: String = attribute.chars().take(100).collect();
        let known = KNOWN.join(", ");
        fields.complain(format!("Value for field '{at}' is nothing that prices know: '{name}'. They know {known}"));
        return;
    }
    let is_number = ["item_total", "weight"].contains(&attribute.as_str());
    if is_number && value.parse::<money::Amount>().is_err() {
        complain(fields, "number", &fields.at("value"), &Json::String(value.clone()));
    } else if !is_number && operator.0.is_some_and(|operator| operator != "eq") {
        fields.complain(format!("A price's rule of attribute '{attribute}' is compared with eq: see field '{at}'"));
    }
}

/// As much as the catalogue's prices have before the point.
const MOST_AMOUNT: i64 = 1_000_000_000_000_000;

body! {
    /// What an option costs, in a currency or in a region.
    pub struct Price {
        /// One that is there already.
        pub(super) id: Option<String> = "price_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A currency that the shop sells in.
        pub(super) currency_code: Filled<Word> = "eur",
        /// A region: the price is in its currency, and for it alone.
        pub(super) region_id: Option<String> = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How much.
        pub(super) amount: Amount = 4.9,
        /// What must be so; of several prices the one with the most rules holds.
        pub(super) rules: Option<Vec<PriceRule>> = [{"attribute": "item_total", "operator": "gte", "value": 100}],
    }
    checked by check_price
}

fn check_price(fields: &mut Fields, price: &Price) {
    check_number(fields, "amount", price.amount.0.as_ref(), MOST_AMOUNT);
    let (currency, region) = (fields.at("currency_code"), fields.at("region_id"));
    if price.currency_code.0.is_some() && price.region_id.is_some() {
        fields.complain(format!("Fields '{currency}' and '{region}' say different things: send one of them"));
    }
    if price.id.is_none() {
        if price.amount.0.is_none() {
            fields.complain(format!("Field '{}' is required", fields.at("amount")));
        }
        if price.currency_code.0.is_none() && price.region_id.is_none() {
            fields.complain(format!("Field '{currency}' is required, or field '{region}'"));
        }
    }
}

body! {
    /// What is said of a new option.
    pub struct New {
        /// What customers read.
        pub(super) name: Required<Name> = "Standard",
        /// Where it reaches to.
        pub(super) service_zone_id: Required = "serzo_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it is for.
        pub(super) shipping_profile_id: Required = "sp_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Who sends. He is enabled at the zone's place.
        pub(super) provider_id: Required<Word> = "manual_manual",
        /// `flat`: it costs what its prices say. `calculated`: its provider says it.
        pub(super) price_type: PriceType<true> = "flat",
        /// What the provider wants to know: of `weight_weight` `base` and `per_kg`.
        pub(super) data: Change<Map<String, Json>> = {"base": "4.90", "per_kg": "1.50"},
        /// A new kind of options, of which it is.
        pub(super) r#type: Object<types::New> = {"label": "Standard", "code": "standard"},
        /// A kind of options that is there, instead of a new one.
        pub(super) type_id: Option<String> = "sotype_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it costs.
        pub(super) prices: Option<Vec<Price>> = [{"currency_code": "eur", "amount": 4.9}],
        /// For whom it is: all of them must hold.
        pub(super) rules: Option<Vec<NewRule>> = [{"attribute": "enabled_in_store", "operator": "eq", "value": "true"}],
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"carrier": "post"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
    checked by check_new
}

fn check_new(fields: &mut Fields, new: &New) {
    one_type(fields, new.r#type.0.is_some(), new.type_id.is_some());
    if new.price_type.0 == Some("flat") && new.prices.is_none() {
        fields.complain("Field 'prices' is required where field 'price_type' is flat");
    }
    if new.prices.as_deref().unwrap_or_default().iter().any(|price| price.id.is_some()) {
        fields.complain("Unrecognized fields: 'prices, id'");
    }
}

fn one_type(fields: &mut Fields, is_new: bool, is_named: bool) {
    if is_new && is_named {
        fields.complain("Only one of 'type' or 'type_id' can be provided");
    }
}

body! {
    /// What changes of an option.
    pub struct Changes {
        /// What customers read.
        pub(super) name: Filled<Name> = "Standard",
        /// What it is for.
        pub(super) shipping_profile_id: Filled = "sp_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Who sends. He is enabled at the zone's place.
        pub(super) provider_id: Filled<Word> = "manual_manual",
        /// `flat`: it costs what its prices say. `calculated`: its provider says it.
        pub(super) price_type: PriceType<false> = "flat",
        /// What the provider wants to know.
        pub(super) data: Change<Map<String, Json>> = {"base": "4.90", "per_kg": "1.50"},
        /// A new kind of options, of which it is.
        pub(super) r#type: Object<types::New> = {"label": "Standard", "code": "standard"},
        /// A kind of options that is there, instead of a new one; `null`: of none.
        pub(super) type_id: Change<String> = "sotype_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it costs, and nothing else: what has the `id` of a price that is there changes it.
        pub(super) prices: Option<Vec<Price>> = [{"id": "price_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 5.9}],
        /// For whom it is, and nothing else: what has the `id` of a rule that is there changes it.
        pub(super) rules: Option<Vec<SaidRule>> = [{"attribute": "enabled_in_store", "operator": "eq", "value": "false"}],
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"carrier": "post"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
    checked by check_changes
}

fn check_changes(fields: &mut Fields, changes: &Changes) {
    one_type(fields, changes.r#type.0.is_some(), !changes.type_id.is_keep());
}

body! {
    /// What becomes of an option's rules: all of it, or nothing.
    pub struct Batch {
        /// New ones.
        pub(super) create: Option<Vec<NewRule>> = [{"attribute": "item_total", "operator": "gte", "value": "50"}],
        /// Others in the place of some that are there.
        pub(super) update: Option<Vec<ChangedRule>> =
            [{"id": "sorul_01jd6nwvvgfa5sr38y5wx4pq3d", "attribute": "enabled_in_store", "operator": "eq", "value": "false"}],
        /// The ids of those that go.
        pub(super) delete: Option<Vec<String>> = ["sorul_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
}
