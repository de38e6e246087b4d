//! Campaigns as the shop's staff sees them. What the wire calls `budget` is part of the row.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use db::Tx;
use entity::{
    Timestamp,
    ids::{CampaignBudgetId, CampaignId},
};
use money::wire::Number;
use resource::{Has, Param, Table, names, of_owners, row};
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, many, one},
};

use crate::admin::promotions::{Promotion, number};

row! {
    /// What several promotions have in common: a time, a budget.
    #[expect(clippy::struct_field_names, reason = "the columns are Medusa's")]
    pub struct Campaign from "c" {
        id: CampaignId,
        name: String,
        description: Option<String>,
        campaign_identifier: String,
        starts_at: Option<Timestamp>,
        ends_at: Option<Timestamp>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        budget_id: CampaignBudgetId,
        budget_type: Option<String>,
        budget_limit: Option<BigDecimal>,
        budget_used: BigDecimal,
        budget_currency_code: Option<String>,
        budget_attribute: Option<String>,
    }
    loaded {
        budget: Option<Budget>,
        promotions: Vec<Promotion>,
    }
}

/// What may be spent, and what was.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    id: CampaignBudgetId,
    r#type: String,
    currency_code: Option<String>,
    limit: Option<Number>,
    used: Option<Number>,
    attribute: Option<String>,
}

impl View for Campaign {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Campaign: id, name, description, campaign_identifier, starts_at, ends_at, created_at, updated_at, deleted_at,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("budget", |s| one(s, |campaign: &Self| campaign.budget.as_ref())),
        ("promotions", |s| many(s, |campaign: &Self| &campaign.promotions)),
    ];
}

impl View for Budget {
    const COLUMNS: &'static [Column<Self>] = columns!(Budget: id, r#type, currency_code, limit, used, attribute);
}

/// Through which lists are filtered by budgets: the columns are the row's own.
const BUDGET: Has = Has {
    exists: "exists (select from (select c.budget_currency_code as currency_code, c.budget_type as type) b where true",
    alias: "b",
    params: &[
        Param::text("currency_code", "Currencies."),
        Param::text("type", "`spend`, `usage`, `use_by_attribute` or `spend_by_attribute`."),
    ],
    words: &[],
};

impl Table for Campaign {
    type Id = CampaignId;

    const ONE: &'static str = "campaign";
    const MANY: &'static str = "campaigns";
    const NAME: &'static str = "Campaign";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*budget"];
    const SORTABLE: &'static [&'static str] =
        &["id", "name", "campaign_identifier", "starts_at", "ends_at", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["c.name", "c.description", "c.campaign_identifier"];
    const FROM: &'static str = "public.campaigns c";
    const ALIAS: &'static str = "c";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::text("campaign_identifier", "Exact identifiers."),
        Param::time("starts_at", "When it begins."),
        Param::time("ends_at", "When it ends."),
        Param::has("budget", &BUDGET, "Its budget."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("budget", names::<Budget>()), ("promotions", names::<Promotion>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        for campaign in &mut *page {
            campaign.budget = campaign.of_budget();
        }
        if selection.has("promotions") {
            let owners: Vec<Uuid> = page.iter().map(|campaign| campaign.id.0).collect();
            let mut promotions = of_owners::<Promotion>(tx, "", "p.campaign_id", owners).await?;
            for campaign in page {
                campaign.promotions = promotions.remove(&campaign.id.0).unwrap_or_default();
            }
        }
        Ok(())
    }
}

impl Campaign {
    fn of_budget(&self) -> Option<Budget> {
        Some(Budget {
            id: self.budget_id,
            r#type: self.budget_type.clone()?,
            currency_code: self.budget_currency_code.clone(),
            limit: self.budget_limit.as_ref().and_then(number),
            used: number(&self.budget_used),
            attribute: self.budget_attribute.clone(),
        })
    }

    /// Those of some ids, with their budgets.
    pub(in crate::admin) async fn some(tx: &Tx, ids: Vec<Uuid>) -> db::Result<HashMap<Uuid, Self>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "select {} from public.campaigns c where c.organization_id = $1 and c.id = any($2) and c.deleted_at is null",
            Self::SELECT
        );
        let found: Vec<Self> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
        let with_budget = |mut campaign: Self| {
            campaign.budget = campaign.of_budget();
            (campaign.id.0, campaign)
        };
        Ok(found.into_iter().map(with_budget).collect())
    }
}
