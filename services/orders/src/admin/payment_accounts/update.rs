//! `POST /admin/payment-accounts/{id}`

use auth::{May, Staff, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::PaymentAccountId;
use events::{Emit, EventName};
use resource::admin::{as_kontor, missing, select};
use sea_orm::{FromQueryResult, Value};
use secrecy::SecretString;
use serde_json::json;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery,
    body::{Body, Change, Filled},
    query::Query,
};

use super::{
    bodies::{Changes, same_mode},
    connect::{WHY, finish, sealed_hooks, tried},
    table::PaymentAccount,
};
use crate::payment::{
    Desk,
    accounts::{Column, is_live},
};

const UPDATED: EventName = EventName::new("payment_account.updated");

#[derive(FromQueryResult)]
struct Row {
    account_ref: Option<String>,
    is_live: bool,
    is_enabled: bool,
}

/// Change an account: another key of it, other secrets of its webhooks, or whether what is paid from now on goes through it.
#[utoipa::path(
    post,
    path = "/admin/payment-accounts/{id}",
    tag = "Admin: payments",
    operation_id = "admin_update_payment_account",
    params(
        ("id" = String, Path, description = "The account's id.", example = "pacc_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Changes), example = json!({"webhook_secrets": ["whsec_0123456789abcdef", "whsec_fedcba9876543210"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "The account.", body = serde_json::Value, example = json!({"payment_account": <PaymentAccount as resource::admin::Resource>::example()})),
        AdminErrors,
    )
)]
pub(super) async fn update(
    State(app): State<App>,
    staff: May<needs::ApiKeyWrite>,
    Extension(desk): Extension<Desk>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Changes { secret_key: Filled(key), publishable_key, webhook_secrets, is_enabled }): Body<Changes>,
) -> Result<Response, ApiError> {
    let Path(text) = path?;
    let selection = select::<PaymentAccount>(fields.as_deref())?;
    let id: PaymentAccountId = text.parse().map_err(|_| missing::<PaymentAccount>(&text))?;
    let shown = publishable_key.map(|key| key.0);
    check_mode(&app, &staff, (id, &text), key.as_ref().map(|key| &key.0), &shown).await?;
    let holder = match &key {
        Some(key) => Some(tried(&desk, &key.0).await?),
        None => None,
    };
    let tx = as_kontor(&app, &staff, WHY).await?;
    let sql = "select a.account_ref, a.is_live, a.is_enabled from payment_accounts a
        where a.organization_id = $1 and a.id = $2 and a.source = 'shop' and a.deleted_at is null for no key update";
    let found: Option<Row> = db::fetch_optional(&tx, sql, [tx.organization()?.into(), id.0.into()]).await?;
    let row = found.ok_or_else(|| missing::<PaymentAccount>(&text))?;
    if let (Some(holder), Some(before)) = (&holder, &row.account_ref)
        && holder.reference != *before
    {
        return Err(ApiError::invalid_data(format!(
            "Invalid request: 'secret_key' is of another account ({}): remove this one and connect the other",
            holder.reference
        )));
    }
    let (key, live) = match &key {
        Some(key) => (Some(desk.seals().seal(&key.0, Column::Key, id.0)?), is_live(&key.0)),
        None => (None, None),
    };
    let hooks = sealed_hooks(&desk, webhook_secrets.as_deref(), id)?;
    let sql =
        "update payment_accounts a set secret_key = coalesce($3, a.secret_key), is_live = coalesce($4, a.is_live),
          webhook_secrets = case when $5 then $6 else a.webhook_secrets end,
          publishable_key = case when $7 then $8 else a.publishable_key end, is_enabled = coalesce($9, a.is_enabled)
        where a.organization_id = $1 and a.id = $2";
    let says_shown = !shown.is_keep();
    let values: [Value; 9] = [
        tx.organization()?.into(),
        id.0.into(),
        key.into(),
        live.into(),
        webhook_secrets.is_some().into(),
        hooks.into(),
        says_shown.into(),
        shown.given().into(),
        is_enabled.into(),
    ];
    db::exec(&tx, sql, values).await?;
    let event =
        Emit::new(UPDATED, id.0).before(json!({ "is_enabled": row.is_enabled, "is_live": row.is_live })).after(json!({
            "is_enabled": is_enabled.unwrap_or(row.is_enabled), "is_live": live.unwrap_or(row.is_live),
            "has_new_key": live.is_some(), "has_new_webhook_secrets": webhook_secrets.is_some(),
        }));
    events::emit(&tx, event).await?;
    finish(tx, id, &selection).await
}

#[derive(FromQueryResult)]
struct Mode {
    is_live: bool,
    publishable_key: Option<String>,
}

/// An account moves true money or it does not, for as long as it is connected: what was begun in one mode is not there in the other. Before a key is
/// tried, so that whoever takes the wrong one is told what is wrong with it.
async fn check_mode(
    app: &App,
    staff: &Staff,
    (id, text): (PaymentAccountId, &str),
    key: Option<&SecretString>,
    shown: &Change<String>,
) -> Result<(), ApiError> {
    let tx = as_kontor(app, staff, WHY).await?;
    let sql = "select a.is_live, a.publishable_key from payment_accounts a
        where a.organization_id = $1 and a.id = $2 and a.source = 'shop' and a.deleted_at is null";
    let found: Option<Mode> = db::fetch_optional(&tx, sql, [tx.organization()?.into(), id.0.into()]).await?;
    tx.commit().await?;
    let row = found.ok_or_else(|| missing::<PaymentAccount>(text))?;
    let is_given = matches!(shown, Change::Set(_));
    let shown = match shown {
        Change::Set(shown) => Some(shown.as_str()),
        _ if shown.is_keep() => row.publishable_key.as_deref(),
        _ => None,
    };
    let others = [
        ("secret_key", key.and_then(is_live)),
        ("publishable_key", shown.filter(|_| is_given).and_then(|key| is_live(&key.into()))),
    ];
    for (name, is_live) in others {
        if is_live.is_some_and(|is_live| is_live != row.is_live) {
            let mode = if row.is_live { "live" } else { "test" };
            return Err(ApiError::invalid_data(format!(
                "Invalid request: '{name}' is of another mode than the account, which is {mode}: remove it, and connect the other"
            )));
        }
    }
    key.map_or(Ok(()), |key| same_mode(key, shown))
}
