//! `GET /admin/products/{id}/options/{option_id}`, `POST /admin/products/{id}/options/batch`

use std::collections::BTreeMap;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use entity::ids::OptionValueId;
use resource::{
    admin::{answer, begin, key, missing, select},
    lock, one,
};
use serde_json::{Value, json};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Documented, Field, Fields, Required},
    query::Query,
};

use super::{
    bodies::OptionBody,
    changes::{change, has},
    table::ProductOption,
};
use crate::{
    admin::products::{bodies::below, table::Product},
    write::apply::{OptionSaid, Parts},
};

/// Read an option of a product.
#[utoipa::path(
    get,
    path = "/admin/products/{id}/options/{option_id}",
    tag = "Admin: products",
    operation_id = "admin_retrieve_product_product_option",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        ("option_id" = String, Path, description = "The option's id.", example = "opt_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses((status = 200, description = "The option.", body = serde_json::Value, example = json!({"product_option": {"id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Colour"}})), AdminErrors)
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path((id, option)) = path?;
    let selection = select::<ProductOption>(fields.as_deref())?;
    let (product, key) = (key::<Product>(&id)?, key::<ProductOption>(&option)?);
    let tx = begin::<Product>(&app, &staff).await?;
    one::<Product>(&tx, product, &select::<Product>(Some("id"))?).await?.ok_or_else(|| missing::<Product>(&id))?;
    if !has(&tx, product, key).await? {
        return Err(missing::<ProductOption>(&option));
    }
    let answer = answer::<ProductOption>(&tx, key, &option, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

body! {
    /// A value.
    pub struct ValueBody {
        /// What it is called.
        value: Required = "Green",
    }
}

body! {
    /// What changes of the values of an option.
    pub struct ValuesBody {
        /// Which option.
        product_option_id: Required = "opt_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// New values, behind the others.
        add: Option<Vec<ValueBody>> = [{"value": "Green"}],
        /// The ids of values that go.
        remove: Option<Vec<String>> = ["optval_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
}

/// Options that a product gets, of which an id says enough.
#[derive(Debug, Default)]
pub(super) struct Added(Vec<OptionBody>);

impl Field for Added {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        match fields.take(name) {
            Some(Value::Array(all)) => {
                let whole = all.into_iter().map(|one| if one.is_string() { json!({ "id": one }) } else { one });
                fields.put(name, whole.collect());
            }
            Some(other) => fields.put(name, other),
            None => {}
        }
        Self(fields.objects(name).unwrap_or_default())
    }

    fn schema() -> Schema {
        let id = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("The id of one that several products have."));
        let either = OneOfBuilder::new().item(id).item(<OptionBody as Documented>::object());
        ArrayBuilder::new().items(either).into()
    }
}

body! {
    /// What becomes of a product's options.
    pub struct ManyOptions {
        /// New ones, or those that several products have, by their id.
        add: Added = [{"title": "Size", "values": ["S", "M"]}],
        /// The ids of those that go.
        remove: Option<Vec<String>> = ["opt_01jd6nwvvgfa5sr38y5wx4pq3d"],
        /// Other values.
        update: Option<Vec<ValuesBody>> = [{
            "product_option_id": "opt_01jd6nwvvgfa5sr38y5wx4pq3d", "add": [{"value": "Green"}]
        }],
    }
}

/// Give a product options, take some from it, and change the values of others: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/products/{id}/options/batch",
    tag = "Admin: products",
    operation_id = "admin_batch_options_of_product",
    params(
        ("id" = String, Path, description = "The product's id.", example = "prod_01jd6nwvvgfa5sr38y5wx4pq3d"),
        SelectParams,
    ),
    request_body(content = inline(ManyOptions), example = json!({"add": [{"title": "Size", "values": ["S", "M"]}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses((status = 200, description = "The product.", body = serde_json::Value, example = json!({"product": {"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d"}})), AdminErrors)
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    Body(ManyOptions { add, remove, update }): Body<ManyOptions>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Product>(fields.as_deref())?;
    let product = key::<Product>(&id)?;
    let remove = remove.iter().flatten().map(|id| key::<ProductOption>(id)).collect::<Result<Vec<_>, _>>()?;
    let tx = begin::<Product>(&app, &staff).await?;
    if !lock::<Product>(&tx, product).await? {
        return Err(missing::<Product>(&id));
    }
    let fields = select::<Product>(Some("id,*options,*options.values"))?;
    let now = one::<Product>(&tx, product, &fields).await?.ok_or_else(|| missing::<Product>(&id))?;
    let known: BTreeMap<String, &ProductOption> =
        now.options.iter().map(|option| (option.id.to_string(), option)).collect();
    let mut put = Vec::new();
    for (n, ValuesBody { product_option_id: Required(option), add, remove }) in update.into_iter().flatten().enumerate()
    {
        let found = known.get(&option).ok_or_else(|| missing::<ProductOption>(&option))?;
        let gone = remove.unwrap_or_default();
        let has = |value: &String| found.values.iter().any(|known| known.id.to_string() == *value);
        if let Some(value) = gone.iter().find(|value| !has(value)) {
            return Err(ApiError::missing("Product option value", value));
        }
        let gone: Vec<OptionValueId> = gone.iter().filter_map(|value| value.parse().ok()).collect();
        let kept = found.values.iter().filter(|value| !gone.contains(&value.id)).map(|value| value.value.clone());
        let values = kept.chain(add.into_iter().flatten().map(|value| value.value.0)).collect();
        put.push(OptionSaid {
            at: below("", "update", n),
            id: Some(option),
            values: Some(values),
            ..OptionSaid::default()
        });
    }
    put.extend(add.0.into_iter().enumerate().map(|(n, option)| option.said(below("", "add", n))));
    change(&tx, product, Parts::Some { put, remove }).await?;
    let answer = answer::<Product>(&tx, product, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
