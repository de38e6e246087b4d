//! What stands on each kind of paper.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use money::Amount;
use paper::{Block, Column, Fact, Line, Sheet, Sum};

use super::{
    Packed, Sold, Words,
    basis::{Basis, Tax},
    date,
    sold::{Goods, name_of},
    words, written,
};
use crate::cart::{Address, TaxLine};

/// The invoice of an order.
pub(crate) fn invoice(sold: &Sold, number: i64, at: DateTime<Utc>) -> (Sheet, Basis) {
    let (said, goods) = (words(sold.locale.as_deref()), sold.count());
    let mut sheet = of_goods(sold, said, &goods, at, format!("{} {number}", said.invoice));
    sheet.facts = facts(sold, said, at, number);
    let amount = |amount: &Amount| written(said, &sold.currency_code, amount);
    let total = goods.whole.sums.total.clone();
    for (label, paid) in [(said.credit, &sold.credit), (said.paid, &sold.paid)] {
        if paid.is_positive() {
            sheet.sums.push(sum(label, amount(&-paid)));
        }
    }
    if sold.refunded.is_positive() {
        sheet.sums.push(sum(said.refund, amount(&sold.refunded)));
    }
    let open = open(sold, &total);
    if !open.is_positive() {
        sheet.notes.push(said.all_paid.to_owned());
    } else if open != total {
        sheet.sums.push(Sum { is_total: true, ..sum(said.due, amount(&open)) });
    }
    sheet.notes.push(said.thanks.to_owned());
    let taxes = taxes(sold, said, &goods).into_iter().map(|(label, amount)| Tax { label, amount }).collect();
    (sheet, Basis { total, taxes })
}

/// What is still to be paid. What was given back for nothing that came back was a gift, and is not asked for again, unless somebody is
/// asked for it.
fn open(sold: &Sold, total: &Amount) -> Amount {
    let open = &(&(total - &sold.credit) - &sold.paid) + &sold.refunded;
    let given = (&sold.refunded - &sold.returned()).at_least_zero();
    let wanted = (&open - &given).max(sold.asked.clone());
    open.min(wanted).at_least_zero()
}

/// Of what a credit note is.
#[derive(Debug, Clone)]
pub(crate) enum Credited {
    /// Of money that was paid back, and why in the shop's words for customers.
    Refund(Option<String>),
    /// Of what the invoice says and the order does not hold any more, though no money goes back for it.
    Rest,
}

/// The credit note of an invoice.
pub(crate) fn credit_note(
    sold: &Sold,
    number: i64,
    invoice: i64,
    back: &Basis,
    of: Credited,
    at: DateTime<Utc>,
) -> Sheet {
    let said = words(sold.locale.as_deref());
    let amount = |amount: &Amount| written(said, &sold.currency_code, amount);
    let mut sheet = base(sold, said, at, format!("{} {number}", said.credit_note));
    sheet.facts = facts(sold, said, at, number);
    sheet.facts.push(fact(said.of_invoice, invoice.to_string()));
    sheet.columns = columns([said.item, said.amount]);
    let (what, why, note) = match of {
        Credited::Refund(reason) => (said.refund, reason, said.refunded),
        Credited::Rest => (said.correction, None, said.corrected),
    };
    let label = format!("{what}: {} #{}", said.order, sold.display_id);
    sheet.lines = vec![Line { cells: vec![label, amount(&-&back.total)], below: why.into_iter().collect() }];
    sheet.sums.push(Sum { is_total: true, ..sum(said.total, amount(&-&back.total)) });
    let with = back.taxes.iter().map(|tax| sum(&format!("{} {}", said.includes, tax.label), amount(&-&tax.amount)));
    sheet.sums.extend(with);
    sheet.notes.push(note.to_owned());
    sheet
}

