//! With what a due may be charged.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use crate::payment::customers::Holder;

/// The session of the last payment of an order `o` that somebody made himself and that was not given back. What he said of his card then is
/// what holds: whoever pays later without saying that it may be charged has not said so.
pub(super) const LAST: &str = "select s.id from payment_collections c
    join payments p on p.organization_id = c.organization_id and p.payment_collection_id = c.id and p.canceled_at is null
    join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
    where c.organization_id = o.organization_id and c.order_id = o.id and c.deleted_at is null and s.provider_id <> 'pp_system_default'
      and coalesce(not s.context ? 'is_away', true) and s.rank in (50, 100)
      and (p.captured_amount = 0 or p.captured_amount > p.refunded_amount + p.refunding_amount)
    order by coalesce(s.authorized_at, s.created_at) desc, s.id desc limit 1";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    payment_account_id: Uuid,
    reference: String,
    method: String,
}

/// The card that the last payment of the order was made with, if it was kept for this and is kept still. It goes through the account that
/// knows it.
pub(super) async fn candidate(tx: &Tx, order: Uuid) -> Result<Option<(Holder, String)>, ApiError> {
    let sql = format!(
        "select h.id, h.payment_account_id, h.provider_ref as reference, m.provider_ref as method
        from orders o
        cross join lateral ({LAST}) l
        join payment_sessions s on s.organization_id = o.organization_id and s.id = l.id and s.context ->> 'setup_future_usage' = 'off_session'
        join stripe_customers h on h.organization_id = o.organization_id and h.customer_id = o.customer_id
          and h.payment_account_id = s.payment_account_id and h.provider_ref is not null and h.deleted_at is null
        join saved_payment_methods m on m.organization_id = h.organization_id and m.stripe_customer_id = h.id and m.provider_ref = s.method_ref
          and m.detached_at is null
        where o.id = $1 and (h.payment_account_id = '00000000-0000-0000-0000-000000000000'
          or private.is_payment_account_connected(h.payment_account_id))"
    );
    let found: Option<Row> = db::fetch_optional(tx, &sql, [order.into()]).await?;
    Ok(found
        .map(|Row { id, payment_account_id: account, reference, method }| (Holder { id, account, reference }, method)))
}
