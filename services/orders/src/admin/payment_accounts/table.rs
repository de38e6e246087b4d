//! An account, without its keys.

use entity::{Timestamp, ids::PaymentAccountId};
use resource::{Param, Row, Table, row};
use web::fields::{Column, View};

row! {
    /// An account at a payment provider.
    pub(super) struct PaymentAccount from "a" {
        id: PaymentAccountId,
        provider_id: String = "'pp_stripe_stripe'::text",
        account_ref: Option<String>,
        is_live: bool,
        is_enabled: bool,
        publishable_key: Option<String>,
        has_webhook_secrets: bool = "coalesce(a.webhook_secrets, '') <> ''",
        webhook_path: String = "'/hooks/payment/stripe_stripe/' || private.wire_id('pacc', a.id)",
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for PaymentAccount {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for PaymentAccount {
    type Id = PaymentAccountId;

    const ONE: &'static str = "payment_account";
    const MANY: &'static str = "payment_accounts";
    const NAME: &'static str = "Payment account";
    const SORTABLE: &'static [&'static str] = &["id", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["a.account_ref"];
    const FROM: &'static str = "public.payment_accounts a";
    const ALIAS: &'static str = "a";
    const FILTERS: &'static [Param] = &[
        Param::boolean("is_enabled", "Whether what is paid now goes through it."),
        Param::boolean("is_live", "Whether it moves true money."),
    ];
}
