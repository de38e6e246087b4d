//! The invoice of an order that is paid, where the shop wants it written by itself.

use db::Tx;
use events::{EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::issue;

/// Answers that something was paid, or was placed that is paid already.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Invoice(EventRef);

/// With the events that it hears.
pub(crate) fn heard(all: Subscriptions) -> Subscriptions {
    all.on::<Invoice>("payment.captured").on::<Invoice>("order.placed")
}

#[derive(FromQueryResult)]
struct Paid {
    id: Uuid,
}

impl Job for Invoice {
    const NAME: &'static str = "orders.invoice";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let Some(entity) = self.0.entity_id else { return Ok(()) };
        let tx = ctx.begin_working().await?;
        // Asked twice, or in another order, there is one invoice: the one that is there is answered.
        if let Some(order) = paid(&tx, entity).await? {
            issue(&tx, order).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The order, or that of the payment, if all of it is paid and the shop wants its invoice.
async fn paid(tx: &Tx, entity: Uuid) -> db::Result<Option<Uuid>> {
    let sql = "select o.id from orders o
        join stores s on s.organization_id = o.organization_id and s.invoice_when_paid
        where o.id = coalesce((select k.order_id from payments p
            join payment_collections k on k.organization_id = p.organization_id and k.id = p.payment_collection_id where p.id = $1), $1)
          and o.canceled_at is null and not o.is_draft_order and o.deleted_at is null
          and o.total <= coalesce((select sum(k.captured_amount - k.refunded_amount) from payment_collections k
            where k.organization_id = o.organization_id and k.order_id = o.id and k.deleted_at is null), 0)";
    let found: Option<Paid> = db::fetch_optional(tx, sql, [entity.into()]).await?;
    Ok(found.map(|order| order.id))
}
