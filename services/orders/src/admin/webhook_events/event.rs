//! What a provider told, as the staff reads it: never its signature, and its body only one by one.

use entity::{Timestamp, ids::WebhookEventId};
use resource::{Param, Row, Table, row};
use web::fields::{Column, View};

row! {
    /// Something that was told.
    pub(super) struct WebhookEvent from "w" {
        id: WebhookEventId,
        event_id: String,
        r#type: String = "w.type",
        object_id: Option<String>,
        object_type: Option<String>,
        api_version: Option<String>,
        is_live: Option<bool>,
        source: String,
        status: String,
        tries: i32,
        last_error: Option<String>,
        received_at: Timestamp,
        next_at: Timestamp,
        done_at: Option<Timestamp>,
        created_at: Timestamp,
    }
}

impl View for WebhookEvent {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

/// What was told to the shop's own address, and what was told of it to the installation's. `$1` is the shop.
macro_rules! of_shop {
    () => {
        "(select x.*, null::timestamptz as deleted_at, x.received_at as updated_at
          from public.webhook_events x where x.organization_id = $1
          union all
          select x.*, null::timestamptz, x.received_at from public.webhook_events x
          where x.organization_id = '00000000-0000-0000-0000-000000000000' and x.shop_id = $1 and x.shop_id <> x.organization_id)"
    };
}

impl Table for WebhookEvent {
    type Id = WebhookEventId;

    const ONE: &'static str = "webhook_event";
    const MANY: &'static str = "webhook_events";
    const NAME: &'static str = "Webhook event";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] =
        &["id", "type", "status", "tries", "received_at", "next_at", "done_at", "created_at"];
    const WORDS: &'static [&'static str] = &["w.type", "w.object_id", "w.event_id"];
    const FROM: &'static str = concat!(
        "(select e.id, $1::uuid as organization_id, e.event_id, e.type, e.object_id, e.object_type, e.api_version, e.is_live, e.source, e.status,
            e.tries, e.last_error, e.received_at, e.next_at, e.done_at, e.created_at, e.updated_at, e.deleted_at from ",
        of_shop!(),
        " e) w"
    );
    const ALIAS: &'static str = "w";
    const FILTERS: &'static [Param] = &[
        Param::text("status", "How they stand: `pending`, `done`, `ignored`, `unparsable`, `dead`."),
        Param::text("type", "Types: `charge.refunded`."),
        Param::text("event_id", "Ids that the provider gave them."),
        Param::text("object_id", "Ids of the objects that they are of: `pi_3QXw`."),
        Param::text("object_type", "Kinds of those: `payment_intent`."),
        Param::text("source", "How they came: `told`, or `swept` where a sweeper found what was never told."),
        Param::number("tries", "How often they were worked on."),
        Param::time("received_at", "When they came."),
        Param::time("done_at", "When they ended."),
    ];
}
