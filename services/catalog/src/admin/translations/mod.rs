//! `/admin/translations`: texts of what the shop has in the languages that it speaks.

mod batch;
mod bodies;
mod entities;
mod reference;
mod settings;
mod statistics;
mod table;

use auth::needs;
use resource::admin::{Resource, Routes};
use serde_json::{Value as Json, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use table::Translation;

/// As a translation is answered.
fn example() -> Json {
    json!({
        "id": "trans_01jd6nwvvgfa5sr38y5wx4pq3d", "reference": "product",
        "reference_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "locale_code": "de",
        "translations": {"title": "Hafenbecher"}, "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
    })
}

impl Resource for Translation {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/translations";
    const TAG: &'static str = "Admin: translations";

    fn example() -> Json {
        example()
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Translation>::new()
        .list("List translations.")
        .router()
        .routes(routes!(batch::batch))
        .routes(routes!(entities::list))
        .routes(routes!(settings::list))
        .routes(routes!(settings::batch))
        .routes(routes!(statistics::read))
}
