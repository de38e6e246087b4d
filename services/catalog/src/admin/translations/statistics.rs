//! `GET /admin/translations/statistics`: how much is translated, and how much is not.

use auth::{May, needs};
use axum::{Json, extract::State};
use db::{Scope, Tx};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value, json};
use web::{
    AdminErrors, ApiError, App,
    query::{FromParams, Params, Query},
};

use super::{
    reference::{Reference, names, reference},
    settings::{active, fields_of},
};

/// What it takes.
pub(super) struct Parameters {
    locales: Vec<String>,
    kinds: Vec<&'static Reference>,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let mut listed = |name: &str| {
            let texts = params.texts(name);
            if texts.as_ref().is_none_or(Vec::is_empty) {
                params.required(name);
            }
            let mut texts = texts.unwrap_or_default();
            texts.sort();
            texts.dedup();
            texts
        };
        let (locales, kinds) = (listed("locales"), listed("entity_types"));
        let mut known = Vec::new();
        for kind in kinds {
            if let Some(kind) = reference(&kind) {
                known.push(kind);
            } else {
                let kind: String = kind.chars().take(100).collect();
                params.complain(format!("Expected: '{}' for field 'entity_types', but got: '{kind}'", names()));
            }
        }
        Self { locales, kinds: known }
    }
}

#[derive(FromQueryResult)]
struct Row {
    locale: String,
    things: i64,
    translated: i64,
}

/// Say how many texts there are to translate, and how many are.
#[utoipa::path(
    get,
    path = "/admin/translations/statistics",
    tag = "Admin: translations",
    operation_id = "admin_read_translation_statistics",
    params(
        ("locales" = Vec<String>, Query, description = "Languages: `locales=de`, `locales[]=de&locales[]=da`.", example = json!(["de"])),
        ("entity_types" = Vec<String>, Query, description = "Kinds of things.", example = json!(["product"])),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "The numbers, by the kind of thing.", body = serde_json::Value, example = json!({
            "statistics": {"product": {"expected": 288, "translated": 100, "missing": 188,
                "by_locale": {"de": {"expected": 288, "translated": 100, "missing": 188}}}}
        })),
        AdminErrors,
    )
)]
pub(super) async fn read(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Query(Parameters { locales, kinds }): Query<Parameters>,
) -> Result<Json<Value>, ApiError> {
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let settings = active(&tx).await?;
    let mut statistics = Map::new();
    for of in kinds {
        let fields = fields_of(of, &settings);
        statistics.insert(of.name.to_owned(), count(&tx, of, fields, &locales).await?);
    }
    tx.commit().await?;
    Ok(Json(json!({ "statistics": statistics })))
}

/// The numbers of a kind: a statement for all languages.
async fn count(tx: &Tx, of: &Reference, fields: Vec<&str>, locales: &[String]) -> db::Result<Value> {
    let sql = format!(
        "select l.locale, (select count(*) from {table} t where t.organization_id = $1 and t.deleted_at is null) as things,
           (select count(*) from public.translations r
            join {table} t on t.organization_id = r.organization_id and t.id = r.reference_id and t.deleted_at is null
            cross join lateral jsonb_each_text(r.translations) u
            where r.organization_id = $1 and r.reference = $2 and r.locale_code = l.locale and r.deleted_at is null
              and u.key = any($3) and u.value <> '') as translated
         from unnest($4::text[]) l (locale)",
        table = of.table
    );
    let number = i64::try_from(fields.len()).unwrap_or_default();
    let fields: Vec<String> = fields.into_iter().map(str::to_owned).collect();
    let values = [tx.organization()?.into(), of.name.into(), fields.into(), locales.to_vec().into()];
    let rows: Vec<Row> = db::fetch_all(tx, &sql, values).await?;
    let numbers = |expected: i64, translated: i64| json!({ "expected": expected, "translated": translated, "missing": expected - translated });
    let (mut expected, mut translated) = (0, 0);
    let mut by_locale = Map::new();
    for row in rows {
        expected += row.things * number;
        translated += row.translated;
        by_locale.insert(row.locale, numbers(row.things * number, row.translated));
    }
    let mut all = numbers(expected, translated);
    all["by_locale"] = Value::Object(by_locale);
    Ok(all)
}
