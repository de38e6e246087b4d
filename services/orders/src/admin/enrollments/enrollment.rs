//! An enrollment, as the staff reads it.

use entity::{
    Timestamp,
    ids::{CustomerId, EnrollmentId, OrderLineItemId, ProductId, SubscriptionId, UserId},
};
use resource::{Param, Row, Table, row};
use serde_json::Value as Json;
use web::fields::{Column, View};

row! {
    /// An enrollment.
    pub(super) struct Enrollment from "e" {
        id: EnrollmentId,
        customer_id: CustomerId,
        product_id: ProductId,
        line_item_id: Option<OrderLineItemId>,
        subscription_id: Option<SubscriptionId>,
        status: String,
        starts_at: Timestamp,
        ends_at: Option<Timestamp>,
        metadata: Option<Json>,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Enrollment {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Enrollment {
    type Id = EnrollmentId;

    const ONE: &'static str = "enrollment";
    const MANY: &'static str = "enrollments";
    const NAME: &'static str = "Enrollment";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["id", "status", "starts_at", "ends_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["e.status"];
    const FROM: &'static str = "(select x.*, null::timestamptz as deleted_at from public.enrollments x) e";
    const ALIAS: &'static str = "e";
    const FILTERS: &'static [Param] = &[
        Param::text("status", "How they stand: `pending`, `active`, `paused`, `ended`, `revoked`."),
        Param::ids::<CustomerId>("customer_id", "Ids of customers."),
        Param::ids::<ProductId>("product_id", "Ids of products."),
        Param::ids::<SubscriptionId>("subscription_id", "Ids of subscriptions."),
        Param::time("ends_at", "When they end."),
    ];
}
