//! Whatever is done to an order: pieces are in one place, what is shown is what it costs, and nobody gets back more than he has paid.

use chrono::DateTime;
use money::Amount;
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::{Action, Change, Refusal, What, apply};
use crate::{
    cart::Line,
    order::{count, document::Order, refund_due},
};

fn key(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// An order of lines: how many pieces, how many of them were sent, cents of a piece, cents taken off, and whether tax is in the price.
fn order(lines: &[(u32, u32, u32, u32, bool)], paid: u32) -> Order {
    let items: Vec<_> = (lines.iter().enumerate())
        .map(|(at, (quantity, sent, cents, off, is_tax_inclusive))| {
            let sent = sent.min(quantity);
            json!({
                "id": key(at as u128 + 1), "variant_id": null, "product_id": null, "product_type_id": null, "shipping_profile_id": null,
                "title": "Mug", "subtitle": null, "thumbnail": null, "product_title": null, "product_description": null,
                "product_subtitle": null, "product_type": null, "product_collection": null, "product_handle": null, "variant_sku": null,
                "variant_barcode": null, "variant_title": null, "variant_option_values": null, "quantity": quantity,
                "unit_price": Amount::of_units(i64::from(*cents), 2).to_string(), "compare_at_unit_price": null,
                "is_tax_inclusive": is_tax_inclusive, "is_discountable": true, "is_giftcard": false, "is_custom_price": false,
                "requires_shipping": true, "metadata": null, "created_at": null,
                "tax_lines": [{"id": key(9), "tax_rate_id": null, "code": null, "description": null, "rate": "19", "provider_id": "system"}],
                "adjustments": [{"id": key(8), "promotion_id": key(7), "code": "TEN", "description": null, "is_tax_inclusive": is_tax_inclusive,
                    "amount": Amount::of_units(i64::from(*off), 2).to_string()}],
                "detail_id": key(at as u128 + 100), "fulfilled_quantity": sent, "shipped_quantity": sent, "delivered_quantity": 0,
                "return_requested_quantity": 0, "return_received_quantity": 0, "return_dismissed_quantity": 0, "written_off_quantity": 0,
            })
        })
        .collect();
    let document = json!({
        "id": key(1000), "display_id": 1, "custom_display_id": null, "cart_id": null, "status": "pending", "version": 1, "region_id": null,
        "sales_channel_id": null, "customer_id": null, "currency_code": "eur", "email": null, "locale": null,
        "totals_rounding": "currency", "metadata": null, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
        "addresses": [], "items": items, "shipping_methods": [], "credit_lines": [], "payment_collections": [],
        "payment_status": "captured", "fulfillment_status": "delivered", "is_draft_order": false, "no_notification": null,
        "canceled_at": null, "transactions": [],
        "paid": Amount::of_units(i64::from(paid), 2).to_string(), "refunded": "0",
    });
    serde_json::from_value(document).unwrap()
}

fn action(at: usize, what: What) -> Action {
    let time = DateTime::UNIX_EPOCH;
    let ordering = i64::try_from(at).unwrap() + 1;
    Action { id: key(5000 + at as u128), ordering, internal_note: None, created_at: time, updated_at: time, what }
}

fn actions(whats: Vec<What>) -> Vec<Action> {
    whats.into_iter().enumerate().map(|(at, what)| action(at, what)).collect()
}

fn change(actions: &[Action]) -> Change<'_> {
    Change { version: 1, carry_over_promotions: false, actions }
}

/// Anything that may be done to one of three lines, well or badly.
fn any_what() -> impl Strategy<Value = What> {
    (1u128..=4, 0u32..6, 0u8..8, 0u32..5_000).prop_map(|(line, quantity, kind, cents)| {
        let item = key(line);
        match kind {
            0 => What::ItemUpdate {
                item,
                quantity,
                unit_price: (cents % 2 == 0).then(|| Amount::of_units(cents.into(), 2)),
                compare_at_unit_price: None,
                metadata: None,
            },
            1 => What::ItemRemove { item, quantity },
            2 => What::ReturnItem { item, quantity, reason_id: None, note: None, metadata: None },
            3 => What::CancelReturnItem { item, quantity },
            4 => What::ReceiveReturnItem { item, quantity },
            5 => What::ReceiveDamagedReturnItem { item, quantity },
            6 => What::WriteOffItem { item, quantity, reason: None, note: None, metadata: None },
            _ => What::ReinstateItem { item, quantity },
        }
    })
}