/// What lies in a parcel, without what it costs; of a whole order where no parcel is named.
pub(crate) fn packing_slip(sold: &Sold, packed: Option<&[Packed]>, at: DateTime<Utc>) -> Sheet {
    let said = words(sold.locale.as_deref());
    let mut sheet = base(sold, said, at, format!("{} #{}", said.packing_slip, sold.display_id));
    let to = sold.address("shipping").or_else(|| sold.address("billing"));
    sheet.customer = to.map(lines_of).unwrap_or_default();
    sheet.delivery_address = None;
    sheet.facts = vec![fact(said.order, format!("#{}", sold.display_id)), fact(said.date, date(said, at))];
    if let Some(placed) = sold.placed_at {
        sheet.facts.push(fact(said.ordered, date(said, placed)));
    }
    if let Some(method) = sold.shipping_methods.first() {
        sheet.facts.push(fact(said.shipping, method.name.clone()));
    }
    sheet.columns = columns([said.item, said.quantity]);
    sheet.lines = match packed {
        None => {
            let goods = sold.items.iter().filter(|line| line.requires_shipping && sold.left(line) > 0);
            goods
                .map(|line| Line { cells: vec![line.title.clone(), sold.left(line).to_string()], below: below(line) })
                .collect()
        }
        Some(packed) => packed.iter().map(|one| in_parcel(sold, one)).collect(),
    };
    sheet.notes.push(said.thanks.to_owned());
    sheet
}

/// What is offered.
pub(crate) fn quote(sold: &Sold, at: DateTime<Utc>) -> Sheet {
    let (said, goods) = (words(sold.locale.as_deref()), sold.count());
    let mut sheet = of_goods(sold, said, &goods, at, format!("{} {}", said.quote, sold.display_id));
    sheet.facts = vec![fact(said.number, sold.display_id.to_string()), fact(said.date, date(said, at))];
    if let Some(expires) = sold.expires_at {
        sheet.facts.push(fact(said.valid_until, date(said, expires)));
    }
    if let Some(number) = &sold.shop.tax_number {
        sheet.facts.push(fact(said.tax_number, number.clone()));
    }
    if let Some(percent) = &sold.deposit_percent {
        let deposit = crate::quotes::deposit(&goods.whole.sums.total, percent, &sold.currency_code);
        sheet.sums.push(sum(said.deposit, written(said, &sold.currency_code, &deposit)));
    }
    sheet.note.clone_from(&sold.note);
    sheet
}

fn in_parcel(sold: &Sold, packed: &Packed) -> Line {
    let line = sold.items.iter().find(|line| Some(line.id) == packed.line_item_id);
    let small = line.map_or_else(|| packed.sku.iter().cloned().collect(), below);
    Line { cells: vec![packed.title.clone(), packed.quantity.to_string()], below: small }
}

/// Head and foot, which all papers have alike.
fn base(sold: &Sold, said: &Words, at: DateTime<Utc>, title: String) -> Sheet {
    let (billing, shipping) = (sold.address("billing"), sold.address("shipping"));
    let mut customer = billing.or(shipping).map(lines_of).unwrap_or_default();
    if customer.is_empty() {
        customer.extend(sold.email.clone());
    }
    let to = shipping.map(lines_of).filter(|lines| !lines.is_empty() && *lines != customer && billing.is_some());
    let sender = sold.shop.lines();
    let legal = sold.shop.tax_number.iter().map(|number| format!("{} {number}", said.tax_number));
    Sheet {
        locale: said.language.to_owned(),
        made_at: at,
        title,
        shop: sold.shop.title().to_owned(),
        customer,
        delivery_address: to.map(|lines| Block { title: said.delivered_to.to_owned(), lines }),
        footer: std::iter::once(sender.join("\n")).chain(legal).collect(),
        sender,
        ..Sheet::default()
    }
}

