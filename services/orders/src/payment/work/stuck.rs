//! Carts that were paid and are no order: tried once more, and if they can be none, their customer gets back what he paid.

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::CartId;
use jobs::{Job, JobContext, JobError};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::again;
use crate::{checkout::place, payment::Desk};

/// Looks for carts that were paid and are no order.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stuck {}

const MOST: i64 = 200;
/// So long a fault of ours may keep a cart from being an order.
const MOST_PATIENCE: TimeDelta = TimeDelta::days(1);

#[derive(FromQueryResult)]
struct Row {
    organization_id: Uuid,
    collection: Uuid,
    cart: Uuid,
    told_at: DateTime<Utc>,
}

impl Job for Stuck {
    const NAME: &'static str = "payments.stuck";
    const QUEUE: &'static str = "payments";
    const MAX_ATTEMPTS: i32 = 1;
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let sql = "select s.organization_id, c.id as collection, c.cart_id as cart, s.told_at from payment_sessions s
            join payment_collections c on c.organization_id = s.organization_id and c.id = s.payment_collection_id
            where s.rank in (50, 100) and s.replaced_at is null and s.provider_id <> $1 and s.told_at <= $2
              and c.order_id is null and c.cart_id is not null and c.deleted_at is null
            -- In any order, so that some that cannot be helped never hide the others.
            order by random() limit $3";
        let values: [Value; 3] =
            [crate::payment::SYSTEM.into(), (ctx.now() - desk.give_back_after()).into(), MOST.into()];
        let tx = ctx.db().begin_system("look for carts that were paid and are no order").await?;
        let rows: Vec<Row> = db::fetch_all(&tx, sql, values).await?;
        tx.commit().await?;
        for Row { organization_id: shop, collection, cart, told_at } in rows {
            let id = CartId(cart).to_string();
            match place(ctx.db(), desk, (shop, || ctx.working_in(shop)), &id, None).await {
                Ok(_) => {}
                Err(error) if error.status().is_client_error() && error.status() != http::StatusCode::CONFLICT => {
                    tracing::warn!(cart = %id, %error, "a cart that was paid can be no order: what was paid goes back");
                    self.give_back_or_say(ctx, shop, collection, &error.to_string()).await;
                }
                // Nobody waits for a mend of ours for ever.
                Err(error) if told_at < ctx.now() - MOST_PATIENCE => {
                    tracing::error!(cart = %id, %error, "a cart that was paid could be made no order for a day: what was paid goes back");
                    self.give_back_or_say(ctx, shop, collection, "it could be made no order for a day").await;
                }
                // It is tried again at the next round.
                Err(error) => tracing::warn!(cart = %id, %error, "a cart that was paid is no order yet"),
            }
        }
        Ok(())
    }
}

impl Stuck {
    /// One that cannot be given back now does not keep the others waiting.
    async fn give_back_or_say(&self, ctx: &JobContext, shop: Uuid, collection: Uuid, why: &str) {
        if let Err(error) = self.give_back(ctx, shop, collection, why).await {
            tracing::warn!(%collection, ?error, "what was paid cannot be given back yet");
        }
    }

    /// The open sessions end, and are given up as any other that is replaced.
    async fn give_back(&self, ctx: &JobContext, shop: Uuid, collection: Uuid, why: &str) -> Result<(), JobError> {
        let tx = ctx.begin_working_in(shop).await?;
        let sql = "select private.give_back_collection($1, $2, $3)";
        db::exec(&tx, sql, [collection.into(), why.into(), tx.now().into()]).await?;
        tx.commit().await.map_err(|error| again(error.into()))
    }
}
