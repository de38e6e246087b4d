//! How an account is forgotten.

use auth::Staff;
use db::Tx;
use events::{Emit, EventName};
use resource::admin::Delete;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::table::PaymentAccount;

const REMOVED: EventName = EventName::new("payment_account.removed");

#[derive(FromQueryResult)]
struct Row {
    account_ref: Option<String>,
    is_busy: bool,
    has_subscriptions: bool,
}

impl Delete for PaymentAccount {
    /// Nobody can take or give back money with it any more, so it is not removed while somebody pays.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let sql = "select a.account_ref, exists (select from payment_sessions s
              where s.organization_id = a.organization_id and s.payment_account_id = a.id and s.rank in (30, 40, 50) and s.replaced_at is null) as is_busy,
            exists (select from subscriptions s join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id
              where s.organization_id = a.organization_id and c.payment_account_id = a.id and s.status not in ('canceled', 'incomplete_expired'))
              as has_subscriptions
            from payment_accounts a
            where a.organization_id = $1 and a.id = $2 and a.source = 'shop' and a.deleted_at is null for no key update";
        let values: [Value; 2] = [tx.organization()?.into(), id.into()];
        let found: Option<Row> = db::fetch_optional(tx, sql, values.clone()).await?;
        let Some(row) = found else { return Ok(false) };
        if row.is_busy {
            let words = "Payments are under way with this account: set 'is_enabled' to false, and remove it once they have been captured or canceled";
            return Err(ApiError::not_allowed(words));
        }
        if row.has_subscriptions {
            let words = "Customers pay subscriptions through this account: set 'is_enabled' to false, and remove it once they have ended";
            return Err(ApiError::not_allowed(words));
        }
        let sql =
            "update payment_accounts set deleted_at = $3, is_enabled = false, secret_key = null, webhook_secrets = null
            where organization_id = $1 and id = $2";
        db::exec(tx, sql, [&values[..], &[tx.now().into()]].concat()).await?;
        let before = json!({ "account_ref": row.account_ref });
        events::emit(tx, Emit::new(REMOVED, id).before(before)).await?;
        Ok(true)
    }
}
