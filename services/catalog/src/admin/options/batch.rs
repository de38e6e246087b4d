//! `GET /admin/products/{id}/options/{option_id}`, `POST /admin/products/{id}/options/batch`

use std::collections::BTreeMap;

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::{
    admin::{answer, begin, key, missing, select, shown},
    lock, one,
};
use serde_json::{Value, json};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use web::{
    AdminErrors, ApiError, App, SelectParams, SelectQuery, body,
    body::{Body, Change, Documented, Field, Fields, Filled, Required},
    query::Query,
};

use super::{
    bodies::OptionBody,
    changes::{change, has},
    table::ProductOption,
};
use crate::{
    admin::products::{
        bodies::below,
        fields::{Title, Word},
        table::Product,
    },
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
    let mut found =
        one::<ProductOption>(&tx, key, &selection).await?.ok_or_else(|| missing::<ProductOption>(&option))?;
    ProductOption::keep_chosen(&tx, &mut [(product, &mut found)]).await?;
    tx.commit().await?;
    Ok(shown(&found, &selection))
}

body! {
    /// A value.
    pub struct ValueBody {
        /// One that an option of several products has, which the product is to have too.
        id: Option<String> = "optval_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What a new one is called, of an option that is the product's alone.
        value: Filled<Word> = "Green",
    }
}

/// Values that a product gets, of which an id says enough.
#[derive(Debug, Default)]
pub(super) struct AddedValues(Vec<ValueBody>);

impl Field for AddedValues {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        ids_as_objects(fields, name);
        Self(fields.objects(name).unwrap_or_default())
    }

    fn schema() -> Schema {
        id_or::<ValueBody>("The id of a value of an option that several products share.")
    }
}

/// `"x"` says the same as `{"id": "x"}`.
fn ids_as_objects(fields: &mut Fields, name: &'static str) {
    match fields.take(name) {
        Some(Value::Array(all)) => {
            let whole = all.into_iter().map(|one| if one.is_string() { json!({ "id": one }) } else { one });
            fields.put(name, whole.collect());
        }
        Some(other) => fields.put(name, other),
        None => {}
    }
}

fn id_or<T: Documented>(words: &str) -> Schema {
    let id = ObjectBuilder::new().schema_type(Type::String).description(Some(words));
    ArrayBuilder::new().items(OneOfBuilder::new().item(id).item(T::object())).into()
}

body! {
    /// What changes of the values of an option.
    pub struct ValuesBody {
        /// Which option.
        product_option_id: Required = "opt_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// New values, behind the others; of an option that several products share, the ids of its values.
        add: AddedValues = [{"value": "Green"}],
        /// The ids of values that go.
        remove: Option<Vec<String>> = ["optval_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
}

/// Options that a product gets, of which an id says enough.
#[derive(Debug, Default)]
pub(super) struct Added(Vec<OptionBody>);

impl Field for Added {
    fn read(fields: &mut Fields, name: &'static str) -> Self {
        ids_as_objects(fields, name);
        Self(fields.objects(name).unwrap_or_default())
    }

    fn schema() -> Schema {
        id_or::<OptionBody>("The id of one that several products have.")
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

impl ValuesBody {
    /// What the product has of an option afterwards, of which it has `found` now.
    fn said(self, found: &ProductOption, at: String) -> Result<OptionSaid, ApiError> {
        let Self { product_option_id: Required(id), add: AddedValues(add), remove } = self;
        let gone = remove.unwrap_or_default();
        let is_nothing = add.is_empty() && gone.is_empty();
        let has = |value: &String| found.values.iter().any(|known| known.id.to_string() == *value);
        if let Some(value) = gone.iter().find(|value| !has(value)) {
            return Err(ApiError::missing("Product option value", value));
        }
        let kept = found.values.iter().filter(|value| !gone.contains(&value.id.to_string()));
        let said = OptionSaid { id: Some(id), ..OptionSaid::default() };
        if found.is_exclusive {
            let mut values: Vec<String> = kept.map(|value| value.value.clone()).collect();
            for (n, value) in add.into_iter().enumerate() {
                let words = "is required: it is a new value of an option that is this product's alone";
                values.push(value.value.title().ok_or_else(|| wrong(&at, n, "value", words))?);
            }
            return Ok(OptionSaid { at, values: Some(values), ..said });
        }
        if is_nothing {
            return Ok(OptionSaid { at, ..said });
        }
        let mut ids: Vec<String> = kept.map(|value| value.id.to_string()).collect();
        for (n, value) in add.into_iter().enumerate() {
            let words = "is required: several products share the option, so values are made at /admin/product-options \
                 and named here by their id";
            ids.push(value.id.ok_or_else(|| wrong(&at, n, "id", words))?);
        }
        Ok(OptionSaid { at, value_ids: Change::Set(ids), ..said })
    }
}

fn wrong(at: &str, n: usize, field: &str, words: &str) -> ApiError {
    ApiError::invalid_data(format!("Invalid request: Field '{at}, add, {n}, {field}' {words}"))
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
    for (n, values) in update.into_iter().flatten().enumerate() {
        let Required(option) = &values.product_option_id;
        let found = known.get(option).ok_or_else(|| missing::<ProductOption>(option))?;
        put.push(values.said(found, below("", "update", n))?);
    }
    put.extend(add.0.into_iter().enumerate().map(|(n, option)| option.said(below("", "add", n))));
    change(&tx, product, Parts::Some { put, remove }).await?;
    let answer = answer::<Product>(&tx, product, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
