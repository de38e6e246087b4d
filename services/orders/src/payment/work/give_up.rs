//! Giving up a try to pay that was replaced: what the provider has of it is canceled, and whoever paid nevertheless gets it back.

use entity::ids::PaymentSessionId;
use jobs::{Job, JobContext, JobError};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{again, going_back::go_back, let_go::let_go};
use crate::payment::{
    Desk,
    money::{By, Refunding},
};

/// A session of the shop that was replaced.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct GiveUp {
    session: Uuid,
}

#[derive(FromQueryResult)]
struct Row {
    provider_id: String,
    provider_ref: Option<String>,
    rank: i16,
    /// An order is paid with it: nothing is given up then.
    has_order: bool,
}

#[derive(FromQueryResult)]
struct Stranded {
    payment: Option<Uuid>,
}

impl GiveUp {
    async fn read(&self, ctx: &JobContext) -> Result<Option<Row>, JobError> {
        let tx = ctx.begin_working().await?;
        let sql = "select s.provider_id, s.provider_ref, s.rank,
                exists (select from payments p join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
                  where p.payment_session_id = s.id and c.order_id is not null and p.canceled_at is null) as has_order
            from payment_sessions s where s.id = $1 and s.replaced_at is not null";
        let found: Option<Row> = db::fetch_optional(&tx, sql, [self.session.into()]).await?;
        tx.commit().await?;
        Ok(found.filter(|row| !row.has_order))
    }
}

impl Job for GiveUp {
    const NAME: &'static str = "payments.give_up";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 30;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let Some(row) = self.read(ctx).await? else { return Ok(()) };
        let Some(reference) = row.provider_ref else {
            // Whether something was made is found out by `attempts`; whoever hears of it puts this into the queue again.
            return Ok(());
        };
        if row.rank < 90 && let_go(ctx, desk, (&row.provider_id, self.session, &reference)).await? {
            return Ok(());
        }
        self.give_back(ctx, desk).await
    }
}

impl GiveUp {
    async fn give_back(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let tx = ctx.begin_working().await?;
        let sql = "select private.strand_payment($1, $2, $3, $4, $5) as payment";
        let fresh = || Value::from(Uuid::now_v7());
        let values: [Value; 5] = [self.session.into(), fresh(), fresh(), fresh(), tx.now().into()];
        let Stranded { payment } = db::fetch_one(&tx, sql, values).await?;
        tx.commit().await?;
        let Some(payment) = payment else { return Ok(()) };
        let key = format!("give_up {}", PaymentSessionId(self.session));
        let refunding = Refunding { key, by: By::Itself, ..Refunding::default() };
        if go_back(ctx, desk, payment, refunding).await.map_err(again)? {
            tracing::info!(session = %PaymentSessionId(self.session), "a payment that nothing was bought with is given back");
        }
        Ok(())
    }
}
