//! `/admin/reviews`: what customers say of products, and whether it is shown.

mod batch;
mod changes;
mod read;
mod table;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

use resource::admin::Routes;

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<table::Review>::new()
        .list("List reviews.")
        .retrieve("Read a review.")
        .update("Approve or reject a review, and note why.")
        .delete("Remove a review with its votes.")
        .router()
        .routes(routes!(batch::batch))
}
