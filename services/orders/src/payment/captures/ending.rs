//! Promises that are about to end: after seven days a bank forgets them. The shop is told two days before, and on the last day what has left
//! is taken. What a provider refused to take is asked for again meanwhile.

use chrono::{DateTime, TimeDelta, Utc};
use db::Tx;
use entity::{
    Timestamp,
    ids::{OrderId, PaymentId},
};
use events::{Emit, EventName};
use jobs::{Job, JobContext, JobError};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::shipped::take;
use crate::payment::{
    Desk,
    feed::{self, Line},
};

const ENDING: EventName = EventName::new("payment.authorization_ending");

/// Looks for promises that are about to end.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::payment) struct Ending {}

/// As many as one run looks after.
const MOST: i64 = 500;
/// So long a promise holds.
const HOLDS: TimeDelta = TimeDelta::days(7);
/// So long before its end the shop is told.
const TOLD: TimeDelta = TimeDelta::days(2);
/// So long before its end what has left is taken.
const TAKEN: TimeDelta = TimeDelta::days(1);
/// So long after the provider has refused to take something it is asked again.
const REFUSED: TimeDelta = TimeDelta::hours(6);

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    id: Uuid,
    order_id: Uuid,
    display_id: i64,
    begun_at: DateTime<Utc>,
    open: String,
    currency_code: String,
    is_told: bool,
    is_refused: bool,
}

impl Job for Ending {
    const NAME: &'static str = "payments.ending";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let sql = "select p.organization_id, p.id, o.id as order_id, o.display_id, coalesce(s.authorized_at, s.created_at) as begun_at, p.currency_code,
              (p.amount - p.captured_amount - p.capturing_amount)::text as open,
              exists (select from notifications n where n.organization_id = p.organization_id and n.key = 'authorization_ending:' || p.id) as is_told,
              exists (select from payment_captures k where k.organization_id = p.organization_id and k.payment_id = p.id and k.status = 'failed'
                and k.client_key like 'shipped %') as is_refused
            from payment_sessions s
            join payments p on p.organization_id = s.organization_id and p.payment_session_id = s.id
            join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
            join orders o on o.organization_id = c.organization_id and o.id = c.order_id
            where s.rank = 50 and s.provider_id <> 'pp_system_default' and coalesce(s.authorized_at, s.created_at) > $2
              and p.canceled_at is null and o.canceled_at is null and p.captured_amount + p.capturing_amount < p.amount
              and (coalesce(s.authorized_at, s.created_at) <= $1
                -- What left was to be taken, and the provider refused: it may take it now.
                or (select max(k.created_at) from payment_captures k where k.organization_id = p.organization_id and k.payment_id = p.id
                  and k.status = 'failed' and k.client_key like 'shipped %') <= $4)
            order by 5 limit $3";
        let now = ctx.now();
        let values: [Value; 4] =
            [(now - (HOLDS - TOLD)).into(), (now - HOLDS).into(), MOST.into(), (now - REFUSED).into()];
        let tx = ctx.db().begin_system("look for payments whose authorization ends").await?;
        let rows: Vec<Row> = db::fetch_all(&tx, sql, values).await?;
        tx.commit().await?;
        for row in rows {
            if ctx.stop().is_cancelled() {
                break;
            }
            let working = || ctx.working_in(row.organization_id);
            let age = now - row.begun_at;
            if age >= HOLDS - TOLD && !row.is_told {
                let tx = ctx.begin_working_in(row.organization_id).await?;
                tell(&tx, &row).await.map_err(anyhow::Error::from)?;
                tx.commit().await?;
            }
            if (row.is_refused || age >= HOLDS - TAKEN)
                && let Err(error) = take(ctx.db(), desk, working, row.order_id, age >= HOLDS - TAKEN).await
            {
                // The others are looked after all the same; this one comes again within the hour.
                tracing::warn!(payment = %PaymentId(row.id), %error, "a promise is about to end and could not be taken");
            }
        }
        Ok(())
    }
}

/// Tells those who work in the shop, once: where Medusa's admin shows what has happened.
async fn tell(tx: &Tx, row: &Row) -> Result<(), ApiError> {
    let ends_at = Timestamp(row.begun_at + HOLDS);
    let (order, open, currency) = (row.display_id, &row.open, row.currency_code.to_uppercase());
    let line = Line {
        about: ("order", row.order_id),
        key: format!("authorization_ending:{}", row.id),
        title: format!("The payment of order #{order} is about to lapse"),
        description: format!(
            "{open} {currency} were promised and are not taken yet. The customer's bank forgets them on {}: send the goods, or capture the payment, before.",
            (row.begun_at + HOLDS).format("%Y-%m-%d %H:%M UTC")
        ),
    };
    if feed::tell(tx, line).await? {
        let after = json!({
            "order_id": OrderId(row.order_id).0, "amount": row.open, "currency_code": row.currency_code, "ends_at": ends_at,
        });
        events::emit(tx, Emit::new(ENDING, row.id).after(after)).await?;
    }
    Ok(())
}
