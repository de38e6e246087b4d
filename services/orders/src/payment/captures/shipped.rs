//! Something of an order has left.

use db::{Db, Tx, Working};
use entity::ids::OrderId;
use events::EventRef;
use jobs::{Job, JobContext, JobError};
use money::Amount;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::ApiError;

use super::open::{due, promised};
use crate::payment::{
    Desk,
    feed::{self, Line},
    money::{Capturing, capture},
};

/// Answers a shipment by taking what was promised for it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Shipped(EventRef);

#[derive(FromQueryResult)]
struct Row {
    order_id: Uuid,
}

impl Job for Shipped {
    const NAME: &'static str = "payments.shipped";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 20;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        // Who works for the shop reads no events.
        let tx = ctx.begin().await?;
        let Some(event) = events::load(&tx, &self.0).await? else { return Ok(()) };
        tx.commit().await?;
        let tx = ctx.begin_working().await?;
        // Whatever the shop has chosen since: what was promised waits to be taken.
        let sql = "select f.order_id from fulfillments f where f.id = $1 and f.order_id is not null";
        let found: Option<Row> = db::fetch_optional(&tx, sql, [event.entity_id.into()]).await?;
        tx.commit().await?;
        let Some(Row { order_id }) = found else { return Ok(()) };
        match take(ctx.db(), desk, || ctx.working_in(ctx.organization()), order_id, false).await {
            Ok(()) => Ok(()),
            // The staff sees it at the payment, and it is theirs now.
            Err(error) if error.status().is_client_error() => {
                tracing::warn!(order = %OrderId(order_id), %error, "what was promised for goods that left could not be taken");
                Ok(())
            }
            Err(error) => Err(anyhow::Error::from(error).into()),
        }
    }
}

/// Takes what is due of an order, of each payment once, and never more than is open of it.
pub(super) async fn take(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    order: Uuid,
    in_part: bool,
) -> Result<(), ApiError> {
    let tx = db.begin_working(working()).await?;
    // Two parcels at once: the second sees what the first has begun.
    db::exec(&tx, "select from orders o where o.id = $1 for no key update", [order.into()]).await?;
    let mut left = due(&tx, order, in_part).await?;
    let all = promised(&tx, order).await?;
    tx.commit().await?;
    for (payment, open) in all {
        let part = open.min(left.clone());
        if !part.is_positive() {
            break;
        }
        left = &left - &part;
        // One that the provider refused is asked for anew.
        let capturing = Capturing { amount: Some(part), key: format!("shipped {}", OrderId(order)), is_again: true };
        capture(db, desk, &working, payment, capturing).await?;
    }
    if left.is_positive() {
        let tx = db.begin_working(working()).await?;
        uncovered(&tx, order, &left).await?;
        tx.commit().await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Taken {
    display_id: i64,
    currency_code: String,
}

/// A provider takes of a promise once: what leaves after that is covered by none, and those who work in the shop are told.
async fn uncovered(tx: &Tx, order: Uuid, left: &Amount) -> Result<(), ApiError> {
    let sql = "select o.display_id, o.currency_code from orders o where o.id = $1 and exists (
        select from payment_collections c
        join payments p on p.organization_id = c.organization_id and p.payment_collection_id = c.id and p.canceled_at is null
        join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
        where c.organization_id = o.organization_id and c.order_id = o.id and s.rank = 100 and s.provider_id <> 'pp_system_default'
          and p.captured_amount + p.capturing_amount < p.amount)";
    let found: Option<Taken> = db::fetch_optional(tx, sql, [order.into()]).await?;
    let Some(of) = found else { return Ok(()) };
    let (number, currency) = (of.display_id, of.currency_code.to_uppercase());
    let line = Line {
        about: ("order", order),
        key: format!("capture_uncovered:{order}:{left}"),
        title: format!("Goods of order #{number} have left that nobody has paid"),
        description: format!(
            "{left} {currency} are open: the payment was taken in part before, and the rest of what was promised has lapsed. Ask the customer to pay it."
        ),
    };
    feed::tell(tx, line).await.map(drop)
}
