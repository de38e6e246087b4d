//! What was sold, or is offered, as papers need it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use db::Tx;
use money::{Amount, Rounding, totals};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;
use web::ApiError;

use crate::cart::{Address, Line, Method, of_line, of_method, text};

/// The shop, as it stands on papers.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ShopOf {
    pub(crate) name: String,
    legal_name: Option<String>,
    legal_address: Option<String>,
    pub(crate) tax_number: Option<String>,
}

impl ShopOf {
    /// Whose paper it is.
    pub(crate) fn title(&self) -> &str {
        self.legal_name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(&self.name)
    }

    /// Name and address, a line each.
    pub(crate) fn lines(&self) -> Vec<String> {
        let address = self.legal_address.iter().flat_map(|text| text.lines());
        let lines = std::iter::once(self.title()).chain(address).map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// An order, or a quote.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sold {
    pub(crate) shop: ShopOf,
    pub(crate) display_id: i64,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) is_draft_order: bool,
    pub(crate) customer_id: Option<Uuid>,
    pub(crate) locale: Option<String>,
    pub(crate) currency_code: String,
    pub(crate) totals_rounding: String,
    pub(crate) email: Option<String>,
    pub(crate) placed_at: Option<DateTime<Utc>>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) items: Vec<Line>,
    pub(crate) shipping_methods: Vec<Method>,
    /// What was paid otherwise than by a payment.
    #[serde(with = "text", default = "Amount::zero")]
    pub(crate) credit: Amount,
    /// What was taken, less what a bank has taken back.
    #[serde(with = "text", default = "Amount::zero")]
    pub(crate) paid: Amount,
    /// What was given back.
    #[serde(with = "text", default = "Amount::zero")]
    pub(crate) refunded: Amount,
    /// What somebody is still asked for: dues, and payments that were not taken yet.
    #[serde(with = "text", default = "Amount::zero")]
    pub(crate) asked: Amount,
    /// Pieces of a line that the customer does not pay for: they came back, or were written off.
    #[serde(default)]
    pub(crate) gone: HashMap<Uuid, u32>,
    /// What of a quote is to be paid at once, in percent.
    #[serde(with = "text::optional", default)]
    pub(crate) deposit_percent: Option<Amount>,
    #[serde(default)]
    pub(crate) expires_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub(crate) note: Option<String>,
}

/// All sums.
#[derive(Debug, Clone)]
pub(crate) struct Goods {
    pub(crate) items: Vec<totals::LineTotals>,
    pub(crate) methods: Vec<totals::LineTotals>,
    pub(crate) whole: totals::CartTotals,
}

/// How many of a line are in a parcel.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Packed {
    pub(crate) line_item_id: Option<Uuid>,
    pub(crate) title: String,
    pub(crate) sku: Option<String>,
    pub(crate) quantity: i64,
}

#[derive(FromQueryResult)]
struct Row {
    found: Option<Value>,
}

impl Sold {
    /// An order that was placed.
    pub(crate) async fn order(tx: &Tx, id: Uuid) -> Result<Option<Self>, ApiError> {
        Self::read(tx, ORDER, id).await
    }

    /// A quote.
    pub(crate) async fn quote(tx: &Tx, id: Uuid) -> Result<Option<Self>, ApiError> {
        Self::read(tx, QUOTE, id).await
    }

    async fn read(tx: &Tx, sql: &str, id: Uuid) -> Result<Option<Self>, ApiError> {
        let row: Row = db::fetch_one(tx, sql, [id.into()]).await?;
        row.found.map(serde_json::from_value).transpose().map_err(ApiError::internal)
    }

    /// What it comes to, without what came back.
    pub(crate) fn count(&self) -> Goods {
        let rounding = self.rounding();
        self.counted(|line| remaining(line, line.quantity - self.left(line), rounding))
    }

    /// What came back, and was written off, is worth.
    pub(crate) fn returned(&self) -> Amount {
        let rounding = self.rounding();
        let all = self.counted(|line| totals::line(&of_line(line), rounding));
        &all.whole.sums.total - &self.count().whole.sums.total
    }

    fn counted(&self, count: impl FnMut(&Line) -> totals::LineTotals) -> Goods {
        let rounding = self.rounding();
        let items: Vec<_> = self.items.iter().map(count).collect();
        let methods: Vec<_> = self.shipping_methods.iter().map(|one| totals::line(&of_method(one), rounding)).collect();
        let whole = totals::cart(&items, &methods, &[], rounding);
        Goods { items, methods, whole }
    }

