//! Rules and their operators, and which promotions hold for a cart.

use money::{
    Attributes, Operator, Rule,
    promotion::{Allocation, Context, Method, Promotion, apply},
};

use crate::made::{EUR, a, in_euros, item, of, off};

fn holds(operator: &str, values: &[&str], actual: &[&str]) -> bool {
    let rule = Rule::new("x", Operator::of(operator).unwrap(), values.iter().copied());
    let actual: Vec<String> = actual.iter().map(ToString::to_string).collect();
    rule.holds(actual.iter())
}

#[test]
fn operators() {
    for operator in ["eq", "in"] {
        assert!(holds(operator, &["a", "b"], &["c", "b"]), "any of the values");
        assert!(!holds(operator, &["a"], &["c"]) && !holds(operator, &["a"], &[]) && !holds(operator, &[], &["a"]));
    }
    assert!(holds("ne", &["a", "b"], &["c"]) && holds("ne", &["a"], &[]) && holds("ne", &[], &["a"]));
    assert!(!holds("ne", &["a", "b"], &["c", "b"]), "none of the values");
    for (operator, at_nine, at_ten, at_eleven) in
        [("gt", false, false, true), ("gte", false, true, true), ("lt", true, false, false), ("lte", true, true, false)]
    {
        assert_eq!(holds(operator, &["10"], &["9"]), at_nine, "{operator}: as numbers, not as text");
        assert_eq!(holds(operator, &["10.00"], &["10"]), at_ten, "{operator}");
        assert_eq!(holds(operator, &["10"], &["11"]), at_eleven, "{operator}");
        assert!(
            !holds(operator, &["10"], &[]) && !holds(operator, &["ten"], &["11"]) && !holds(operator, &["1"], &["x"])
        );
    }
    assert!(holds("gt", &["100", "10"], &["50"]) && holds("lt", &["10", "100"], &["50"]), "any of the values");
    assert_eq!(Operator::of("like"), None);
    assert_eq!(Operator::of("gte").map(Operator::name), Some("gte"));
}

fn rule(attribute: &str, operator: Operator, value: &str) -> Rule {
    Rule::new(attribute, operator, [value])
}

fn is_taken(promotion: Promotion, context: &Context) -> bool {
    let items = [of(item("10", 1), "product.id", "prod_1"), item("20", 1)];
    !apply(&[promotion], &items, &[], context, EUR).unwrap().is_empty()
}

fn ten_percent() -> Promotion {
    off(Method::Percentage, Allocation::Across, "10", 1)
}

#[test]
fn rules_ask_the_cart_or_any_of_its_items() {
    let attributes = Attributes::new()
        .with("customer.groups.id", "cusgroup_1")
        .with("customer.groups.id", "cusgroup_2")
        .with("item_total", "30");
    let context = Context { attributes, ..in_euros() };
    for (attribute, operator, value, wanted) in [
        ("customer.groups.id", Operator::Eq, "cusgroup_2", true),
        ("customer.groups.id", Operator::Ne, "cusgroup_2", false),
        ("customer.groups.id", Operator::In, "cusgroup_3", false),
        ("item_total", Operator::Gte, "30.00", true),
        ("item_total", Operator::Gt, "30", false),
        ("items.product.id", Operator::Eq, "prod_1", true),
        ("items.product.id", Operator::Ne, "prod_1", false),
        ("items.product.id", Operator::Eq, "prod_2", false),
        ("shipping_address.country_code", Operator::Eq, "de", false),
    ] {
        let promotion = Promotion { rules: vec![rule(attribute, operator, value)], ..ten_percent() };
        assert_eq!(is_taken(promotion, &context), wanted, "{attribute} {operator:?} {value}");
    }
    let both = vec![rule("item_total", Operator::Gt, "1"), rule("region.id", Operator::Eq, "reg_1")];
    assert!(!is_taken(Promotion { rules: both, ..ten_percent() }, &context), "all of them");
}

#[test]
fn limits_and_currencies() {
    let used = |limit, used| is_taken(Promotion { limit, used, ..ten_percent() }, &in_euros());
    assert!(used(None, 1_000_000) && used(Some(7), 6) && !used(Some(7), 7) && !used(Some(0), 0));
    let fixed = |code: Option<&str>| Promotion {
        currency_code: code.map(ToOwned::to_owned),
        ..off(Method::Fixed, Allocation::Across, "1", 1)
    };
    assert!(is_taken(fixed(Some("eur")), &in_euros()));
    assert!(!is_taken(fixed(Some("usd")), &in_euros()) && !is_taken(fixed(None), &in_euros()));
}

#[test]
fn target_rules_with_and_without_their_first_word() {
    let items = [of(item("10", 1), "product.id", "prod_1"), item("20", 1)];
    for attribute in ["items.product.id", "product.id"] {
        let promotion = Promotion { target_rules: vec![rule(attribute, Operator::Eq, "prod_1")], ..ten_percent() };
        let made = apply(&[promotion], &items, &[], &in_euros(), EUR).unwrap();
        assert_eq!((made.len(), &made[0].amount), (1, &a("1")), "{attribute}");
    }
}
