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
    let mut values = of_order(sold);
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
        after["reason"]
            .as_str()
            .or_else(|| after["error"]["message"].as_str())
            .and_then(plain_name)
            .unwrap_or_default(),
    );
    Ok(values)
}

/// What all mails about an order know.
pub(crate) fn of_order(sold: &Sold) -> Values {
    let said = words(sold.locale.as_deref());
    let mut values = of_sold(sold, said);
    values.insert("order_number", format!("#{}", sold.display_id));
    values.insert("order_total", written(said, &sold.currency_code, &sold.count().whole.sums.total));
    values.insert("order_date", sold.placed_at.map(|at| date(said, at)).unwrap_or_default());
    values
}

/// What orders and quotes have alike.
pub(crate) fn of_sold(sold: &Sold, said: &Words) -> Values {
    let address = sold.address("shipping").map(crate::documents::lines_of).unwrap_or_default();
    let address: Vec<String> = address.iter().filter_map(|line| plain(line, LONGEST_LINE)).collect();
    BTreeMap::from([
        ("shop", sold.shop.name.clone()),
        ("hello", hello(sold.locale.as_deref(), sold.name().as_deref())),
        ("items", items(sold, said)),
        ("shipping", shipping(sold, said)),
        ("shipping_address", address.join("\n")),
    ])
}

/// How a mail begins.
pub(crate) fn hello(locale: Option<&str>, name: Option<&str>) -> String {
    let hello = if words(locale).language == "de" { "Guten Tag" } else { "Hello" };
    name.and_then(plain_name).map_or_else(|| format!("{hello},"), |name| format!("{hello} {name},"))
}

/// What was sold, a line each.
fn items(sold: &Sold, said: &Words) -> String {
    let sums = sold.count();
    let kept = sold.items.iter().zip(&sums.items).filter(|(line, _)| sold.left(line) > 0);
    let lines = kept.map(|(line, totals)| {
        let variant = line.variant_title.as_deref().filter(|title| *title != line.title);
        let title = variant.map_or_else(|| line.title.clone(), |variant| format!("{}, {variant}", line.title));
        format!("{} × {title}: {}", sold.left(line), written(said, &sold.currency_code, &totals.sums.total))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How it is sent and what that costs, a line each: what the items come to and this is the total.
fn shipping(sold: &Sold, said: &Words) -> String {
    let sums = sold.count();
    let lines = sold.shipping_methods.iter().zip(&sums.methods).map(|(method, totals)| {
        format!("{} ({}): {}", said.shipping, method.name, written(said, &sold.currency_code, &totals.sums.total))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The most of what a stranger calls himself that stands in a mail.
const LONGEST_NAME: usize = 100;
/// The most of a line of his address.
const LONGEST_LINE: usize = 200;

/// A text on one line and not too long. None where it leads somewhere: what somebody else has typed is sent in the shop's name.
pub(super) fn plain_name(text: &str) -> Option<String> {
    plain(text, LONGEST_NAME)
}

/// The same of a text of at most so many signs.
pub(crate) fn plain(text: &str, most: usize) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let leads_away = words.iter().any(|word| leads_away(word));
    let text: String = words.join(" ").chars().take(most).collect();
    (!text.is_empty() && !leads_away).then_some(text)
}

/// Whether who reads mails makes a link of a word: an address of any kind, or the name of a host.
fn leads_away(word: &str) -> bool {
    let host = word.split(['/', ':', '?', '#']).next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let is_host = host.rsplit_once('.').is_some_and(|(name, end)| {
        let is_end = end.chars().all(|c| c.is_ascii_lowercase()) || end.chars().all(|c| c.is_ascii_uppercase());
        name.ends_with(char::is_alphanumeric) && end.len() > 1 && is_end
    });
    is_host || word.contains("//") || word.contains('@') || word.to_lowercase().contains("www.")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_strangers_write_leads_nowhere() {
        for text in [
            "Straße des Friedens 1",
            "St.Gallen",
            "Dr. Łukasz Größer",
            "c/o A.M. Berg",
            "Hauptstr.5",
            "12/3/4",
            "D&C Inc.",
        ] {
            assert_eq!(plain(text, 200).as_deref(), Some(text));
        }
        for text in [
            "See https://evil.test",
            "evil.test",
            "evil.test/won",
            "(EVIL.COM)",
            "a@b",
            "WWW.x",
            "go to evil.test: now",
            "",
        ] {
            assert_eq!(plain(text, 200), None, "{text}");
        }
        assert_eq!(plain("a\n\n\tb\u{0}c", 200).as_deref(), Some("a b c"));
    }
}
