//! `/admin/product-options/{id}/values`

use auth::{May, Staff, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use db::{OnConstraint, Tx};
use entity::ids::OptionValueId;
use resource::{
    Param, Set, Table,
    admin::{Nested, NestedRoutes, answer, begin, duplicate, key, missing, select},
    fresh_metadata, lock, names,
};
use serde_json::{Map, Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Filled, Required},
    fields::Selection,
    query::Query,
};

use super::table::{OptionValue, ProductOption};
use crate::admin::products::{
    fields::{Title, Word},
    load::of,
};

impl Table for OptionValue {
    type Id = OptionValueId;

    const ONE: &'static str = "product_option_value";
    const MANY: &'static str = "product_option_values";
    const NAME: &'static str = "Product option value";
    const SORTABLE: &'static [&'static str] = &["id", "value", "rank", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["v.value"];
    const FROM: &'static str = "public.product_option_values v";
    const ALIAS: &'static str = "v";
    const FILTERS: &'static [Param] =
        &[Param::text("value", "Exact values."), Param::ids::<entity::ids::OptionId>("option_id", "Of these options.")];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("option", names::<ProductOption>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("option") {
            let wanted: Vec<Uuid> = page.iter().map(|value| value.option_id.0).collect();
            let from = "public.product_options o where o.organization_id = $1 and o.id = any($2)";
            let options = of::<ProductOption>(tx, "o.id", from, wanted).await?;
            for value in page {
                value.option = options.get(&value.option_id.0).and_then(|found| found.first().cloned());
            }
        }
        Ok(())
    }
}

body! {
    /// A new value, behind the others.
    pub struct NewValue {
        /// What it is called.
        value: Required<Word> = "Green",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"colour": "#0a0"},
    }
}

body! {
    /// What changes of a value, for all products that have it.
    pub struct ChangedValue {
        /// What it is called.
        value: Filled<Word> = "Green",
        /// The shop's own data.
        metadata: Change<Map<String, Value>> = {"colour": "#0a0"},
    }
}

fn example() -> Value {
    json!({
        "id": "optval_01jd6nwvvgfa5sr38y5wx4pq3d", "value": "Blue", "rank": 0,
        "option_id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "metadata": null, "created_at": "2026-11-21T10:00:00.000Z",
        "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
    })
}

/// 422 when the option has such a value.
fn taken<T>(done: db::Result<T>, value: &str) -> Result<T, ApiError> {
    done.on_constraint("product_option_values_value", |_| {
        duplicate(format!("Product option value with value: {value}, already exists."))
    })
}

impl Nested for OptionValue {
    type Parent = ProductOption;
    type New = NewValue;
    type Changes = ChangedValue;

    const PATH: &'static str = "/values";
    const PARAM: &'static str = "value_id";
    const OF: &'static str = "v.option_id = ?";

    fn example() -> Value {
        example()
    }

    fn parent(&self) -> Uuid {
        self.option_id.0
    }

    async fn create(tx: &Tx, _: &Staff, option: Uuid, new: NewValue) -> Result<(), ApiError> {
        let value = new.value.title().unwrap_or_default();
        let sql = "insert into public.product_option_values
              (organization_id, id, option_id, value, rank, metadata, created_at, updated_at)
            select $1, $2, $3, $4, coalesce(max(v.rank) + 1, 0), private.merge_metadata(null, $5, '{}'), $6, $6
            from public.product_option_values v
            where v.organization_id = $1 and v.option_id = $3 and v.deleted_at is null";
        let values = [
            tx.organization()?.into(),
            OptionValueId::new().0.into(),
            option.into(),
            value.clone().into(),
            fresh_metadata(new.metadata).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &value)?;
        Ok(())
    }

    async fn update(tx: &Tx, _: &Staff, option: Uuid, id: Uuid, changes: ChangedValue) -> Result<bool, ApiError> {
        if !is_of(tx, option, id).await? {
            return Ok(false);
        }
        let value = changes.value.title();
        let wanted = value.clone().unwrap_or_default();
        let mut set = Set::new(tx, id)?;
        set.given("value", value);
        set.metadata("metadata", changes.metadata);
        taken(set.run(tx, "public.product_option_values").await, &wanted)
    }

    async fn delete(tx: &Tx, _: &Staff, option: Uuid, id: Uuid) -> Result<bool, ApiError> {
        // Who makes a variant of it at the same time is waited for, and then found.
        if !is_of(tx, option, id).await? {
            return Ok(false);
        }
        let used = "select from public.product_variant_options l join public.product_variants v
              on v.organization_id = l.organization_id and v.id = l.variant_id and v.deleted_at is null
            where l.organization_id = $1 and l.option_value_id = $2 limit 1";
        if db::exec(tx, used, [tx.organization()?.into(), id.into()]).await? > 0 {
            let id = OptionValueId(id);
            let message = format!("Cannot delete product option value {id}, which variants have: change them first");
            return Err(ApiError::not_allowed(message));
        }
        Ok(resource::retire(tx, "public.product_option_values", id).await?)
    }
}

/// Whether an option has a value, which nobody else takes until this transaction ends.
async fn is_of(tx: &Tx, option: Uuid, value: Uuid) -> db::Result<bool> {
    let sql = "select from public.product_option_values v
        where v.organization_id = $1 and v.id = $2 and v.option_id = $3 and v.deleted_at is null for update";
    Ok(db::exec(tx, sql, [tx.organization()?.into(), value.into(), option.into()]).await? > 0)
}

/// Change a value of an option, for all products that have it.
#[utoipa::path(
    post,
    path = "/admin/product-options/{id}/values/{value_id}",
    tag = "Admin: products",
    operation_id = "admin_update_product_option_value",
    params(
        ("id" = String, Path, description = "The option's id.", example = "opt_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("value_id" = String, Path, description = "The value's id.", example = "optval_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(ChangedValue), example = json!({"value": "Green"})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "The value.", body = serde_json::Value, example = json!({"product_option_value": example()})),
        AdminErrors,
    )
)]
async fn update(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(changes): Body<ChangedValue>,
) -> Result<Response, ApiError> {
    let Path((option, id)) = path?;
    let selection = select::<OptionValue>(fields.as_deref())?;
    let (parent, value) = (key::<ProductOption>(&option)?, key::<OptionValue>(&id)?);
    let tx = begin::<ProductOption>(&app, &staff).await?;
    if !lock::<ProductOption>(&tx, parent).await? {
        return Err(missing::<ProductOption>(&option));
    }
    if !<OptionValue as Nested>::update(&tx, &staff, parent, value, changes).await? {
        return Err(missing::<OptionValue>(&id));
    }
    let answer = answer::<OptionValue>(&tx, value, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

pub(super) fn router() -> OpenApiRouter<App> {
    NestedRoutes::<OptionValue>::new()
        .list("List an option's values.")
        .retrieve("Read a value of an option.")
        .create("Give an option a value, behind the others.")
        .delete("Take a value from an option that no variant has.")
        .router()
        .routes(routes!(update))
}
