//! What is said of campaigns.

use chrono::{DateTime, Utc};
use resource::fields::{Name, Word};
use web::{
    body,
    body::{AdditionalData, Change, Fields, Filled, Required},
};

use crate::admin::promotions::fields::{BudgetAttribute, BudgetType, Inner, MustBe, OneOf, Sum};

body! {
    /// What is said of a new campaign.
    pub struct NewCampaign {
        /// What it is called.
        pub(super) name: Required<Name> = "Summer sale",
        /// The shop's own word for it; each is there once.
        pub(super) campaign_identifier: Required<Word> = "summer-26",
        /// Words about it.
        pub(super) description: Change<String> = "All that is light.",
        /// How much may be spent, or how often it may be used.
        pub(super) budget: Inner<NewBudget, false> = {"type": "spend", "limit": 1000, "currency_code": "eur"},
        /// From when on its promotions hold; at once when it is left out.
        pub(super) starts_at: Change<DateTime<Utc>> = "2026-06-01T00:00:00Z",
        /// When they end; never when it is left out.
        pub(super) ends_at: Change<DateTime<Utc>> = "2026-09-01T00:00:00Z",
    }
    checked by check_campaign
}

fn check_campaign(fields: &mut Fields, new: &NewCampaign) {
    if let (Change::Set(start), Change::Set(end)) = (&new.starts_at, &new.ends_at)
        && start >= end
    {
        fields.complain(BACKWARDS);
    }
}

/// What is wrong with the time of a campaign.
pub(super) const BACKWARDS: &str = "Field 'ends_at' must be later than field 'starts_at'";

body! {
    /// A new campaign of its own.
    pub struct New {
        /// What it is called.
        pub(super) name: Required<Name> = "Summer sale",
        /// The shop's own word for it; each is there once.
        pub(super) campaign_identifier: Required<Word> = "summer-26",
        /// Words about it.
        pub(super) description: Change<String> = "All that is light.",
        /// How much may be spent, or how often it may be used.
        pub(super) budget: Inner<NewBudget, false> = {"type": "spend", "limit": 1000, "currency_code": "eur"},
        /// From when on its promotions hold; at once when it is left out.
        pub(super) starts_at: Change<DateTime<Utc>> = "2026-06-01T00:00:00Z",
        /// When they end; never when it is left out.
        pub(super) ends_at: Change<DateTime<Utc>> = "2026-09-01T00:00:00Z",
        /// Promotions that are part of it.
        pub(super) promotions: Option<Vec<Named>> = [{"id": "promo_01jd6nwvvgfa5sr38y5wx4pq3d"}],
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
    checked by check_new
}

fn check_new(fields: &mut Fields, new: &New) {
    if let (Change::Set(start), Change::Set(end)) = (&new.starts_at, &new.ends_at)
        && start >= end
    {
        fields.complain(BACKWARDS);
    }
}

impl New {
    /// The campaign, and its promotions.
    pub(super) fn parts(self) -> (NewCampaign, Vec<String>) {
        let Self { name, campaign_identifier, description, budget, starts_at, ends_at, promotions, .. } = self;
        let promotions = promotions.into_iter().flatten().map(|named| named.id.0).collect();
        (NewCampaign { name, campaign_identifier, description, budget, starts_at, ends_at }, promotions)
    }
}

body! {
    /// A promotion.
    pub struct Named {
        /// Its id.
        pub(super) id: Required = "promo_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
}

body! {
    /// A budget.
    pub struct NewBudget {
        /// What is counted: money (`spend`) or uses (`usage`), of all or of each customer (`…_by_attribute`).
        pub(super) r#type: MustBe<BudgetType> = "spend",
        /// How much of it; without it, it is only counted.
        pub(super) limit: Sum = 1000,
        /// Of money: its currency.
        pub(super) currency_code: Change<Word> = "eur",
        /// Of each customer: by what he is known.
        pub(super) attribute: OneOf<BudgetAttribute> = "customer_email",
    }
    checked by check_budget
}

fn check_budget(fields: &mut Fields, budget: &NewBudget) {
    let (kind, has_currency) = (budget.r#type.0, matches!(budget.currency_code, Change::Set(_)));
    if kind.starts_with("spend") && !has_currency {
        fields.complain(format!("currency_code is required when budget type is {kind}"));
    }
    if kind.starts_with("us") && has_currency {
        fields.complain(format!("currency_code should not be present when budget type is {kind}"));
    }
    let is_of_each = kind.ends_with("by_attribute");
    if is_of_each && budget.attribute.0.is_none() {
        fields.complain(format!("campaign budget attribute is required when budget type is {kind}"));
    }
    if !is_of_each && budget.attribute.0.is_some() {
        fields.complain(format!("campaign budget attribute should not be present when budget type is {kind}"));
    }
}

body! {
    /// What changes of a campaign. What is not named stays.
    pub struct Changes {
        /// What it is called.
        pub(super) name: Filled<Name> = "Summer sale",
        /// The shop's own word for it; each is there once.
        pub(super) campaign_identifier: Filled<Word> = "summer-26",
        /// Words about it.
        pub(super) description: Change<String> = "All that is light.",
        /// How much may be spent.
        pub(super) budget: Inner<BudgetChanges, false> = {"limit": 2000},
        /// From when on its promotions hold; `null`: at once.
        pub(super) starts_at: Change<DateTime<Utc>> = "2026-06-01T00:00:00Z",
        /// When they end; `null`: never.
        pub(super) ends_at: Change<DateTime<Utc>> = "2026-09-01T00:00:00Z",
        /// The promotions that are part of it, and no others.
        pub(super) promotions: Option<Vec<Named>> = [{"id": "promo_01jd6nwvvgfa5sr38y5wx4pq3d"}],
        /// For hooks of Medusa's workflows; kept nowhere.
        pub(super) additional_data: AdditionalData = {},
    }
}

body! {
    /// What changes of a budget.
    pub struct BudgetChanges {
        /// How much of it; `null`: it is only counted.
        pub(super) limit: Sum = 2000,
    }
}
