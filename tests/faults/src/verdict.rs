//! What has to hold in the end.

use std::{collections::BTreeMap, time::Duration};

use sea_orm::FromQueryResult;
use serde_json::Value;
use stripe_double::Double;
use tokio::time::{Instant, sleep};

use crate::{heard::Heard, shop::Shop, told};

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct Text {
    said: String,
}

pub(crate) async fn count(shop: &Shop, sql: &str) -> anyhow::Result<i64> {
    let tx = shop.db.begin_system("look at the rows").await?;
    let Count { n } = db::fetch_one(&tx, &format!("select count(*) as n from {sql}"), []).await?;
    tx.commit().await?;
    Ok(n)
}

pub(crate) async fn texts(shop: &Shop, sql: &str) -> anyhow::Result<Vec<String>> {
    let tx = shop.db.begin_system("look at the rows").await?;
    let rows: Vec<Text> = db::fetch_all(&tx, sql, []).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| row.said).collect())
}

/// What is under way, by the name that people read.
const OPEN: [(&str, &str); 5] = [
    ("calls", "payment_attempts where state in ('planned', 'unknown')"),
    ("webhooks", "webhook_events where status = 'pending'"),
    ("refunds", "payment_refunds where status = 'pending'"),
    ("jobs", "jobs where queue = 'payments' and status in ('ready', 'scheduled', 'running')"),
    (
        "carts that were paid and are no orders",
        "payment_sessions s join payment_collections c on c.organization_id = s.organization_id and c.id = s.payment_collection_id
         where s.rank in (50, 100) and s.replaced_at is null and s.provider_id <> 'pp_system_default' and c.order_id is null",
    ),
];

/// Which jobs they are that do not end, and why.
const LATE: &str =
    "select concat_ws(' ', name, payload, status, 'at', run_at, 'after', attempt, last_error) as said from jobs
    where queue = 'payments' and status in ('ready', 'scheduled', 'running', 'dead')";

/// Waits until nothing is under way any more, and says what is when that takes too long.
pub(crate) async fn settle(shop: &Shop, stripe: &Double) -> anyhow::Result<Vec<String>> {
    let deadline = Instant::now() + Duration::from_mins(6);
    let mut calm = 0;
    loop {
        // Banks take their time with what goes back.
        let sql =
            "select provider_ref as said from payment_refunds where status = 'pending' and provider_ref is not null";
        for refund in texts(shop, sql).await? {
            let _ = stripe.settle_refund(&refund, "succeeded");
        }
        shop.sweep().await?;
        sleep(Duration::from_secs(4)).await;
        let mut left = Vec::new();
        for (name, what) in OPEN {
            let n = count(shop, what).await?;
            if n > 0 {
                left.push(format!("{n} {name}"));
            }
        }
        calm = if left.is_empty() { calm + 1 } else { 0 };
        // Once more, for what the last sweep has found.
        if calm >= 3 {
            return Ok(left);
        }
        if Instant::now() > deadline {
            left.extend(texts(shop, LATE).await?);
            return Ok(left);
        }
    }
}

