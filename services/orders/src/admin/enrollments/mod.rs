//! `/admin/enrollments`, and which products give access.

mod changes;
mod enrollment;
mod product;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use enrollment::Enrollment;

impl Resource for Enrollment {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/enrollments";
    const TAG: &'static str = "Admin: enrollments";

    fn example() -> Json {
        json!({
            "id": "enr_01jd6nwvvgfa5sr38y5wx4pq3d", "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d", "product_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d",
            "line_item_id": "ordli_01jd6nwvvgfa5sr38y5wx4pq3d", "subscription_id": null, "status": "active",
            "starts_at": "2026-11-21T10:00:00.000Z", "ends_at": "2027-11-21T10:00:00.000Z", "metadata": null, "created_by": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z"
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Enrollment>::new()
        .list("List who may go in where.")
        .retrieve("Read an enrollment.")
        .router()
        .routes(routes!(changes::create))
        .routes(routes!(changes::update))
        .routes(routes!(changes::revoke))
        .routes(routes!(product::set))
}
