//! A bank took its time, and what it was asked for has come to cost less meanwhile: what came too much goes back.

use entity::ids::PaymentSessionId;
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{again, going_back::go_back};
use crate::payment::{
    Desk,
    money::{By, Refunding},
};

/// A session of the shop with which more was paid than is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Surplus {
    session: Uuid,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
}

impl Job for Surplus {
    const NAME: &'static str = "payments.surplus";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 30;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let tx = ctx.begin_working().await?;
        let sql = "select p.id from payments p where p.payment_session_id = $1 and p.canceled_at is null";
        let found: Option<Row> = db::fetch_optional(&tx, sql, [self.session.into()]).await?;
        tx.commit().await?;
        let Some(Row { id }) = found else { return Ok(()) };
        let key = format!("surplus {}", PaymentSessionId(self.session));
        let refunding = Refunding { key, by: By::Surplus, ..Refunding::default() };
        go_back(ctx, desk, id, refunding).await.map_err(again)?;
        Ok(())
    }
}