/// Everything that does not hold.
pub(crate) async fn look(shop: &Shop, stripe: &Double, heard: &Heard, stock: i64) -> anyhow::Result<Vec<String>> {
    let mut faults = Vec::new();
    let org = shop.organization;
    let audit =
        format!("select concat_ws(' ', a.rule, a.subject, a.detail) as said from private.audit_orders('{org}') a");
    faults.extend(texts(shop, &audit).await?);
    faults.extend(heard.all_odd().into_iter().map(|odd| format!("nobody is answered a bug: {odd}")));

    // No more is sold than there is.
    for (at, (variant, _)) in shop.variants.iter().enumerate() {
        let sql = format!(
            "select coalesce(sum(i.quantity), 0)::text as said from order_line_items i
             join orders o on o.organization_id = i.organization_id and o.id = i.order_id
             -- The demo's own history was sold before there were so many.
             where i.variant_id = '{variant}' and o.status <> 'canceled' and o.cart_id is not null"
        );
        let sold: i64 = texts(shop, &sql).await?.first().and_then(|text| text.parse().ok()).unwrap_or_default();
        if at == 0 && sold > stock {
            faults.push(format!("{sold} were sold of {stock}"));
        }
        if at == 0 {
            println!("{sold} of {stock} were sold of what everybody wants");
        }
    }

    faults.extend(told::look(shop, heard).await?);

    // Money at Stripe that is nobody's, and orders that were paid twice.
    let paid = texts(
        shop,
        "select s.provider_ref || ' ' || coalesce(o.id::text, '') as said from payment_sessions s
         join payments p on p.organization_id = s.organization_id and p.payment_session_id = s.id
         join payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
         left join orders o on o.organization_id = c.organization_id and o.id = c.order_id and o.status <> 'canceled'
         where s.provider_ref is not null",
    )
    .await?;
    let order_of: BTreeMap<&str, &str> = paid.iter().filter_map(|line| line.split_once(' ')).collect();
    let books = stripe.books();
    let mut paid_orders: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut kept, mut back) = (0, 0);
    for intent in books["intents"].as_array().into_iter().flatten() {
        let number = |name: &str| intent[name].as_i64().unwrap_or_default();
        let id = intent["id"].as_str().unwrap_or_default();
        back += i64::from(number("refunded") > 0);
        if number("received") - number("refunded") <= 0 && number("capturable") == 0 {
            continue;
        }
        kept += 1;
        match order_of.get(id).filter(|order| !order.is_empty()) {
            Some(order) => *paid_orders.entry(order).or_default() += 1,
            None => faults.push(format!("the intent {id} was paid for no order: {}", short(intent))),
        }
    }
    faults.extend(
        paid_orders
            .iter()
            .filter(|(_, times)| **times > 1)
            .map(|(order, times)| format!("the order {order} was paid {times} times")),
    );
    let unpaid = "orders o join payment_collections c on c.organization_id = o.organization_id and c.order_id = o.id
        join payment_sessions s on s.organization_id = c.organization_id and s.payment_collection_id = c.id and s.replaced_at is null
        where s.provider_id <> 'pp_system_default' and o.status <> 'canceled' and c.captured_amount <> o.total
          and not exists (select from payments p where p.organization_id = c.organization_id and p.payment_collection_id = c.id
            and p.captured_at is null and p.canceled_at is null and p.amount = o.total)";
    let unpaid = count(shop, unpaid).await?;
    if unpaid > 0 {
        faults.push(format!("{unpaid} orders by card have not their money"));
    }
    let clearing = "select (100 * coalesce(sum(e.amount), 0))::bigint::text as said from ledger_entries e
        join payments p on p.organization_id = e.organization_id and p.id = e.payment_id and p.provider_id <> 'pp_system_default'
        where e.account = 'clearing'";
    let ours = texts(shop, clearing).await?.concat();
    let theirs = books["sums"]["eur"]["balance"].as_i64().unwrap_or_default().to_string();
    if ours != theirs {
        faults.push(format!("our books say {ours} cents, Stripe's {theirs}"));
    }
    let swept = count(shop, "webhook_events where source = 'swept'").await?;
    let told = count(shop, "webhook_events where source = 'told'").await?;
    let dead = count(shop, "webhook_events where status = 'dead'").await?;
    if dead > 0 {
        faults.push(format!(
            "{dead} webhooks are dead: {:?}",
            texts(shop, "select coalesce(last_error, '') as said from webhook_events where status = 'dead' limit 3")
                .await?
        ));
    }
    println!(
        "{} orders, {kept} intents with money, {back} given back; {told} webhooks came, {swept} were found; {theirs} cents at Stripe",
        count(shop, "orders").await?
    );
    Ok(faults)
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(400).collect()
}
