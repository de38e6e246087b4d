//! What is said of the parts of changes.

use money::Amount;
use serde_json::{Map, Value};
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Change, Field, Fields, Required},
};

use crate::amend::NewLine;

/// So many pieces, from `LEAST` on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces<const LEAST: i64>(pub(crate) u32);

/// The same where it may be left out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MaybePieces<const LEAST: i64>(pub(crate) Option<u32>);

/// Most pieces of a line.
const MOST: i64 = 1_000_000;

impl<const LEAST: i64> Field for MaybePieces<LEAST> {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        match fields.take(name) {
            Some(number) if number.is_i64() || number.is_u64() => {
                fields.put(name, number);
                Self(fields.integer(name, LEAST, MOST).and_then(|pieces| pieces.try_into().ok()))
            }
            None | Some(Value::Null) => Self(None),
            Some(other) => {
                let shown: String = other.to_string().chars().take(40).collect();
                fields.complain(format!("Expected type: 'integer' for field '{at}', got: '{shown}'"));
                Self(Some(0))
            }
        }
    }

    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LEAST)).maximum(Some(MOST)).into()
    }
}

impl<const LEAST: i64> Field for Pieces<LEAST> {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let is_there = fields.has(name);
        let MaybePieces(pieces) = MaybePieces::<LEAST>::read(fields, name);
        if pieces.is_none() && !is_there {
            let at = fields.at(name);
            fields.complain(format!("Field '{at}' is required"));
        }
        Self(pieces.unwrap_or_default())
    }

    fn schema() -> Schema {
        MaybePieces::<LEAST>::schema()
    }
}

/// What a piece, or a way of sending, costs: a number from zero on, or its digits.
#[derive(Debug, Clone)]
pub(crate) struct Price(pub(crate) Option<Amount>);

/// What nobody pays.
const MOST_PRICE: &str = "1000000000000";

impl Field for Price {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        let at = fields.at(name);
        let resource::fields::Amount(said) = Field::read(fields, name);
        let Some(said) = said else { return Self(None) };
        let most: Amount = MOST_PRICE.parse().unwrap_or_default();
        match Amount::new(said) {
            Ok(amount) if amount.is_negative() => {
                fields.complain(format!("Value for field '{at}' too small, expected at least: '0'"));
                Self(None)
            }
            Ok(amount) if amount <= most => Self(Some(amount)),
            _ => {
                fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST_PRICE}'"));
                Self(None)
            }
        }
    }

    fn schema() -> Schema {
        Object::with_type(Type::Number).into()
    }
}

body! {
    /// A variant that is put in.
    pub(crate) struct NewItem {
        /// The variant.
        pub(crate) variant_id: Required = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// So many.
        pub(crate) quantity: Pieces<1> = 1,
        /// What a piece costs, instead of the shop's price.
        pub(crate) unit_price: Price = 19.9,
        /// The price that it is compared with.
        pub(crate) compare_at_unit_price: Price = 24.9,
        /// Whether it is sold although it is not there.
        pub(crate) allow_backorder: Option<bool> = false,
        /// For the staff.
        pub(crate) internal_note: Option<String> = "Promised on the phone",
        /// The shop's own data.
        pub(crate) metadata: Change<Map<String, Value>> = {"gift": true},
    }
}

impl NewItem {
    pub(crate) fn line(self) -> NewLine {
        NewLine {
            variant: self.variant_id.0,
            quantity: self.quantity.0,
            unit_price: self.unit_price.0,
            compare_at_unit_price: self.compare_at_unit_price.0,
            allow_backorder: self.allow_backorder == Some(true),
            internal_note: self.internal_note,
            metadata: self.metadata.given(),
        }
    }
}

body! {
    /// Variants that are put in.
    pub(crate) struct NewItems {
        /// Which, and how many.
        pub(crate) items: Option<Vec<NewItem>> = [{"variant_id": "variant_01jd6nwvvgfa5sr38y5wx4pq3d", "quantity": 1}],
    }
}

body! {
    /// How something is sent.
    pub(crate) struct NewWay {
        /// The shipping option.
        pub(crate) shipping_option_id: Required = "so_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it costs, instead of the option's price.
        pub(crate) custom_amount: Price = 4.9,
        /// What is said of it.
        pub(crate) description: Option<String> = "By bike",
        /// For the staff.
        pub(crate) internal_note: Option<String> = "On the house",
        /// The shop's own data.
        pub(crate) metadata: Change<Map<String, Value>> = {"pickup": "1042"},
    }
}

body! {
    /// What changes of a way of sending.
    pub(crate) struct WayChange {
        /// What it costs.
        pub(crate) custom_amount: Price = 4.9,
        /// For the staff.
        pub(crate) internal_note: Option<String> = "On the house",
        /// The shop's own data.
        pub(crate) metadata: Change<Map<String, Value>> = {"pickup": "1042"},
    }
}

body! {
    /// So many of a line.
    pub(crate) struct ItemChange {
        /// So many; none takes the line away.
        pub(crate) quantity: Pieces<0> = 2,
        /// What a piece costs.
        pub(crate) unit_price: Price = 19.9,
        /// The price that it is compared with.
        pub(crate) compare_at_unit_price: Price = 24.9,
        /// For the staff.
        pub(crate) internal_note: Option<String> = "One was broken",
        /// The shop's own data, which is merged: a key that is empty goes.
        pub(crate) metadata: Change<Map<String, Value>> = {"gift": true},
    }
}

body! {
    /// What changes of an action on a line.
    pub(crate) struct ItemAction {
        /// So many.
        pub(crate) quantity: MaybePieces<0> = 2,
        /// What a piece costs.
        pub(crate) unit_price: Price = 19.9,
        /// The price that it is compared with.
        pub(crate) compare_at_unit_price: Price = 24.9,
        /// For the staff.
        pub(crate) internal_note: Option<String> = "One was broken",
    }
}
