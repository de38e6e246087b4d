//! Orders of customers, as far as the list of them tells: what is in an order is told at `/admin/orders`.

use entity::{
    Timestamp,
    ids::{CustomerId, OrderId, RegionId, SalesChannelId},
};
use resource::{Row, Table, row};
use serde_json::Value as Json;
use web::fields::{Column, View};

row! {
    /// An order of a customer.
    pub struct CustomerOrder from "o" {
        id: OrderId,
        display_id: i64,
        custom_display_id: Option<String>,
        status: String,
        version: i32,
        region_id: Option<RegionId>,
        customer_id: Option<CustomerId>,
        sales_channel_id: Option<SalesChannelId>,
        currency_code: String,
        email: Option<String>,
        metadata: Option<Json>,
        canceled_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for CustomerOrder {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for CustomerOrder {
    type Id = OrderId;

    const ONE: &'static str = "order";
    const MANY: &'static str = "orders";
    const NAME: &'static str = "Order";
    const SORTABLE: &'static [&'static str] = &["id", "created_at"];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(select * from public.orders where not is_draft_order) o";
    const ALIAS: &'static str = "o";
}
