//! What is said of price lists and of the prices in them.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Change, Field, Fields, Filled, Required},
};

use crate::{
    admin::products::{
        bodies::below,
        fields::{Amount, Name, Pairs, Quantity, Word},
    },
    pricing::ListType,
};

/// What a list does to the prices that everybody pays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect(pub(super) Option<ListType>);

/// Whether it holds at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Status(pub(super) Option<&'static str>);

const TYPES: [&str; 2] = [ListType::Sale.name(), ListType::Override.name()];
const STATUSES: [&str; 2] = ["draft", "active"];

impl Field for Effect {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.one_of(name, &TYPES).and_then(ListType::of))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(TYPES)).into()
    }
}

impl Field for Status {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        Self(fields.one_of(name, &STATUSES))
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::String).enum_values(Some(STATUSES)).into()
    }
}

/// Lists of texts by name: what must be so that a list holds.
#[derive(Debug, Default)]
pub(super) struct Rules(pub(super) Option<BTreeMap<String, Vec<String>>>);

/// The most attributes of a list.
const MOST_RULES: usize = 20;

impl Field for Rules {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let wrong = |fields: &mut Fields, expected: &str, at: &str, got: &Json| {
            let got: String = got.as_str().map_or_else(|| got.to_string(), str::to_owned).chars().take(100).collect();
            fields.complain(format!("Expected type: '{expected}' for field '{at}', got: '{got}'"));
        };
        let rules = match fields.take(name) {
            None | Some(Json::Null) => return Self(None),
            Some(Json::Object(rules)) => rules,
            Some(other) => {
                wrong(fields, "object", &at, &other);
                return Self(None);
            }
        };
        if rules.len() > MOST_RULES {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST_RULES}'"));
            return Self(None);
        }
        let mut read = BTreeMap::new();
        for (attribute, values) in rules {
            let Json::Array(values) = values else {
                let name: String = attribute.chars().take(100).collect();
                wrong(fields, "array", &format!("{at}, {name}"), &values);
                continue;
            };
            let texts = values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
            match texts {
                Some(texts) => drop(read.insert(attribute, texts)),
                None => wrong(fields, "array of strings", &at, &Json::Array(values)),
            }
        }
        Self(Some(read))
    }

    fn schema() -> Schema {
        Object::with_type(Type::Object).into()
    }
}

body! {
    /// What is said of a new price list.
    pub struct New {
        /// What it is called.
        pub(super) title: Required<Name> = "Winter sale",
        /// Words about it.
        pub(super) description: Required = "All that is warm.",
        /// From when on it holds; at once when it is left out.
        pub(super) starts_at: Change<DateTime<Utc>> = "2026-12-01T00:00:00Z",
        /// When it ends; never when it is left out.
        pub(super) ends_at: Change<DateTime<Utc>> = "2027-01-01T00:00:00Z",
        /// `draft`, which nobody sees, or `active`. By default it is a draft.
        pub(super) status: Status = "active",
        /// `sale`: it is paid where it is lower, and the other price is told beside it. `override`: it stands in the other one's
        /// place. By default it is a sale.
        pub(super) r#type: Effect = "sale",
        /// What must be so that it holds, each one of several: `customer.groups.id`, `region_id`, `currency_code`.
        pub(super) rules: Rules = {"customer.groups.id": ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"]},
        /// Its prices, 1,000 at once.
        pub(super) prices: Option<Vec<NewPrice>> = [{
            "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 15.9
        }],
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"campaign": "winter"},
    }
    checked by check_new
}

body! {
    /// What changes of a price list.
    pub struct Changes {
        /// What it is called.
        pub(super) title: Filled<Name> = "Winter sale",
        /// Words about it.
        pub(super) description: Option<String> = "All that is warm.",
        /// From when on it holds; `null`: at once.
        pub(super) starts_at: Change<DateTime<Utc>> = "2026-12-01T00:00:00Z",
        /// When it ends; `null`: never.
        pub(super) ends_at: Change<DateTime<Utc>> = "2027-01-01T00:00:00Z",
        /// `draft`, which nobody sees, or `active`.
        pub(super) status: Status = "draft",
        /// `sale` or `override`.
        pub(super) r#type: Effect = "override",
        /// What must be so that it holds, and nothing else.
        pub(super) rules: Rules = {"region_id": ["reg_01jd6nwvvgfa5sr38y5wx4pq3d"]},
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"campaign": "winter"},
    }
}

