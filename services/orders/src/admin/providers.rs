//! Who taxes, who takes payments, who sends: `/admin/tax-providers`, `/admin/payments/payment-providers`,
//! `/admin/fulfillment-providers`. What this installation has stands in its code, so it is listed and never written.

use std::sync::LazyLock;

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Scope;
use entity::{
    ids::StockLocationId,
    providers::{FULFILLMENT, TAX},
};
use resource::{admin::respond, ids};
use sea_orm::FromQueryResult;
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    AdminErrors, ApiError, App, ListParams, ListQuery,
    fields::{Column, FieldRules, Plan, View, json as written},
    query::{FromParams, Params, Query},
};

use crate::{
    fulfilment,
    payment::{self, Desk},
};

static RULES: LazyLock<FieldRules> = LazyLock::new(|| FieldRules::new(["id", "is_enabled"], Vec::<&str>::new()));

/// Somebody who does something for the shop.
#[derive(Debug, Clone)]
pub(super) struct Provider(pub(super) String);

impl View for Provider {
    const COLUMNS: &'static [Column<Self>] =
        &[("id", |provider, out| written(&provider.0, out)), ("is_enabled", |_, out| out.extend_from_slice(b"true"))];
}

/// 400 for a tax provider that there is not.
pub(super) fn known_tax(id: Option<&str>) -> Result<(), ApiError> {
    match id.filter(|id| !TAX.contains(id)) {
        Some(id) => {
            let id: String = id.chars().take(100).collect();
            Err(ApiError::invalid_data(format!(
                "Tax provider with id: {id} was not found: there is {}",
                TAX.join(", ")
            )))
        }
        None => Ok(()),
    }
}

struct Parameters {
    list: ListQuery,
    ids: Option<Vec<String>>,
    is_enabled: Option<bool>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        // Nobody deletes them.
        params.boolean("with_deleted");
        Self {
            ids: params.texts("id"),
            is_enabled: params.boolean("is_enabled"),
            list: ListQuery::read(params, 20, &["id"]),
        }
    }
}

/// A page of providers.
fn page(key: &str, all: &[&str], asked: Parameters) -> Result<Response, ApiError> {
    let Parameters { list, ids, is_enabled } = asked;
    let selection = RULES.select(list.fields.as_deref())?;
    let mut found: Vec<Provider> = (all.iter())
        .filter(|id| is_enabled != Some(false) && ids.as_ref().is_none_or(|ids| ids.iter().any(|one| one == *id)))
        .filter(|id| list.words.iter().all(|word| id.contains(&word.to_lowercase())))
        .map(|id| Provider((*id).to_owned()))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    if list.order.first().is_some_and(|order| order.descending) {
        found.reverse();
    }
    let window = |number: i64| usize::try_from(number).unwrap_or_default();
    let count = found.len();
    let shown: Vec<Provider> = found.into_iter().skip(window(list.page.offset)).take(window(list.page.limit)).collect();
    let mut body = format!("{{\"{key}\":").into_bytes();
    Plan::<Provider>::new(&selection).write_all(&shown, &mut body);
    let rest = format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", list.page.offset, list.page.limit);
    body.extend_from_slice(rest.as_bytes());
    Ok(respond(body))
}

/// List who says what the taxes are.
#[utoipa::path(
    get,
    path = "/admin/tax-providers",
    tag = "Admin: taxes",
    operation_id = "admin_list_tax_providers",
    params(
        ListParams,
        ("id" = Option<String>, Query, description = "Ids."),
        ("is_enabled" = Option<bool>, Query, description = "Whether it is used; those that are not are not listed."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too: there are none."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"tax_providers": [{"id": "tp_system", "is_enabled": true}], "count": 1, "offset": 0, "limit": 20})),
        AdminErrors,
    )
)]
async fn taxes(_: May<needs::ShopRead>, Query(asked): Query<Parameters>) -> Result<Response, ApiError> {
    page("tax_providers", TAX, asked)
}