fn any_order() -> impl Strategy<Value = Order> {
    let line = (1u32..6, 0u32..6, 1u32..10_000, 0u32..3_000, any::<bool>());
    (prop::collection::vec(line, 3), 0u32..100_000).prop_map(|(lines, paid)| order(&lines, paid))
}

/// As much of it as can be done, one after the other; what is refused is left out.
fn as_far_as_it_goes(order: &Order, whats: Vec<What>) -> (Order, Vec<What>) {
    let (mut now, mut done) = (order.clone(), Vec::new());
    for what in whats {
        let mut next = done.clone();
        next.push(what);
        if let Ok(applied) = apply(order, change(&actions(next.clone()))) {
            (now, done) = (applied.order, next);
        }
    }
    (now, done)
}

proptest! {
    #[test]
    fn a_piece_is_in_one_place(order in any_order(), whats in prop::collection::vec(any_what(), 0..14)) {
        let (now, _) = as_far_as_it_goes(&order, whats);
        for (was, is) in order.items.iter().zip(&now.items) {
            let detail = &is.detail;
            prop_assert_eq!(was.detail.fulfilled_quantity, detail.fulfilled_quantity);
            prop_assert!(i64::from(is.line.quantity) >= detail.fulfilled_quantity);
            for pieces in [
                detail.return_requested_quantity, detail.return_received_quantity, detail.return_dismissed_quantity, detail.written_off_quantity,
            ] {
                prop_assert!(pieces >= 0);
            }
            let gone = detail.return_requested_quantity + detail.return_received_quantity + detail.return_dismissed_quantity
                + detail.written_off_quantity;
            prop_assert!(gone <= detail.fulfilled_quantity, "{:?}", detail);
        }
    }

    /// What is kept of a change and read again does the same, so the preview costs what the order costs then.
    #[test]
    fn what_is_kept_does_the_same(order in any_order(), whats in prop::collection::vec(any_what(), 0..10)) {
        let (now, done) = as_far_as_it_goes(&order, whats);
        let kept: Vec<What> = done.iter().map(|what| serde_json::from_value(serde_json::to_value(what).unwrap()).unwrap()).collect();
        let again = apply(&order, change(&actions(kept))).unwrap().order;
        prop_assert_eq!(count(&now).cart, count(&again).cart);
        // And so does the order when it is read again.
        let rows: Vec<_> = again.items.iter().map(|item| serde_json::to_value(item).unwrap()).collect();
        let read = Order { items: serde_json::from_value(serde_json::Value::Array(rows)).unwrap(), ..again.clone() };
        prop_assert_eq!(count(&read).cart, count(&again).cart);
    }

    #[test]
    fn once_and_on_its_version(order in any_order(), whats in prop::collection::vec(any_what(), 0..6)) {
        let (_, done) = as_far_as_it_goes(&order, whats);
        let those = actions(done);
        let after = apply(&order, change(&those)).unwrap().order;
        prop_assert_eq!(after.version, 2);
        prop_assert_eq!(apply(&after, change(&those)).unwrap_err(), Refusal::Moved);
        let elsewhere = Order { version: 7, ..order };
        prop_assert_eq!(apply(&elsewhere, change(&those)).unwrap_err(), Refusal::Moved);
    }

    #[test]
    fn nobody_gets_back_more_than_he_paid(order in any_order(), whats in prop::collection::vec(any_what(), 0..14)) {
        let (now, _) = as_far_as_it_goes(&order, whats);
        let total = count(&now).cart.sums.total;
        prop_assert!(!total.is_negative());
        let due = refund_due(&now, &total);
        prop_assert!(!due.is_negative() && due <= now.paid, "{} of {}", due, now.paid);
    }

    /// Pieces that come back take off what they cost, in whatever portions they come, and never more.
    #[test]
    fn all_that_comes_back_costs_nothing(order in any_order(), portions in prop::collection::vec(1u32..4, 1..8)) {
        let mut whats = Vec::new();
        for item in &order.items {
            let mut left = u32::try_from(item.detail.fulfilled_quantity).unwrap();
            for portion in portions.iter().cycle().take(20) {
                let quantity = (*portion).min(left);
                if quantity > 0 {
                    left -= quantity;
                    let item = item.line.id;
                    whats.push(What::ReturnItem { item, quantity, reason_id: None, note: None, metadata: None });
                    whats.push(What::ReceiveReturnItem { item, quantity });
                }
            }
        }
        let before = count(&order).cart.sums.total;
        let after = apply(&order, change(&actions(whats))).unwrap().order;
        let now = count(&after);
        prop_assert!(now.cart.sums.total <= before);
        for (item, sums) in after.items.iter().zip(&now.items) {
            if item.detail.fulfilled_quantity == i64::from(item.line.quantity) {
                prop_assert!(sums.sums.total.is_zero());
            }
        }
    }
}

