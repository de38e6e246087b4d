//! What is said of dues and projects.

use chrono::{DateTime, Utc};
use resource::fields::{Amount as Money, Name, Word};
use serde_json::{Map, Value};
use web::{
    body,
    body::{Change, Email, Fields, Filled, Required, Within},
};

use crate::store::Pieces;

/// The kinds of dues.
pub(super) const KINDS: [&str; 3] = ["deposit", "balance", "instalment"];
/// The most items of a project, and parts of a plan.
const MOST: usize = 500;

body! {
    /// What is left to pay, in parts.
    pub(super) struct Plan {
        /// The parts, in the order in which they are due; together what is left to pay of the order.
        pub(super) dues: Option<Vec<NewDue>> = [{"kind": "deposit", "amount": 600, "due_at": "2026-11-28T10:00:00Z"}],
    }
    checked by check_plan
}

body! {
    /// A part of what is left.
    pub(super) struct NewDue {
        /// `deposit`, `balance` or `instalment`.
        pub(super) kind: Required = "deposit",
        /// How much.
        pub(super) amount: Money = 600,
        /// Until when; without it, when the shop says so.
        pub(super) due_at: Option<DateTime<Utc>> = "2026-11-28T10:00:00Z",
    }
    checked by check_due
}

fn check_plan(fields: &mut Fields, plan: &Plan) {
    match &plan.dues {
        None => fields.complain("Field 'dues' is required"),
        Some(dues) if dues.len() > MOST => {
            fields.complain(format!("Value for field 'dues' too big, expected at most: '{MOST}'"));
        }
        Some(_) => {}
    }
}

fn check_due(fields: &mut Fields, due: &NewDue) {
    let at = fields.at("kind");
    if !due.kind.0.is_empty() && !KINDS.contains(&&*due.kind.0) {
        let got: String = due.kind.0.chars().take(60).collect();
        fields.complain(format!("Expected: '{}' for field '{at}', but got: '{got}'", KINDS.join(", ")));
    }
    positive(fields, "amount", &due.amount);
}

/// Complains of what is missing, or no amount to be paid.
fn positive(fields: &mut Fields, name: &str, amount: &Money) {
    let at = fields.at(name);
    match &amount.0 {
        None => fields.complain(format!("Field '{at}' is required")),
        Some(amount) if amount <= 0_i64 => {
            fields.complain(format!("Value for field '{at}' too small, expected more than: '0'"));
        }
        Some(amount) if amount >= 1_000_000_000_000_i64 || amount.fractional_digit_count() > 20 => {
            fields.complain(format!("Value for field '{at}' too big, expected less than: '1000000000000'"));
        }
        Some(_) => {}
    }
}

body! {
    /// A project that somebody has agreed on.
    pub(super) struct Project {
        /// What the project is called where it is kept: asked again with the same, the same order is answered.
        pub(super) key: Filled<Word> = "kitchen-2026-17",
        /// Whose it is.
        pub(super) customer_id: Option<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// His address.
        pub(super) email: Option<Email> = "ann@example.com",
        /// ISO 4217.
        pub(super) currency_code: Required = "eur",
        /// The region it is sold in.
        pub(super) region_id: Option<String> = "reg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The channel it is sold in.
        pub(super) sales_channel_id: Option<String> = "sc_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What is to be paid first, in percent; what the shop has set when nobody says.
        pub(super) deposit_percent: Within<0, 100> = 50,
        /// So many days from now; what the shop has set when nobody says.
        pub(super) deposit_days: Within<0, 3650> = 7,
        /// Until when the rest is to be paid; without it, when the shop says so.
        pub(super) balance_due_at: Option<DateTime<Utc>> = "2026-12-31T10:00:00Z",
        /// What was agreed on.
        pub(super) items: Option<Vec<Item>> = [{"title": "Kitchen, as drawn", "quantity": 1, "unit_price": 1200}],
        /// Its taxes, on top of the prices.
        pub(super) tax: Option<Vec<Tax>> = [{"rate": 19, "code": "DE19", "name": "VAT"}],
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Value>> = {"drawing": "17b"},
    }
    checked by check_project
}

body! {
    /// One of what was agreed on.
    pub(super) struct Item {
        /// What it is.
        pub(super) title: Required<Name> = "Kitchen, as drawn",
        /// So many.
        pub(super) quantity: Pieces<1> = 1,
        /// What one costs, without tax.
        pub(super) unit_price: Money = 1200,
        /// The variant, where it is one of the shop's goods: as many are kept.
        pub(super) variant_id: Option<String> = "variant_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
    checked by check_item
}

body! {
    /// A tax.
    pub(super) struct Tax {
        /// In percent.
        pub(super) rate: Money = 19,
        /// Its code.
        pub(super) code: Option<Word> = "DE19",
        /// What it is called.
        pub(super) name: Option<Word> = "VAT",
    }
    checked by check_tax
}

fn check_project(fields: &mut Fields, project: &Project) {
    let code = &project.currency_code.0;
    if !code.is_empty() && iso::currency(&code.to_lowercase()).is_none() {
        let got: String = code.chars().take(20).collect();
        fields.complain(format!("Value for field 'currency_code' is no currency: '{got}', expected such as eur"));
    }
    let many = project.items.as_ref().map_or(0, Vec::len);
    if !(1..=MOST).contains(&many) {
        fields.complain(format!("Field 'items' must have 1 to {MOST} items"));
    }
    if project.tax.as_ref().is_some_and(|tax| tax.len() > 10) {
        fields.complain("Value for field 'tax' too big, expected at most: '10'");
    }
}

fn check_item(fields: &mut Fields, item: &Item) {
    positive(fields, "unit_price", &item.unit_price);
}

fn check_tax(fields: &mut Fields, tax: &Tax) {
    let at = fields.at("rate");
    let percent = bigdecimal::BigDecimal::from(0)..=bigdecimal::BigDecimal::from(1_000);
    let within = tax.rate.0.as_ref().is_some_and(|rate| percent.contains(rate) && rate.fractional_digit_count() <= 10);
    if !within {
        fields.complain(format!("Value for field '{at}' must be 0 to 1000 percent"));
    }
}