/// List who takes payments.
#[utoipa::path(
    get,
    path = "/admin/payments/payment-providers",
    tag = "Admin: payments",
    operation_id = "admin_list_payment_providers",
    params(
        ListParams,
        ("id" = Option<String>, Query, description = "Ids."),
        ("is_enabled" = Option<bool>, Query, description = "Whether it is used; those that are not are not listed."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too: there are none."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"payment_providers": [{"id": "pp_system_default", "is_enabled": true}], "count": 1, "offset": 0, "limit": 20})),
        AdminErrors,
    )
)]
async fn payments(
    State(app): State<App>,
    staff: May<needs::ShopRead>,
    Extension(desk): Extension<Desk>,
    Query(asked): Query<Parameters>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin_read(Scope::from(&*staff)).await?;
    let enabled = payment::enabled(&tx, &desk).await?;
    tx.commit().await?;
    page("payment_providers", &enabled, asked)
}

struct OfLocations {
    asked: Parameters,
    locations: Option<Vec<String>>,
}

impl FromParams for OfLocations {
    fn read(params: &mut Params) -> Self {
        let locations = params.texts("stock_location_id");
        Self { locations, asked: Parameters::read(params) }
    }
}

#[derive(FromQueryResult)]
struct Enabled {
    provider_id: String,
}

/// List who sends things.
#[utoipa::path(
    get,
    path = "/admin/fulfillment-providers",
    tag = "Admin: shipping",
    operation_id = "admin_list_fulfillment_providers",
    params(
        ListParams,
        ("id" = Option<String>, Query, description = "Ids."),
        ("stock_location_id" = Option<String>, Query, description = "Places from which it sends.", example = "sloc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("is_enabled" = Option<bool>, Query, description = "Whether it is used; those that are not are not listed."),
        ("with_deleted" = Option<bool>, Query, description = "Those that were deleted too: there are none."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:read"))),
    responses(
        (status = 200, description = "A page of them.", body = serde_json::Value, example = json!({"fulfillment_providers": [{"id": "manual_manual", "is_enabled": true}], "count": 1, "offset": 0, "limit": 20})),
        AdminErrors,
    )
)]
async fn fulfillments(
    State(app): State<App>,
    staff: May<needs::InventoryRead>,
    Query(OfLocations { asked, locations }): Query<OfLocations>,
) -> Result<Response, ApiError> {
    let Some(locations) = locations else { return page("fulfillment_providers", FULFILLMENT, asked) };
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let sql = "select distinct l.provider_id from public.stock_location_fulfillment_providers l
        where l.organization_id = $1 and l.stock_location_id = any($2)";
    let locations = ids::<StockLocationId>(&locations);
    let rows: Vec<Enabled> = db::fetch_all(&tx, sql, [tx.organization()?.into(), locations.into()]).await?;
    tx.commit().await?;
    let there: Vec<&str> =
        (FULFILLMENT.iter().copied()).filter(|id| rows.iter().any(|row| row.provider_id == *id)).collect();
    page("fulfillment_providers", &there, asked)
}

/// List what a provider can do: its services, and those for sending back.
#[utoipa::path(
    get,
    path = "/admin/fulfillment-providers/{id}/options",
    tag = "Admin: shipping",
    operation_id = "admin_list_options_of_fulfillment_provider",
    params(("id" = String, Path, description = "The provider's id.", example = "manual_manual")),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("inventory:read"))),
    responses(
        (status = 200, description = "All of them.", body = serde_json::Value, example = json!({
            "fulfillment_options": [{"id": "manual-fulfillment"}, {"id": "manual-fulfillment-return", "is_return": true}], "count": 2, "offset": 0, "limit": 2
        })),
        AdminErrors,
    )
)]
async fn options(
    _: May<needs::InventoryRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let services = fulfilment::services(&id).ok_or_else(|| ApiError::missing("Fulfillment provider", &id))?;
    let shown: Vec<_> = (services.iter())
        .map(|(id, is_return)| if *is_return { json!({ "id": id, "is_return": true }) } else { json!({ "id": id }) })
        .collect();
    let count = shown.len();
    let body = json!({ "fulfillment_options": shown, "count": count, "offset": 0, "limit": count });
    Ok(respond(body.to_string().into_bytes()))
}

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(taxes))
        .routes(routes!(payments))
        .routes(routes!(fulfillments))
        .routes(routes!(options))
}