#[test]
fn what_is_claimed_and_sent_back_is_returned() {
    let order = order(&[(3, 3, 1_000, 0, true)], 3_000);
    let item = key(1);
    let claim = |quantity| What::WriteOffItem { item, quantity, reason: None, note: None, metadata: None };
    let back = |quantity| What::ReturnItem { item, quantity, reason_id: None, note: None, metadata: None };
    for whats in [vec![claim(2), back(1)], vec![back(1), claim(2)]] {
        let after = apply(&order, change(&actions(whats))).unwrap().order;
        let detail = &after.items[0].detail;
        assert_eq!((detail.written_off_quantity, detail.return_requested_quantity), (1, 1));
        assert_eq!(count(&after).cart.sums.total, Amount::from(20));
    }
    let refused = apply(&order, change(&actions(vec![claim(4)]))).unwrap_err();
    assert!(refused.to_string().starts_with("Cannot claim more items than what was fulfilled for item ordli_"));
    let refused = apply(&order, change(&actions(vec![claim(2), back(4)]))).unwrap_err();
    assert!(refused.to_string().starts_with("Cannot request to return more items"));
}

#[test]
fn fewer_pieces_are_less_off_and_more_only_if_said() {
    let order = order(&[(4, 0, 1_000, 800, true)], 0);
    let update = |quantity| {
        actions(vec![What::ItemUpdate {
            item: key(1),
            quantity,
            unit_price: None,
            compare_at_unit_price: None,
            metadata: None,
        }])
    };
    let off = |change: Change<'_>| {
        let after = apply(&order, change).unwrap().order;
        after.items[0].line.adjustments[0].amount.clone()
    };
    assert_eq!(off(change(&update(1))), Amount::from(2));
    assert_eq!(off(change(&update(8))), Amount::from(8));
    assert_eq!(off(Change { carry_over_promotions: true, ..change(&update(8)) }), Amount::from(16));
}

#[test]
fn a_line_that_is_put_in_is_kept_whole() {
    let order = order(&[(1, 0, 1_000, 0, false)], 0);
    let line = Line { id: key(50), unit_price: "9.123456789012345678".parse().unwrap(), ..order.items[0].line.clone() };
    let what = What::ItemAdd { line: Box::new(line), detail_id: key(60), allow_backorder: false };
    let kept: What = serde_json::from_value(serde_json::to_value(&what).unwrap()).unwrap();
    let after = apply(&order, change(&actions(vec![kept]))).unwrap().order;
    assert_eq!(after.items[1].line.unit_price.to_string(), "9.123456789012345678");
    assert_eq!(after.items[1].detail.detail_id, key(60));
}
