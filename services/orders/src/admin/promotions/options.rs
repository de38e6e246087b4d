//! `GET /admin/promotions/rule-attribute-options/{rule_type}`, `GET /admin/promotions/rule-value-options/{rule_type}/{rule_attribute_id}`,
//! `GET /admin/promotions/{id}/{rule_type}`: what rules may say, and what those of a promotion say, in people's words.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{begin, key, missing, respond},
    one,
};
use serde_json::{Value as Json, json};
use web::{
    AdminErrors, ApiError, App, Page,
    fields::Selection,
    query::{FromParams, Params, Query},
};

use super::{
    attributes::{About, Attribute, attributes, label},
    rules::Kind,
    table::{Promotion, rules_of},
    values::{Wanted, labels, page},
};

/// Which promotion is asked about.
#[derive(Debug)]
pub(super) struct AboutQuery {
    promotion: Option<String>,
    method: Option<String>,
    target: Option<String>,
}

impl FromParams for AboutQuery {
    fn read(params: &mut Params) -> Self {
        // `fields` is taken as Medusa takes it: what is answered here is always whole.
        let _ = params.text("fields");
        Self {
            promotion: params.text("promotion_type"),
            method: params.text("application_method_type"),
            target: params.text("application_method_target_type"),
        }
    }
}

impl AboutQuery {
    fn about(&self) -> About<'_> {
        About { promotion: self.promotion.as_deref(), method: self.method.as_deref(), target: self.target.as_deref() }
    }
}

/// List what rules of a kind may ask for.
#[utoipa::path(
    get,
    path = "/admin/promotions/rule-attribute-options/{rule_type}",
    tag = "Admin: promotions",
    operation_id = "admin_list_rule_attribute_options",
    params(
        ("rule_type" = String, Path, description = "`rules`, `target-rules` or `buy-rules`.", example = "rules"),
        ("promotion_type" = Option<String>, Query, description = "`standard` or `buyget`.", example = "standard"),
        ("application_method_type" = Option<String>, Query, description = "`fixed` or `percentage`.", example = "fixed"),
        ("application_method_target_type" = Option<String>, Query, description = "`order`, `items` or `shipping_methods`.", example = "items"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses(
        (status = 200, description = "Attributes, with the operators that go with them.", body = serde_json::Value, example = json!({
            "attributes": [{
                "id": "region", "value": "region.id", "label": "Region", "required": false, "field_type": "multiselect",
                "operators": [{"id": "in", "value": "in", "label": "In"}], "disguised": false
            }]
        })),
        AdminErrors,
    )
)]
pub(super) async fn of_attributes(
    _: May<needs::PromotionRead>,
    path: Result<Path<String>, PathRejection>,
    Query(asked): Query<AboutQuery>,
) -> Result<Response, ApiError> {
    let Path(kind) = path?;
    let shown: Vec<Json> = attributes(Kind::of(&kind)?, asked.about()).iter().map(Attribute::shown).collect();
    Ok(respond(json!({ "attributes": shown }).to_string().into_bytes()))
}

/// What values are asked for.
#[derive(Debug)]
pub(super) struct ValuesQuery {
    page: Page,
    words: Vec<String>,
    values: Option<Vec<String>>,
    target: Option<String>,
}

impl FromParams for ValuesQuery {
    fn read(params: &mut Params) -> Self {
        let list = web::ListQuery::read(params, 100, &[]);
        let target = params.text("application_method_target_type");
        Self { page: list.page, words: list.words, values: params.texts("value"), target }
    }
}

