//! Writing the rules of an option that is held.

use std::collections::HashSet;

use db::Tx;
use entity::ids::ShippingOptionRuleId;
use resource::{Table as _, fields::AtMost};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{ApiError, body::Required};

use super::{
    bodies::{ChangedRule, Compared, Compares, NewRule, SaidRule},
    rule::OptionRule,
};

/// The most rules of an option: each is looked at for each cart.
const MOST: usize = 100;

/// A rule to be written.
pub(super) struct Said {
    id: Uuid,
    is_there: bool,
    row: Json,
}

fn said(id: Option<&str>, attribute: &str, operator: Option<&str>, value: &Json) -> Result<Said, ApiError> {
    let is_there = id.is_some();
    let ShippingOptionRuleId(id) = match id {
        Some(text) => text.parse().map_err(|_| ApiError::missing(OptionRule::NAME, text))?,
        None => ShippingOptionRuleId::new(),
    };
    let row = json!({ "id": id, "attribute": attribute, "operator": operator, "value": value });
    Ok(Said { id, is_there, row })
}

impl TryFrom<NewRule> for Said {
    type Error = ApiError;

    fn try_from(rule: NewRule) -> Result<Self, ApiError> {
        let NewRule { attribute: Required(AtMost(attribute)), operator: Compares(operator), value: Compared(value) } =
            rule;
        said(None, &attribute, operator, &value)
    }
}

impl TryFrom<SaidRule> for Said {
    type Error = ApiError;

    fn try_from(rule: SaidRule) -> Result<Self, ApiError> {
        let SaidRule {
            id,
            attribute: Required(AtMost(attribute)),
            operator: Compares(operator),
            value: Compared(value),
        } = rule;
        said(id.as_deref(), &attribute, operator, &value)
    }
}

impl TryFrom<ChangedRule> for Said {
    type Error = ApiError;

    fn try_from(rule: ChangedRule) -> Result<Self, ApiError> {
        let ChangedRule {
            id: Required(id),
            attribute: Required(AtMost(attribute)),
            operator: Compares(operator),
            value: Compared(value),
        } = rule;
        said(Some(&id), &attribute, operator, &value)
    }
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Makes these the rules of an option, and no others.
pub(super) async fn replace(tx: &Tx, option: Uuid, rules: Vec<Said>) -> Result<(), ApiError> {
    let kept: Vec<Uuid> = rules.iter().filter(|rule| rule.is_there).map(|rule| rule.id).collect();
    let sql = "delete from public.shipping_option_rules where organization_id = $1 and shipping_option_id = $2 and not (id = any($3))";
    db::exec(tx, sql, [tx.organization()?.into(), option.into(), kept.into()]).await?;
    put(tx, option, rules).await.map(drop)
}

/// Takes rules from an option, which has all of them.
pub(super) async fn remove(tx: &Tx, option: Uuid, rules: &[Uuid]) -> Result<(), ApiError> {
    if rules.is_empty() {
        return Ok(());
    }
    let sql = "delete from public.shipping_option_rules where organization_id = $1 and shipping_option_id = $2 and id = any($3) returning id";
    let gone: Vec<Id> =
        db::fetch_all(tx, sql, [tx.organization()?.into(), option.into(), rules.to_vec().into()]).await?;
    match rules.iter().find(|id| gone.iter().all(|row| row.id != **id)) {
        Some(id) => Err(ApiError::missing(OptionRule::NAME, &ShippingOptionRuleId(*id).to_string())),
        None => Ok(()),
    }
}

/// Writes rules of an option, beside those that it has; answers their keys in their order.
pub(super) async fn put(tx: &Tx, option: Uuid, rules: Vec<Said>) -> Result<Vec<Uuid>, ApiError> {
    let organization = tx.organization()?;
    let sql =
        "select r.id from public.shipping_option_rules r where r.organization_id = $1 and r.shipping_option_id = $2";
    let there: Vec<Id> = db::fetch_all(tx, sql, [organization.into(), option.into()]).await?;
    let there: HashSet<Uuid> = there.into_iter().map(|row| row.id).collect();
    let mut seen = HashSet::new();
    for rule in rules.iter().filter(|rule| rule.is_there) {
        let id = ShippingOptionRuleId(rule.id);
        if !there.contains(&rule.id) {
            return Err(ApiError::missing(OptionRule::NAME, &id.to_string()));
        }
        if !seen.insert(rule.id) {
            return Err(ApiError::invalid_data(format!("Field 'rules' names {id} twice")));
        }
    }
    if there.len() + rules.iter().filter(|rule| !rule.is_there).count() > MOST {
        return Err(ApiError::invalid_data(format!("A shipping option has at most {MOST} rules")));
    }
    let (ids, rows): (Vec<Uuid>, Vec<Json>) = rules.into_iter().map(|rule| (rule.id, rule.row)).unzip();
    let sql = "insert into public.shipping_option_rules (organization_id, id, shipping_option_id, attribute, operator, value, created_at, updated_at)
        select $1, n.id, $2, n.attribute, n.operator, n.value, $4, $4
        from jsonb_to_recordset($3) n (id uuid, attribute text, operator text, value jsonb)
        on conflict (organization_id, id) do update set attribute = excluded.attribute, operator = excluded.operator, value = excluded.value";
    let values: [Value; 4] = [organization.into(), option.into(), Json::Array(rows).into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    Ok(ids)
}
