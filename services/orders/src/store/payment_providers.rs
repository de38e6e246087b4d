//! `GET /store/payment-providers`

use std::sync::LazyLock;

use auth::Shopper;
use axum::{Extension, extract::State, response::Response};
use entity::ids::RegionId;
use resource::admin::respond;
use web::{
    ApiError, App, ListParams, ListQuery, StoreErrors,
    fields::{Column, FieldRules, Plan, View, json},
    query::{FromParams, Params, Query},
};

use crate::payment::{self, Desk};

static RULES: LazyLock<FieldRules> = LazyLock::new(|| FieldRules::new(["id", "is_enabled"], Vec::<&str>::new()));

/// Somebody who takes payments.
struct Provider(String);

impl View for Provider {
    const COLUMNS: &'static [Column<Self>] =
        &[("id", |provider, out| json(&provider.0, out)), ("is_enabled", |_, out| out.extend_from_slice(b"true"))];
}

pub(super) struct Parameters {
    list: ListQuery,
    region: Option<String>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let region = params.text("region_id");
        if region.is_none() {
            params.complain("Field 'region_id' is required".to_owned());
        }
        Self { list: ListQuery::read(params, 20, &["id"]), region }
    }
}

/// List who takes payments in a region.
#[utoipa::path(
    get,
    path = "/store/payment-providers",
    tag = "Payments",
    operation_id = "list_payment_providers",
    params(
        ("region_id" = String, Query, description = "The region.", example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ListParams,
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "Who takes payments.", body = serde_json::Value, example = json!({
            "payment_providers": [{"id": "pp_system_default", "is_enabled": true}], "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Extension(desk): Extension<Desk>,
    Query(Parameters { list, region }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = RULES.select(list.fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let found = match region.as_deref().map(str::parse::<RegionId>) {
        Some(Ok(region)) => payment::of_region(&tx, &desk, region.0).await?,
        _ => Vec::new(),
    };
    tx.commit().await?;
    let window = |number: i64| usize::try_from(number).unwrap_or_default();
    let page = list.page;
    let shown: Vec<Provider> =
        found.iter().skip(window(page.offset)).take(window(page.limit)).map(|id| Provider((*id).to_owned())).collect();
    let mut body = b"{\"payment_providers\":".to_vec();
    Plan::<Provider>::new(&selection).write_all(&shown, &mut body);
    let rest = format!(",\"count\":{},\"offset\":{},\"limit\":{}}}", found.len(), page.offset, page.limit);
    body.extend_from_slice(rest.as_bytes());
    Ok(respond(body))
}
