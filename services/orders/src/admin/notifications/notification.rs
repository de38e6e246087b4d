//! Something that was sent.

use entity::{
    Timestamp,
    ids::{CustomerId, NotificationId},
};
use resource::{Param, Row, Table, row};
use serde_json::Value as Json;
use web::fields::{Column, View};

row! {
    /// A notification.
    pub(super) struct Notification from "n" {
        id: NotificationId,
        to: String = "n.\"to\"",
        channel: String,
        template: String,
        data: Option<Json>,
        trigger_type: Option<String> = "n.template",
        resource_id: Option<String> = "private.wire_id(n.resource_type, n.resource_id)",
        resource_type: Option<String>,
        receiver_id: Option<CustomerId> = "n.customer_id",
        original_notification_id: Option<NotificationId>,
        external_id: Option<String> = "null::text",
        provider_id: String = "n.channel",
        status: String,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Notification {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Notification {
    type Id = NotificationId;

    const ONE: &'static str = "notification";
    const MANY: &'static str = "notifications";
    const NAME: &'static str = "Notification";
    const SORTABLE: &'static [&'static str] = &["id", "to", "template", "status", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["n.\"to\"", "n.template"];
    const FROM: &'static str = "(select x.*, null::timestamptz as deleted_at from public.notifications x) n";
    const ALIAS: &'static str = "n";
    const FILTERS: &'static [Param] = &[
        Param::text("to", "Addresses.").at("n.\"to\""),
        Param::text("channel", "Channels: `email`, or `feed` for what the staff is told."),
        Param::text("template", "Kinds of mails."),
        Param::text("status", "How it went: `success`, `failure`."),
        Param::text("resource_type", "What it was about: `order`, `quote`."),
        Param::ids::<CustomerId>("receiver_id", "Ids of customers.").at("n.customer_id"),
    ];
}