/// List what rules may compare something with.
#[utoipa::path(
    get,
    path = "/admin/promotions/rule-value-options/{rule_type}/{rule_attribute_id}",
    tag = "Admin: promotions",
    operation_id = "admin_list_rule_value_options",
    params(
        ("rule_type" = String, Path, description = "`rules`, `target-rules` or `buy-rules`.", example = "rules"),
        ("rule_attribute_id" = String, Path, description = "An attribute's id.", example = "region"),
        ("q" = Option<String>, Query, description = "Words of the label.", example = "europe"),
        ("value" = Option<String>, Query, description = "These values only.", example = "reg_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("application_method_target_type" = Option<String>, Query, description = "`order`, `items` or `shipping_methods`.", example = "items"),
        ("limit" = Option<i64>, Query, description = "How many, 1,000 at most.", example = 100),
        ("offset" = Option<i64>, Query, description = "From which one on.", example = 0),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses(
        (status = 200, description = "A page of values, with what people call them.", body = serde_json::Value, example = json!({
            "values": [{"label": "Europe", "value": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"}], "count": 1, "offset": 0, "limit": 100
        })),
        AdminErrors,
    )
)]
pub(super) async fn of_values(
    State(app): State<App>,
    staff: May<needs::PromotionRead>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(asked): Query<ValuesQuery>,
) -> Result<Response, ApiError> {
    let Path((kind, named)) = path?;
    let about = About { target: asked.target.as_deref(), ..About::default() };
    let attribute = attributes(Kind::of(&kind)?, about).into_iter().find(|attribute| attribute.id == named);
    let Some(attribute) = attribute else {
        let named: String = named.chars().take(100).collect();
        return Err(ApiError::invalid_data(format!("Invalid rule attribute - {named}")));
    };
    let tx = begin::<Promotion>(&app, &staff).await?;
    let wanted = Wanted { words: &asked.words, values: asked.values.as_deref() };
    let (found, count) = page(&tx, attribute.of, &wanted, asked.page).await?;
    tx.commit().await?;
    let values: Vec<Json> =
        found.iter().map(|choice| json!({ "label": choice.label, "value": choice.value })).collect();
    let Page { limit, offset } = asked.page;
    let body = json!({ "values": values, "count": count, "offset": offset, "limit": limit });
    Ok(respond(body.to_string().into_bytes()))
}

/// List the rules of a promotion, of one kind, in people's words.
#[utoipa::path(
    get,
    path = "/admin/promotions/{id}/{rule_type}",
    tag = "Admin: promotions",
    operation_id = "admin_list_rules_of_promotion",
    params(
        ("id" = String, Path, description = "The promotion's id.", example = "promo_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("rule_type" = String, Path, description = "`rules`, `target-rules` or `buy-rules`.", example = "rules"),
        ("promotion_type" = Option<String>, Query, description = "Taken, as Medusa takes it; the promotion's own counts.", example = "standard"),
        ("application_method_type" = Option<String>, Query, description = "Taken; the promotion's own counts.", example = "fixed"),
        ("application_method_target_type" = Option<String>, Query, description = "Taken; the promotion's own counts.", example = "items"),
        ("fields" = Option<String>, Query, description = "Taken; rules are answered whole.", example = "id"),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("promotion:read"))),
    responses(
        (status = 200, description = "Rules, and what of the application method is shown as one.", body = serde_json::Value, example = json!({
            "rules": [{
                "id": "prorul_01jd6nwvvgfa5sr38y5wx4pq3d", "attribute": "region.id", "attribute_label": "Region", "operator": "in",
                "operator_label": "In", "values": [{"value": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "label": "Europe"}]
            }]
        })),
        AdminErrors,
    )
)]
pub(super) async fn of_promotion(
    State(app): State<App>,
    staff: May<needs::PromotionRead>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(_asked): Query<AboutQuery>,
) -> Result<Response, ApiError> {
    let Path((id, kind)) = path?;
    let kind = Kind::of(&kind)?;
    let promotion = key::<Promotion>(&id)?;
    let tx = begin::<Promotion>(&app, &staff).await?;
    let found = one::<Promotion>(&tx, promotion, &Selection::of(["id"])).await?;
    let found = found.ok_or_else(|| missing::<Promotion>(&id))?;
    let mut rules = rules_of(&tx, vec![promotion]).await?.remove(&promotion).unwrap_or_default();
    rules.retain(|rule| rule.kind == kind.name());
    let about =
        About { promotion: Some(&found.r#type), method: Some(&found.method_type), target: Some(&found.target_type) };
    let mut shown = Vec::new();
    for attribute in attributes(kind, about) {
        if attribute.is_disguised {
            shown.extend(disguised(&found, attribute));
            continue;
        }
        let those: Vec<_> = rules.iter().filter(|rule| rule.attribute == attribute.value).collect();
        let values: Vec<String> = those.iter().flat_map(|rule| rule.values.iter().cloned()).collect();
        let labels = labels(&tx, attribute.of, &values).await?;
        for rule in those {
            let values: Vec<Json> = (rule.values.iter())
                .map(|value| json!({ "value": value, "label": labels.get(value).unwrap_or(value) }))
                .collect();
            let values = if attribute.is_number() { json!(rule.values.first()) } else { Json::Array(values) };
            let mut one = attribute.shown();
            let own = json!({
                "id": rule.id, "attribute": rule.attribute, "attribute_label": attribute.label, "operator": rule.operator,
                "operator_label": label(&rule.operator), "description": rule.description, "values": values,
            });
            merge(&mut one, own);
            shown.push(one);
        }
    }
    // What nobody of Medusa's knows is shown too: it holds, or keeps the promotion from holding.
    let known = attributes(kind, about);
    for rule in rules.iter().filter(|rule| known.iter().all(|attribute| attribute.value != rule.attribute)) {
        let values: Vec<Json> = rule.values.iter().map(|value| json!({ "value": value, "label": value })).collect();
        shown.push(json!({
            "id": rule.id, "attribute": rule.attribute, "attribute_label": rule.attribute, "operator": rule.operator,
            "operator_label": label(&rule.operator), "description": rule.description, "values": values,
        }));
    }
    tx.commit().await?;
    Ok(respond(json!({ "rules": shown }).to_string().into_bytes()))
}

/// Something of the application method, shown as a rule.
fn disguised(promotion: &Promotion, attribute: Attribute) -> Option<Json> {
    let values = match attribute.id {
        "apply_to_quantity" => json!(promotion.apply_to_quantity),
        "buy_rules_min_quantity" => json!(promotion.buy_rules_min_quantity),
        _ => match &promotion.currency_code {
            Some(code) => json!([{ "label": code, "value": code }]),
            None if attribute.is_required => json!([]),
            None => return None,
        },
    };
    let mut one = attribute.shown();
    let own = json!({
        "id": null, "attribute": attribute.id, "attribute_label": attribute.label, "operator": "eq", "operator_label": label("eq"),
        "values": values,
    });
    merge(&mut one, own);
    Some(one)
}

fn merge(one: &mut Json, own: Json) {
    if let (Json::Object(one), Json::Object(own)) = (one, own) {
        one.extend(own);
    }
}
