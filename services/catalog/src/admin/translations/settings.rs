//! `/admin/translations/settings`: which texts of which things are translated. What no setting names is translated whole.

use std::collections::HashMap;

use auth::{May, needs};
use axum::{Json, extract::State};
use db::{OnConstraint, Scope, Tx};
use entity::{Timestamp, ids::TranslationSettingId};
use resource::admin::duplicate;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{
    AdminErrors, ApiError, App,
    body::Body,
    query::{FromParams, Params, Query},
};

use super::{
    bodies::{ChangedSetting, ManySettings, NewSetting},
    reference::{Reference, all, names, reference},
};

/// What of a kind of thing is translated.
#[derive(Debug, Clone, FromQueryResult, Serialize)]
pub(super) struct Setting {
    pub(super) id: TranslationSettingId,
    pub(super) entity_type: String,
    pub(super) fields: Vec<String>,
    pub(super) is_active: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
}

/// All settings of the shop, by the kind of thing.
pub(super) async fn active(tx: &Tx) -> db::Result<HashMap<String, Setting>> {
    let sql = "select s.id, s.entity_type, s.fields, s.is_active, s.created_at, s.updated_at, s.deleted_at
        from public.translation_settings s where s.organization_id = $1 and s.deleted_at is null";
    let rows: Vec<Setting> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.entity_type.clone(), row)).collect())
}

/// Which texts of a kind of thing are translated.
pub(super) fn fields_of<'a>(of: &'a Reference, settings: &HashMap<String, Setting>) -> Vec<&'a str> {
    let setting = settings.get(of.name);
    let is_wanted = |field: &&&str| {
        setting.is_none_or(|setting| setting.is_active && setting.fields.iter().any(|known| known == **field))
    };
    of.fields.iter().filter(is_wanted).copied().collect()
}

/// What the list of settings takes.
pub(super) struct Filter {
    entity_type: Option<String>,
    is_active: Option<bool>,
}

impl FromParams for Filter {
    fn read(params: &mut Params) -> Self {
        Self { entity_type: params.text("entity_type"), is_active: params.boolean("is_active") }
    }
}

/// Say what of each kind of thing is translated.
#[utoipa::path(
    get,
    path = "/admin/translations/settings",
    tag = "Admin: translations",
    operation_id = "admin_list_translation_settings",
    params(
        ("entity_type" = Option<String>, Query, description = "One kind of thing.", example = "product"),
        ("is_active" = Option<bool>, Query, description = "Whether any of its texts are translated.", example = true),
    ),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:read"))),
    responses(
        (status = 200, description = "What is translated, by the kind of thing.", body = serde_json::Value, example = json!({
            "translation_settings": {"product": {"id": "trset_01jd6nwvvgfa5sr38y5wx4pq3d", "fields": ["title"],
                "inactive_fields": ["subtitle", "description", "material"], "is_active": true}}
        })),
        AdminErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    staff: May<needs::ProductRead>,
    Query(filter): Query<Filter>,
) -> Result<Json<Value>, ApiError> {
    let only = filter.entity_type.as_deref().map(|name| kind("entity_type", name)).transpose()?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let settings = active(&tx).await?;
    tx.commit().await?;
    let mut found = serde_json::Map::new();
    for of in all().filter(|of| only.is_none_or(|only| only.name == of.name)) {
        let setting = settings.get(of.name);
        let is_active = setting.is_none_or(|setting| setting.is_active);
        if filter.is_active.is_some_and(|wanted| wanted != is_active) {
            continue;
        }
        let fields = fields_of(of, &settings);
        let inactive: Vec<&str> = of.fields.iter().filter(|field| !fields.contains(field)).copied().collect();
        let id = setting.map(|setting| setting.id);
        let shown = json!({ "id": id, "fields": fields, "inactive_fields": inactive, "is_active": is_active });
        found.insert(of.name.to_owned(), shown);
    }
    Ok(Json(json!({ "translation_settings": found })))
}

fn kind(field: &str, name: &str) -> Result<&'static Reference, ApiError> {
    reference(name).ok_or_else(|| {
        let (name, names): (String, _) = (name.chars().take(100).collect(), names());
        ApiError::invalid_data(format!("Invalid request: Expected: '{names}' for field '{field}', but got: '{name}'"))
    })
}

