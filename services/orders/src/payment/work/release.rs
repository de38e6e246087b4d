//! An order was taken back: what its providers hold is given up, what they took is given back.

use entity::ids::OrderId;
use jobs::{Job, JobContext, JobError};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{again, going_back::go_back, let_go::let_go};
use crate::payment::{
    Desk, SYSTEM,
    money::{By, Refunding},
};

/// An order of the shop that was taken back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Release {
    order: Uuid,
    /// This payment of it; all if nothing is said.
    #[serde(default)]
    payment: Option<Uuid>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    session: Uuid,
    provider_id: String,
    provider_ref: Option<String>,
    is_taken: bool,
    rank: i16,
}

impl Release {
    pub(in crate::payment) fn of(order: OrderId) -> Self {
        Self { order: order.0, payment: None }
    }

    async fn payments(&self, ctx: &JobContext) -> Result<Vec<Row>, JobError> {
        let sql = "select p.id, p.payment_session_id as session, p.provider_id, s.provider_ref, p.captured_amount > 0 as is_taken, s.rank
            from payments p
            join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
            join payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
            join orders o on o.organization_id = c.organization_id and o.id = c.order_id
            where c.order_id = $1 and o.canceled_at is not null and p.provider_id <> $2 and p.captured_amount >= p.refunded_amount
              and ($3::uuid is null or p.id = $3)
            order by p.id";
        let values: [Value; 3] = [self.order.into(), SYSTEM.into(), self.payment.into()];
        let tx = ctx.begin_working().await?;
        let rows = db::fetch_all(&tx, sql, values).await?;
        tx.commit().await?;
        Ok(rows)
    }
}

impl Job for Release {
    const NAME: &'static str = "payments.release";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 30;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        for row in self.payments(ctx).await? {
            let mut is_taken = row.is_taken;
            if !is_taken
                && row.rank < 90
                && let Some(reference) = row.provider_ref
            {
                if let_go(ctx, desk, (&row.provider_id, row.session, &reference)).await? {
                    continue;
                }
                is_taken = self.payments(ctx).await?.iter().any(|now| now.id == row.id && now.is_taken);
            }
            if is_taken {
                let key = format!("cancel {}", OrderId(self.order));
                let refunding = Refunding { key, by: By::Itself, ..Refunding::default() };
                go_back(ctx, desk, row.id, refunding).await.map_err(again)?;
            }
        }
        Ok(())
    }
}
