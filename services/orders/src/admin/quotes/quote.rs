//! A quote, as the staff reads it.

use bigdecimal::BigDecimal;
use entity::{
    Timestamp,
    ids::{CustomerId, OrderId, QuoteId, RegionId, SalesChannelId, UserId},
};
use money::{Amount, wire::Number};
use resource::{Param, Row, Table, row};
use serde_json::Value as Json;
use web::fields::{Column, View, json};

row! {
    /// A quote.
    pub(super) struct Quote from "q" {
        id: QuoteId,
        total: BigDecimal,
        deposit_percent: Option<BigDecimal>,
        display_id: i64,
        status: String,
        revision: i32,
        customer_id: Option<CustomerId>,
        email: Option<String>,
        region_id: Option<RegionId>,
        sales_channel_id: Option<SalesChannelId>,
        locale: Option<String>,
        currency_code: String,
        items: Json,
        shipping_methods: Json,
        addresses: Json,
        totals: Json,
        note: Option<String>,
        expires_at: Option<Timestamp>,
        sent_at: Option<Timestamp>,
        answered_at: Option<Timestamp>,
        order_id: Option<OrderId>,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

fn number(amount: &BigDecimal) -> Number {
    Number(Amount::new(amount.clone()).unwrap_or_else(|_| Amount::zero()))
}

impl View for Quote {
    const COLUMNS: &'static [Column<Self>] = &{
        let mut all = [("", nothing as fn(&Self, &mut Vec<u8>)); Self::WIDTH];
        let mut at = 0;
        while at < all.len() {
            all[at] = <Self as Row>::FIELDS[at];
            at += 1;
        }
        // Digits become numbers.
        all[1] = ("total", |quote, out| json(&number(&quote.total), out));
        all[2] = ("deposit_percent", |quote, out| json(&quote.deposit_percent.as_ref().map(number), out));
        all
    };
}

/// Stands where a column will.
fn nothing(_: &Quote, _: &mut Vec<u8>) {}

impl Table for Quote {
    type Id = QuoteId;

    const ONE: &'static str = "quote";
    const MANY: &'static str = "quotes";
    const NAME: &'static str = "Quote";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] =
        &["id", "display_id", "status", "total", "expires_at", "sent_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["q.email", "q.note", "q.display_id::text"];
    const FROM: &'static str = "public.quotes q";
    const ALIAS: &'static str = "q";
    const FILTERS: &'static [Param] = &[
        Param::text("status", "How it stands: `draft`, `sent`, `accepted`, `declined`, `expired`, `canceled`."),
        Param::text("email", "Addresses."),
        Param::text("currency_code", "Currencies."),
        Param::number("display_id", "Numbers."),
        Param::ids::<CustomerId>("customer_id", "Ids of customers."),
        Param::ids::<RegionId>("region_id", "Ids of regions."),
        Param::ids::<OrderId>("order_id", "Ids of the orders that they became."),
        Param::time("expires_at", "Until when it holds."),
    ];
}
