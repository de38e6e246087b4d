//! What an option costs in a currency, if its rules hold.

use entity::{
    Number, Timestamp,
    ids::{PriceRuleId, ShippingOptionId, ShippingOptionPriceId},
};
use money::wire::Raw;
use resource::{Table, row};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, View, json as written},
};

row! {
    /// A price of an option.
    pub(in crate::admin) struct OptionPrice from "p" {
        id: ShippingOptionPriceId,
        title: Option<String> = "null::text",
        currency_code: String,
        amount: Number,
        min_quantity: Option<i64> = "null::bigint",
        max_quantity: Option<i64> = "null::bigint",
        price_set_id: Option<String> = "null::text",
        rules_count: i64 = "jsonb_array_length(p.rules)::bigint",
        shipping_option_id: ShippingOptionId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        rules: Json,
    }
}

const PLAIN: &[Column<OptionPrice>] = columns!(
    OptionPrice: id, title, currency_code, amount, min_quantity, max_quantity, price_set_id, rules_count, shipping_option_id, created_at,
    updated_at, deleted_at,
);

const COLUMNS: [Column<OptionPrice>; 14] = {
    let mut all: [Column<OptionPrice>; 14] = [PLAIN[0]; 14];
    let mut at = 0;
    while at < PLAIN.len() {
        all[at] = PLAIN[at];
        at += 1;
    }
    all[12] = ("raw_amount", |price, out| written(&price.raw(), out));
    all[13] = ("price_rules", |price, out| written(&price.rules(), out));
    all
};

impl OptionPrice {
    fn raw(&self) -> Option<Raw> {
        money::Amount::new(self.amount.0.clone()).ok().map(Raw)
    }

    fn rules(&self) -> Vec<Json> {
        let of_each = |rule: &Json| {
            let id = rule["id"].as_str().and_then(|text| text.parse::<Uuid>().ok()).map(PriceRuleId);
            json!({
                "id": id, "attribute": rule["attribute"], "operator": rule["operator"], "value": rule["value"],
                "price_id": self.id, "priority": 0, "created_at": self.created_at, "updated_at": self.updated_at, "deleted_at": null
            })
        };
        self.rules.as_array().into_iter().flatten().map(of_each).collect()
    }
}

impl View for OptionPrice {
    const COLUMNS: &'static [Column<Self>] = &COLUMNS;
}

impl Table for OptionPrice {
    type Id = ShippingOptionPriceId;

    const ONE: &'static str = "price";
    const MANY: &'static str = "prices";
    const NAME: &'static str = "Price";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(select c.*, null::timestamptz as deleted_at from public.shipping_option_prices c) p";
    const ALIAS: &'static str = "p";
}

/// As it is answered; only the document shows it.
pub(super) fn example() -> Json {
    json!({
        "id": "price_01jd6nwvvgfa5sr38y5wx4pq3d", "title": null, "currency_code": "eur", "amount": 4.9,
        "raw_amount": {"value": "4.9", "precision": 20}, "min_quantity": null, "max_quantity": null, "price_set_id": null, "rules_count": 1,
        "shipping_option_id": "so_01jd6nwvvgfa5sr38y5wx4pq3d", "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
        "price_rules": [{"id": "prule_01jd6nwvvgfa5sr38y5wx4pq3d", "attribute": "item_total", "operator": "gte", "value": "100",
            "price_id": "price_01jd6nwvvgfa5sr38y5wx4pq3d", "priority": 0}]
    })
}
