//! Writing carts: new ones, and those that were changed.

use chrono::{DateTime, Utc};
use db::Tx;
use sea_orm::{FromQueryResult, Value as Cell};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;
use web::{ApiError, Kind};

use super::{
    Address, Before, Cart, Counted, CreditLine, Line, Method,
    view::goods::{Asked, Audience, Goods},
};
use web::fields::Selection;

#[derive(FromQueryResult)]
struct Written {
    written: bool,
}

/// What is done to write it.
const WRITE: &str = "private.write_cart($1, $2, $3::jsonb, $4)";

/// Writes the cart as it has become. What was to be paid and is another sum now is paid anew: open tries to pay end.
pub(crate) async fn write(tx: &Tx, cart: &mut Cart, counted: &Counted) -> Result<(), ApiError> {
    let (values, sessions_end) = prepare(tx, cart, counted)?;
    let Written { written } = db::fetch_one(tx, &format!("select {WRITE} as written"), values).await?;
    note(tx, cart, written, sessions_end)
}

/// The same, and in one round trip what is selected of what its lines name.
pub(crate) async fn write_and_read(
    tx: &Tx,
    cart: &mut Cart,
    counted: &Counted,
    selection: &Selection,
) -> Result<Goods, ApiError> {
    let Some(asked) = Asked::of(cart.items.iter(), Audience::Shopper, selection) else {
        write(tx, cart, counted).await?;
        return Ok(Goods::default());
    };
    let (values, sessions_end) = prepare(tx, cart, counted)?;
    let (written, goods) = asked.read_after(tx, (WRITE, values), selection).await?;
    note(tx, cart, written, sessions_end)?;
    Ok(goods)
}

/// What is written of it, and whether tries to pay end.
fn prepare(tx: &Tx, cart: &mut Cart, counted: &Counted) -> Result<(Vec<Cell>, bool), ApiError> {
    cart.total = counted.cart.sums.total.clone();
    let sessions_end = cart.payment_collection.as_ref().is_some_and(|collection| {
        collection.amount != cart.total.at_least_zero() || collection.currency_code != cart.currency_code
    });
    date(cart, tx.now());
    let document = document(cart, counted, sessions_end)?;
    Ok((vec![cart.id.into(), cart.revision.into(), document.into(), tx.now().into()], sessions_end))
}

/// How it stands once it is written.
fn note(tx: &Tx, cart: &mut Cart, written: bool, sessions_end: bool) -> Result<(), ApiError> {
    if !written {
        // It was held: only what does not hold first can be in the way.
        return Err(ApiError::new(Kind::Conflict, "The cart was changed at the same time. Please try again."));
    }
    cart.revision += 1;
    cart.remember();
    cart.updated_at = tx.now();
    if sessions_end && let Some(collection) = &mut cart.payment_collection {
        collection.amount = cart.total.at_least_zero();
        collection.currency_code.clone_from(&cart.currency_code);
        "not_paid".clone_into(&mut collection.status);
        collection.session = None;
    }
    Ok(())
}

/// Writes a cart that was not there before.
pub(crate) async fn open(tx: &Tx, cart: &mut Cart, counted: &Counted) -> Result<(), ApiError> {
    cart.total = counted.cart.sums.total.clone();
    date(cart, tx.now());
    let document = document(cart, counted, false)?;
    let sql = "select true as written from private.open_cart($1, $2::jsonb, $3)";
    db::exec(tx, sql, [cart.id.into(), document.into(), tx.now().into()]).await?;
    cart.revision = 1;
    cart.remember();
    Ok(())
}

/// A cart as the database takes it.
#[derive(Serialize)]
struct Document<'a> {
    cart: Head<'a>,
    addresses: Option<&'a [Address]>,
    items: Option<Vec<&'a Line>>,
    shipping_methods: Option<Vec<&'a Method>>,
    promotion_ids: Option<&'a [Uuid]>,
    credit_lines: Option<&'a [CreditLine]>,
    keeps: Vec<&'static str>,
    sessions_end: bool,
}

/// Its own columns.
#[derive(Serialize)]
struct Head<'a> {
    region_id: Option<Uuid>,
    sales_channel_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    currency_code: &'a str,
    email: Option<&'a str>,
    locale: Option<&'a str>,
    metadata: Option<&'a Value>,
    priced_at: DateTime<Utc>,
    total: String,
    totals: Value,
}

fn document(cart: &Cart, counted: &Counted, sessions_end: bool) -> Result<String, ApiError> {
    let before = &cart.before;
    let keeps = keeps(cart);
    let document = Document {
        cart: Head {
            region_id: cart.region_id,
            sales_channel_id: cart.sales_channel_id,
            customer_id: cart.customer_id,
            currency_code: &cart.currency_code,
            email: cart.email.as_deref(),
            locale: cart.locale.as_deref(),
            metadata: cart.metadata.as_ref(),
            priced_at: cart.priced_at,
            total: cart.total.to_string(),
            totals: counted.as_text(),
        },
        addresses: (cart.addresses != before.addresses).then_some(&cart.addresses),
        items: changed(&cart.items, &before.items, keeps.contains(&"items")),
        shipping_methods: changed(
            &cart.shipping_methods,
            &before.shipping_methods,
            keeps.contains(&"shipping_methods"),
        ),
        promotion_ids: (cart.promotion_ids != before.promotion_ids).then_some(&cart.promotion_ids),
        credit_lines: (before.has_credit || !cart.credit_lines.is_empty()).then_some(&cart.credit_lines),
        keeps,
        sessions_end,
    };
    serde_json::to_string(&document).map_err(ApiError::internal)
}

/// Lines and methods that are not what they were are as new as their cart.
fn date(cart: &mut Cart, at: DateTime<Utc>) {
    let Cart { items, shipping_methods, before, .. } = cart;
    for line in items.iter_mut().filter(|line| !before.items.contains(line)) {
        line.updated_at = Some(at);
    }
    for method in shipping_methods.iter_mut().filter(|method| !before.shipping_methods.contains(method)) {
        method.updated_at = Some(at);
    }
}

/// What is new or changed; where one has gone, all that is left. None is untouched.
fn changed<'a, T: PartialEq>(now: &'a [T], before: &[T], keeps: bool) -> Option<Vec<&'a T>> {
    let changed: Vec<&T> = now.iter().filter(|one| !keeps || !before.contains(one)).collect();
    (!keeps || !changed.is_empty()).then_some(changed)
}

/// Of what nothing has gone.
fn keeps(cart: &Cart) -> Vec<&'static str> {
    let Before { addresses, items, shipping_methods, .. } = &cart.before;
    let kinds = addresses.iter().all(|old| cart.addresses.iter().any(|address| address.kind == old.kind));
    let lines = items.iter().all(|old| cart.items.iter().any(|line| line.id == old.id));
    let methods = shipping_methods.iter().all(|old| cart.shipping_methods.iter().any(|method| method.id == old.id));
    let all = [("addresses", kinds), ("items", lines), ("shipping_methods", methods)];
    all.into_iter().filter_map(|(name, keeps)| keeps.then_some(name)).collect()
}
