//! A subscription, as the staff reads it. The secret by which its customer pays is his.

use entity::{
    Timestamp,
    ids::{CustomerId, OrderId, RegionId, SalesChannelId, SavedAddressId, SubscriptionId, SubscriptionPlanId},
};
use resource::{Param, Row, Table, row};
use serde_json::Value as Json;
use web::fields::{Column, View};

row! {
    /// A subscription.
    pub(super) struct Subscription from "s" {
        id: SubscriptionId,
        customer_id: Option<CustomerId>,
        plan_id: Option<SubscriptionPlanId>,
        order_id: Option<OrderId>,
        region_id: Option<RegionId>,
        sales_channel_id: Option<SalesChannelId>,
        shipping_address_id: Option<SavedAddressId>,
        provider_ref: Option<String>,
        status: String,
        quantity: i64,
        cancel_at_period_end: bool,
        cancel_at: Option<Timestamp>,
        canceled_at: Option<Timestamp>,
        ended_at: Option<Timestamp>,
        trial_ends_at: Option<Timestamp>,
        current_period_start: Option<Timestamp>,
        current_period_end: Option<Timestamp>,
        paused_at: Option<Timestamp>,
        resumes_at: Option<Timestamp>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Subscription {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Subscription {
    type Id = SubscriptionId;

    const ONE: &'static str = "subscription";
    const MANY: &'static str = "subscriptions";
    const NAME: &'static str = "Subscription";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] =
        &["id", "status", "current_period_end", "trial_ends_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.status", "s.provider_ref"];
    const FROM: &'static str = "(select x.*, null::timestamptz as deleted_at from public.subscriptions x) s";
    const ALIAS: &'static str = "s";
    const FILTERS: &'static [Param] = &[
        Param::text(
            "status",
            "How they stand: `incomplete`, `incomplete_expired`, `trialing`, `active`, `past_due`, `unpaid`, `paused`, `canceled`.",
        ),
        Param::ids::<CustomerId>("customer_id", "Ids of customers."),
        Param::ids::<SubscriptionPlanId>("plan_id", "Ids of plans."),
        Param::text("provider_ref", "The provider's ids of them."),
        Param::boolean("cancel_at_period_end", "Whether they end with their period."),
        Param::time("current_period_end", "When their period ends."),
        Param::time("trial_ends_at", "When their trial ends."),
        Param::time("paused_at", "Since when they are paused."),
    ];
}