/// Each once, if all are translated of this kind of thing.
fn checked(at: &str, of: &Reference, fields: &[String]) -> Result<Vec<String>, ApiError> {
    match fields.iter().find(|field| !of.fields.contains(&field.as_str())) {
        Some(field) => {
            let (field, known): (String, _) = (field.chars().take(100).collect(), of.fields.join(", "));
            let message = format!("Invalid request: Expected: '{known}' for field '{at}, fields', but got: '{field}'");
            Err(ApiError::invalid_data(message))
        }
        None => {
            Ok(of.fields.iter().filter(|known| fields.iter().any(|field| field == *known)).map(|&f| f.into()).collect())
        }
    }
}

/// Say what is translated and what no more: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/translations/settings/batch",
    tag = "Admin: translations",
    operation_id = "admin_batch_translation_settings",
    request_body(content = inline(ManySettings), example = json!({"create": [{"entity_type": "product", "fields": ["title"]}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
            "created": [{"id": "trset_01jd6nwvvgfa5sr38y5wx4pq3d", "entity_type": "product", "fields": ["title"], "is_active": true}],
            "updated": [], "deleted": {"ids": [], "object": "translation_settings", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Body(ManySettings { create, update, delete }): Body<ManySettings>,
) -> Result<Json<Value>, ApiError> {
    let missing = |id: &str| ApiError::missing("Translation settings", id);
    let key = |id: &str| id.parse::<TranslationSettingId>().map(|id| id.0).map_err(|_| missing(id));
    let delete = delete.unwrap_or_default();
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    for id in &delete {
        let sql = "update public.translation_settings set deleted_at = $3
            where organization_id = $1 and id = $2 and deleted_at is null";
        if db::exec(&tx, sql, [tx.organization()?.into(), key(id)?.into(), tx.now().into()]).await? == 0 {
            return Err(missing(id));
        }
    }
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    // There are ten kinds of things, so there are not more rows than that.
    for (n, ChangedSetting { id, entity_type, fields, is_active }) in update.into_iter().flatten().enumerate() {
        let at = format!("update, {n}");
        let old = active(&tx).await?.into_values().find(|known| known.id.to_string() == id.0);
        let old = old.ok_or_else(|| missing(&id.0))?;
        let of = kind(&format!("{at}, entity_type"), entity_type.as_deref().unwrap_or(&old.entity_type))?;
        let fields = checked(&at, of, &fields.unwrap_or(old.fields))?;
        updated.push(old.id);
        write(&tx, old.id.0, of, fields, is_active.unwrap_or(old.is_active)).await?;
    }
    for (n, NewSetting { entity_type, fields, is_active }) in create.into_iter().flatten().enumerate() {
        let at = format!("create, {n}");
        let of = kind(&format!("{at}, entity_type"), &entity_type.0)?;
        let fields = fields.unwrap_or_else(|| of.fields.iter().map(|&field| field.into()).collect());
        let fields = checked(&at, of, &fields)?;
        let id = TranslationSettingId::new();
        created.push(id);
        write(&tx, id.0, of, fields, is_active.unwrap_or(true)).await?;
    }
    let settings = active(&tx).await?;
    tx.commit().await?;
    let shown = |ids: Vec<TranslationSettingId>| -> Vec<&Setting> {
        ids.iter().filter_map(|id| settings.values().find(|setting| setting.id == *id)).collect()
    };
    let deleted = json!({ "ids": delete, "object": "translation_settings", "deleted": true });
    Ok(Json(json!({ "created": shown(created), "updated": shown(updated), "deleted": deleted })))
}

async fn write(tx: &Tx, id: Uuid, of: &Reference, fields: Vec<String>, is_active: bool) -> Result<(), ApiError> {
    let sql = "insert into public.translation_settings
          (organization_id, id, entity_type, fields, is_active, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $6)
        on conflict (organization_id, id) do update
          set entity_type = excluded.entity_type, fields = excluded.fields, is_active = excluded.is_active";
    let values =
        [tx.organization()?.into(), id.into(), of.name.into(), fields.into(), is_active.into(), tx.now().into()];
    db::exec(tx, sql, values).await.on_constraint("translation_settings_of", |_| {
        duplicate(format!("Translation settings with entity_type: {}, already exists.", of.name))
    })?;
    Ok(())
}
