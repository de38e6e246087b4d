//! `/admin/locales`: the languages that there are. Which of them the shop speaks, the store's settings say.

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
use crate::{iso, view::LocaleView};

impl Offered for LocaleView {
    const ONE: &'static str = "locale";
    const MANY: &'static str = "locales";
    const NAME: &'static str = "Locale";
    const LIMIT: i64 = 50;

    fn all() -> &'static LazyLock<String> {
        static ALL: LazyLock<String> =
            LazyLock::new(|| values(iso::locales().filter_map(|code| Some((code.to_owned(), iso::locale(code)?)))));
        &ALL
    }

    fn of(code: &str, since: Timestamp) -> Option<Self> {
        Some(Self {
            name: iso::locale(code)?,
            code: code.to_owned(),
            created_at: since,
            updated_at: since,
            deleted_at: None,
        })
    }
}

/// List languages.
#[utoipa::path(
    get,
    path = "/admin/locales",
    tag = "Admin: settings",
    operation_id = "admin_list_locales",
    params(Listing::<LocaleView>),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "A page of languages.", body = serde_json::Value, example = json!({
            "locales": [{"code": "de-AT", "name": "German (Austria)"}], "count": 160, "offset": 0, "limit": 50
        })),
        AdminErrors,
    )
)]
async fn list(
    app: State<App>,
    staff: May<needs::ShopRead>,
    listing: Query<Listing<LocaleView>>,
) -> Result<Response, ApiError> {
    offered::list(app, staff, listing).await
}

/// Read a language.
#[utoipa::path(
    get,
    path = "/admin/locales/{code}",
    tag = "Admin: settings",
    operation_id = "admin_retrieve_locale",
    params(("code" = String, Path, description = "Its code, as BCP 47 has it.", example = "de-AT"), SelectParams),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "The language.", body = serde_json::Value, example = json!({
            "locale": {"code": "de-AT", "name": "German (Austria)"}
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
    offered::retrieve::<LocaleView>(app, staff, path, select).await
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(retrieve))
}