/// With what is sold, and what it comes to. Where all prices are told with tax, so they are here.
fn of_goods(sold: &Sold, said: &Words, goods: &Goods, at: DateTime<Utc>, title: String) -> Sheet {
    let amount = |amount: &Amount| written(said, &sold.currency_code, amount);
    let is_gross = sold.items.iter().all(|line| line.is_tax_inclusive);
    let mut sheet = base(sold, said, at, title);
    sheet.columns = columns([said.item, said.quantity, said.price, said.tax, said.amount]);
    sheet.lines = (sold.items.iter().zip(&goods.items))
        .map(|(line, totals)| (line, sold.left(line), totals))
        .filter(|(_, left, _)| *left > 0)
        .map(|(line, left, totals)| {
            let whole = if is_gross { &totals.sums.original_total } else { &totals.sums.subtotal };
            // Without tax, a piece costs its part of what the line does.
            let price = if is_gross || !line.is_tax_inclusive {
                amount(&line.unit_price)
            } else {
                amount(&totals.sums.subtotal.ratio(&left.into(), money::currency::digits(&sold.currency_code)))
            };
            let cells = vec![line.title.clone(), left.to_string(), price, rates(&line.tax_lines), amount(whole)];
            Line { cells, below: below(line) }
        })
        .collect();
    let whole = &goods.whole;
    let items = if is_gross { &whole.items.original_total } else { &whole.items.subtotal };
    sheet.sums.push(sum(said.subtotal, amount(items)));
    for (method, totals) in sold.shipping_methods.iter().zip(&goods.methods) {
        let cost = if is_gross { &totals.sums.original_total } else { &totals.sums.subtotal };
        sheet.sums.push(sum(&format!("{} ({})", said.shipping, method.name), amount(cost)));
    }
    let off = if is_gross { &whole.sums.discount_total } else { &whole.sums.discount_subtotal };
    if off.is_positive() {
        sheet.sums.push(sum(said.discount, amount(&-off)));
    }
    let taxes = taxes(sold, said, goods);
    if !is_gross {
        sheet.sums.extend(taxes.iter().map(|(label, tax)| sum(label, amount(tax))));
    }
    sheet.sums.push(Sum { is_total: true, ..sum(said.total, amount(&whole.sums.total)) });
    if is_gross {
        let with = taxes.iter().map(|(label, tax)| sum(&format!("{} {label}", said.includes), amount(tax)));
        sheet.sums.extend(with);
    }
    sheet
}

/// How much of each tax there is, by its name and rate.
fn taxes(sold: &Sold, said: &Words, goods: &Goods) -> Vec<(String, Amount)> {
    let mut found: BTreeMap<String, Amount> = BTreeMap::new();
    let items = sold.items.iter().map(|line| &line.tax_lines).zip(&goods.items);
    let methods = sold.shipping_methods.iter().map(|method| &method.tax_lines).zip(&goods.methods);
    for (lines, totals) in items.chain(methods) {
        for (line, part) in lines.iter().zip(&totals.tax_lines) {
            let name = line.description.as_deref().or(line.code.as_deref()).unwrap_or(said.tax);
            let tax = found.entry(format!("{name} {} %", line.rate)).or_insert_with(Amount::zero);
            *tax = &*tax + &part.total;
        }
    }
    found.into_iter().collect()
}

fn rates(lines: &[TaxLine]) -> String {
    lines.iter().map(|line| format!("{} %", line.rate)).collect::<Vec<_>>().join(" + ")
}

/// What tells variants apart, and the number by which it is found on the shelf.
fn below(line: &crate::cart::Line) -> Vec<String> {
    let variant = line.variant_title.as_deref().filter(|title| *title != line.title);
    let parts: Vec<&str> = variant.into_iter().chain(line.variant_sku.as_deref()).collect();
    if parts.is_empty() { Vec::new() } else { vec![parts.join(" · ")] }
}

fn facts(sold: &Sold, said: &Words, at: DateTime<Utc>, number: i64) -> Vec<Fact> {
    let mut facts = vec![
        fact(said.number, number.to_string()),
        fact(said.date, date(said, at)),
        fact(said.order, format!("#{}", sold.display_id)),
    ];
    if let Some(placed) = sold.placed_at {
        facts.push(fact(said.ordered, date(said, placed)));
    }
    if let Some(number) = &sold.shop.tax_number {
        facts.push(fact(said.tax_number, number.clone()));
    }
    facts
}

pub(crate) fn lines_of(address: &Address) -> Vec<String> {
    let place = [&address.postal_code, &address.city].into_iter().flatten().map(|text| text.trim());
    let place = place.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let country = address.country_code.as_deref().map(|code| iso::country(code).map_or(code, |country| country.name));
    let lines = [
        address.company.clone(),
        name_of(address),
        address.address_1.clone(),
        address.address_2.clone(),
        Some(place),
        address.province.clone(),
        country.map(str::to_owned),
    ];
    lines.into_iter().flatten().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn columns<const MANY: usize>(titles: [&str; MANY]) -> Vec<Column> {
    titles.into_iter().map(|title| Column { title: title.to_owned() }).collect()
}

fn fact(label: &str, value: String) -> Fact {
    Fact { label: label.to_owned(), value }
}

fn sum(label: &str, value: String) -> Sum {
    Sum { label: label.to_owned(), value, is_total: false }
}
