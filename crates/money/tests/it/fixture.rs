//! Against `fixtures/totals.json`, which `fixtures/totals.py` wrote: the same rules said a second time.

use money::{
    Amount, Operator, Rounding, Rule, minor,
    promotion::{Allocation, Item, Kind, Method, Promotion, Target, TargetType, apply},
    totals::{Adjustment, CartTotals, Line, Sums, cart, line, returned, shares},
};
use serde_json::Value;
use uuid::Uuid;

use crate::made::{EUR, a, a_line, in_euros};

fn fixture() -> Value {
    serde_json::from_str(include_str!("../fixtures/totals.json")).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn amount(value: &Value) -> Amount {
    a(value.as_str().unwrap_or_else(|| panic!("{value} is no text")))
}

fn count(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn rounding(example: &Value) -> Rounding {
    example["digits"].as_u64().map_or(Rounding::None(2), |digits| Rounding::Currency(digits.try_into().unwrap()))
}

/// Exactly in a currency's digits; with Medusa's arithmetic the order of divisions shows in the last of 20 digits.
#[track_caller]
fn same(found: &Amount, wanted: &Value, example: &Value, what: &str) {
    let is_near = match rounding(example) {
        Rounding::Currency(_) => *found == amount(wanted),
        Rounding::None(_) => (found - &amount(wanted)).abs() <= a("1e-15"),
    };
    assert!(is_near, "{what} of {}: {found} instead of {wanted}\n{example}", example["name"]);
}

#[track_caller]
fn same_sums(found: &Sums, example: &Value) {
    let made = &example["made"];
    for (what, found) in [
        ("subtotal", &found.subtotal),
        ("discount_subtotal", &found.discount_subtotal),
        ("tax_total", &found.tax_total),
        ("total", &found.total),
        ("original_tax_total", &found.original_tax_total),
        ("original_total", &found.original_total),
        ("discount_tax_total", &found.discount_tax_total),
        ("discount_total", &found.discount_total),
    ] {
        same(found, &made[what], example, what);
    }
}

#[test]
fn lines() {
    let fixture = fixture();
    for example in list(&fixture["lines"]) {
        let made = Line {
            price: amount(&example["price"]),
            quantity: count(&example["quantity"]),
            is_tax_inclusive: example["is_tax_inclusive"].as_bool().unwrap(),
            rates: list(&example["rates"]).iter().map(amount).collect(),
            adjustments: list(&example["adjustments"])
                .iter()
                .map(|pair| Adjustment { amount: amount(&pair[0]), is_tax_inclusive: pair[1].as_bool().unwrap() })
                .collect(),
        };
        let found = line(&made, rounding(example));
        same_sums(&found.sums, example);
        let taxes = list(&example["made"]["tax_lines"]);
        assert_eq!(taxes.len(), found.tax_lines.len());
        for (part, wanted) in found.tax_lines.iter().zip(taxes) {
            same(&part.subtotal, &wanted[0], example, "a tax line's subtotal");
            same(&part.total, &wanted[1], example, "a tax line's total");
        }
    }
    assert!(list(&fixture["lines"]).len() >= 120);
}

#[test]
fn carts() {
    let fixture = fixture();
    for example in list(&fixture["carts"]) {
        let rounding = rounding(example);
        let made = |price, quantity, rate, inclusive| line(&a_line(price, quantity, &[rate], &[], inclusive), rounding);
        let items = [made("100", 1, "19", true), made("50", 2, "7", false)];
        let CartTotals { sums, items, shipping, credit_line_total } =
            cart(&items, &[made("4.90", 1, "19", true)], &[a("10")], rounding);
        same_sums(&sums, example);
        same(&items.total, &example["made"]["item_total"], example, "item_total");
        same(&shipping.total, &example["made"]["shipping_total"], example, "shipping_total");
        same(&credit_line_total, &example["made"]["credit_line_total"], example, "credit_line_total");
    }
}

/// Rules are made of the places in the list: an item's attribute `n`.
fn among(places: &Value) -> Vec<Rule> {
    vec![Rule::new("n", Operator::In, list(places).iter().map(ToString::to_string))]
}

fn promotion(place: usize, told: &Value) -> Promotion {
    let is_fixed = told["type"] == "fixed";
    let buys = told.get("buy").map(|buy| Kind::BuyGet {
        buy_rules: among(buy),
        min_quantity: count(&told["min_buy"]),
        apply_to: count(&told["apply_to"]),
    });
    Promotion {
        id: Uuid::from_u128(place as u128),
        kind: buys.unwrap_or(Kind::Standard),
        method: if is_fixed { Method::Fixed } else { Method::Percentage },
        target_type: TargetType::Items,
        allocation: match told["allocation"].as_str() {
            Some("across") => Allocation::Across,
            Some("once") => Allocation::Once,
            _ => Allocation::Each,
        },
        value: told.get("value").map_or_else(|| a("100"), amount),
        is_tax_inclusive: told["is_tax_inclusive"].as_bool().unwrap_or(false),
        currency_code: is_fixed.then(|| "eur".to_owned()),
        max_quantity: told["max_quantity"].as_u64().map(|most| most.try_into().unwrap()),
        max_amount: told["max_amount"].as_str().map(a),
        limit: None,
        used: 0,
        rules: Vec::new(),
        target_rules: told.get("target").map(among).unwrap_or_default(),
    }
}

#[test]
fn promotions() {
    let fixture = fixture();
    for example in list(&fixture["promotions"]) {
        let items: Vec<Item> = list(&example["items"])
            .iter()
            .map(|told| Item {
                subtotal: amount(&told["subtotal"]),
                original_total: amount(&told["original_total"]),
                quantity: count(&told["quantity"]),
                is_discountable: true,
                attributes: [("n", told["index"].to_string())].into_iter().collect(),
            })
            .collect();
        let promotions: Vec<Promotion> =
            list(&example["promotions"]).iter().enumerate().map(|(place, told)| promotion(place, told)).collect();
        let found = apply(&promotions, &items, &[], &in_euros(), rounding(example)).unwrap();
        for (place, wanted) in list(&example["made"]).iter().enumerate() {
            let wanted = wanted.as_object().unwrap();
            let mine: Vec<_> = found.iter().filter(|one| one.promotion == place).collect();
            assert_eq!(mine.len(), wanted.len(), "promotion {place}: {mine:?}\n{example}");
            for one in mine {
                let Target::Item(index) = one.target else { panic!("{one:?}") };
                same(&one.amount, &wanted[&index.to_string()], example, &format!("promotion {place} off item {index}"));
            }
        }
    }
    assert!(list(&fixture["promotions"]).len() >= 120);
}

#[test]
fn coins_returns_and_parts() {
    let fixture = fixture();
    for told in list(&fixture["minor"]) {
        assert_eq!(minor(&amount(&told[0]), told[1].as_str().unwrap()), told[2].as_i64(), "{told}");
    }
    for told in list(&fixture["returned"]) {
        for (pieces, wanted) in list(&told[2]).iter().enumerate() {
            let pieces = pieces.try_into().unwrap();
            assert_eq!(returned(&amount(&told[0]), count(&told[1]), pieces, EUR), amount(wanted), "{told}");
        }
    }
    for told in list(&fixture["shares"]) {
        let weights: Vec<Amount> = list(&told[1]).iter().map(|weight| Amount::from(count(weight))).collect();
        let wanted: Vec<Amount> = list(&told[2]).iter().map(amount).collect();
        assert_eq!(shares(&amount(&told[0]), &weights, 2), wanted, "{told}");
    }
}
