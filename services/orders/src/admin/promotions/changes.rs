//! How promotions are made, changed and removed.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::{ApplicationMethodId, PromotionId};
use money::Amount;
use resource::{
    Set,
    admin::{Create, Delete, Update, duplicate, key, missing},
    fields::AtMost,
    fresh_metadata, lock, retire,
};
use sea_orm::Value;
use uuid::Uuid;
use web::{
    ApiError,
    body::{Change, Filled, Required},
    fields::Selection,
};

use super::{
    bodies::{Changes, Code, MethodChanges, New, NewMethod},
    check::{self, Shape},
    fields::currency,
    rules::{self, Kind},
    table::Promotion,
};
use crate::admin::campaigns::{self, Campaign};

/// 422 when another promotion has the code.
fn taken<T>(done: db::Result<T>, code: &str) -> Result<T, ApiError> {
    done.on_constraint("promotions_code", |_| duplicate(format!("Promotion with code: {code}, already exists.")))
}

fn text(change: Change<AtMost<255>>) -> Result<Change<String>, ApiError> {
    change.try_map(|AtMost(code)| currency(&code, "application_method, currency_code"))
}

fn digits(amount: Amount) -> bigdecimal::BigDecimal {
    amount.into_decimal()
}

impl Create for Promotion {
    type New = New;

