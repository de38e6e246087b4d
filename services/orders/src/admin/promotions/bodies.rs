//! What is said of promotions and their rules.

use resource::fields::{Quantity, Word};
use serde_json::{Map, Value as Json};
use web::{
    body,
    body::{AdditionalData, Change, Fields, Filled, FromText, Required},
};

use super::fields::{
    Allocation, Comparison, Inner, MethodType, MustBe, MustSum, OneOf, PromotionType, Status, Sum, TargetType, Values,
};
use crate::admin::campaigns::NewCampaign;

/// What is entered in carts: no blanks.
#[derive(Debug, Clone, Default)]
pub(super) struct Code(pub(super) String);

impl FromText for Code {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let Ok(resource::fields::AtMost(text)) = Word::from_text(text, at) else {
            return Err(format!("Value for field '{at}' too big, expected at most: '{}'", resource::fields::MAX_WORD));
        };
        if text.contains(char::is_whitespace) {
            return Err(format!("Value for field '{at}' must not contain blanks"));
        }
        Ok(Self(text))
    }
}

body! {
    /// What is said of a new promotion.
    pub struct New {
        /// What is entered in carts; each code is there once.
        pub(super) code: Required<Code> = "SUMMER",
        /// `standard`, or `buyget`: so many pieces have to be bought for others to be discounted.
        pub(super) r#type: MustBe<PromotionType> = "standard",
        /// Only what is `active` holds. By default it is a draft.
        pub(super) status: OneOf<Status> = "active",
        /// Whether it holds without its code.
        pub(super) is_automatic: Option<bool> = false,
        /// Whether it takes its amounts off prices with tax.
        pub(super) is_tax_inclusive: Option<bool> = false,
        /// How often it may be used in all; not for automatic ones.
        pub(super) limit: Quantity = 100,
        /// The campaign whose time and budget it has.
        pub(super) campaign_id: Change<String> = "procamp_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// A campaign that is made for it, instead.
        pub(super) campaign: Inner<NewCampaign, false> = {"name": "Summer", "campaign_identifier": "summer-26"},
        /// What it takes off, and off what.
        pub(super) application_method: Inner<NewMethod, true> = {
            "type": "percentage", "target_type": "order", "value": 10
        },
        /// What has to be so of the cart; all of it.
        pub(super) rules: Option<Vec<NewRule>> = [{
            "attribute": "customer.groups.id", "operator": "in", "values": ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"]
        }],
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"channel": "print"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
    checked by check_new
}

fn check_new(fields: &mut Fields, new: &New) {
    if new.campaign.0.is_some() && matches!(new.campaign_id, Change::Set(_)) {
        fields
            .complain("Provide either the `campaign` or `campaign_id` parameter; both cannot be used simultaneously.");
    }
    if new.is_automatic == Some(true) && matches!(new.limit.0, Change::Set(_)) {
        fields.complain(NO_LIMIT);
    }
}

/// Automatic promotions hold in all carts: counting them would make all orders wait for each other.
pub(super) const NO_LIMIT: &str = "Automatic promotions cannot have a usage limit: leave the field 'limit' out";

body! {
    /// What changes of a promotion. What is not named stays.
    pub struct Changes {
        /// What is entered in carts; each code is there once.
        pub(super) code: Filled<Code> = "SUMMER",
        /// `standard` or `buyget`.
        pub(super) r#type: OneOf<PromotionType> = "standard",
        /// Only what is `active` holds.
        pub(super) status: OneOf<Status> = "inactive",
        /// Whether it holds without its code.
        pub(super) is_automatic: Option<bool> = false,
        /// Whether it takes its amounts off prices with tax.
        pub(super) is_tax_inclusive: Option<bool> = false,
        /// How often it may be used in all; `null`: as often as anybody likes.
        pub(super) limit: Quantity = 100,
        /// The campaign whose time and budget it has; `null`: none.
        pub(super) campaign_id: Change<String> = "procamp_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What it takes off, and off what.
        pub(super) application_method: Inner<MethodChanges, false> = {"value": 15},
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"channel": "print"},
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
}

body! {
    /// How a promotion is applied.
    pub struct NewMethod {
        /// Words about it; kept nowhere, as in Medusa.
        pub(super) description: Change<String> = "Ten percent",
        /// Percent, or an amount.
        pub(super) value: MustSum = 10,
        /// Of an amount: its currency.
        pub(super) currency_code: Change<Word> = "eur",
        /// At most so many pieces; needed with `each` and `once`.
        pub(super) max_quantity: Quantity = 1,
        /// At most so much over all items.
        pub(super) max_amount: Sum = 50,
        /// `fixed` or `percentage`.
        pub(super) r#type: MustBe<MethodType> = "percentage",
        /// Off what it is taken.
        pub(super) target_type: MustBe<TargetType> = "items",
        /// Off `each` item, shared `across` all of them, or off `max_quantity` pieces in all, the cheapest first (`once`).
        pub(super) allocation: OneOf<Allocation> = "each",
        /// Off which items or shipping methods.
        pub(super) target_rules: Option<Vec<NewRule>> = [{
            "attribute": "items.product.id", "operator": "in", "values": ["prod_01jd6nwvvgfa5sr38y5wx4pq3d"]
        }],
        /// Of `buyget`: what has to be bought.
        pub(super) buy_rules: Option<Vec<NewRule>> = [],
        /// Of `buyget`: so many pieces are discounted.
        pub(super) apply_to_quantity: Quantity = 1,
        /// Of `buyget`: so many pieces have to be bought.
        pub(super) buy_rules_min_quantity: Quantity = 2,
    }
}

body! {
    /// What changes of how a promotion is applied.
    pub struct MethodChanges {
        /// Its id; a promotion has one method.
        pub(super) id: Change<String> = "proappmet_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// Words about it; kept nowhere, as in Medusa.
        pub(super) description: Change<String> = "Ten percent",
        /// Percent, or an amount.
        pub(super) value: Sum = 15,
        /// Of an amount: its currency.
        pub(super) currency_code: Change<Word> = "eur",
        /// At most so many pieces.
        pub(super) max_quantity: Quantity = 1,
        /// At most so much over all items.
        pub(super) max_amount: Sum = 50,
        /// `fixed` or `percentage`.
        pub(super) r#type: OneOf<MethodType> = "percentage",
        /// Off what it is taken.
        pub(super) target_type: OneOf<TargetType> = "items",
        /// Off `each` item, shared `across` all of them, or off `max_quantity` pieces in all (`once`).
        pub(super) allocation: OneOf<Allocation> = "each",
        /// Of `buyget`: so many pieces are discounted.
        pub(super) apply_to_quantity: Quantity = 1,
        /// Of `buyget`: so many pieces have to be bought.
        pub(super) buy_rules_min_quantity: Quantity = 2,
    }
}

body! {
    /// A new condition.
    pub struct NewRule {
        /// How it is compared.
        pub(super) operator: MustBe<Comparison> = "in",
        /// Words about it.
        pub(super) description: Option<String> = "Regular customers",
        /// What is compared, by its path.
        pub(super) attribute: Required<Word> = "customer.groups.id",
        /// What it is compared with: a text or several.
        pub(super) values: Values = ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
    checked by check_rule
}

fn check_rule(fields: &mut Fields, rule: &NewRule) {
    numbers(fields, Some(rule.operator.0), &rule.values.0);
}

/// What is more or less than something compares numbers.
fn numbers(fields: &mut Fields, operator: Option<&str>, values: &[String]) {
    let is_number = |value: &String| value.trim().parse::<money::Amount>().is_ok();
    if let Some(operator @ ("gt" | "gte" | "lt" | "lte")) = operator
        && !values.iter().all(is_number)
    {
        fields.complain(format!(
            "Value for field '{}' must be numbers for the operator '{operator}'",
            fields.at("values")
        ));
    }
}

body! {
    /// A condition that changes.
    pub struct ChangedRule {
        /// Which one.
        pub(super) id: Required = "prorul_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// How it is compared.
        pub(super) operator: OneOf<Comparison> = "in",
        /// Words about it.
        pub(super) description: Change<String> = "Regular customers",
        /// What is compared, by its path.
        pub(super) attribute: Filled<Word> = "customer.groups.id",
        /// What it is compared with, and nothing else: a text or several.
        pub(super) values: Values = ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
    checked by check_changed
}

fn check_changed(fields: &mut Fields, rule: &ChangedRule) {
    numbers(fields, rule.operator.0, &rule.values.0);
}

body! {
    /// What becomes of the conditions of a promotion: all of it, or nothing.
    pub struct Batch {
        /// New ones.
        pub(super) create: Option<Vec<NewRule>> = [{
            "attribute": "region.id", "operator": "eq", "values": ["reg_01jd6nwvvgfa5sr38y5wx4pq3d"]
        }],
        /// Changes.
        pub(super) update: Option<Vec<ChangedRule>> = [{
            "id": "prorul_01jd6nwvvgfa5sr38y5wx4pq3d", "values": ["cusgroup_01jd6nwvvgfa5sr38y5wx4pq3d"]
        }],
        /// The ids of those that go.
        pub(super) delete: Option<Vec<String>> = ["prorul_01jd6nwvvgfa5sr38y5wx4pq3e"],
    }
}
