//! Conditions of promotions: made with them, and in batches below them.

use std::collections::HashMap;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::ids::PromotionRuleId;
use resource::{
    admin::{begin, key, missing, respond},
    lock, names,
};
use sea_orm::FromQueryResult;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App,
    body::{Body, Change},
    fields::{Plan, Selection},
};

use super::{
    bodies::{Batch, ChangedRule, NewRule},
    check,
    table::{Promotion, Rule, rules_of},
};

/// Which conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of the cart.
    Rules,
    /// Of what it is taken off.
    Target,
    /// Of what has to be bought.
    Buy,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Rules, Self::Target, Self::Buy];

    /// As the path and the database have it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Target => "target-rules",
            Self::Buy => "buy-rules",
        }
    }

    /// The one that a path names.
    pub(super) fn of(name: &str) -> Result<Self, ApiError> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
            let name: String = name.chars().take(100).collect();
            ApiError::invalid_data(format!("Invalid param rule_type ({name})"))
        })
    }
}

/// Adds conditions, in their order.
pub(super) async fn add<const N: usize>(
    tx: &Tx,
    promotion: Uuid,
    rules: [(Kind, Vec<NewRule>); N],
) -> db::Result<Vec<Uuid>> {
    let mut ids = Vec::new();
    let mut rows = Vec::new();
    for (kind, rules) in rules {
        for rule in rules {
            let id = PromotionRuleId::new().0;
            ids.push(id);
            rows.push(json!({
                "id": id, "kind": kind.name(), "attribute": rule.attribute.0.0, "operator": rule.operator.0,
                "values": rule.values.0, "description": rule.description,
            }));
        }
    }
    if rows.is_empty() {
        return Ok(ids);
    }
    let sql = "insert into public.promotion_rules (organization_id, id, promotion_id, kind, attribute, operator, \"values\", description,
          created_at, updated_at)
        select $1, r.id, $2, r.kind, r.attribute, r.operator, array(select jsonb_array_elements_text(r.\"values\")), r.description, $4, $4
        from jsonb_to_recordset($3) as r (id uuid, kind text, attribute text, operator text, \"values\" jsonb, description text)";
    db::exec(tx, sql, [tx.organization()?.into(), promotion.into(), Json::Array(rows).into(), tx.now().into()]).await?;
    Ok(ids)
}

#[derive(FromQueryResult)]
struct Count {
    kind: String,
    count: i64,
}

/// How many conditions of each kind a promotion has.
pub(super) async fn counts(tx: &Tx, promotion: Uuid) -> db::Result<[usize; 3]> {
    let sql = "select r.kind, count(*) as count from public.promotion_rules r
        where r.organization_id = $1 and r.promotion_id = $2 group by r.kind";
    let rows: Vec<Count> = db::fetch_all(tx, sql, [tx.organization()?.into(), promotion.into()]).await?;
    let of = |kind: Kind| rows.iter().find(|row| row.kind == kind.name()).map_or(0, |row| row.count);
    Ok(Kind::ALL.map(|kind| usize::try_from(of(kind)).unwrap_or(usize::MAX)))
}

/// Declares the batch of a kind of conditions.
macro_rules! batches {
    ($($name:ident, $kind:expr, $path:literal, $id:literal, $summary:literal;)*) => {$(
        #[doc = $summary]
        #[utoipa::path(
            post,
            path = $path,
            tag = "Admin: promotions",
            operation_id = $id,
            params(("id" = String, Path, description = "The promotion's id.", example = "promo_01jd6nwvvgfa5sr38y5wx4pq3d")),
            request_body(content = inline(Batch), example = json!({
                "create": [{"attribute": "region.id", "operator": "eq", "values": ["reg_01jd6nwvvgfa5sr38y5wx4pq3d"]}]
            })),
            security(("session" = []), ("bearer" = []), ("secret_key" = [])),
            extensions(("x-permission" = json!("promotion:write"))),
            responses(
                (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
                    "created": [super::example_of_rule()], "updated": [],
                    "deleted": {"ids": [], "object": "promotion-rule", "deleted": true}
                })),
                AdminErrors,
            )
        )]
        pub(super) async fn $name(
            State(app): State<App>,
            staff: May<needs::PromotionWrite>,
            path: Result<Path<String>, PathRejection>,
            Body(said): Body<Batch>,
        ) -> Result<Response, ApiError> {
            let Path(id) = path?;
            change(&app, &staff, &id, $kind, said).await
        }
    )*};
}

