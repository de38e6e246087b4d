//! What an order gives, once it is paid: gift cards that were bought, and points.

use std::collections::BTreeMap;

use db::Tx;
use entity::ids::{GiftCardId, OrderId};
use jobs::{Job, JobContext, JobError};
use money::Amount;
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::fresh;
use crate::{
    documents::{Sold, words, written},
    mails::{self, Telling},
};

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
        on conflict (organization_id, line_item_id, nth) do nothing returning code, value, currency_code, line_item_id, nth";
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
    line_item_id: Uuid,
    nth: i32,
}

/// Tells the codes to whoever bought the cards, and to nobody else: he keeps them, or gives them away.
async fn tell(tx: &Tx, order: Uuid, made: &[Made]) -> Result<(), JobError> {
    let (Some(first), Some(sold)) = (made.first(), Sold::order(tx, order).await?) else { return Ok(()) };
    let (Some(kind), Some(to)) = (mails::kind("gift_card"), sold.email.clone()) else { return Ok(()) };
    let said = words(sold.locale.as_deref());
    let mut whole = Amount::zero();
    let mut codes = Vec::new();
    for Made { code, value, currency_code, .. } in made {
        let value = Amount::new(value.clone()).map_err(ApiError::internal)?;
        whole = &whole + &value;
        codes.push(match made.len() {
            1 => code.clone(),
            _ => format!("{code} – {}", written(said, currency_code, &value)),
        });
    }
    let values = BTreeMap::from([
        ("shop", sold.shop.name.clone()),
        ("code", codes.join("\n")),
        ("amount", written(said, &first.currency_code, &whole)),
        ("sender", sold.name().as_deref().and_then(mails::plain_name).unwrap_or_default()),
    ]);
    let telling = Telling {
        kind,
        to,
        locale: sold.locale.clone(),
        customer: sold.customer_id,
        about: ("order", order),
        // Cards that are made later are told of by themselves.
        key: format!("gift_card:{}:{}", first.line_item_id, first.nth),
        values,
    };
    mails::tell(tx, &telling).await?;
    Ok(())
}
