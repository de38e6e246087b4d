//! `GET /admin/translations/entities`: things with the texts that are translated, and their translations.

use std::collections::HashMap;

use auth::{May, needs};
use axum::{Json, extract::State};
use db::Scope;
use resource::{Filter, Select, order_by};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App, ListQuery, Page,
    fields::{Plan, Selection},
    query::{FromParams, Params, Query},
};

use super::{
    reference::{Reference, names, reference},
    settings::{active, fields_of},
    table::Translation,
};

/// What the list takes.
pub(super) struct Parameters {
    list: ListQuery,
    of: Option<&'static Reference>,
    id: Option<Vec<String>>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 20, &["id", "created_at", "updated_at"]);
        params.boolean("with_deleted");
        let of = match params.text("type") {
            None => {
                params.required("type");
                None
            }
            Some(name) => {
                let of = reference(&name);
                if of.is_none() {
                    let name: String = name.chars().take(100).collect();
                    params.complain(format!("Expected: '{}' for field 'type', but got: '{name}'", names()));
                }
                of
            }
        };
        Self { list, of, id: params.texts("id") }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    texts: Value,
}

/// List things that are translated, with their texts and their translations.
#[utoipa::path(
    get,
    path = "/admin/translations/entities",
    tag = "Admin: translations",
    operation_id = "admin_list_translation_entities",
    params(
        ("type" = String, Query, description = "The kind of things.", example = "product"),
        ("id" = Option<Vec<String>>, Query, description = "Ids."),
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most.", example = 20),
        ("offset" = Option<i64>, Query, description = "How many to skip.", example = 0),
        ("order" = Option<String>, Query, description = "`id`, `created_at` or `updated_at`; `-` for descending."),
        ("q" = Option<String>, Query, description = "Words that must all stand in the texts."),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "A page of things.", body = serde_json::Value, example = json!({
            "data": [{"id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Harbour Mug", "translations": [super::example()]}],
            "count": 1, "offset": 0, "limit": 20
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Query(Parameters { list, of, id }): Query<Parameters>,
) -> Result<Json<Value>, ApiError> {
    let of = of.ok_or_else(|| ApiError::invalid_data("Invalid request: Field 'type' is required"))?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let fields = fields_of(of, &active(&tx).await?);
    let mut filter = Filter::new("t.organization_id = $1 and t.deleted_at is null");
    if let Some(ids) = id {
        filter.and("t.id = any(?)", ids.iter().filter_map(|id| (of.parse)(id)).collect::<Vec<Uuid>>());
    }
    let columns: Vec<String> = of.fields.iter().map(|field| format!("t.{field}")).collect();
    filter.and_words(&columns.iter().map(String::as_str).collect::<Vec<_>>(), &list.words);
    let pairs: Vec<String> = fields.iter().map(|field| format!("'{field}', t.{field}")).collect();
    let columns = format!("t.id, jsonb_build_object({}) as texts", pairs.join(", "));
    let from = format!("{} t", of.table);
    let order_by = order_by("t", &list.order, "t.id");
    let select = Select { columns: &columns, from: &from, order_by: &order_by };
    let shop = vec![tx.organization()?.into()];
    let (rows, count): (Vec<Row>, i64) = resource::page(&tx, select, &filter, shop, list.page).await?;

    let sql = format!(
        "select {} from public.translations t where t.organization_id = $1 and t.reference = $2 and t.reference_id = any($3)
           and t.deleted_at is null order by t.locale_code",
        Translation::SELECT
    );
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let found: Vec<Translation> =
        db::fetch_all(&tx, &sql, [tx.organization()?.into(), of.name.into(), ids.into()]).await?;
    tx.commit().await?;
    let plan = Plan::<Translation>::new(&Selection::default());
    let mut translations: HashMap<Uuid, Vec<Value>> = HashMap::new();
    for translation in found {
        let mut text = Vec::new();
        plan.write(&translation, &mut text);
        let shown = serde_json::from_slice(&text).map_err(ApiError::internal)?;
        translations.entry(translation.reference_id).or_default().push(shown);
    }
    let data = rows.into_iter().map(|Row { id, texts }| {
        let mut shown = Map::from_iter([("id".to_owned(), json!((of.write)(id)))]);
        if let Value::Object(texts) = texts {
            shown.extend(texts);
        }
        shown.insert("translations".to_owned(), translations.remove(&id).unwrap_or_default().into());
        Value::Object(shown)
    });
    let data: Vec<Value> = data.collect();
    let Page { limit, offset } = list.page;
    Ok(Json(json!({ "data": data, "count": count, "offset": offset, "limit": limit })))
}
