//! `POST /admin/stores/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use db::{OnConstraint, Tx};
use web::{
    AdminErrors, ApiError, SelectQuery,
    body::{Body, Fields, FromBody},
    query::Query,
};

use super::super::resource::{self, SelectParams};
use crate::{
    Accounts,
    store::admin::stores::{self, Said, Store},
};

pub(super) struct Input {
    said: Said,
    currencies: Option<Vec<Currency>>,
}

struct Currency {
    code: String,
    is_default: bool,
}

impl FromBody for Currency {
    fn read(fields: &mut Fields) -> Self {
        let code = fields.required_text("currency_code").to_ascii_lowercase();
        if !code.is_empty() && (code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_lowercase())) {
            fields.complain("Invalid value for field 'currency_code': expected three letters, such as eur");
        }
        Self { code, is_default: fields.boolean("is_default").unwrap_or(false) }
    }
}

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        let said = Said {
            name: resource::name(fields),
            default_sales_channel_id: fields.change_text("default_sales_channel_id"),
            default_region_id: fields.change_text("default_region_id"),
            default_location_id: fields.change_text("default_location_id"),
            metadata: fields.metadata(),
        };
        let currencies: Option<Vec<Currency>> = fields.objects("supported_currencies");
        if let Some(currencies) = &currencies {
            let mut codes: Vec<&str> = currencies.iter().map(|currency| currency.code.as_str()).collect();
            codes.sort_unstable();
            let named = codes.len();
            codes.dedup();
            if codes.len() < named {
                fields.complain("A currency stands twice in field 'supported_currencies'");
            }
            if currencies.iter().filter(|currency| currency.is_default).count() > 1 {
                fields.complain("Several currencies are default in field 'supported_currencies'");
            }
        }
        Self { said, currencies }
    }
}

/// Change the shop's settings.
#[utoipa::path(
    post,
    path = "/admin/stores/{id}",
    tag = "Admin: settings",
    operation_id = "admin_update_store",
    params(
        ("id" = String, Path, description = "The store's id.", example = "store_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(crate::medusa::admin::bodies::StoreBody), description = "What changes; what is not named stays. Currencies that are not listed are sold in no more.", example = json!({"name": "Harbour Goods", "supported_currencies": [{"currency_code": "eur", "is_default": true}, {"currency_code": "usd"}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:write"))),
    responses(
        (status = 200, description = "The settings.", body = serde_json::Value, example = json!({"store": {"id": "store_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Harbour Goods", "supported_currencies": [{"currency_code": "eur", "is_default": true}]}})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    accounts: Accounts,
    staff: May<needs::ShopWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Input { said, currencies }): Body<Input>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = resource::select::<Store>(fields.as_deref())?;
    let store = resource::key::<Store>(&id)?;
    let tx = accounts.app.db.begin(&staff).await?;
    let there = stores::update(&tx, store, said).await?;
    if !there.map_err(|unknown| ApiError::not_found(format!("{} was not found in this shop", unknown.0)))? {
        return Err(resource::missing::<Store>(&id));
    }
    if let Some(currencies) = currencies {
        set_currencies(&tx, currencies).await?;
    }
    let answer = resource::one::<Store>(&tx, store, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn set_currencies(tx: &Tx, currencies: Vec<Currency>) -> Result<(), ApiError> {
    let before = stores::default_currency(tx).await?;
    let chosen = currencies.iter().find(|currency| currency.is_default);
    let default = chosen.or_else(|| currencies.iter().find(|currency| Some(&currency.code) == before.as_ref()));
    let none = || ApiError::invalid_data("There should be a default currency set for the store");
    let default = default.ok_or_else(none)?.code.clone();
    let codes = currencies.into_iter().map(|currency| currency.code).collect();
    let needed =
        |_| ApiError::not_allowed("A region sells in a currency that would be removed: change the region first");
    stores::set_currencies(tx, codes, &default)
        .await
        .on_constraint("regions_organization_id_currency_code_fkey", needed)
}
