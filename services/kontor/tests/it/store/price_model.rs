//! `calculated_price` over the database against a model that is written a second time, from what Medusa's reference says of prices.
//! Each variant is a case, so a request compares a hundred of them.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{CustomerGroupId, PriceId, PriceListId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    medusa::visitor::{Visitor, open_with},
    shop::{Shop, id},
};

const VARIANTS: u128 = 100;
const LISTS: u128 = 14;
const ROUNDS: u64 = 3;

/// The same numbers each time: a failure can be tried again.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn word(&mut self, all: &[&'static str]) -> &'static str {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

type Rules = BTreeMap<String, Vec<String>>;

struct Price {
    id: Uuid,
    variant: u128,
    list: Option<usize>,
    currency: &'static str,
    cents: u64,
    least: Option<u64>,
    rules: Rules,
}

struct List {
    id: Uuid,
    kind: &'static str,
    is_active: bool,
    is_deleted: bool,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    rules: Rules,
}

/// Whoever asks, and where.
struct Context<'a> {
    region: String,
    currency: &'static str,
    groups: &'a [String],
    at: DateTime<Utc>,
}

fn group(number: u128) -> Uuid {
    Uuid::from_u128(0x7000_800a_0040_0000_0000 + number)
}

fn regions() -> [(String, &'static str); 3] {
    [(id("reg", "e", 1), "usd"), (id("reg", "e", 2), "eur"), (id("reg", "e", 3), "eur")]
}

/// The rules of something: mostly few.
fn rules(chance: &mut Chance, attributes: &[&str], is_list: bool) -> Rules {
    let mut rules = Rules::new();
    while rules.len() < 3 && chance.one_in(2) {
        let attribute = *chance.of(attributes);
        let values: Vec<String> = match attribute {
            "region_id" => regions().map(|(region, _)| region).to_vec(),
            "customer.groups.id" => (1..=3).map(|number| CustomerGroupId(group(number)).to_string()).collect(),
            "currency_code" => vec!["usd".to_owned(), "eur".to_owned()],
            _ => vec!["rain".to_owned()],
        };
        let some = 1 + if is_list { chance.below(2) } else { 0 };
        rules.insert(attribute.to_owned(), (0..some).map(|_| chance.of(&values).clone()).collect());
    }
    rules
}

fn world(chance: &mut Chance, now: DateTime<Utc>) -> (Vec<List>, Vec<Price>) {
    let known = ["region_id", "region_id", "customer.groups.id", "customer.groups.id", "currency_code", "weather"];
    let lists: Vec<List> = (0..LISTS)
        .map(|number| {
            let (starts, ends) = (chance.below(240), chance.below(240));
            let moment = |seconds: u64| now + TimeDelta::seconds(i64::try_from(seconds).unwrap() - 120);
            List {
                id: Uuid::from_u128(0x7000_800a_0041_0000_0000 + number),
                kind: chance.word(&["sale", "sale", "override"]),
                is_active: !chance.one_in(5),
                is_deleted: chance.one_in(8),
                starts_at: chance.one_in(2).then(|| moment(starts.min(ends))),
                ends_at: chance.one_in(2).then(|| moment(starts.max(ends) + 1)),
                rules: rules(chance, &known, true),
            }
        })
        .collect();
    let mut prices = Vec::new();
    for variant in 0..VARIANTS {
        // Amounts of a variant differ, but that a sale may be of the same amount as what everybody pays: then it is no sale.
        let mut cents: Vec<u64> = (1..=40).map(|n| n * 125 + chance.below(100)).collect();
        let mut base = None;
        for list in std::iter::repeat_n(None, 4).chain((0..lists.len()).map(Some)) {
            if chance.one_in(2) {
                continue;
            }
            let at = usize::try_from(chance.below(cents.len() as u64)).unwrap();
            let mut amount = cents.swap_remove(at);
            let is_of_base = list.is_some_and(|list| lists[list].kind == "sale") && chance.one_in(10);
            if let Some(base) = base.take_if(|_| is_of_base) {
                amount = base;
            }
            if list.is_none() {
                base = Some(amount);
            }
            let attributes: &[&str] = if list.is_some() { &known } else { &["region_id", "currency_code", "weather"] };
            prices.push(Price {
                id: Uuid::from_u128(0x7000_800a_0042_0000_0000 + prices.len() as u128),
                variant,
                list,
                currency: chance.word(&["usd", "eur"]),
                cents: amount,
                least: chance.one_in(3).then(|| 1 + chance.below(3)),
                rules: rules(chance, attributes, false),
            });
        }
    }
    (lists, prices)
}

/// What the reference says: "price kept if all its rules match the context, price list active, in date, and all list rules match".
fn holds(rules: &Rules, context: &Context<'_>) -> bool {
    rules.iter().all(|(attribute, values)| match attribute.as_str() {
        "region_id" => values.contains(&context.region),
        "currency_code" => values.iter().any(|value| value == context.currency),
        "customer.groups.id" => values.iter().any(|value| context.groups.contains(value)),
        _ => false,
    })
}

fn model(lists: &[List], prices: &[Price], variant: u128, context: &Context<'_>) -> Value {
    let mut kept: Vec<&Price> = prices
        .iter()
        .filter(|price| price.variant == variant && price.currency == context.currency)
        .filter(|price| price.least.is_none_or(|least| least <= 1) && holds(&price.rules, context))
        .filter(|price| match price.list.map(|list| &lists[list]) {
            None => true,
            Some(list) => {
                list.is_active
                    && !list.is_deleted
                    && list.starts_at.is_none_or(|starts| starts <= context.at)
                    && list.ends_at.is_none_or(|ends| ends > context.at)
                    && holds(&list.rules, context)
            }
        })
        .collect();
    // "order by has price list desc, rules_count + list rules_count desc, amount asc"
    let rules = |price: &Price| price.rules.len() + price.list.map_or(0, |list| lists[list].rules.len());
    kept.sort_by_key(|price| (price.list.is_none(), std::cmp::Reverse(rules(price)), price.cents));
    let first = |kind: Option<&str>| kept.iter().copied().find(|price| price.list.map(|list| lists[list].kind) == kind);
    let (over, sale, default) = (first(Some("override")), first(Some("sale")), first(None));
    // "OVERRIDE list price wins (calculated and original); SALE → min(sale, default) calculated, original = override or default"
    let original = over.or(default);
    let calculated = match (over, sale, default) {
        (Some(over), ..) => Some(over),
        (None, Some(sale), Some(default)) => Some(if sale.cents < default.cents { sale } else { default }),
        (None, sale, default) => sale.or(default),
    };
    let amount = |price: Option<&Price>| price.map(|price| price.cents);
    let source = |price: Option<&Price>| match price {
        None => json!([null, null, null]),
        Some(price) => json!([
            PriceId(price.id),
            price.list.map(|list| PriceListId(lists[list].id)),
            price.list.map(|list| lists[list].kind)
        ]),
    };
    // "Tax-inclusive = region preference if the price has a matching region rule, else currency preference, else false"
    let inclusive = |price: Option<&Price>| {
        price.is_some_and(|price| {
            let region = if context.region == id("reg", "e", 3) { Some(false) } else { None };
            region.filter(|_| price.rules.contains_key("region_id")).unwrap_or(context.currency == "eur")
        })
    };
    json!({
        "calculated": [amount(calculated), source(calculated), inclusive(calculated)],
        "original": [amount(original), source(original), inclusive(original)],
        "currency": calculated.map(|_| context.currency),
    })
}

/// The answer in the same form.
fn told(price: &Value) -> Value {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dollars in cents")]
    let cents = |amount: &Value| amount.as_f64().map(|amount| (amount * 100.0).round() as u64);
    let part = |name: &str| {
        let source = &price[format!("{name}_price")];
        let source_of = json!([source["id"], source["price_list_id"], source["price_list_type"]]);
        let is_of_list = &price[format!("is_{name}_price_price_list")];
        assert_eq!(*is_of_list, json!(!source["price_list_id"].is_null()), "{price}");
        json!([cents(&price[format!("{name}_amount")]), source_of, price[format!("is_{name}_price_tax_inclusive")]])
    };
    json!({"calculated": part("calculated"), "original": part("original"), "currency": price["currency_code"]})
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| format!("'{}'", value.to_string()))
}