/// What is wrong with the time of a list.
pub(super) const BACKWARDS: &str = "Field 'ends_at' must be later than field 'starts_at'";

fn check_new(fields: &mut Fields, New { starts_at, ends_at, .. }: &New) {
    if let (Change::Set(start), Change::Set(end)) = (starts_at, ends_at)
        && start >= end
    {
        fields.complain(BACKWARDS);
    }
}

body! {
    /// A new price of a list.
    pub struct NewPrice {
        /// Whose price it is.
        pub(super) variant_id: Required = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A currency that the shop sells in.
        pub(super) currency_code: Required<Word> = "eur",
        /// How much.
        pub(super) amount: Amount = 15.9,
        /// From how many on.
        pub(super) min_quantity: Quantity = 10,
        /// Up to how many.
        pub(super) max_quantity: Quantity = 99,
        /// What must be so: `region_id`, `customer.groups.id`.
        pub(super) rules: Pairs = {"region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"},
    }
}

body! {
    /// What changes of a price.
    pub struct ChangedPrice {
        /// Which one.
        pub(super) id: Required = "price_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Whose price it is.
        pub(super) variant_id: Option<String> = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A currency that the shop sells in.
        pub(super) currency_code: Filled<Word> = "eur",
        /// How much.
        pub(super) amount: Amount = 14.9,
        /// From how many on.
        pub(super) min_quantity: Quantity = 10,
        /// Up to how many.
        pub(super) max_quantity: Quantity = 99,
        /// What must be so, and nothing else.
        pub(super) rules: Pairs = {"region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"},
    }
}

body! {
    /// What becomes of the prices of a list: all of it, or nothing.
    pub struct Batch {
        /// New ones. One that is there already (the same variant, currency, quantities and rules) gets the new amount.
        pub(super) create: Option<Vec<NewPrice>> = [{
            "variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "currency_code": "eur", "amount": 15.9
        }],
        /// Changes.
        pub(super) update: Option<Vec<ChangedPrice>> = [{"id": "price_01jd6nwvvgfa5sr38y5wx4pq3d", "amount": 14.9}],
        /// The ids of those that go.
        pub(super) delete: Option<Vec<String>> = ["price_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
}

body! {
    /// What a list has no prices of any more.
    pub struct Products {
        /// The ids of products.
        pub(super) remove: Option<Vec<String>> = ["prod_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
}

/// What is said of a price, new or not.
#[derive(Debug)]
pub(super) struct Said {
    /// Where it stands in the body.
    pub(super) at: String,
    pub(super) id: Option<String>,
    pub(super) variant: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) amount: Option<BigDecimal>,
    pub(super) min_quantity: Change<i64>,
    pub(super) max_quantity: Change<i64>,
    pub(super) rules: Option<BTreeMap<String, String>>,
}

/// Those of a list of the body.
pub(super) fn new_prices(list: &str, prices: Option<Vec<NewPrice>>) -> Vec<Said> {
    let said = prices.into_iter().flatten().enumerate().map(|(n, price)| {
        let NewPrice { variant_id, currency_code, amount, min_quantity, max_quantity, rules } = price;
        Said {
            at: below("", list, n),
            id: None,
            variant: Some(variant_id.0),
            currency: Some(currency_code.0.0),
            amount: amount.0,
            min_quantity: min_quantity.0,
            max_quantity: max_quantity.0,
            rules: rules.0,
        }
    });
    said.collect()
}

/// The changes of a body.
pub(super) fn changed_prices(prices: Option<Vec<ChangedPrice>>) -> Vec<Said> {
    let said = prices.into_iter().flatten().enumerate().map(|(n, price)| {
        let ChangedPrice { id, variant_id, currency_code, amount, min_quantity, max_quantity, rules } = price;
        Said {
            at: below("", "update", n),
            id: Some(id.0),
            variant: variant_id,
            currency: currency_code.0.map(|code| code.0),
            amount: amount.0,
            min_quantity: min_quantity.0,
            max_quantity: max_quantity.0,
            rules: rules.0,
        }
    });
    said.collect()
}
