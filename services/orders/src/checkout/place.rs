//! Placing the order of a cart.

use db::{Db, Tx, Working};
use entity::ids::{OrderId, PaymentCaptureId, PaymentId};
use money::Amount;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{ApiError, Kind, fields::Selection};

use super::{checks, numbers::Number, refused};
use crate::{
    cart::{
        self, Cart, Counted,
        turn::{OF_COMPLETING, turn},
        view::goods::{self, Audience},
    },
    order::{self, OrderView},
    payment::{self, Desk},
};

/// Of a number that another order has the next is tried, so often.
const TRIES: usize = 3;

/// What became of it.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The order, now or before; and what is told of it, where nothing has to be read for that.
    Placed(OrderId, Option<Box<OrderView>>),
    /// Nobody has paid yet: the cart is as it was, or tells what it costs now.
    Unpaid { kind: &'static str, message: String },
}

#[derive(FromQueryResult)]
struct Made {
    made: Option<Uuid>,
    /// As text: a tree that is built only to be taken apart costs more than reading it.
    document: Option<String>,
}

/// Makes an order of a cart of this shop, and tells what is selected of it if that can be told at once. Nothing is charged here: who takes money has done so, or has promised to, before.
pub(crate) async fn place(
    db: &Db,
    desk: &Desk,
    (shop, working): (Uuid, impl Fn() -> Working),
    id: &str,
    selection: Option<&Selection>,
) -> Result<Outcome, ApiError> {
    let _turn = turn(id, OF_COMPLETING).await?;
    for _ in 0..TRIES {
        let number = desk.numbers().next(db, working(), shop).await?;
        if let Some(outcome) = place_as(db, desk, &working, (id, selection), number).await? {
            return Ok(outcome);
        }
        desk.numbers().start_over(shop);
    }
    let words = "The order could not be numbered, as others were placed at the same time. Please try again.";
    Err(ApiError::new(Kind::Conflict, words))
}

/// The same under this number; nothing where another order has it.
async fn place_as(
    db: &Db,
    desk: &Desk,
    working: &impl Fn() -> Working,
    (id, selection): (&str, Option<&Selection>),
    number: Number<'_>,
) -> Result<Option<Outcome>, ApiError> {
    // Only looked at: whoever holds a row keeps others waiting.
    let tx = db.begin_working(working()).await?;
    let cart = cart::look(&tx, id).await?;
    if let Some(order) = cart.order_id {
        return Ok(Some(Outcome::Placed(OrderId(order), None)));
    }
    checks::check(&tx, desk, &cart).await?;
    if let Some((session, provider, reference)) = asked(&cart) {
        tx.commit().await?;
        // He may have paid a moment ago, and come back before anybody told us.
        payment::look(db, desk, working, (provider.as_str(), session, reference.as_str())).await?;
    } else if let Some(unpaid) = unpaid(&cart) {
        return Ok(Some(unpaid));
    } else if is_paid(&cart) || !cart::is_old(&cart, tx.now()) {
        // Before anything is held that others wait for.
        let goods = match selection.filter(|selection| order::stands_alone(selection)) {
            Some(selection) => Some(goods::load(&tx, cart.items.iter(), Audience::Shopper, selection).await?),
            None => None,
        };
        // The database compares what was seen with what is there.
        match write(&tx, &cart, number.get()).await {
            Ok(Made { made, document }) => {
                // Before nobody knows any more whether it was committed.
                number.spend();
                tx.commit().await?;
                let order = OrderId(made.ok_or_else(|| cart::missing(id))?);
                let told = goods.zip(document).map(|(goods, document)| order::told(&document, &goods)).transpose()?;
                return Ok(Some(Outcome::Placed(order, told.map(Box::new))));
            }
            Err(error) if has_changed(&error) => tx.rollback().await?,
            Err(error) if is_numbered(&error) => {
                number.spend();
                return Ok(None);
            }
            Err(error) => return Err(refused::explain(error)),
        }
    } else {
        tx.commit().await?;
    }
    let tx = db.begin_working(working()).await?;
    let mut cart = cart::hold_completed(&tx, id).await?;
    if let Some(order) = cart.order_id {
        return Ok(Some(Outcome::Placed(OrderId(order), None)));
    }
    // What was paid is paid as it was told; nobody else is charged a sum that he has not seen.
    if !is_paid(&cart) && cart::freshen(&tx, &mut cart).await? {
        tx.commit().await?;
        let message = "The prices of the cart have changed since they were told: look at its new total, and pay again";
        return Ok(Some(Outcome::Unpaid { kind: "payment_requires_more_error", message: message.to_owned() }));
    }
    checks::check(&tx, desk, &cart).await?;
    if let Some(unpaid) = unpaid(&cart) {
        return Ok(Some(unpaid));
    }
    let made = match write(&tx, &cart, number.get()).await {
        Err(error) if is_numbered(&error) => {
            number.spend();
            return Ok(None);
        }
        made => made.map_err(refused::explain)?.made.ok_or_else(|| cart::missing(id))?,
    };
    number.spend();
    tx.commit().await?;
    Ok(Some(Outcome::Placed(OrderId(made), None)))
}