/// Writes the world down; what was there before goes.
async fn write(shop: &Shop, lists: &[List], prices: &[Price]) {
    let org = "'00000000-0000-7000-8000-00000000000a'";
    let set = |variant: u128| Uuid::from_u128(0x7000_800a_0043_0000_0000 + variant);
    let mut sql = format!(
        "delete from price_lists where organization_id = {org};
         delete from prices where organization_id = {org} and price_set_id in (select price_set_id from product_variants where sku like 'CASE-%');"
    );
    for list in lists {
        let status = if list.is_active { "active" } else { "draft" };
        let deleted = if list.is_deleted { "now()" } else { "null" };
        let (starts, ends) = (list.starts_at.map(|at| at.to_rfc3339()), list.ends_at.map(|at| at.to_rfc3339()));
        let (starts, ends) = (text(starts), text(ends));
        let _ = write!(
            sql,
            "insert into price_lists (organization_id, id, title, type, status, starts_at, ends_at, deleted_at)
             values ({org}, '{}', 'List', '{}', '{status}', {starts}, {ends}, {deleted});",
            list.id, list.kind
        );
        for (attribute, values) in &list.rules {
            let _ = write!(
                sql,
                "insert into price_list_rules (organization_id, price_list_id, attribute, value)
                 values ({org}, '{}', '{attribute}', '{{{}}}');",
                list.id,
                values.join(",")
            );
        }
    }
    for price in prices {
        let (id, set, least) = (price.id, set(price.variant), text(price.least));
        let amount = format!("{}.{:0>2}", price.cents / 100, price.cents % 100);
        let Some(list) = price.list else {
            let _ = write!(
                sql,
                "insert into prices (organization_id, id, price_set_id, currency_code, amount, min_quantity)
                 values ({org}, '{id}', '{set}', '{}', {amount}, {least});",
                price.currency
            );
            for (attribute, values) in &price.rules {
                let _ = write!(
                    sql,
                    "insert into price_rules (organization_id, price_id, attribute, value) values ({org}, '{id}', '{attribute}', '{}');",
                    values[0]
                );
            }
            continue;
        };
        let rules: BTreeMap<&String, &String> = price.rules.iter().map(|(name, values)| (name, &values[0])).collect();
        let _ = write!(
            sql,
            "insert into price_list_prices (organization_id, id, price_list_id, price_set_id, currency_code, amount, min_quantity, rules)
             values ({org}, '{id}', '{}', '{set}', '{}', {amount}, {least}, '{}');",
            lists[list].id,
            price.currency,
            json!(rules)
        );
    }
    shop.change(&sql).await;
}

