//! `/admin/currencies`: those of ISO 4217. Which of them the shop sells in, the store's settings say.

use std::sync::LazyLock;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::Timestamp;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, query::Query};

use super::offered::{self, Listing, Offered, values};
use crate::{iso, view::CurrencyView};

impl Offered for CurrencyView {
    const ONE: &'static str = "currency";
    const MANY: &'static str = "currencies";
    const NAME: &'static str = "Currency";
    const LIMIT: i64 = 200;

    fn all() -> &'static LazyLock<String> {
        static ALL: LazyLock<String> = LazyLock::new(|| {
            let known = iso::currencies().filter_map(iso::currency);
            values(known.map(|currency| (currency.code.to_owned(), currency.name.to_owned())))
        });
        &ALL
    }

    fn of(code: &str, since: Timestamp) -> Option<Self> {
        Self::of_shop(code, since, since)
    }
}

/// List currencies.
#[utoipa::path(
    get,
    path = "/admin/currencies",
    tag = "Admin: settings",
    operation_id = "admin_list_currencies",
    params(Listing::<CurrencyView>),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "A page of currencies.", body = serde_json::Value, example = json!({
            "currencies": [{"code": "eur", "name": "Euro", "symbol": "€", "symbol_native": "€", "decimal_digits": 2,
                "rounding": 0.0}],
            "count": 119, "offset": 0, "limit": 200
        })),
        AdminErrors,
    )
)]
async fn list(
    app: State<App>,
    staff: May<needs::ShopRead>,
    listing: Query<Listing<CurrencyView>>,
) -> Result<Response, ApiError> {
    offered::list(app, staff, listing).await
}

/// Read a currency.
#[utoipa::path(
    get,
    path = "/admin/currencies/{code}",
    tag = "Admin: settings",
    operation_id = "admin_retrieve_currency",
    params(("code" = String, Path, description = "ISO 4217 code, lower-case.", example = "eur"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "The currency.", body = serde_json::Value, example = json!({
            "currency": {"code": "eur", "name": "Euro", "symbol": "€", "symbol_native": "€", "decimal_digits": 2}
        })),
        AdminErrors,
    )
)]
async fn retrieve(
    app: State<App>,
    staff: May<needs::ShopRead>,
    path: Result<Path<String>, PathRejection>,
    select: Query<SelectQuery>,
) -> Result<Response, ApiError> {
    offered::retrieve::<CurrencyView>(app, staff, path, select).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(retrieve))
}
