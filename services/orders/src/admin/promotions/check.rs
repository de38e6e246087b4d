//! Which promotions make sense: what belongs to which kind, in Medusa's words.

use db::Tx;
use money::{Amount, promotion::MOST_RULES};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

/// How a promotion is applied, as it will be.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) kind: String,
    pub(super) is_automatic: bool,
    pub(super) limit: Option<i64>,
    pub(super) method_type: String,
    pub(super) target_type: String,
    pub(super) allocation: Option<String>,
    pub(super) value: Amount,
    pub(super) currency_code: Option<String>,
    pub(super) max_quantity: Option<i64>,
    pub(super) apply_to_quantity: Option<i64>,
    pub(super) buy_rules_min_quantity: Option<i64>,
    /// How many rules it has of each kind.
    pub(super) rules: usize,
    pub(super) target_rules: usize,
    pub(super) buy_rules: usize,
}

impl Shape {
    /// Refuses what does not go together.
    pub(super) fn check(&self) -> Result<(), ApiError> {
        let is_buyget = self.kind == "buyget";
        let allocation = self.allocation.as_deref();
        let refused = if self.is_automatic && self.limit.is_some() {
            super::bodies::NO_LIMIT.to_owned()
        } else if self.method_type == "percentage" && !(self.value.is_positive() && self.value <= hundred()) {
            "Application Method value should be a percentage number between 0 and 100".to_owned()
        } else if self.method_type == "fixed" && self.currency_code.is_none() {
            "application_method.currency_code is required when application_method.type is 'fixed'".to_owned()
        } else if is_buyget && self.apply_to_quantity.is_none() {
            "apply_to_quantity is a required field for Promotion type of buyget".to_owned()
        } else if is_buyget && self.buy_rules_min_quantity.is_none() {
            "buy_rules_min_quantity is a required field for Promotion type of buyget".to_owned()
        } else if allocation == Some("across") && self.max_quantity.is_some() {
            "application_method.max_quantity is not allowed to be set for allocation (across)".to_owned()
        } else if self.target_type != "order" && allocation.is_none() {
            "application_method.allocation should be either 'across OR each OR once' when application_method.target_type is either \
             'shipping_methods OR items'"
                .to_owned()
        } else if matches!(allocation, Some("each" | "once")) && self.max_quantity.is_none() {
            "application_method.max_quantity is required when application_method.allocation is 'each OR once'"
                .to_owned()
        } else if self.target_type == "order" && self.target_rules > 0 {
            "Target rules for application method with target type (order) is not allowed".to_owned()
        } else if is_buyget && self.target_type != "items" {
            "application_method.target_type should be 'items' for Promotion type of buyget".to_owned()
        } else if is_buyget && self.buy_rules == 0 {
            "Buy rules are required for buyget promotion type".to_owned()
        } else if is_buyget && self.target_rules == 0 {
            "Target rules are required for buyget promotion type".to_owned()
        } else if !is_buyget && self.buy_rules > 0 {
            "Can't add buy rules to a (standard) promotion".to_owned()
        } else if [self.rules, self.target_rules, self.buy_rules].iter().any(|many| *many > MOST_RULES) {
            format!("A promotion has at most {MOST_RULES} rules of each kind: give one rule several values")
        } else {
            return Ok(());
        };
        Err(ApiError::invalid_data(refused))
    }
}

fn hundred() -> Amount {
    Amount::of_units(100, 0)
}

/// Active automatic promotions that a shop may have: a cart looks at all of them, and at its own codes.
const MOST_AUTOMATIC: i64 = 80;

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// Refuses one more automatic promotion than carts can look at.
pub(super) async fn room(tx: &Tx, id: Uuid) -> Result<(), ApiError> {
    let sql = "select count(*) as count from public.promotions p
        where p.organization_id = $1 and p.is_automatic and p.status = 'active' and p.deleted_at is null and p.id <> $2";
    let Count { count } = db::fetch_one(tx, sql, [tx.organization()?.into(), id.into()]).await?;
    if count < MOST_AUTOMATIC {
        return Ok(());
    }
    let words = format!("A shop has at most {MOST_AUTOMATIC} active automatic promotions: end one of them first");
    Err(ApiError::invalid_data(words))
}

/// Refuses conditions that do not belong to the promotion that has them now.
pub(super) async fn of_rules(tx: &Tx, id: Uuid) -> Result<(), ApiError> {
    let selection = web::fields::Selection::of(["id"]);
    let Some(promotion) = resource::one::<super::table::Promotion>(tx, id, &selection).await? else { return Ok(()) };
    let rules = super::rules::counts(tx, id).await?;
    Shape::of(&promotion, rules)?.check()
}

impl Shape {
    /// As a promotion is.
    pub(super) fn of(promotion: &super::table::Promotion, rules: [usize; 3]) -> Result<Self, ApiError> {
        let [rules, target_rules, buy_rules] = rules;
        Ok(Self {
            kind: promotion.r#type.clone(),
            is_automatic: promotion.is_automatic,
            limit: promotion.limit,
            method_type: promotion.method_type.clone(),
            target_type: promotion.target_type.clone(),
            allocation: promotion.allocation.clone(),
            value: Amount::new(promotion.value.clone()).map_err(ApiError::internal)?,
            currency_code: promotion.currency_code.clone(),
            max_quantity: promotion.max_quantity,
            apply_to_quantity: promotion.apply_to_quantity,
            buy_rules_min_quantity: promotion.buy_rules_min_quantity,
            rules,
            target_rules,
            buy_rules,
        })
    }
}