    fn rounding(&self) -> Rounding {
        let digits = Rounding::Currency(money::currency::digits(&self.currency_code));
        Rounding::of(&self.totals_rounding, &self.currency_code).unwrap_or(digits)
    }

    /// How many of a line the customer has, or gets.
    pub(crate) fn left(&self, line: &Line) -> u32 {
        line.quantity.saturating_sub(self.gone.get(&line.id).copied().unwrap_or_default())
    }

    /// Of this kind, if there is one.
    pub(crate) fn address(&self, kind: &str) -> Option<&Address> {
        self.addresses.iter().find(|address| address.kind == kind)
    }

    /// The name of whoever it is for.
    pub(crate) fn name(&self) -> Option<String> {
        let address = self.address("billing").or_else(|| self.address("shipping"))?;
        name_of(address)
    }
}

/// A line without so many of its pieces, and of each of its taxes what is left.
fn remaining(line: &Line, pieces: u32, rounding: Rounding) -> totals::LineTotals {
    let mut whole = totals::line(&of_line(line), rounding);
    if pieces == 0 {
        return whole;
    }
    whole.sums = totals::remaining(&whole.sums, line.quantity, pieces, rounding);
    let mut open = whole.sums.tax_total.clone();
    let last = whole.tax_lines.len().saturating_sub(1);
    for (nth, part) in whole.tax_lines.iter_mut().enumerate() {
        // The last one takes what rounding leaves: together they are the tax of the line.
        part.total =
            if nth == last { open.clone() } else { totals::refundable(&part.total, line.quantity, pieces, rounding) };
        open = &open - &part.total;
    }
    whole
}

/// First and last name.
pub(crate) fn name_of(address: &Address) -> Option<String> {
    let names = [&address.first_name, &address.last_name].into_iter().flatten();
    let name = names.map(|name| name.trim()).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

/// Money is text: numbers of JSON lose digits on their way.
const ORDER: &str = "select (select to_jsonb(o) - 'total' - 'totals' - 'search' - 'metadata' || jsonb_build_object(
    'shop', (select to_jsonb(s) from (select s.name, s.legal_name, s.legal_address, s.tax_number from stores s
      where s.organization_id = o.organization_id) s),
    'addresses', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from order_addresses a
      where a.organization_id = o.organization_id and a.order_id = o.id),
    'items', (select coalesce(jsonb_agg(to_jsonb(i) || jsonb_build_object('unit_price', i.unit_price::text,
        'compare_at_unit_price', i.compare_at_unit_price::text) order by i.created_at, i.id), '[]') from order_line_items i
      where i.organization_id = o.organization_id and i.order_id = o.id and i.quantity > 0),
    'shipping_methods', (select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('amount', m.amount::text)
        order by m.created_at, m.id), '[]') from order_shipping_methods m
      where m.organization_id = o.organization_id and m.order_id = o.id and m.deleted_at is null),
    'credit', coalesce((select sum(l.amount) from order_credit_lines l
      where l.organization_id = o.organization_id and l.order_id = o.id), 0)::text,
    'paid', coalesce((select sum(t.amount) from order_transactions t
      where t.organization_id = o.organization_id and t.order_id = o.id and t.reference not like 'refund%'), 0)::text,
    'refunded', coalesce((select -sum(t.amount) from order_transactions t
      where t.organization_id = o.organization_id and t.order_id = o.id and t.reference like 'refund%'), 0)::text,
    'asked', (coalesce((select sum(d.amount) from order_dues d
        where d.organization_id = o.organization_id and d.order_id = o.id and d.paid_at is null), 0)
      + coalesce((select sum(greatest(c.amount - c.captured_amount, 0)) from payment_collections c
        where c.organization_id = o.organization_id and c.order_id = o.id and c.deleted_at is null and c.status <> 'canceled'
          and not exists (select from order_dues d where d.organization_id = c.organization_id and d.payment_collection_id = c.id)), 0))::text,
    'gone', (select coalesce(jsonb_object_agg(i.id, i.return_received_quantity + i.return_dismissed_quantity + i.written_off_quantity), '{}')
      from order_line_items i where i.organization_id = o.organization_id and i.order_id = o.id))
  from orders o where o.id = $1 and o.deleted_at is null) as found";

const QUOTE: &str =
    "select (select to_jsonb(q) - 'total' - 'totals' - 'metadata' - 'token_sha256' || jsonb_build_object(
    'shop', (select to_jsonb(s) from (select s.name, s.legal_name, s.legal_address, s.tax_number from stores s
      where s.organization_id = q.organization_id) s),
    'deposit_percent', q.deposit_percent::text, 'placed_at', q.sent_at)
  from quotes q where q.id = $1 and q.deleted_at is null) as found";
