//! What people were told is true: their carts and orders are there, what was canceled is, and what was given back was, once.

use std::collections::{BTreeMap, BTreeSet};

use crate::{cashier::NOTE, heard::Heard, shop::Shop, verdict::texts};

/// Everything that somebody was told and that is not so.
pub(crate) async fn look(shop: &Shop, heard: &Heard) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    let orders = texts(shop, "select private.wire_id('order', id) as said from orders").await?;
    let carts = texts(shop, "select private.wire_id('cart', id) as said from carts").await?;
    let known: BTreeSet<&String> = orders.iter().chain(&carts).collect();
    for id in heard.all_orders().iter().chain(&heard.all_carts()) {
        if !known.contains(id) {
            faults.push(format!("{id} was told to a customer, and is not there"));
        }
    }

    let canceled = "select private.wire_id('order', id) as said from orders where status = 'canceled'";
    let canceled = texts(shop, canceled).await?;
    for id in heard.all_canceled().iter().filter(|id| !canceled.contains(id)) {
        faults.push(format!("{id} was canceled, somebody was told, and it is not"));
    }

    // What was on its way may be refused in the end, and the staff is told so.
    let given_back = pieces(shop, "status not in ('failed', 'canceled')").await?;
    let refused = pieces(shop, "status in ('failed', 'canceled')").await?;
    for (payment, (told, perhaps)) in heard.all_given_back() {
        let were = given_back.get(payment.as_str()).copied().unwrap_or_default();
        let refused = refused.get(payment.as_str()).copied().unwrap_or_default();
        if !(told.saturating_sub(refused)..=told + perhaps).contains(&were) {
            faults.push(format!(
                "of {payment} {told} pieces were given back (and {perhaps} perhaps), as somebody was told: {were} are in the books"
            ));
        }
    }
    Ok(faults)
}

/// How many pieces of a payment the cashier has given back, of those whose status is so.
async fn pieces(shop: &Shop, status: &str) -> anyhow::Result<BTreeMap<String, u64>> {
    let sql = format!(
        "select private.wire_id('pay', payment_id) || ' ' || count(*) as said from payment_refunds
         where note = '{NOTE}' and {status} group by payment_id"
    );
    let lines = texts(shop, &sql).await?;
    let pieces = lines.iter().filter_map(|line| line.split_once(' '));
    Ok(pieces.map(|(id, times)| (id.to_owned(), times.parse().unwrap_or_default())).collect())
}
