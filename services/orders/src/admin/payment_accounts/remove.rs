//! How an account is forgotten.

use auth::Staff;
use chrono::TimeDelta;
use db::Tx;
use events::{Emit, EventName};
use resource::admin::Delete;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::table::PaymentAccount;
use crate::payment::accounts::forget_keys;

const REMOVED: EventName = EventName::new("payment_account.removed");

/// So long whoever is at his bank is left to it.
const AT_HIS_BANK: TimeDelta = TimeDelta::days(1);

#[derive(FromQueryResult)]
struct Row {
    account_ref: Option<String>,
}

#[derive(FromQueryResult)]
struct Uses {
    is_busy: bool,
    has_subscriptions: bool,
}

impl Delete for PaymentAccount {
    /// Nobody can take or give back money with it any more, so it is not removed while somebody has paid and the order is not settled. What
    /// somebody has only begun ends now. Its key is kept until the provider holds nothing any more that was begun with it: then it goes, here
    /// or by `payments.removed_accounts`.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let shop = tx.organization()?;
        let of: [Value; 2] = [shop.into(), id.into()];
        let sql = "select a.account_ref from payment_accounts a
            where a.organization_id = $1 and a.id = $2 and a.source = 'shop' and a.deleted_at is null for no key update";
        let found: Option<Row> = db::fetch_optional(tx, sql, of.clone()).await?;
        let Some(row) = found else { return Ok(false) };
        // What is paid is held before its sessions: of somebody who pays right now it is known then how far he is.
        let sql = "select from payment_collections c where c.organization_id = $1 and c.id in (
            select s.payment_collection_id from payment_sessions s
            where s.organization_id = $1 and s.payment_account_id = $2 and s.replaced_at is null and s.rank < 40)
            order by c.id for no key update";
        db::exec(tx, sql, of.clone()).await?;
        let uses = uses(tx, id).await?;
        if uses.is_busy {
            let words = "Payments are under way with this account: set 'is_enabled' to false, and remove it once they have been captured or canceled";
            return Err(ApiError::not_allowed(words));
        }
        if uses.has_subscriptions {
            let words = "Customers pay subscriptions through this account: set 'is_enabled' to false, and remove it once they have ended";
            return Err(ApiError::not_allowed(words));
        }
        let at = [&of[..], &[tx.now().into()]].concat();
        let sql = "select e from (select distinct s.payment_collection_id as id from payment_sessions s
              where s.organization_id = $1 and s.payment_account_id = $2 and s.replaced_at is null and s.rank < 40) c
            cross join lateral private.end_sessions(c.id, $3) e";
        db::exec(tx, sql, at.clone()).await?;
        let sql = "update payment_collections c set status = 'not_paid' where c.organization_id = $1 and c.status = 'awaiting'
            and exists (select from payment_sessions s where s.organization_id = c.organization_id and s.payment_collection_id = c.id
              and s.payment_account_id = $2 and s.replaced_at = $3)";
        db::exec(tx, sql, at.clone()).await?;
        db::exec(
            tx,
            "update payment_accounts set deleted_at = $3, is_enabled = false where organization_id = $1 and id = $2",
            at,
        )
        .await?;
        let has_forgotten = forget_keys(tx, id).await?;
        let event = Emit::new(REMOVED, id).before(json!({ "account_ref": row.account_ref }));
        events::emit(tx, event.after(json!({ "is_key_kept": !has_forgotten }))).await?;
        Ok(true)
    }
}

async fn uses(tx: &Tx, id: Uuid) -> Result<Uses, ApiError> {
    let sql = "select exists (select from payment_sessions s
            join payment_collections k on k.organization_id = s.organization_id and k.id = s.payment_collection_id
            where s.organization_id = $1 and s.payment_account_id = $2 and s.replaced_at is null
              and (s.rank in (40, 50) or (s.rank = 30 and greatest(s.created_at, s.told_at) > $3)
                or (s.rank = 100 and k.order_id is null and k.cart_id is not null and k.deleted_at is null))) as is_busy,
          exists (select from subscriptions s join stripe_customers c on c.organization_id = s.organization_id and c.id = s.stripe_customer_id
            where s.organization_id = $1 and c.payment_account_id = $2 and s.status not in ('canceled', 'incomplete_expired'))
            as has_subscriptions";
    let since = tx.now() - AT_HIS_BANK;
    Ok(db::fetch_one(tx, sql, [tx.organization()?.into(), id.into(), since.into()]).await?)
}
