//! What a rate is meant for: `POST /admin/tax-rates/{id}/rules`, `DELETE /admin/tax-rates/{id}/rules/{rule_id}`

use auth::{May, Staff, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::Tx;
use entity::{
    Timestamp,
    ids::{ProductId, ProductTypeId, ShippingOptionId, TaxRateId, TaxRateRuleId, UserId},
};
use resource::{
    Table,
    admin::{Action, Resource as _, begin, key, missing, respond, select},
    lock, one, row,
};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use utoipa::openapi::schema::Schema;
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Field, Fields, Required},
    columns,
    fields::{Column, Plan, View, json as written},
    query::Query,
};

use super::TaxRate;
use crate::admin::bodies::word_of;

row! {
    /// What a rate is meant for.
    pub(in crate::admin) struct TaxRateRule from "u" {
        id: TaxRateRuleId,
        reference: String,
        reference_id: Uuid,
        tax_rate_id: TaxRateId,
        created_by: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

const PLAIN: &[Column<TaxRateRule>] =
    columns!(TaxRateRule: id, reference, tax_rate_id, created_by, created_at, updated_at, deleted_at);

/// An id is written as one of what it names.
const COLUMNS: [Column<TaxRateRule>; 8] = {
    let mut all: [Column<TaxRateRule>; 8] = [PLAIN[0]; 8];
    let mut at = 0;
    while at < PLAIN.len() {
        all[at] = PLAIN[at];
        at += 1;
    }
    all[7] = ("reference_id", |rule, out| written(&rule.named(), out));
    all
};

impl TaxRateRule {
    fn named(&self) -> String {
        match self.reference.as_str() {
            "product" => ProductId(self.reference_id).to_string(),
            "product_type" => ProductTypeId(self.reference_id).to_string(),
            _ => ShippingOptionId(self.reference_id).to_string(),
        }
    }
}

impl View for TaxRateRule {
    const COLUMNS: &'static [Column<Self>] = &COLUMNS;
}

impl Table for TaxRateRule {
    type Id = TaxRateRuleId;

    const ONE: &'static str = "tax_rate_rule";
    const MANY: &'static str = "tax_rate_rules";
    const NAME: &'static str = "Tax rate rule";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(select r.*, null::timestamptz as deleted_at from public.tax_rate_rules r) u";
    const ALIAS: &'static str = "u";
}

/// As it is answered; only the document shows it.
pub(super) fn example() -> Json {
    json!({
        "id": "txrule_01jd6nwvvgfa5sr38y5wx4pq3d", "reference": "product_type",
        "reference_id": "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d", "tax_rate_id": "txr_01jd6nwvvgfa5sr38y5wx4pq3d",
        "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
    })
}

/// A kind of things that are taxed.
#[derive(Debug, Clone, Copy)]
struct Reference(Option<&'static str>);

const REFERENCES: &[&str] = &["product", "product_type", "shipping_option"];

impl Field for Reference {
    const IS_REQUIRED: bool = true;

    fn read(fields: &mut Fields, name: &'static str) -> Self {
        if !fields.has(name) {
            fields.complain(format!("Field '{}' is required", fields.at(name)));
            return Self(None);
        }
        Self(fields.one_of(name, REFERENCES))
    }

    fn schema() -> Schema {
        word_of(REFERENCES)
    }
}

body! {
    /// Something that a rate is meant for.
    pub struct NewRule {
        /// What it is: `product`, `product_type` or `shipping_option`.
        reference: Reference = "product_type",
        /// Its id.
        reference_id: Required = "ptyp_01jd6nwvvgfa5sr38y5wx4pq3d",
    }
    checked by check_rule
}

fn check_rule(fields: &mut Fields, rule: &NewRule) {
    let Required(id) = &rule.reference_id;
    if let Reference(Some(reference)) = rule.reference
        && !id.is_empty()
        && parsed(reference, id).is_none()
    {
        let (at, id) = (fields.at("reference_id"), id.chars().take(100).collect::<String>());
        fields.complain(format!("Invalid value for field '{at}': '{id}' is no id of a {reference}"));
    }
}

fn parsed(reference: &str, id: &str) -> Option<Uuid> {
    match reference {
        "product" => id.parse::<ProductId>().ok().map(|id| id.0),
        "product_type" => id.parse::<ProductTypeId>().ok().map(|id| id.0),
        _ => id.parse::<ShippingOptionId>().ok().map(|id| id.0),
    }
}

/// Adds rules to a rate that is held; what it has already stays as it is.
pub(super) async fn add(tx: &Tx, staff: &Staff, rate: Uuid, rules: Vec<NewRule>) -> Result<(), ApiError> {
    let (mut ids, mut references, mut things) = (Vec::new(), Vec::new(), Vec::new());
    for NewRule { reference, reference_id: Required(id) } in &rules {
        let Some((reference, thing)) = reference.0.and_then(|reference| Some((reference, parsed(reference, id)?)))
        else {
            continue;
        };
        ids.push(TaxRateRuleId::new().0);
        references.push(reference.to_owned());
        things.push(thing);
    }
    let sql = "insert into public.tax_rate_rules
          (organization_id, id, tax_rate_id, reference, reference_id, created_by, created_at, updated_at)
        select $1, r.id, $2, r.reference, r.reference_id, $6, $7, $7
        from unnest($3::uuid[], $4::text[], $5::uuid[]) r (id, reference, reference_id)
        on conflict (organization_id, tax_rate_id, reference, reference_id) do nothing";
    let values: [Value; 7] = [
        tx.organization()?.into(),
        rate.into(),
        ids.into(),
        references.into(),
        things.into(),
        staff.user().map(|user| user.0).into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}

/// Makes these the rules of a rate that is held, and no others.
pub(super) async fn replace(tx: &Tx, staff: &Staff, rate: Uuid, rules: Vec<NewRule>) -> Result<(), ApiError> {
    let kept: Vec<String> = (rules.iter())
        .filter_map(|rule| {
            let reference = rule.reference.0?;
            Some(format!("{reference} {}", parsed(reference, &rule.reference_id.0)?))
        })
        .collect();
    let sql = "delete from public.tax_rate_rules
        where organization_id = $1 and tax_rate_id = $2 and not (reference || ' ' || reference_id = any($3))";
    db::exec(tx, sql, [tx.organization()?.into(), rate.into(), kept.into()]).await?;
    add(tx, staff, rate, rules).await
}

/// Adds a rule.
#[derive(Debug)]
pub(super) struct Add;

impl Action for Add {
    type On = TaxRate;
    type Input = NewRule;

    const PATH: &'static str = "/rules";
    const NAME: &'static str = "add_rule_of_tax_rate";

    async fn act(tx: &Tx, staff: &Staff, id: Uuid, rule: NewRule) -> Result<bool, ApiError> {
        if !lock::<TaxRate>(tx, id).await? {
            return Ok(false);
        }
        add(tx, staff, id, vec![rule]).await?;
        Ok(true)
    }
}

/// Tax something by a rate no more.
#[utoipa::path(
    delete,
    path = "/admin/tax-rates/{id}/rules/{rule_id}",
    tag = "Admin: taxes",
    operation_id = "admin_delete_rule_of_tax_rate",
    params(
        ("id" = String, Path, description = "The rate's id.", example = "txr_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("rule_id" = String, Path, description = "The rule's id.", example = "txrule_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("shop:write"))),
    responses(
        (status = 200, description = "It is gone.", body = serde_json::Value, example = json!({
            "id": "txrule_01jd6nwvvgfa5sr38y5wx4pq3d", "object": "tax_rate_rule", "deleted": true, "parent": TaxRate::example()
        })),
        AdminErrors,
    )
)]
pub(super) async fn remove(
    State(app): State<App>,
    staff: May<needs::ShopWrite>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path((of, id)) = path?;
    let selection = select::<TaxRate>(fields.as_deref())?;
    let (rate, rule) = (key::<TaxRate>(&of)?, key::<TaxRateRule>(&id)?);
    let tx = begin::<TaxRate>(&app, &staff).await?;
    if !lock::<TaxRate>(&tx, rate).await? {
        return Err(missing::<TaxRate>(&of));
    }
    let sql = "delete from public.tax_rate_rules where organization_id = $1 and tax_rate_id = $2 and id = $3";
    if db::exec(&tx, sql, [tx.organization()?.into(), rate.into(), rule.into()]).await? == 0 {
        return Err(missing::<TaxRateRule>(&id));
    }
    let parent = one::<TaxRate>(&tx, rate, &selection).await?.ok_or_else(|| missing::<TaxRate>(&of))?;
    tx.commit().await?;
    let mut body =
        format!("{{\"id\":{},\"object\":\"tax_rate_rule\",\"deleted\":true,\"parent\":", json!(id)).into_bytes();
    Plan::<TaxRate>::new(&selection).write(&parent, &mut body);
    body.push(b'}');
    Ok(respond(body))
}
