//! A plan, as the staff has it; what of it can change.

use auth::Staff;
use db::Tx;
use entity::{
    Number, Timestamp,
    ids::{SubscriptionPlanId, UserId, VariantId},
};
use resource::{
    Param, Row, Set, Table,
    admin::{Delete, Update},
    retire, row,
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Within},
    fields::{Column, View},
};

row! {
    /// A plan.
    pub(super) struct SubscriptionPlan from "l" {
        id: SubscriptionPlanId,
        variant_id: VariantId,
        currency_code: String,
        amount: Number,
        interval: String = "l.\"interval\"",
        interval_count: i32,
        trial_days: Option<i32>,
        is_active: bool,
        is_ready: bool = "l.provider_ref is not null",
        provider_ref: Option<String>,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for SubscriptionPlan {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for SubscriptionPlan {
    type Id = SubscriptionPlanId;

    const ONE: &'static str = "subscription_plan";
    const MANY: &'static str = "subscription_plans";
    const NAME: &'static str = "Subscription plan";
    const SORTABLE: &'static [&'static str] = &["id", "amount", "currency_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["l.currency_code", "l.\"interval\""];
    const FROM: &'static str = "public.subscription_plans l";
    const ALIAS: &'static str = "l";
    const FILTERS: &'static [Param] = &[
        Param::ids::<VariantId>("variant_id", "Ids of variants."),
        Param::text("currency_code", "Currencies."),
        Param::text("interval", "How often: `day`, `week`, `month`, `year`.").at("l.\"interval\""),
        Param::boolean("is_active", "Whether they are sold."),
    ];
}

body! {
    /// What changes of a plan.
    pub(super) struct Changes {
        /// Whether it is sold; subscriptions to it go on either way.
        is_active: Option<bool> = true,
        /// So many days are free for whoever subscribes from now on, 0 for none.
        trial_days: Within<0, 730> = 14,
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"shelf": "A"},
    }
}

impl Update for SubscriptionPlan {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { is_active, trial_days: Within(days), metadata } = changes;
        let mut set = Set::new(tx, id)?;
        set.given("is_active", is_active);
        if let Some(days) = days {
            set.to("trial_days", i32::try_from(days).ok().filter(|days| *days > 0));
        }
        set.metadata("metadata", metadata);
        Ok(set.run(tx, "public.subscription_plans").await?)
    }
}

impl Delete for SubscriptionPlan {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.subscription_plans", id).await?)
    }
}
