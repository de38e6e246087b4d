//! Promotions as the shop's staff sees them. What the wire calls `application_method` is part of the row.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use db::Tx;
use entity::{
    Timestamp,
    ids::{ApplicationMethodId, CampaignId, PromotionId, PromotionRuleId},
};
use money::{Amount, wire::Number};
use resource::{Has, Param, Table, names, row};
use serde_json::{Value as Json, json as object};
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, json, many, one},
};

use crate::admin::campaigns::{Budget, Campaign};

row! {
    /// A promotion.
    pub struct Promotion from "p" {
        id: PromotionId,
        code: String,
        r#type: String = "p.type",
        status: String,
        is_automatic: bool,
        is_tax_inclusive: bool,
        limit: Option<i64> = "p.\"limit\"",
        // What is not limited is not counted in its row, where all orders would wait for each other: it is counted here, up to ten thousand.
        used: i64 = "case when p.\"limit\" is not null then p.used else (select count(*) from (select from public.promotion_usages u
            where u.organization_id = p.organization_id and u.promotion_id = p.id and u.released_at is null limit 10000) u) end",
        campaign_id: Option<CampaignId>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        method_id: ApplicationMethodId,
        method_type: String,
        target_type: String,
        allocation: Option<String>,
        value: BigDecimal,
        currency_code: Option<String>,
        max_quantity: Option<i64>,
        max_amount: Option<BigDecimal>,
        apply_to_quantity: Option<i64>,
        buy_rules_min_quantity: Option<i64>,
    }
    loaded {
        application_method: Option<Method>,
        rules: Vec<Rule>,
        campaign: Option<Campaign>,
    }
}

/// How it is applied.
#[derive(Debug, Clone)]
pub(crate) struct Method {
    id: ApplicationMethodId,
    r#type: String,
    target_type: String,
    allocation: Option<String>,
    value: Option<Number>,
    currency_code: Option<String>,
    max_quantity: Option<i64>,
    max_amount: Option<Number>,
    apply_to_quantity: Option<i64>,
    buy_rules_min_quantity: Option<i64>,
    promotion_id: PromotionId,
    target_rules: Vec<Rule>,
    buy_rules: Vec<Rule>,
}

row! {
    /// A condition.
    pub struct Rule from "r" {
        id: PromotionRuleId,
        description: Option<String>,
        attribute: String,
        operator: String,
        values: Vec<String> = "r.\"values\"",
        created_at: Timestamp,
        updated_at: Timestamp,
        promotion_id: PromotionId,
        kind: String,
    }
}

impl View for Promotion {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Promotion: id, code, r#type, status, is_automatic, is_tax_inclusive, limit, used, campaign_id, metadata, created_at,
        updated_at, deleted_at,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("application_method", |s| one(s, |promotion: &Self| promotion.application_method.as_ref())),
        ("rules", |s| many(s, |promotion: &Self| &promotion.rules)),
        ("campaign", |s| one(s, |promotion: &Self| promotion.campaign.as_ref())),
    ];
}

impl View for Method {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Method: id, r#type, target_type, allocation, value, currency_code, max_quantity, max_amount, apply_to_quantity,
        buy_rules_min_quantity, promotion_id,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("target_rules", |s| many(s, |method: &Self| &method.target_rules)),
        ("buy_rules", |s| many(s, |method: &Self| &method.buy_rules)),
    ];
}

impl View for Rule {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |rule, out| json(&rule.id, out)),
        ("description", |rule, out| json(&rule.description, out)),
        ("attribute", |rule, out| json(&rule.attribute, out)),
        ("operator", |rule, out| json(&rule.operator, out)),
        ("values", |rule, out| {
            json(&rule.values.iter().map(|value| object!({ "value": value })).collect::<Vec<_>>(), out);
        }),
        ("created_at", |rule, out| json(&rule.created_at, out)),
        ("updated_at", |rule, out| json(&rule.updated_at, out)),
    ];
}

/// Through which lists are filtered by how a promotion is applied: the columns are the row's own.
const METHOD: Has = Has {
    exists: "exists (select from (select p.currency_code, p.method_type as type, p.target_type) m where true",
    alias: "m",
    params: &[
        Param::text("currency_code", "Currencies."),
        Param::text("type", "`fixed` or `percentage`."),
        Param::text("target_type", "`order`, `items` or `shipping_methods`."),
    ],
    words: &[],
};

