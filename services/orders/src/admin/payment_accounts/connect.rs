//! `POST /admin/payment-accounts`

use auth::{May, needs};
use axum::{Extension, extract::State, response::Response};
use db::{OnConstraint, Tx};
use entity::ids::PaymentAccountId;
use events::{Emit, EventName};
use payments::{Account, Doubt, Fact, Holder, Question, stripe::Stripe};
use resource::admin::{answer, as_kontor, duplicate, select};
use sea_orm::{FromQueryResult, Value};
use secrecy::SecretString;
use serde_json::json;
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, Kind, SelectParams, SelectQuery,
    body::{Body, Filled, Required},
    query::Query,
};

use super::{
    bodies::{NewAccount, same_mode},
    table::PaymentAccount,
};
use crate::payment::{
    Desk,
    accounts::{Column, is_live},
};

const CONNECTED: EventName = EventName::new("payment_account.connected");
pub(super) const WHY: &str = "accounts hold keys, which are money: nobody reads the table";

/// Connect the shop's own account at Stripe, or connect it again. Its key is tried at Stripe before it is kept, sealed, and never shown again. A webhook address
/// at Stripe leads to `webhook_path`, and its secret belongs into `webhook_secrets`.
#[utoipa::path(
    post,
    path = "/admin/payment-accounts",
    tag = "Admin: payments",
    operation_id = "admin_create_payment_account",
    params(SelectParams),
    request_body(content = inline(NewAccount), example = json!({"secret_key": "sk_test_0123456789abcdef", "webhook_secrets": ["whsec_0123456789abcdef"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("api_key:write"))),
    responses(
        (status = 200, description = "The account.", body = serde_json::Value, example = json!({"payment_account": <PaymentAccount as resource::admin::Resource>::example()})),
        AdminErrors,
    )
)]
pub(super) async fn connect(
    State(app): State<App>,
    staff: May<needs::ApiKeyWrite>,
    Extension(desk): Extension<Desk>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(NewAccount { secret_key: Required(key), publishable_key: Filled(shown), webhook_secrets }): Body<NewAccount>,
) -> Result<Response, ApiError> {
    let selection = select::<PaymentAccount>(fields.as_deref())?;
    let shown = shown.map(|shown| shown.0);
    same_mode(&key.0, shown.as_deref())?;
    let holder = tried(&desk, &key.0).await?;
    let tx = as_kontor(&app, &staff, WHY).await?;
    let id = before(&tx, &holder.reference, is_live(&key.0)).await?.unwrap_or_else(PaymentAccountId::new);
    let sealed = desk.seals().seal(&key.0, Column::Key, id.0)?;
    let hooks = sealed_hooks(&desk, webhook_secrets.as_deref(), id)?;
    let sql = "insert into payment_accounts (organization_id, id, source, account_ref, is_live, publishable_key, secret_key, webhook_secrets, api_version,
          created_at, updated_at, created_by)
        values ($1, $2, 'shop', $3, $4, $5, $6, $7, $8, $9, $9, $10)
        on conflict (organization_id, id) do update set publishable_key = excluded.publishable_key, secret_key = excluded.secret_key,
          webhook_secrets = excluded.webhook_secrets, api_version = excluded.api_version, is_enabled = true, deleted_at = null";
    let values: [Value; 10] = [
        tx.organization()?.into(),
        id.0.into(),
        holder.reference.as_str().into(),
        is_live(&key.0).unwrap_or(false).into(),
        shown.into(),
        sealed.into(),
        hooks.into(),
        Stripe::api_version().into(),
        tx.now().into(),
        staff.user().map(|user| user.0).into(),
    ];
    db::exec(&tx, sql, values).await.on_constraint("payment_accounts_one", |_| {
        duplicate("The shop has an account at Stripe already: change it, or remove it first.".to_owned())
    })?;
    let after = json!({ "account_ref": holder.reference, "is_live": is_live(&key.0), "is_enabled": true });
    events::emit(&tx, Emit::new(CONNECTED, id.0).after(after)).await?;
    finish(tx, id, &selection).await
}

#[derive(FromQueryResult)]
struct Before {
    id: Uuid,
}

/// The row of the same account, which was removed before: what was paid with it can be given back with it again.
async fn before(tx: &Tx, reference: &str, is_live: Option<bool>) -> Result<Option<PaymentAccountId>, ApiError> {
    let sql = "select a.id from payment_accounts a where a.organization_id = $1 and a.account_ref = $2 and a.is_live = $3 and a.source = 'shop'
          and a.deleted_at is not null order by a.deleted_at desc limit 1 for no key update";
    let values: [Value; 3] = [tx.organization()?.into(), reference.into(), is_live.unwrap_or(false).into()];
    let found: Option<Before> = db::fetch_optional(tx, sql, values).await?;
    Ok(found.map(|before| PaymentAccountId(before.id)))
}

pub(super) async fn finish(
    tx: Tx,
    id: PaymentAccountId,
    selection: &web::fields::Selection,
) -> Result<Response, ApiError> {
    let answer = answer::<PaymentAccount>(&tx, id.0, &id.to_string(), selection).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Secrets as their column has them; none for none.
pub(super) fn sealed_hooks(
    desk: &Desk,
    secrets: Option<&[String]>,
    id: PaymentAccountId,
) -> Result<Option<String>, ApiError> {
    let secrets: Vec<SecretString> = secrets.unwrap_or_default().iter().map(|secret| secret.as_str().into()).collect();
    if secrets.is_empty() { Ok(None) } else { desk.seals().seal_all(&secrets, id.0).map(Some) }
}

/// Whose account a key opens, asked of Stripe itself.
pub(super) async fn tried(desk: &Desk, key: &SecretString) -> Result<Holder, ApiError> {
    let provider = desk.get(Stripe::ID)?;
    let refused = || ApiError::invalid_data("Invalid request: Stripe does not take this key: check 'secret_key'");
    match provider.look_up(&Account::new(key.clone()), &Question::Account).await {
        Ok(facts) => {
            let found =
                facts.into_iter().find_map(|fact| if let Fact::Account(holder) = fact { Some(holder) } else { None });
            found.ok_or_else(refused)
        }
        Err(Doubt::ShutOut) => Err(refused()),
        Err(doubt) => {
            let words = "Stripe cannot be asked whether it takes this key: nothing was kept, please try again";
            Err(ApiError::new(Kind::Unavailable, words).with_source(doubt))
        }
    }
}
