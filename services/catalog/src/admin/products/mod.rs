//! `/admin/products`

pub(in crate::admin) mod answer;
mod batch;
pub(in crate::admin) mod bodies;
mod changes;
pub(in crate::admin) mod fields;
pub(in crate::admin) mod load;
pub(in crate::admin) mod table;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use table::Product;

impl Resource for Product {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/products";
    const TAG: &'static str = "Admin: products";

    fn example() -> Value {
        json!({
            "id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "handle": "harbour-mug",
            "status": "published", "description": "<p>A mug of stoneware.</p>",
            "options": [{
                "id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Colour",
                "values": [{"id": "optval_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "Blue"}]
            }],
            "variants": [super::variants::example()],
            "sales_channels": [{"id": "sc_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Web"}]
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Product>::new()
        .list("List products.")
        .retrieve("Read a product.")
        .create("Make a product with its options, variants and prices.")
        .update("Change a product. Options, variants, pictures and links that are named replace those that are there.")
        .delete("Delete a product with its variants, pictures and prices, and what is counted of it.")
        .router()
        .routes(routes!(batch::batch))
}
