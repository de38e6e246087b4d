//! What the names of mails about an order stand for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use db::Tx;
use money::Amount;
use sea_orm::FromQueryResult;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use super::render::Values;
use crate::documents::{Sold, Words, date, words, written};

/// An order that something happened to, whatever of it the event names.
#[derive(FromQueryResult)]
pub(super) struct Concerned {
    pub(super) order_id: Uuid,
    pub(super) is_quiet: bool,
    tracking: Option<String>,
    return_number: Option<i64>,
    refunded: Option<String>,
}

/// Which order it is of: the event names the order, a fulfilment, a return, a payment, a refund.
pub(super) async fn concerned(tx: &Tx, entity: Uuid) -> db::Result<Option<Concerned>> {
    let sql = "
      with f as (select f.* from fulfillments f where f.id = $1),
      r as (select r.* from order_returns r where r.id = $1),
      b as (select b.* from payment_refunds b where b.id = $1),
      p as (select p.payment_collection_id, p.organization_id from payments p where p.id in (select $1 union select b.payment_id from b))
      select o.id as order_id, coalesce((select f.no_notification from f), (select r.no_notification from r), o.no_notification, false) as is_quiet,
        (select string_agg(concat_ws(' ', nullif(l.tracking_number, ''), nullif(l.tracking_url, '')), e'\\n' order by l.created_at)
          from fulfillment_labels l join f on f.organization_id = l.organization_id and f.id = l.fulfillment_id) as tracking,
        (select r.display_id from r) as return_number, (select b.amount::text from b) as refunded
      from orders o
      where o.deleted_at is null and not o.is_draft_order and o.id = coalesce((select f.order_id from f), (select r.order_id from r),
        (select c.order_id from payment_collections c join p on p.organization_id = c.organization_id and p.payment_collection_id = c.id limit 1), $1)";
    db::fetch_optional(tx, sql, [entity.into()]).await
}

/// The values of a mail about an order; `after` is what the event says.
pub(super) fn values(sold: &Sold, of: &Concerned, after: &Value) -> Result<Values, ApiError> {
    let said = words(sold.locale.as_deref());
    let amount = |amount: &Amount| written(said, &sold.currency_code, amount);
    let mut values = plain_values(sold, said);
    values.insert("tracking", of.tracking.clone().unwrap_or_default());
    values.insert("return_number", of.return_number.map(|number| number.to_string()).unwrap_or_default());
    let told = of.refunded.as_deref().or_else(|| after["amount"].as_str());
    if let Some(told) = told {
        values.insert("amount", amount(&told.parse().map_err(ApiError::internal)?));
    }
    let due = after["due_at"].as_str().and_then(|text| text.parse::<DateTime<Utc>>().ok());
    values.insert("due_date", due.map(|at| date(said, at)).unwrap_or_default());
    values.insert(
        "reason",
        after["reason"].as_str().or_else(|| after["error"]["message"].as_str()).and_then(plain).unwrap_or_default(),
    );
    Ok(values)
}

/// What all mails about an order know.
pub(super) fn plain_values(sold: &Sold, said: &Words) -> Values {
    let mut values = of_sold(sold, said);
    values.insert("order_number", format!("#{}", sold.display_id));
    values.insert("order_total", written(said, &sold.currency_code, &sold.count().whole.sums.total));
    values.insert("order_date", sold.placed_at.map(|at| date(said, at)).unwrap_or_default());
    values
}

/// What orders and quotes have alike.
pub(crate) fn of_sold(sold: &Sold, said: &Words) -> Values {
    let address = sold.address("shipping").map(crate::documents::lines_of).unwrap_or_default();
    BTreeMap::from([
        ("shop", sold.shop.name.clone()),
        ("hello", hello(sold.locale.as_deref(), sold.name().as_deref())),
        ("items", items(sold, said)),
        ("shipping_address", address.join("\n")),
    ])
}

/// How a mail begins.
pub(crate) fn hello(locale: Option<&str>, name: Option<&str>) -> String {
    let hello = if words(locale).language == "de" { "Guten Tag" } else { "Hello" };
    name.and_then(plain).map_or_else(|| format!("{hello},"), |name| format!("{hello} {name},"))
}

/// What was sold, a line each.
fn items(sold: &Sold, said: &Words) -> String {
    let sums = sold.count();
    let lines = sold.items.iter().zip(&sums.items).map(|(line, totals)| {
        let variant = line.variant_title.as_deref().filter(|title| *title != line.title);
        let title = variant.map_or_else(|| line.title.clone(), |variant| format!("{}, {variant}", line.title));
        format!("{} × {title}: {}", line.quantity, written(said, &sold.currency_code, &totals.sums.total))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The most of what a stranger calls himself that stands in a mail.
const LONGEST_NAME: usize = 100;

/// A text on one line and not too long. None where it leads somewhere: what somebody else has typed is sent in the shop's name.
fn plain(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let text: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    let leads_away = text.contains("//") || text.contains('@') || text.to_lowercase().contains("www.");
    (!text.is_empty() && !leads_away).then_some(text)
}
