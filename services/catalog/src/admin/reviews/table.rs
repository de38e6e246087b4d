//! A review as the staff sees it.

use auth::needs;
use entity::{
    Timestamp,
    ids::{CustomerId, ProductId, ReviewId, UserId},
};
use resource::{Param, Row, Table, admin::Resource, row};
use serde_json::{Value as Json, json};
use web::fields::{Column, View};

row! {
    /// What a customer says, and what the staff decided on it.
    pub(super) struct Review from "r" {
        id: ReviewId,
        product_id: ProductId,
        customer_id: CustomerId,
        rating: i32,
        title: Option<String>,
        content: Option<String>,
        author_name: Option<String>,
        locale_code: Option<String>,
        revision: i32,
        status: String,
        is_verified_purchase: bool,
        helpful_count: i32,
        unhelpful_count: i32,
        moderated_at: Option<Timestamp>,
        moderated_by: Option<UserId>,
        moderation_note: Option<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }
}

impl View for Review {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Review {
    type Id = ReviewId;

    const ONE: &'static str = "review";
    const MANY: &'static str = "reviews";
    const NAME: &'static str = "Review";
    const SORTABLE: &'static [&'static str] =
        &["id", "rating", "status", "helpful_count", "unhelpful_count", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["r.title", "r.content", "r.author_name"];
    // What is removed is gone.
    const FROM: &'static str = "(select r.*, null::timestamptz as deleted_at from public.reviews r) r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::ids::<ProductId>("product_id", "Ids of products."),
        Param::ids::<CustomerId>("customer_id", "Ids of customers."),
        Param::text("status", "`pending`, `approved` or `rejected`."),
        Param::number("rating", "One to five stars."),
        Param::boolean("is_verified_purchase", "Whether the customer bought the product."),
    ];
}

impl Resource for Review {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/reviews";
    const TAG: &'static str = "Admin: reviews";

    fn example() -> Json {
        json!({
            "id": "rev_01jd6nwvvgfa5sr38y5wx4pq3d", "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
            "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "rating": 5, "title": "Sturdy",
            "content": "It fell off the deck and lived.", "author_name": "Ann", "locale_code": null,
            "status": "approved", "revision": 1, "is_verified_purchase": true, "helpful_count": 3, "unhelpful_count": 0,
            "moderated_at": "2026-11-21T11:00:00.000Z", "moderated_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d",
            "moderation_note": null, "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T11:00:00.000Z"
        })
    }
}
