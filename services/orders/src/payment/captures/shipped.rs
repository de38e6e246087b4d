//! Something of an order has left.

use db::{Db, Working};
use entity::ids::OrderId;
use events::EventRef;
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::ApiError;

use super::open::{due, promised};
use crate::payment::{Desk, money::capture};

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
        let sql = "select f.order_id from fulfillments f join stores s on s.organization_id = f.organization_id
            where f.id = $1 and f.order_id is not null and s.payment_capture = 'manual'";
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
        capture(db, desk, &working, payment, Some(part), &format!("shipped {}", OrderId(order))).await?;
    }
    Ok(())
}
