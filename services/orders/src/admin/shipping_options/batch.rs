//! `POST /admin/shipping-options/{id}/rules/batch`

use std::collections::HashMap;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{begin, key, missing, respond, select},
    lock, of_owners,
};
use serde_json::json;
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body::Body, fields::Plan, query::Query};

use super::{ShippingOption, bodies::Batch, rule, rule::OptionRule, rules};

/// Make, change and delete rules of a shipping option: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/shipping-options/{id}/rules/batch",
    tag = "Admin: shipping",
    operation_id = "admin_batch_rules_of_shipping_option",
    params(
        ("id" = String, Path, description = "The option's id.", example = "so_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(Batch), example = json!({"create": [{"attribute": "item_total", "operator": "gte", "value": "50"}], "delete": ["sorul_01jd6nwvvgfa5sr38y5wx4pq3e"]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:write"))),
    responses(
        (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
            "created": [rule::example()], "updated": [],
            "deleted": {"ids": ["sorul_01jd6nwvvgfa5sr38y5wx4pq3e"], "object": "shipping_option_rule", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ShopWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(Batch { create, update, delete }): Body<Batch>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<OptionRule>(fields.as_deref())?;
    let option = key::<ShippingOption>(&id)?;
    let delete = delete.unwrap_or_default();
    let gone = delete.iter().map(|id| key::<OptionRule>(id)).collect::<Result<Vec<_>, _>>()?;
    let create = create.unwrap_or_default().into_iter().map(TryInto::try_into).collect::<Result<_, ApiError>>()?;
    let update = update.unwrap_or_default().into_iter().map(TryInto::try_into).collect::<Result<_, ApiError>>()?;
    let tx = begin::<ShippingOption>(&app, &staff).await?;
    if !lock::<ShippingOption>(&tx, option).await? {
        return Err(missing::<ShippingOption>(&id));
    }
    rules::remove(&tx, option, &gone).await?;
    let updated = rules::put(&tx, option, update).await?;
    let created = rules::put(&tx, option, create).await?;
    let all = of_owners::<OptionRule>(&tx, "", "r.id", [created.clone(), updated.clone()].concat()).await?;
    tx.commit().await?;
    let all: HashMap<Uuid, OptionRule> = all.into_values().flatten().map(|rule| (rule.id.0, rule)).collect();
    let plan = Plan::<OptionRule>::new(&selection);
    let mut body = Vec::new();
    for (name, ids) in [("{\"created\":", created), (",\"updated\":", updated)] {
        body.extend_from_slice(name.as_bytes());
        plan.write_all(ids.iter().filter_map(|id| all.get(id)), &mut body);
    }
    let deleted = json!({ "ids": delete, "object": "shipping_option_rule", "deleted": true });
    body.extend_from_slice(format!(",\"deleted\":{deleted}}}").as_bytes());
    Ok(respond(body))
}
