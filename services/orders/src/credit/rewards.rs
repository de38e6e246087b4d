//! What an order gives, once it is paid: gift cards that were bought, and points.

use db::Tx;
use entity::ids::{GiftCardId, OrderId};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::fresh;

/// Brings what an order gives up to date: asked twice, or in another order, it ends the same.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Rewards {
    order: Uuid,
}

impl Job for Rewards {
    const NAME: &'static str = "orders.rewards";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let tx = ctx.begin_working().await?;
        issue(&tx, self.order).await?;
        db::exec(&tx, "select private.reward_order($1, $2)", [self.order.into(), tx.now().into()]).await?;
        tx.commit().await?;
        Ok(())
    }
}

#[derive(FromQueryResult)]
struct Owed {
    line_item_id: Uuid,
    nth: i32,
    value: bigdecimal::BigDecimal,
    currency_code: String,
}

/// Makes the gift cards of an order that is paid, one for each piece, each once.
async fn issue(tx: &Tx, order: Uuid) -> Result<(), JobError> {
    let sql = "select line_item_id, nth, value, currency_code from private.gift_cards_owed($1)";
    let owed: Vec<Owed> = db::fetch_all(tx, sql, [order.into()]).await?;
    if owed.is_empty() {
        return Ok(());
    }
    let rows: Vec<Value> = (owed.into_iter())
        .map(|Owed { line_item_id, nth, value, currency_code }| {
            json!({
                "id": GiftCardId::new().0, "code": fresh(), "line_item_id": line_item_id, "nth": nth, "value": value.to_string(),
                "currency_code": currency_code,
            })
        })
        .collect();
    let sql = "insert into public.gift_cards (organization_id, id, code, value, currency_code, line_item_id, nth, reference, reference_id,
          created_at, updated_at)
        select $1, c.id, c.code, c.value, c.currency_code, c.line_item_id, c.nth, 'order', $3, $4, $4
        from jsonb_to_recordset($2) as c (id uuid, code text, value numeric, currency_code text, line_item_id uuid, nth integer)
        on conflict (organization_id, line_item_id, nth) do nothing returning code, value, currency_code";
    let named = OrderId(order).to_string();
    let values = [tx.organization()?.into(), Value::Array(rows).into(), named.into(), tx.now().into()];
    let made: Vec<Made> = db::fetch_all(tx, sql, values).await?;
    tell(tx, order, &made).await
}

#[derive(FromQueryResult)]
struct Made {
    code: String,
    value: bigdecimal::BigDecimal,
    currency_code: String,
}

#[derive(FromQueryResult)]
struct Buyer {
    email: Option<String>,
    shop: Option<String>,
}

/// Tells the codes to whoever bought the cards, and to nobody else.
async fn tell(tx: &Tx, order: Uuid, made: &[Made]) -> Result<(), JobError> {
    if made.is_empty() {
        return Ok(());
    }
    let sql = "select o.email, (select s.name from public.stores s where s.organization_id = o.organization_id limit 1) as shop
        from public.orders o where o.organization_id = $1 and o.id = $2";
    let buyer: Buyer = db::fetch_one(tx, sql, [tx.organization()?.into(), order.into()]).await?;
    let Some(email) = buyer.email else { return Ok(()) };
    let shop = buyer.shop.unwrap_or_default();
    let lines: Vec<String> = (made.iter())
        .map(|card| {
            let value = card.value.normalized().to_plain_string();
            format!("{} – {value} {}", card.code, card.currency_code.to_uppercase())
        })
        .collect();
    let words = "Here is what you bought. Each code pays at checkout, for whoever enters it: keep them like money, or give them away.";
    let mut paragraphs = vec![words];
    paragraphs.extend(lines.iter().map(String::as_str));
    let subject = if made.len() == 1 { "Your gift card" } else { "Your gift cards" };
    let (text, html) = mail::template::layout(subject, &paragraphs, None, &shop);
    // An address that no mail reaches keeps nobody from his cards: the shop can tell him.
    match mail::Message::new(email.as_str(), subject, text) {
        Ok(message) => drop(mail::enqueue(tx, message.with_html(html)).await?),
        Err(error) => tracing::warn!(%order, error = &error as &dyn std::error::Error, "gift cards are told to nobody"),
    }
    Ok(())
}
