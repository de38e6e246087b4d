//! `/admin/products/{id}/options` and `/admin/product-options`

mod batch;
pub(in crate::admin) mod bodies;
mod changes;
pub(in crate::admin) mod table;
mod values;

use auth::needs;
use resource::admin::{NestedRoutes, Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use table::ProductOption;

/// As an option is answered.
fn example() -> Value {
    json!({
        "id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Colour", "is_exclusive": true,
        "values": [{"id": "optval_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "Blue", "rank": 0}]
    })
}

impl Resource for ProductOption {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/product-options";
    const TAG: &'static str = "Admin: products";

    fn example() -> Value {
        example()
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    let below = NestedRoutes::<ProductOption>::new()
        .list("List a product's options.")
        .create("Give a product an option.")
        .update("Change an option of a product. Values that are named replace those that are there.")
        .delete("Take an option from a product. One that no other product has goes with its values.");
    Routes::<ProductOption>::new()
        .list("List options.")
        .retrieve("Read an option.")
        .create("Make an option that products may have.")
        .update("Change an option, for all products that have it.")
        .delete("Delete an option that no variant has a value of.")
        .router()
        .merge(below.router())
        .merge(values::router())
        .routes(routes!(batch::retrieve))
        .routes(routes!(batch::batch))
}
