//! Carts and what orders owe.

use money::{
    Amount, Rounding,
    totals::{CartTotals, Line, LineTotals, cart, line, summary},
};

use crate::made::{EUR, MEDUSA, a, a_line};

fn c1(rounding: Rounding, credits: &[Amount]) -> CartTotals {
    let made = |one: &Line| line(one, rounding);
    let items: Vec<LineTotals> =
        [a_line("100", 1, &["19"], &[], true), a_line("50", 2, &["7"], &[], false)].iter().map(made).collect();
    let parcel = Line::method(a("4.90"), true, vec![a("19")], Vec::new());
    cart(&items, &[made(&parcel)], credits, rounding)
}

#[test]
fn c1_items_shipping_and_credit() {
    let found = c1(EUR, &[a("10")]);
    assert_eq!(found.sums.subtotal, a("188.15"));
    assert_eq!((found.sums.tax_total.clone(), found.sums.original_tax_total.clone()), (a("23.75"), a("23.75")));
    assert_eq!((found.sums.total.clone(), found.sums.original_total.clone()), (a("201.90"), a("211.90")));
    assert_eq!((found.items.total.clone(), found.shipping.total.clone()), (a("207"), a("4.90")));
    assert_eq!(found.sums.original_subtotal(), found.sums.subtotal);
    assert_eq!(found.credit_line_total, a("10"));
    let exact = c1(MEDUSA, &[a("10")]);
    assert_eq!(exact.sums.total.r(12), a("201.9"));
}

#[test]
fn credit_pays_at_most_what_there_is_to_pay() {
    let found = c1(EUR, &[a("150"), a("150")]);
    assert_eq!((&found.credit_line_total, &found.sums.total), (&a("211.90"), &Amount::zero()));
    // What was taken back is paid as well.
    let more = c1(EUR, &[a("10"), a("-15")]);
    assert_eq!((&more.credit_line_total, &more.sums.total), (&a("-5"), &a("216.90")));
}

#[test]
fn a_cent_of_credit_is_none_with_medusas_arithmetic_only() {
    assert_eq!(c1(MEDUSA, &[a("0.01")]).credit_line_total, Amount::zero());
    assert_eq!(c1(MEDUSA, &[a("0.02")]).credit_line_total, a("0.02"));
    assert_eq!(c1(EUR, &[a("0.01")]).credit_line_total, a("0.01"));
}

#[test]
fn nothing_at_all() {
    assert_eq!(cart(&[], &[], &[a("5")], EUR), CartTotals::default());
}

#[test]
fn what_an_order_owes() {
    let now = c1(EUR, &[a("10")]);
    let owed = |requested: &str, moved: &[&str]| {
        let moved: Vec<Amount> = moved.iter().map(|amount| a(amount)).collect();
        summary(&now, &a("201.90"), &a(requested), &moved, EUR)
    };
    let open = owed("0", &[]);
    assert_eq!((&open.pending_difference, &open.accounting_total), (&a("201.90"), &a("211.90")));
    let paid = owed("0", &["201.90"]);
    assert_eq!((paid.pending_difference, paid.current_order_total), (Amount::zero(), a("201.90")));
    let back = owed("53.50", &["201.90", "-20"]);
    assert_eq!((back.paid_total, back.refunded_total, back.transaction_total), (a("201.90"), a("20"), a("181.90")));
    assert_eq!(back.pending_difference, a("-33.50"), "the customer gets it back");
    assert_eq!(owed("0", &["201.89"]).pending_difference, Amount::zero(), "within a cent");
    assert_eq!(owed("0", &["201.88"]).pending_difference, a("0.02"));
}
