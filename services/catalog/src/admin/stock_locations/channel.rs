//! The sales channels that sell what lies at a location. They are the accounts' to change; here they are only shown and linked.

use auth::needs;
use entity::{Timestamp, ids::SalesChannelId};
use resource::{Row, Table, admin::Resource, row};
use serde_json::{Value as Json, json};
use web::fields::{Column, View};

row! {
    /// A channel.
    pub(super) struct Channel from "c" {
        id: SalesChannelId,
        name: String,
        description: Option<String>,
        is_disabled: bool,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Channel {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Channel {
    type Id = SalesChannelId;

    const ONE: &'static str = "sales_channel";
    const MANY: &'static str = "sales_channels";
    const NAME: &'static str = "Sales channel";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.sales_channels c";
    const ALIAS: &'static str = "c";
}

impl Resource for Channel {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/sales-channels";
    const TAG: &'static str = "Admin: sales channels";

    fn example() -> Json {
        json!({ "id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d" })
    }
}
