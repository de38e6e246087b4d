//! `/admin/store-credit-accounts`: money that the shop owes customers.

mod account;
mod give;
mod transactions;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::App;

pub(crate) use account::Account;

pub(super) fn router() -> OpenApiRouter<App> {
    account::routes().routes(routes!(give::give)).routes(routes!(transactions::list))
}
