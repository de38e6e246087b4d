//! Whole checkouts, in nine calls: cart, two lines, address, shipping options, shipping, what is to be paid, how, and the order.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use rand::random_range;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{connection::Connection, tally::Tally};

const CALLS: [&str; 9] = [
    "cart",
    "first line",
    "second line",
    "address",
    "shipping options",
    "shipping",
    "to be paid",
    "session",
    "complete",
];

/// What is bought, and where.
struct Shop {
    region: String,
    variants: Vec<String>,
    sold: AtomicU64,
}

pub(crate) async fn run(port: u16, key: &str, clients: usize, length: Duration) -> anyhow::Result<Value> {
    let header = format!("x-publishable-api-key: {key}\r\n");
    let shop = Arc::new(look(&mut Connection::open(port, &header).await?).await?);
    let began = Instant::now();
    let mut buyers = JoinSet::new();
    for _ in 0..clients {
        let (shop, mut connection) = (Arc::clone(&shop), Connection::open(port, &header).await?);
        buyers.spawn(async move {
            let mut tally = Tally::new();
            while began.elapsed() < length {
                buy(&shop, &mut connection, &mut tally).await?;
            }
            anyhow::Ok(tally)
        });
    }
    let mut all = Tally::new();
    while let Some(one) = buyers.join_next().await {
        all.join(one??);
    }
    Ok(all.told(CALLS, began.elapsed()))
}

/// A region that sells to Germany, and variants with a stock.
async fn look(connection: &mut Connection) -> anyhow::Result<Shop> {
    let (_, regions) = connection.ask("GET /store/regions", "", b"").await?;
    let regions: Value = serde_json::from_slice(regions)?;
    let of_euro = |region: &&Value| region["currency_code"] == "eur";
    let region =
        regions["regions"].as_array().and_then(|all| all.iter().find(of_euro)).context("nothing is sold for euros")?;
    let region = region["id"].as_str().context("a region without an id")?.to_owned();
    let path =
        format!("GET /store/products?limit=200&region_id={region}&fields=id,variants.id,variants.manage_inventory");
    let (_, products) = connection.ask(&path, "", b"").await?;
    let products: Value = serde_json::from_slice(products)?;
    let variants: Vec<String> = (products["products"].as_array().into_iter().flatten())
        .flat_map(|product| product["variants"].as_array().into_iter().flatten())
        .filter(|variant| variant["manage_inventory"] == true)
        .filter_map(|variant| variant["id"].as_str().map(str::to_owned))
        .collect();
    if variants.len() < 2 {
        bail!("nothing can be bought");
    }
    Ok(Shop { region, variants, sold: AtomicU64::new(0) })
}

async fn buy(shop: &Shop, connection: &mut Connection, tally: &mut Tally<9>) -> anyhow::Result<()> {
    // Everybody comes from somewhere else (198.18.0.0/15 is for benchmarks), and has bought nothing before.
    let from =
        format!("x-forwarded-for: 198.{}.{}.{}\r\n", random_range(18..20), random_range(0..256), random_range(1..255));
    let number = shop.sold.fetch_add(1, Ordering::Relaxed);
    let email = format!("ann-{number}-{:08x}@example.com", random_range(0..u32::MAX));
    let mut calls = 0..CALLS.len();
    let mut ask = async |ask: String, body: Value, id: &str| {
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let (took, answer) = connection.ask(&ask, &from, &body).await?;
        tally.note(calls.next().unwrap_or_default(), took);
        found(answer, id).with_context(|| format!("{ask}: no {id} in {}", String::from_utf8_lossy(answer)))
    };
    let cart = ask("POST /store/carts".into(), json!({ "region_id": shop.region }), "cart_").await?;
    let path = format!("POST /store/carts/{cart}");
    for _ in 0..2 {
        let variant = &shop.variants[random_range(0..shop.variants.len())];
        let line = json!({ "variant_id": variant, "quantity": random_range(1..4) });
        ask(format!("{path}/line-items"), line, "cali_").await?;
    }
    let address = json!({"first_name": "Ann", "last_name": "Berg", "address_1": "Hafenstr. 1", "city": "Berlin", "country_code": "de",
        "postal_code": "10115", "phone": "+49 30 901820"});
    let said = json!({ "email": email, "shipping_address": address, "billing_address": address });
    ask(path.clone(), said, "caaddr_").await?;
    let option = ask(format!("GET /store/shipping-options?cart_id={cart}"), Value::Null, "so_").await?;
    ask(format!("{path}/shipping-methods"), json!({ "option_id": option }), &option).await?;
    let paid = ask("POST /store/payment-collections".into(), json!({ "cart_id": cart }), "pay_col_").await?;
    let sessions = format!("POST /store/payment-collections/{paid}/payment-sessions");
    ask(sessions, json!({ "provider_id": "pp_system_default" }), "payses_").await?;
    ask(format!("{path}/complete"), json!({}), "order_").await?;
    Ok(())
}

/// The first id of a kind in an answer.
fn found(answer: &[u8], prefix: &str) -> Option<String> {
    let wanted = format!("\"{prefix}");
    let at = answer.windows(wanted.len()).position(|here| here == wanted.as_bytes())? + 1;
    let end = at + answer[at..].iter().position(|byte| *byte == b'"')?;
    String::from_utf8(answer[at..end].to_vec()).ok()
}
