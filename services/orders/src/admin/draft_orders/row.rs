//! A draft as the staff sees it.

use std::{collections::HashMap, sync::Arc};

use db::Tx;
use entity::{
    Timestamp,
    ids::{CustomerId, OrderId, RegionId, SalesChannelId},
};
use money::wire::Number;
use resource::{Param, Table, row};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, JsonOut, Relation, Selection, View, json};

use crate::{
    cart::view::sums::totals,
    order::{self, OrderView, document::Order},
};

row! {
    /// A draft.
    #[expect(clippy::struct_field_names, reason = "the names are Medusa's")]
    pub(crate) struct DraftOrder from "o" {
        id: OrderId,
        display_id: i64,
        custom_display_id: Option<String>,
        status: String,
        version: i32,
        is_draft_order: bool,
        region_id: Option<RegionId>,
        sales_channel_id: Option<SalesChannelId>,
        customer_id: Option<CustomerId>,
        currency_code: String,
        email: Option<String>,
        locale: Option<String>,
        no_notification: Option<bool>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        whole: Option<Arc<OrderView>>,
    }
}

impl DraftOrder {
    fn sum(&self, name: &str) -> Option<Number> {
        self.whole.as_ref().and_then(|whole| whole.sum(name))
    }
}

/// A part of the whole, as the order writes it.
fn part(selection: &Selection, name: &'static str) -> web::fields::Writer<DraftOrder> {
    let plan = order::part(selection, name);
    Box::new(move |draft: &DraftOrder, out: &mut JsonOut| match &draft.whole {
        Some(whole) => plan(whole, out),
        None => out.extend_from_slice(b"null"),
    })
}

impl View for DraftOrder {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |row, out| json(&row.id, out)),
        ("display_id", |row, out| json(&row.display_id, out)),
        ("custom_display_id", |row, out| json(&row.custom_display_id, out)),
        ("status", |row, out| json(&row.status, out)),
        ("version", |row, out| json(&row.version, out)),
        ("is_draft_order", |row, out| json(&row.is_draft_order, out)),
        ("region_id", |row, out| json(&row.region_id, out)),
        ("sales_channel_id", |row, out| json(&row.sales_channel_id, out)),
        ("customer_id", |row, out| json(&row.customer_id, out)),
        ("currency_code", |row, out| json(&row.currency_code, out)),
        ("email", |row, out| json(&row.email, out)),
        ("locale", |row, out| json(&row.locale, out)),
        ("no_notification", |row, out| json(&row.no_notification, out)),
        ("metadata", |row, out| json(&row.metadata, out)),
        ("created_at", |row, out| json(&row.created_at, out)),
        ("updated_at", |row, out| json(&row.updated_at, out)),
        ("deleted_at", |row, out| json(&row.deleted_at, out)),
    ];
    const COMPUTED: &'static [Column<Self>] = totals!(
        total,
        subtotal,
        tax_total,
        discount_total,
        discount_subtotal,
        discount_tax_total,
        original_total,
        original_subtotal,
        original_tax_total,
        item_total,
        item_subtotal,
        item_tax_total,
        shipping_total,
        shipping_subtotal,
        shipping_tax_total,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("items", |s| part(s, "items")),
        ("shipping_methods", |s| part(s, "shipping_methods")),
        ("shipping_address", |s| part(s, "shipping_address")),
        ("billing_address", |s| part(s, "billing_address")),
        ("summary", |s| part(s, "summary")),
        ("customer", |s| part(s, "customer")),
        ("payment_status", |s| part(s, "payment_status")),
        ("fulfillment_status", |s| part(s, "fulfillment_status")),
    ];
}

#[rustfmt::skip]
const SHOWN: &[&str] = &[
    "total", "subtotal", "tax_total", "discount_total", "original_total", "item_total", "shipping_total", "summary",
    "*items", "*items.tax_lines", "*items.adjustments", "*items.detail", "items.total", "items.subtotal", "items.tax_total",
    "items.discount_total", "items.original_total", "*shipping_methods", "*shipping_methods.adjustments",
    "shipping_methods.total", "*shipping_address", "*billing_address",
];

impl Table for DraftOrder {
    type Id = OrderId;

    const ONE: &'static str = "draft_order";
    const MANY: &'static str = "draft_orders";
    const NAME: &'static str = "Draft order";
    const DEFAULT_RELATIONS: &'static [&'static str] = SHOWN;
    const LIMIT: i64 = 50;
    const SORTABLE: &'static [&'static str] = &["id", "display_id", "email", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["o.display_id::text", "o.email"];
    const FROM: &'static str = "(select * from public.orders d where d.is_draft_order) o";
    const ALIAS: &'static str = "o";
    const FILTERS: &'static [Param] = &[
        Param::ids::<RegionId>("region_id", "Of which regions."),
        Param::ids::<SalesChannelId>("sales_channel_id", "Of which sales channels."),
        Param::ids::<CustomerId>("customer_id", "Of which customers."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("subtotal", vec![]),
            ("discount_subtotal", vec![]),
            ("discount_tax_total", vec![]),
            ("original_subtotal", vec![]),
            ("original_tax_total", vec![]),
            ("item_subtotal", vec![]),
            ("item_tax_total", vec![]),
            ("shipping_subtotal", vec![]),
            ("shipping_tax_total", vec![]),
            ("payment_status", vec![]),
            ("fulfillment_status", vec![]),
            ("customer", vec!["id", "email"]),
            ("items", vec!["id", "title", "quantity", "unit_price", "variant_id", "product_id", "metadata"]),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], _: &Selection) -> db::Result<()> {
        let sql = "select d.id, private.order_document(d.id, false) as document from unnest($1::uuid[]) d (id)";
        let ids: Vec<Uuid> = page.iter().map(|row| row.id.0).collect();
        let found: Vec<Found> = db::fetch_all(tx, sql, [ids.into()]).await?;
        let mut found: HashMap<Uuid, Json> = found.into_iter().map(|row| (row.id, row.document)).collect();
        for row in page {
            let Some(document) = found.remove(&row.id.0) else { continue };
            let order: Order = serde_json::from_value(document)
                .map_err(|error| db::Error::Internal(sea_orm::DbErr::Json(error.to_string())))?;
            row.whole = Some(Arc::new(OrderView::alone(order)));
        }
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    document: Json,
}
