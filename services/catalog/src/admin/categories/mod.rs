//! `/admin/product-categories`: the tree by which shoppers find things.

mod changes;
mod products;
mod rank;
mod table;
mod tree;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::App;

use self::table::CategoryRow;

impl Resource for CategoryRow {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/product-categories";
    const TAG: &'static str = "Admin: product categories";

    fn example() -> Json {
        json!({
            "id": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Coffee & Tea", "description": "What wakes you up.",
            "handle": "coffee-tea", "rank": 0, "is_active": true, "is_internal": false, "external_id": null,
            "parent_category_id": null, "created_at": "2026-11-21T10:00:00.000Z",
            "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null, "metadata": null, "parent_category": null,
            "category_children": []
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<CategoryRow>::new()
        .list("List product categories.")
        .retrieve("Read a product category.")
        .create("Make a product category.")
        .update("Change a product category, or move it.")
        .delete("Remove a product category that has none below it; its products stay.")
        .action::<products::SetProducts>("Put products into a category, and take others out.")
        .router()
}
