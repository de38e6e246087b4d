//! How gift cards are made and changed.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::{CustomerId, GiftCardId, OrderLineItemId};
use resource::{
    Set,
    admin::{Create, Update, duplicate},
    fresh_metadata, lock, one,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::{
    ApiError,
    body::{Change, Required},
    fields::Selection,
};

use super::{
    bodies::{Changes, New},
    table::GiftCard,
};
use crate::{admin::promotions::fields::currency, credit::fresh};

#[derive(FromQueryResult)]
struct Found {
    found: bool,
}

/// The customer of this id; it is an id of the shop, or none.
pub(in crate::admin) async fn customer(tx: &Tx, id: &str) -> Result<Uuid, ApiError> {
    let missing = || ApiError::missing("Customer", id);
    let CustomerId(key) = id.parse().map_err(|_| missing())?;
    let sql = "select exists (select from public.customers c where c.organization_id = $1 and c.id = $2 and c.deleted_at is null) as found";
    let Found { found } = db::fetch_one(tx, sql, [tx.organization()?.into(), key.into()]).await?;
    if found { Ok(key) } else { Err(missing()) }
}

async fn line(tx: &Tx, id: &str) -> Result<Uuid, ApiError> {
    let missing = || ApiError::missing("Order line item", id);
    let OrderLineItemId(key) = id.parse().map_err(|_| missing())?;
    let sql =
        "select exists (select from public.order_line_items i where i.organization_id = $1 and i.id = $2) as found";
    let Found { found } = db::fetch_one(tx, sql, [tx.organization()?.into(), key.into()]).await?;
    if found { Ok(key) } else { Err(missing()) }
}

impl Create for GiftCard {
    type New = New;

    async fn create(tx: &Tx, staff: &Staff, new: New) -> Result<Uuid, ApiError> {
        if !new.value.0.is_positive() {
            return Err(ApiError::invalid_data(
                "Invalid request: Value for field 'value' too small, expected more than: '0'",
            ));
        }
        let Required(code) = new.currency_code;
        let currency = currency(&code.0, "currency_code")?;
        let owner = match new.customer_id {
            Change::Set(id) => Some(customer(tx, &id).await?),
            _ => None,
        };
        let line = match new.line_item_id {
            Change::Set(id) => Some(line(tx, &id).await?),
            _ => None,
        };
        let code = new.code.given().map_or_else(fresh, |code| code.0);
        let id = GiftCardId::new().0;
        let sql = "insert into public.gift_cards (organization_id, id, code, value, currency_code, customer_id, line_item_id, reference,
              reference_id, note, expires_at, metadata, created_by, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, private.merge_metadata(null, $12, '{}'), $13, $14, $14)";
        let values: [Value; 14] = [
            tx.organization()?.into(),
            id.into(),
            code.into(),
            new.value.0.into_decimal().into(),
            currency.into(),
            owner.into(),
            line.into(),
            new.reference.given().map(|word| word.0).into(),
            new.reference_id.given().map(|word| word.0).into(),
            new.note.given().into(),
            new.expires_at.given().into(),
            fresh_metadata(new.metadata).into(),
            staff.user().map(|user| user.0).into(),
            tx.now().into(),
        ];
        let taken = |_| duplicate("Gift card with this code already exists.".to_owned());
        db::exec(tx, sql, values).await.on_constraint("gift_cards_code", taken)?;
        // The answer of this transaction shows it.
        db::exec(tx, "select set_config('kontor.new_code', $1, true)", [id.to_string().into()]).await?;
        Ok(id)
    }
}

impl Update for GiftCard {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        if !lock::<Self>(tx, id).await? {
            return Ok(false);
        }
        let Some(old) = one::<Self>(tx, id, &Selection::of(["id"])).await? else { return Ok(false) };
        let is_used = old.store_credit_account_id.is_some();
        let changes_worth = !changes.value.0.is_keep() || !changes.currency_code.is_keep();
        if is_used && (changes_worth || changes.status.0 == Some("pending") || !changes.customer_id.is_keep()) {
            let words =
                "The gift card is in use and keeps its value, currency and owner: give credit to its account instead";
            return Err(ApiError::not_allowed(words));
        }
        let mut set = Set::new(tx, id)?;
        match changes.value.0 {
            Change::Keep => {}
            Change::Set(value) if value.is_positive() => set.to("value", value.into_decimal()),
            _ => {
                let words = "Invalid request: Value for field 'value' too small, expected more than: '0'";
                return Err(ApiError::invalid_data(words));
            }
        }
        if let Change::Set(code) = changes.currency_code {
            set.to("currency_code", currency(&code.0, "currency_code")?);
        }
        match changes.customer_id {
            Change::Keep => {}
            Change::Clear => set.to("customer_id", None::<Uuid>),
            Change::Set(named) => set.to("customer_id", customer(tx, &named).await?),
        }
        set.change("expires_at", changes.expires_at);
        set.change("note", changes.note);
        set.metadata("metadata", changes.metadata);
        let less =
            |_| ApiError::not_allowed("More of the gift card was taken back with its order than it would be worth");
        if !set.run(tx, "public.gift_cards").await.on_constraint("gift_cards_taken", less)? {
            return Ok(false);
        }
        if changes.status.0 == Some("redeemed") && !is_used {
            let sql = "select private.open_gift_card(g.code, $3) from public.gift_cards g where g.organization_id = $1 and g.id = $2";
            db::exec(tx, sql, [tx.organization()?.into(), id.into(), tx.now().into()]).await?;
        }
        Ok(true)
    }
}