impl Table for Promotion {
    type Id = PromotionId;

    const ONE: &'static str = "promotion";
    const MANY: &'static str = "promotions";
    const NAME: &'static str = "Promotion";
    const DEFAULT_RELATIONS: &'static [&'static str] = &[
        "*application_method",
        "*application_method.target_rules",
        "*application_method.buy_rules",
        "*rules",
        "*campaign",
        "*campaign.budget",
    ];
    const SORTABLE: &'static [&'static str] =
        &["id", "code", "type", "status", "is_automatic", "campaign_id", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["p.code"];
    const FROM: &'static str = "public.promotions p";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("code", "Exact codes."),
        Param::text("type", "`standard` or `buyget`."),
        Param::text("status", "`draft`, `active` or `inactive`."),
        Param::boolean("is_automatic", "Whether it holds without its code."),
        Param::ids::<CampaignId>("campaign_id", "Ids of campaigns."),
        Param::has("application_method", &METHOD, "How it is applied."),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("application_method", names::<Method>()),
            ("application_method.target_rules", names::<Rule>()),
            ("application_method.buy_rules", names::<Rule>()),
            ("rules", names::<Rule>()),
            ("campaign", names::<Campaign>()),
            ("campaign.budget", names::<Budget>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let has_rules = ["rules", "application_method.target_rules", "application_method.buy_rules"];
        let mut rules = if has_rules.iter().any(|path| selection.has(path)) {
            rules_of(tx, page.iter().map(|promotion| promotion.id.0).collect()).await?
        } else {
            HashMap::new()
        };
        let campaigns = if selection.has("campaign") {
            let ids: Vec<Uuid> = page.iter().filter_map(|promotion| promotion.campaign_id).map(|id| id.0).collect();
            Campaign::some(tx, ids).await?
        } else {
            HashMap::new()
        };
        for promotion in page {
            let mut of_kind = |kind: &str| {
                let all = rules.get_mut(&promotion.id.0).map(std::mem::take).unwrap_or_default();
                let (those, others) = all.into_iter().partition(|rule: &Rule| rule.kind == kind);
                rules.insert(promotion.id.0, others);
                those
            };
            let (target_rules, buy_rules) = (of_kind("target-rules"), of_kind("buy-rules"));
            promotion.rules = of_kind("rules");
            promotion.application_method = Some(promotion.method(target_rules, buy_rules));
            promotion.campaign = promotion.campaign_id.and_then(|id| campaigns.get(&id.0).cloned());
        }
        Ok(())
    }
}

/// As it is answered.
pub(crate) fn number(amount: &BigDecimal) -> Option<Number> {
    Amount::new(amount.clone()).ok().map(Number)
}

impl Promotion {
    fn method(&self, target_rules: Vec<Rule>, buy_rules: Vec<Rule>) -> Method {
        Method {
            id: self.method_id,
            r#type: self.method_type.clone(),
            target_type: self.target_type.clone(),
            allocation: self.allocation.clone(),
            value: number(&self.value),
            currency_code: self.currency_code.clone(),
            max_quantity: self.max_quantity,
            max_amount: self.max_amount.as_ref().and_then(number),
            apply_to_quantity: self.apply_to_quantity,
            buy_rules_min_quantity: self.buy_rules_min_quantity,
            promotion_id: self.id,
            target_rules,
            buy_rules,
        }
    }
}

/// The conditions of some promotions, in the order in which they were made.
pub(super) async fn rules_of(tx: &Tx, promotions: Vec<Uuid>) -> db::Result<HashMap<Uuid, Vec<Rule>>> {
    let sql = format!(
        "select {} from public.promotion_rules r where r.organization_id = $1 and r.promotion_id = any($2)
         order by r.created_at, r.id",
        Rule::SELECT
    );
    let rows: Vec<Rule> = db::fetch_all(tx, &sql, [tx.organization()?.into(), promotions.into()]).await?;
    let mut rules: HashMap<Uuid, Vec<Rule>> = HashMap::new();
    for rule in rows {
        rules.entry(rule.promotion_id.0).or_default().push(rule);
    }
    Ok(rules)
}