    async fn create(tx: &Tx, staff: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { code: Required(Code(code)), r#type: kind, status, is_automatic, is_tax_inclusive, limit, .. } = new;
        let Some(method) = new.application_method.0 else {
            return Err(ApiError::invalid_data("Invalid request: Field 'application_method' is required"));
        };
        let NewMethod { value, currency_code, max_quantity, max_amount, r#type: method_type, target_type, .. } = method;
        let currency_code = text(currency_code)?.given();
        let status = status.0.unwrap_or("draft");
        let [rules, target_rules, buy_rules] =
            [new.rules, method.target_rules, method.buy_rules].map(Option::unwrap_or_default);
        let shape = Shape {
            kind: kind.0.to_owned(),
            is_automatic: is_automatic.unwrap_or_default(),
            limit: limit.0.given(),
            method_type: method_type.0.to_owned(),
            target_type: target_type.0.to_owned(),
            allocation: method.allocation.0.map(str::to_owned),
            value: value.0,
            currency_code,
            max_quantity: max_quantity.0.given(),
            apply_to_quantity: method.apply_to_quantity.0.given(),
            buy_rules_min_quantity: method.buy_rules_min_quantity.0.given(),
            rules: rules.len(),
            target_rules: target_rules.len(),
            buy_rules: buy_rules.len(),
        };
        shape.check()?;
        let campaign = match (new.campaign.0, new.campaign_id) {
            (Some(campaign), _) => Some(campaigns::create(tx, staff, campaign).await?),
            (None, Change::Set(id)) => Some(campaign(tx, &id).await?),
            (None, _) => None,
        };
        let id = PromotionId::new().0;
        let sql = "insert into public.promotions (organization_id, id, campaign_id, code, type, status, is_automatic, is_tax_inclusive,
              \"limit\", method_id, method_type, target_type, allocation, value, currency_code, max_quantity, max_amount,
              apply_to_quantity, buy_rules_min_quantity, metadata, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
              private.merge_metadata(null, $20, '{}'), $21, $21)";
        let values: [Value; 21] = [
            tx.organization()?.into(),
            id.into(),
            campaign.into(),
            code.clone().into(),
            shape.kind.clone().into(),
            status.into(),
            shape.is_automatic.into(),
            is_tax_inclusive.unwrap_or_default().into(),
            shape.limit.into(),
            ApplicationMethodId::new().0.into(),
            shape.method_type.clone().into(),
            shape.target_type.clone().into(),
            shape.allocation.clone().into(),
            digits(shape.value.clone()).into(),
            shape.currency_code.clone().into(),
            shape.max_quantity.into(),
            max_amount.0.given().map(digits).into(),
            shape.apply_to_quantity.into(),
            shape.buy_rules_min_quantity.into(),
            fresh_metadata(new.metadata).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &code)?;
        rules::add(tx, id, [(Kind::Rules, rules), (Kind::Target, target_rules), (Kind::Buy, buy_rules)]).await?;
        settled(tx, id, campaign, shape.is_automatic && status == "active").await?;
        Ok(id)
    }
}

/// What has to hold of the promotion among others.
async fn settled(tx: &Tx, id: Uuid, campaign: Option<Uuid>, is_everywhere: bool) -> Result<(), ApiError> {
    if let Some(campaign) = campaign {
        campaigns::check_currencies(tx, campaign, "Currency between promotion and campaigns should match").await?;
    }
    if is_everywhere { check::room(tx, id).await } else { Ok(()) }
}

/// The campaign of this id; it is not removed before this transaction ends.
async fn campaign(tx: &Tx, id: &str) -> Result<Uuid, ApiError> {
    let found = key::<Campaign>(id)?;
    if lock::<Campaign>(tx, found).await? { Ok(found) } else { Err(missing::<Campaign>(id)) }
}

impl Update for Promotion {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        if !lock::<Self>(tx, id).await? {
            return Ok(false);
        }
        let Some(old) = resource::one::<Self>(tx, id, &Selection::of(["id"])).await? else { return Ok(false) };
        let Changes { code: Filled(code), r#type: kind, status, is_automatic, is_tax_inclusive, limit, .. } = changes;
        let rules = rules::counts(tx, id).await?;
        let mut set = Set::new(tx, id)?;
        let mut shape = Shape::of(&old, rules)?;
        shape.kind = kind.0.map_or(shape.kind, str::to_owned);
        shape.is_automatic = is_automatic.unwrap_or(shape.is_automatic);
        shape.limit = limit.0.apply(shape.limit);
        if let Some(method) = changes.application_method.0 {
            let MethodChanges { value, max_amount, .. } = method;
            shape.value = value.0.given().unwrap_or(shape.value);
            shape.currency_code = text(method.currency_code)?.apply(shape.currency_code);
            shape.max_quantity = method.max_quantity.0.apply(shape.max_quantity);
            shape.method_type = method.r#type.0.map_or(shape.method_type, str::to_owned);
            shape.target_type = method.target_type.0.map_or(shape.target_type, str::to_owned);
            shape.allocation = method.allocation.0.map(str::to_owned).or(shape.allocation);
            shape.apply_to_quantity = method.apply_to_quantity.0.apply(shape.apply_to_quantity);
            shape.buy_rules_min_quantity = method.buy_rules_min_quantity.0.apply(shape.buy_rules_min_quantity);
            set.change("max_amount", max_amount.0.map(digits));
        }
        shape.check()?;
        let campaign = match changes.campaign_id {
            Change::Keep => Change::Keep,
            Change::Clear => Change::Clear,
            Change::Set(id) => Change::Set(campaign(tx, &id).await?),
        };
        let wanted = code.as_ref().map(|Code(code)| code.clone()).unwrap_or_default();
        let in_campaign = campaign.clone().apply(old.campaign_id.map(|id| id.0));
        let status = status.0.unwrap_or(&old.status);
        set.given("code", code.map(|Code(code)| code));
        set.to("status", status);
        set.given("is_tax_inclusive", is_tax_inclusive);
        set.change("campaign_id", campaign);
        set.metadata("metadata", changes.metadata);
        set.to("type", shape.kind.as_str());
        set.to("is_automatic", shape.is_automatic);
        set.to("\"limit\"", shape.limit);
        set.to("method_type", shape.method_type.as_str());
        set.to("target_type", shape.target_type.as_str());
        set.to("allocation", shape.allocation.clone());
        set.to("value", digits(shape.value.clone()));
        set.to("currency_code", shape.currency_code.clone());
        set.to("max_quantity", shape.max_quantity);
        set.to("apply_to_quantity", shape.apply_to_quantity);
        set.to("buy_rules_min_quantity", shape.buy_rules_min_quantity);
        if !taken(set.run(tx, "public.promotions").await, &wanted)? {
            return Ok(false);
        }
        settled(tx, id, in_campaign, shape.is_automatic && status == "active").await?;
        Ok(true)
    }
}

impl Delete for Promotion {
    /// It holds no longer; what it took off orders stays.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(retire(tx, "public.promotions", id).await?)
    }
}