batches! {
    rules, Kind::Rules, "/admin/promotions/{id}/rules/batch", "admin_batch_rules_of_promotion",
        "Make, change and delete what has to be so of the cart: all of it, or nothing.";
    target_rules, Kind::Target, "/admin/promotions/{id}/target-rules/batch", "admin_batch_target_rules_of_promotion",
        "Make, change and delete what has to be so of what a promotion is taken off: all of it, or nothing.";
    buy_rules, Kind::Buy, "/admin/promotions/{id}/buy-rules/batch", "admin_batch_buy_rules_of_promotion",
        "Make, change and delete what has to be bought: all of it, or nothing.";
}

async fn change(
    app: &App,
    staff: &May<needs::PromotionWrite>,
    id: &str,
    kind: Kind,
    said: Batch,
) -> Result<Response, ApiError> {
    let promotion = key::<Promotion>(id)?;
    let tx = begin::<Promotion>(app, staff).await?;
    if !lock::<Promotion>(&tx, promotion).await? {
        return Err(missing::<Promotion>(id));
    }
    let gone = said.delete.unwrap_or_default();
    remove(&tx, promotion, kind, &gone).await?;
    let updated = update(&tx, promotion, kind, said.update.unwrap_or_default()).await?;
    let created = add(&tx, promotion, [(kind, said.create.unwrap_or_default())]).await?;
    check::of_rules(&tx, promotion).await?;
    let mut found: HashMap<Uuid, Rule> = HashMap::new();
    for rule in rules_of(&tx, vec![promotion]).await?.remove(&promotion).unwrap_or_default() {
        found.insert(rule.id.0, rule);
    }
    tx.commit().await?;
    let plan = Plan::<Rule>::new(&Selection::of(names::<Rule>()));
    let mut body = Vec::new();
    for (name, ids) in [("{\"created\":", created), (",\"updated\":", updated)] {
        body.extend_from_slice(name.as_bytes());
        plan.write_all(ids.iter().filter_map(|id| found.get(id)), &mut body);
    }
    let deleted = json!({ "ids": gone, "object": "promotion-rule", "deleted": true });
    body.extend_from_slice(format!(",\"deleted\":{deleted}}}").as_bytes());
    Ok(respond(body))
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

fn rule_key(id: &str) -> Result<Uuid, ApiError> {
    id.parse::<PromotionRuleId>().map(|id| id.0).map_err(|_| unknown(id))
}

fn unknown(id: &str) -> ApiError {
    ApiError::missing("Promotion rule", id)
}

/// Takes conditions of a kind away, which the promotion has all of.
async fn remove(tx: &Tx, promotion: Uuid, kind: Kind, gone: &[String]) -> Result<(), ApiError> {
    if gone.is_empty() {
        return Ok(());
    }
    let keys = gone.iter().map(|id| rule_key(id)).collect::<Result<Vec<_>, _>>()?;
    let sql = "delete from public.promotion_rules where organization_id = $1 and promotion_id = $2 and kind = $3 and id = any($4)
        returning id";
    let values = [tx.organization()?.into(), promotion.into(), kind.name().into(), keys.clone().into()];
    let found: Vec<Id> = db::fetch_all(tx, sql, values).await?;
    match keys.iter().zip(gone).find(|(key, _)| found.iter().all(|row| row.id != **key)) {
        Some((_, id)) => Err(unknown(id)),
        None => Ok(()),
    }
}

/// Changes conditions of a kind, which the promotion has all of.
async fn update(tx: &Tx, promotion: Uuid, kind: Kind, changed: Vec<ChangedRule>) -> Result<Vec<Uuid>, ApiError> {
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut keys = Vec::with_capacity(changed.len());
    let mut rows = Vec::with_capacity(changed.len());
    for rule in changed {
        let id = rule_key(&rule.id.0)?;
        keys.push(id);
        rows.push(json!({
            "id": id, "operator": rule.operator.0, "attribute": rule.attribute.0.map(|word| word.0), "values": rule.values.0,
            "keeps_description": rule.description.is_keep(),
            "description": match rule.description { Change::Set(text) => Some(text), _ => None },
        }));
    }
    let sql = "update public.promotion_rules t set operator = coalesce(r.operator, t.operator),
          attribute = coalesce(r.attribute, t.attribute), \"values\" = array(select jsonb_array_elements_text(r.\"values\")),
          description = case when r.keeps_description then t.description else r.description end, updated_at = $5
        from jsonb_to_recordset($4) as r (id uuid, operator text, attribute text, \"values\" jsonb, keeps_description boolean, description text)
        where t.organization_id = $1 and t.promotion_id = $2 and t.kind = $3 and t.id = r.id
        returning t.id";
    let values =
        [tx.organization()?.into(), promotion.into(), kind.name().into(), Json::Array(rows).into(), tx.now().into()];
    let found: Vec<Id> = db::fetch_all(tx, sql, values).await?;
    match keys.iter().find(|key| found.iter().all(|row| row.id != **key)) {
        Some(key) => Err(unknown(&PromotionRuleId(*key).to_string())),
        None => Ok(keys),
    }
}
