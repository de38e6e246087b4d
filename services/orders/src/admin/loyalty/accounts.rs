//! `/admin/loyalty/accounts`: the points of customers.

use auth::needs;
use entity::{
    Timestamp,
    ids::{CustomerId, LoyaltyAccountId, LoyaltyTierId},
};
use resource::{
    Param, Row, Table,
    admin::{Resource, Routes},
    row,
};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::{
    App,
    fields::{Column, View},
};

use super::adjust::Adjust;

row! {
    /// The points of a customer.
    pub struct Account from "a" {
        id: LoyaltyAccountId,
        customer_id: Option<CustomerId>,
        available: i64,
        pending: i64,
        debt: i64,
        tier_id: Option<LoyaltyTierId>,
        tier_until: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Account {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Account {
    type Id = LoyaltyAccountId;

    const ONE: &'static str = "loyalty_account";
    const MANY: &'static str = "loyalty_accounts";
    const NAME: &'static str = "Loyalty account";
    const SORTABLE: &'static [&'static str] = &["id", "available", "pending", "debt", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &[resource::of_people!(
        "(select c.email from public.customers c where c.organization_id = a.organization_id and c.id = a.customer_id)"
    )];
    const FROM: &'static str = "(select k.*, null::timestamptz as deleted_at from public.loyalty_accounts k) a";
    const ALIAS: &'static str = "a";
    const FILTERS: &'static [Param] = &[
        Param::ids::<CustomerId>("customer_id", "Ids of customers."),
        Param::ids::<LoyaltyTierId>("tier_id", "Ids of tiers."),
        Param::number("available", "How many can be spent."),
    ];
}

impl Resource for Account {
    type Read = needs::PromotionRead;
    type Write = needs::PromotionWrite;

    const PATH: &'static str = "/admin/loyalty/accounts";
    const TAG: &'static str = super::TAG;
    const AS_KONTOR: Option<&'static str> = Some("nobody writes points himself: a balance is what its lines say");

    const TELLS_OF_PEOPLE: bool = true;

    fn example() -> Json {
        json!({
            "id": "lacc_01jd6nwvvgfa5sr38y5wx4pq3d", "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "available": 250, "pending": 40,
            "debt": 0, "tier_id": null, "tier_until": null, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Account>::new()
        .list("List the points of customers.")
        .retrieve("Read the points of a customer.")
        .create("Open the account of a customer who has earned nothing yet.")
        .action::<Adjust>("Give or take points by hand, with a reason.")
        .router()
}
