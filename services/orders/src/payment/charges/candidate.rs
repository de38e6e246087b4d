//! With what a due may be charged.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use crate::payment::customers::Holder;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    payment_account_id: Uuid,
    reference: String,
    method: String,
}

/// The card that an earlier part of the order was paid with, if it was kept for this and is kept still. It goes through the account that
/// knows it.
pub(super) async fn candidate(tx: &Tx, order: Uuid) -> Result<Option<(Holder, String)>, ApiError> {
    let sql = "select h.id, h.payment_account_id, h.provider_ref as reference, m.provider_ref as method
        from orders o
        join payment_collections c on c.organization_id = o.organization_id and c.order_id = o.id
        join payment_sessions s on s.organization_id = c.organization_id and s.payment_collection_id = c.id
          and s.context ->> 'setup_future_usage' = 'off_session' and s.rank in (50, 100)
        join stripe_customers h on h.organization_id = o.organization_id and h.customer_id = o.customer_id
          and h.payment_account_id = s.payment_account_id and h.provider_ref is not null and h.deleted_at is null
        join saved_payment_methods m on m.organization_id = h.organization_id and m.stripe_customer_id = h.id and m.provider_ref = s.method_ref
          and m.detached_at is null
        where o.id = $1 order by s.created_at desc limit 1";
    let found: Option<Row> = db::fetch_optional(tx, sql, [order.into()]).await?;
    Ok(found
        .map(|Row { id, payment_account_id: account, reference, method }| (Holder { id, account, reference }, method)))
}
