//! For whom an option is: `{"attribute": "enabled_in_store", "operator": "eq", "value": "true"}`.

use entity::{
    Timestamp,
    ids::{ShippingOptionId, ShippingOptionRuleId},
};
use resource::{Row, Table, row};
use serde_json::{Value as Json, json};
use web::fields::{Column, View};

row! {
    /// A condition of an option.
    pub(in crate::admin) struct OptionRule from "r" {
        id: ShippingOptionRuleId,
        attribute: String,
        operator: String,
        value: Json,
        shipping_option_id: ShippingOptionId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for OptionRule {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for OptionRule {
    type Id = ShippingOptionRuleId;

    const ONE: &'static str = "shipping_option_rule";
    const MANY: &'static str = "shipping_option_rules";
    const NAME: &'static str = "Shipping option rule";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(select u.*, null::timestamptz as deleted_at from public.shipping_option_rules u) r";
    const ALIAS: &'static str = "r";
}

/// As it is answered; only the document shows it.
pub(super) fn example() -> Json {
    json!({
        "id": "sorul_01jd6nwvvgfa5sr38y5wx4pq3d", "attribute": "enabled_in_store", "operator": "eq", "value": "true",
        "shipping_option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
    })
}