/// Writes the order, or answers the one that the cart has become meanwhile.
async fn write(tx: &Tx, cart: &Cart, number: i64) -> db::Result<Made> {
    let document = document(cart, &cart::count(cart), OrderId::new(), number);
    let sql = "select o.made, o.document::text as document from private.place_order($1, $2, $3, $4) o";
    let values: [Cell; 4] = [cart.id.into(), cart.revision.into(), document.into(), tx.now().into()];
    db::fetch_one(tx, sql, values).await
}

/// Whether it is another cart by now, or paid in another way, than was seen.
fn has_changed(error: &db::Error) -> bool {
    matches!(error, db::Error::Constraint { name, .. } if name == "carts_changed" || name == "payments_do_not_cover")
}

/// Whether an order of the shop has the number already.
fn is_numbered(error: &db::Error) -> bool {
    matches!(error, db::Error::Constraint { name, .. } if name == "orders_organization_id_display_id_key")
}

/// The session that has to be looked up: one with an object at its provider of which we do not know that it was paid.
fn asked(cart: &Cart) -> Option<(Uuid, String, String)> {
    let session = cart.payment_collection.as_ref()?.session.as_ref()?;
    let is_open = cart.total.is_positive() && !matches!(session.rank, 50 | 100);
    let reference = session.provider_ref.clone().filter(|_| is_open)?;
    Some((session.id, session.provider_id.clone(), reference))
}

/// Whether somebody has the money, or a bank's word for it.
fn is_paid(cart: &Cart) -> bool {
    let session = cart.payment_collection.as_ref().and_then(|collection| collection.session.as_ref());
    session.is_some_and(|session| matches!(session.rank, 40 | 50 | 100))
}

/// Why the payment does not do yet.
fn unpaid(cart: &Cart) -> Option<Outcome> {
    if !cart.total.is_positive() {
        return None;
    }
    let session = cart.payment_collection.as_ref()?.session.as_ref()?;
    if session.provider_id == payment::SYSTEM {
        return None;
    }
    if is_paid(cart) {
        return None;
    }
    Some(if session.status == "error" {
        Outcome::Unpaid { kind: "payment_authorization_error", message: "The payment was refused".to_owned() }
    } else {
        Outcome::Unpaid {
            kind: "payment_requires_more_error",
            message: "The payment wants another step of the customer".to_owned(),
        }
    })
}

/// What the database is told besides what stands in the cart.
fn document(cart: &Cart, counted: &Counted, order: OrderId, number: i64) -> Value {
    let sums = &counted.cart.sums;
    // What credit pays is owed by the customer as well, and paid in the next breath.
    let receivable = &sums.total + &counted.cart.credit_line_total;
    let revenue = &receivable - &sums.tax_total;
    let below_zero = |amount: &Amount| (&Amount::zero() - amount).to_string();
    let session = cart.payment_collection.as_ref().and_then(|collection| collection.session.as_ref());
    let payment = session
        .filter(|_| cart.total.is_positive())
        .map(|session| json!({ "id": PaymentId::new().0, "session_id": session.id }));
    let lines: Vec<Value> = (cart.items.iter())
        .filter_map(|line| {
            Some(json!({ "variant_id": line.variant_id?, "quantity": line.quantity, "line_item_id": line.id }))
        })
        .collect();
    json!({
        "order_id": order.0,
        "display_id": number,
        "capture_id": PaymentCaptureId::new().0,
        "payment": payment,
        "told_at": session.map(|session| session.created_at),
        "totals_rounding": cart.totals_rounding,
        "search": search(cart, number),
        "lines": lines,
        "books": {
            "receivable": receivable.to_string(), "revenue": below_zero(&revenue), "tax": below_zero(&sums.tax_total),
        },
    })
}

/// By what the staff finds it.
fn search(cart: &Cart, number: i64) -> String {
    let mut words = vec![number.to_string()];
    words.extend(cart.email.clone());
    for address in &cart.addresses {
        let lines = [&address.first_name, &address.last_name, &address.company, &address.city, &address.postal_code];
        words.extend(lines.into_iter().flatten().cloned());
    }
    words.join(" ").to_lowercase().chars().take(2_000).collect()
}
