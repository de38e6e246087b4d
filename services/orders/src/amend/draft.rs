//! Drafts: promotions and taxes of one are counted anew with each change of it, as in a cart.

use std::collections::HashMap;

use db::Tx;
use money::Amount;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};
use uuid::Uuid;
use web::ApiError;

use super::{Held, explain};
use crate::{
    cart::{self, MOST_CODES},
    change::Applied,
    offer::{self, Wanted},
    order::{self, document::Order},
};

/// Most ways in which a draft is sent: one of each kind of goods, and some more.
const MOST_WAYS: usize = 20;

/// Refuses more lines than a cart has, and more ways of sending than anybody needs: each is looked up in the shop's offers.
pub(crate) fn fits_draft(lines: usize, ways: usize) -> Result<(), ApiError> {
    let most = money::promotion::MOST_LINES;
    if lines > most {
        return Err(ApiError::invalid_data(format!("Invalid request: A draft order holds at most {most} lines")));
    }
    if ways > MOST_WAYS {
        let words = format!("Invalid request: A draft order has at most {MOST_WAYS} shipping methods");
        return Err(ApiError::invalid_data(words));
    }
    Ok(())
}

/// A draft with what is taken off now, and its taxes.
pub(crate) async fn settled(tx: &Tx, held: &Held, applied: Applied, codes: &[String]) -> Result<Order, ApiError> {
    let Applied { mut order, promotions: (entered, taken) } = applied;
    let mut pseudo = held.as_cart(&order);
    pseudo.promotion_ids.extend(entered);
    pseudo.promotion_ids.retain(|id| !taken.contains(id));
    let wanted = Wanted { codes: codes.to_vec(), ..Wanted::default() };
    let offers = offer::offers(tx, &pseudo, &wanted).await?;
    for code in codes {
        let found = offers.promotions.iter().find(|promotion| promotion.code == *code);
        pseudo.promotion_ids.push(found.ok_or_else(|| invalid(code))?.id);
    }
    if pseudo.promotion_ids.len() > MOST_CODES {
        let words = format!("Invalid request: A draft order has at most {MOST_CODES} promotion codes");
        return Err(ApiError::invalid_data(words));
    }
    cart::refresh_taxes(&mut pseudo, &offers);
    // What is custom has no rate of its own, and a line of nothing has nothing to be taken off.
    cart::refresh_promotions(&mut pseudo, &offers)?;
    for (item, line) in order.items.iter_mut().zip(pseudo.items) {
        item.line.tax_lines = line.tax_lines;
        item.line.adjustments = line.adjustments;
    }
    for (method, counted) in order.shipping_methods.iter_mut().zip(pseudo.shipping_methods) {
        method.tax_lines = counted.tax_lines;
        method.adjustments = counted.adjustments;
    }
    Ok(order)
}

/// No such promotion, or it does not hold any more.
pub(crate) fn invalid(code: &str) -> ApiError {
    let code: String = code.chars().take(100).collect();
    ApiError::invalid_data(format!("The promotion code {code} is invalid"))
}

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

/// A draft becomes an order. False when somebody else has made it one.
pub(crate) async fn place(tx: &Tx, order: &Order) -> Result<bool, ApiError> {
    let counted = order::count(order);
    let sums = &counted.cart.sums;
    let receivable = &sums.total + &counted.cart.credit_line_total;
    let reserve: Vec<Value> = (order.items.iter())
        .filter_map(|item| {
            let line = &item.line;
            let variant = line.variant_id?;
            Some(json!({
                "variant_id": variant, "quantity": line.quantity, "line_item_id": line.id, "allow_backorder": item.allow_backorder
            }))
        })
        .collect();
    let mut uses: HashMap<Uuid, Amount> = HashMap::new();
    let taken = order.items.iter().flat_map(|item| &item.line.adjustments);
    for one in taken.chain(order.shipping_methods.iter().flat_map(|method| &method.adjustments)) {
        if let Some(id) = one.promotion_id {
            let sum = uses.entry(id).or_default();
            *sum = &*sum + &one.amount;
        }
    }
    let uses: Vec<Value> =
        uses.iter().map(|(id, amount)| json!({ "promotion_id": id, "amount": amount.to_string() })).collect();
    let document = json!({
        "search": search(order),
        "books": {
            "receivable": receivable.to_string(), "revenue": (&sums.tax_total - &receivable).to_string(),
            "tax": (-&sums.tax_total).to_string(),
        },
        "reserve": reserve, "promotions": uses,
    });
    let sql = "select private.place_draft($1, $2, $3) as done";
    let done: Result<Done, db::Error> =
        db::fetch_one(tx, sql, [order.id.into(), document.into(), tx.now().into()]).await;
    Ok(done.map_err(explain)?.done)
}

/// By what the staff finds it.
fn search(order: &Order) -> String {
    let mut words = vec![order.display_id.to_string()];
    words.extend(order.email.clone());
    for address in &order.addresses {
        let lines = [&address.first_name, &address.last_name, &address.company, &address.city, &address.postal_code];
        words.extend(lines.into_iter().flatten().cloned());
    }
    words.join(" ").to_lowercase().chars().take(2_000).collect()
}
