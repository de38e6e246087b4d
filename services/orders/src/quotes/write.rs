//! Making, changing, canceling and removing quotes.

use chrono::{DateTime, Utc};
use db::Tx;
use entity::ids::QuoteId;
use events::{Emit, EventName};
use money::Amount;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, body::Change};

use super::{Opened, open};
use crate::cart::{Cart, Counted};

const CREATED: EventName = EventName::new("quote.created");
const UPDATED: EventName = EventName::new("quote.updated");
const CANCELED: EventName = EventName::new("quote.canceled");
const DELETED: EventName = EventName::new("quote.deleted");

/// What of a quote is not counted. What is not named stays.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    pub(crate) deposit_percent: Change<Amount>,
    pub(crate) note: Change<String>,
    pub(crate) expires_at: Change<DateTime<Utc>>,
    pub(crate) metadata: Change<serde_json::Map<String, Value>>,
}

#[derive(FromQueryResult)]
struct Number {
    number: Option<i64>,
}

/// Writes a draft.
pub(crate) async fn create(tx: &Tx, cart: &Cart, counted: &Counted, rest: Rest) -> Result<Uuid, ApiError> {
    let Number { number } = db::fetch_one(tx, "select private.take_numbers('quote', 1) as number", []).await?;
    let sql = "insert into quotes (organization_id, id, display_id, currency_code, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)";
    let values: [Cell; 5] = [
        tx.organization()?.into(),
        cart.id.into(),
        number.ok_or_else(|| ApiError::internal("there are no numbers for quotes"))?.into(),
        cart.currency_code.as_str().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    put(tx, cart, counted, &json!({}), rest).await?;
    tell(tx, CREATED, cart.id, None).await?;
    Ok(cart.id)
}

/// Changes a draft.
pub(crate) async fn update(
    tx: &Tx,
    there: &Opened,
    cart: &Cart,
    counted: &Counted,
    rest: Rest,
) -> Result<(), ApiError> {
    put(tx, cart, counted, &there.columns, rest).await?;
    tell(tx, UPDATED, there.id, Some(there)).await
}

async fn put(tx: &Tx, cart: &Cart, counted: &Counted, old: &Value, rest: Rest) -> Result<(), ApiError> {
    let json = |value: Result<Value, serde_json::Error>| value.map_err(ApiError::internal);
    let old_text = |name: &str| old[name].as_str().map(str::to_owned);
    let percent = rest.deposit_percent.map(|percent| percent.to_string()).apply(old_text("deposit_percent"));
    let metadata =
        resource::merged_metadata(Some(old["metadata"].clone()).filter(|value| !value.is_null()), rest.metadata);
    let expires = rest.expires_at.apply(old["expires_at"].as_str().and_then(|text| text.parse().ok()));
    let sql = "update quotes set region_id = $2, sales_channel_id = $3, customer_id = $4, email = $5, locale = $6, currency_code = $7,
          items = $8, shipping_methods = $9, addresses = $10, total = $11::numeric, totals = $12, totals_rounding = $13,
          deposit_percent = $14::numeric, note = $15, expires_at = $16, metadata = $17, revision = revision + 1, updated_at = $18
        where id = $1";
    let values: [Cell; 18] = [
        cart.id.into(),
        cart.region_id.into(),
        cart.sales_channel_id.into(),
        cart.customer_id.into(),
        cart.email.clone().into(),
        cart.locale.clone().into(),
        cart.currency_code.as_str().into(),
        json(serde_json::to_value(&cart.items))?.into(),
        json(serde_json::to_value(&cart.shipping_methods))?.into(),
        json(serde_json::to_value(&cart.addresses))?.into(),
        cart.total.to_string().into(),
        counted.as_text().into(),
        cart.totals_rounding.clone().unwrap_or_else(|| "currency".to_owned()).into(),
        percent.into(),
        rest.note.apply(old_text("note")).into(),
        expires.into(),
        metadata.into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// Takes an offer back. What was canceled already stays so.
pub(crate) async fn cancel(tx: &Tx, there: &Opened) -> Result<(), ApiError> {
    match there.standing(tx.now()) {
        "canceled" => return Ok(()),
        "draft" | "sent" => {}
        _ => return Err(there.refused(tx.now(), "canceled")),
    }
    let sql = "update quotes set status = 'canceled', answered_at = $2, revision = revision + 1 where id = $1";
    db::exec(tx, sql, [there.id.into(), tx.now().into()]).await?;
    tell(tx, CANCELED, there.id, Some(there)).await
}

/// Throws a draft away.
pub(crate) async fn remove(tx: &Tx, there: &Opened) -> Result<(), ApiError> {
    if there.status != "draft" {
        let id = QuoteId(there.id);
        return Err(ApiError::not_allowed(format!(
            "Quote with id: {id} is {} and stays: cancel it instead",
            there.standing(tx.now())
        )));
    }
    db::exec(tx, "update quotes set deleted_at = $2 where id = $1", [there.id.into(), tx.now().into()]).await?;
    tell(tx, DELETED, there.id, Some(there)).await
}

/// What has happened, with what was before and what is.
pub(super) async fn tell(tx: &Tx, name: EventName, id: Uuid, before: Option<&Opened>) -> Result<(), ApiError> {
    let short = |columns: &Value| json!({ "status": columns["status"], "total": columns["total"], "revision": columns["revision"], "email": columns["email"] });
    let mut event = Emit::new(name, id);
    if let Some(before) = before {
        event = event.before(short(&before.columns));
    }
    if let Some(after) = open(tx, id).await? {
        event = event.after(short(&after.columns));
    }
    events::emit(tx, event).await?;
    Ok(())
}