#[tokio::test]
async fn prices_are_those_of_the_model() {
    let unlimited = [("KONTOR_CACHE", "false"), ("LIMIT_SHOP_RATE", "1000000"), ("LIMIT_SHOP_BURST", "1000000")];
    let shop = open_with(&unlimited).await;
    let mut visitors = vec![(Visitor::new(&shop), Vec::new())];
    for (name, groups) in [("none", vec![]), ("one", vec![1]), ("two", vec![1, 2])] {
        let mut visitor = Visitor::new(&shop);
        visitor.join(&format!("{name}@example.test")).await;
        visitors.push((visitor, groups));
    }
    let org = "'00000000-0000-7000-8000-00000000000a'";
    let mut sql = format!(
        "insert into regions (organization_id, id, name, currency_code) values ({org}, '00000000-0000-7000-800a-0000000e0003', 'North', 'eur');
         insert into price_preferences (organization_id, attribute, value, is_tax_inclusive) values ({org}, 'region_id', '{}', false);
         insert into price_sets (organization_id, id) select {org}, private.uuid_of(n) from generate_series(0, {VARIANTS} - 1) n;",
        id("reg", "e", 3),
    )
    .replace("private.uuid_of(n)", "('00000000-0000-7000-800a-0043' || lpad(to_hex(n), 8, '0'))::uuid");
    let _ = write!(
        sql,
        "insert into product_variants (organization_id, product_id, title, sku, price_set_id, manage_inventory)
         select {org}, '00000000-0000-7000-800a-000000010001', 'Case ' || n, 'CASE-' || n, ('00000000-0000-7000-800a-0043' || lpad(to_hex(n), 8, '0'))::uuid, false
         from generate_series(0, {VARIANTS} - 1) n;"
    );
    for number in 1..=3 {
        let _ = write!(
            sql,
            "insert into customer_groups (organization_id, id, name) values ({org}, '{}', 'Group {number}');",
            group(number)
        );
    }
    for (email, number) in [("one", 1), ("two", 1), ("two", 2)] {
        let _ = write!(
            sql,
            "insert into customer_group_customers (organization_id, customer_group_id, customer_id)
             select {org}, '{}', id from customers where email = '{email}@example.test';",
            group(number)
        );
    }
    shop.change(&sql).await;

    let product = id("prod", "1", 1);
    let clock = shop.test.clock();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for round in 0..ROUNDS {
        let mut chance = Chance(round);
        let start = db::Clock::now(clock);
        let (lists, prices) = world(&mut chance, start + TimeDelta::seconds(60));
        write(&shop, &lists, &prices).await;
        for moment in [0, 60, 120] {
            clock.set(start + TimeDelta::seconds(moment));
            let at = db::Clock::now(clock);
            for (region, currency) in regions() {
                for (visitor, numbers) in &visitors {
                    let groups: Vec<String> = numbers.iter().map(|n| CustomerGroupId(group(*n)).to_string()).collect();
                    let context = Context { region: region.clone(), currency, groups: &groups, at };
                    let path = format!(
                        "/store/products/{product}?region_id={region}&fields=id,variants.sku,*variants.calculated_price"
                    );
                    let answer = visitor.get(&path).await;
                    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
                    let body = answer.json();
                    let mut compared = 0;
                    for variant in body["product"]["variants"].as_array().unwrap() {
                        let Some(number) = variant["sku"].as_str().unwrap().strip_prefix("CASE-") else { continue };
                        let expected = model(&lists, &prices, number.parse().unwrap(), &context);
                        let told = told(&variant["calculated_price"]);
                        assert_eq!(
                            told, expected,
                            "round {round}, second {moment}, {region}, groups {numbers:?}, case {number}"
                        );
                        let kind = |part: &str| {
                            told[part][1][2]
                                .as_str()
                                .unwrap_or(if told[part][0].is_null() { "none" } else { "base" })
                                .to_owned()
                        };
                        *seen.entry(format!("{} of {}", kind("calculated"), kind("original"))).or_default() += 1;
                        compared += 1;
                    }
                    assert_eq!(compared, VARIANTS);
                }
            }
        }
    }
    // Each kind of answer was among them, and often.
    for kind in ["base of base", "sale of base", "sale of none", "override of override", "none of none"] {
        assert!(seen.get(kind).is_some_and(|times| *times >= 50), "{kind}: {seen:?}");
    }
}
