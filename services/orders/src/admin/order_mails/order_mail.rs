//! A shop's own words of a kind of mail, in a language.

use entity::{
    Timestamp,
    ids::{OrderMailId, UserId},
};
use resource::{Param, Row, Table, row};
use web::fields::{Column, View};

row! {
    /// A shop's own words.
    pub(super) struct OrderMail from "m" {
        id: OrderMailId,
        kind: String,
        locale: String,
        is_enabled: bool,
        subject: String,
        heading: Option<String>,
        body: String,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for OrderMail {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for OrderMail {
    type Id = OrderMailId;

    const ONE: &'static str = "order_mail";
    const MANY: &'static str = "order_mails";
    const NAME: &'static str = "Order mail";
    const SORTABLE: &'static [&'static str] = &["id", "kind", "locale", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["m.kind", "m.subject", "m.body"];
    const FROM: &'static str = "(select x.*, null::timestamptz as deleted_at from public.order_mails x) m";
    const ALIAS: &'static str = "m";
    const FILTERS: &'static [Param] = &[
        Param::text("kind", "Kinds."),
        Param::text("locale", "Languages."),
        Param::boolean("is_enabled", "Whether such mails are sent."),
    ];
}
