//! `POST /admin/translations/batch`

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use auth::{May, needs};
use axum::{extract::State, response::Response};
use db::{OnConstraint, Tx};
use entity::ids::TranslationId;
use resource::admin::{begin, duplicate, key, missing, select};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use uuid::Uuid;
use web::{AdminErrors, ApiError, App, SelectParams, SelectQuery, body::BodyUpTo, query::Query};

use super::{
    bodies::{Batch, ChangedTranslation, NewTranslation, Texts},
    example,
    reference::{Reference, names, reference},
    settings::{Setting, active},
    table::Translation,
};
use crate::{admin::products::answer, html};

/// A translation as it is kept.
#[derive(Debug, Clone, Serialize)]
struct Row {
    id: Uuid,
    reference: &'static str,
    reference_id: Uuid,
    locale_code: String,
    translations: BTreeMap<String, String>,
}

type Key = (&'static str, Uuid, String);

impl Row {
    fn key(&self) -> Key {
        (self.reference, self.reference_id, self.locale_code.clone())
    }
}

/// A translation that was said, and where.
struct Said {
    at: String,
    of: &'static Reference,
    row: Row,
    /// The id as it was said, for complaints.
    named: String,
}

fn wrong(at: &str, field: &str, problem: impl std::fmt::Display) -> ApiError {
    ApiError::invalid_data(format!("Invalid request: Value for field '{at}, {field}' {problem}"))
}

fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}

/// Make, change and delete translations: all of it, or nothing.
#[utoipa::path(
    post,
    path = "/admin/translations/batch",
    tag = "Admin: translations",
    operation_id = "admin_batch_translations",
    params(SelectParams),
    request_body(content = inline(Batch), example = json!({"create": [{"reference": "product", "reference_id": "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "locale_code": "de", "translations": {"title": "Hafenbecher"}}]})),
    security(("session" = []), ("bearer" = []), ("secret_key" = [])),
    extensions(("x-permission" = json!("product:write"))),
    responses(
        (status = 200, description = "What was made, changed and deleted.", body = serde_json::Value, example = json!({
            "created": [example()], "updated": [],
            "deleted": {"ids": ["trans_01jd6nwvvgfa5sr38y5wx4pq3e"], "object": "translation", "deleted": true}
        })),
        AdminErrors,
    )
)]
pub(super) async fn batch(
    State(app): State<App>,
    staff: May<needs::ProductWrite>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
    BodyUpTo(Batch { create, update, delete }): BodyUpTo<Batch, { 16 << 20 }>,
) -> Result<Response, ApiError> {
    let selection = select::<Translation>(fields.as_deref())?;
    let delete = delete.unwrap_or_default();
    let gone = delete.iter().map(|id| key::<Translation>(id)).collect::<Result<Vec<_>, _>>()?;
    let tx = begin::<Translation>(&app, &staff).await?;
    remove(&tx, gone).await?;
    let settings = active(&tx).await?;
    let update = changes(&tx, update.unwrap_or_default()).await?;
    let create = create.unwrap_or_default().into_iter().enumerate();
    let create = create.map(|(n, new)| fresh(format!("create, {n}"), new)).collect::<Result<Vec<_>, _>>()?;
    check(&tx, &settings, update.iter().chain(&create)).await?;
    let updated = write_changes(&tx, update).await?;
    let created = write_new(&tx, create).await?;
    let key = |translation: &Translation| translation.id.0;
    let answer = answer::batch(&tx, key, [&created, &updated], &delete, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

async fn remove(tx: &Tx, ids: Vec<Uuid>) -> Result<(), ApiError> {
    if ids.is_empty() {
        return Ok(());
    }
    let sql = "update public.translations set deleted_at = $3
        where organization_id = $1 and id = any($2) and deleted_at is null returning id";
    let gone: Vec<Id> =
        db::fetch_all(tx, sql, [tx.organization()?.into(), ids.clone().into(), tx.now().into()]).await?;
    match ids.iter().find(|id| gone.iter().all(|row| row.id != **id)) {
        Some(id) => Err(missing::<Translation>(&TranslationId(*id).to_string())),
        None => Ok(()),
    }
}

fn kind(at: &str, name: &str) -> Result<&'static Reference, ApiError> {
    reference(name).ok_or_else(|| {
        let (name, names) = (shown(name), names());
        ApiError::invalid_data(format!(
            "Invalid request: Expected: '{names}' for field '{at}, reference', but got: '{name}'"
        ))
    })
}

fn key_of(at: &str, of: &Reference, text: &str) -> Result<Uuid, ApiError> {
    (of.parse)(text).ok_or_else(|| unknown(at, of, text))
}

fn unknown(at: &str, of: &Reference, text: &str) -> ApiError {
    wrong(at, "reference_id", format_args!("names nothing: {} with id: {} was not found", of.name, shown(text)))
}

fn fresh(at: String, new: NewTranslation) -> Result<Said, ApiError> {
    let NewTranslation { reference, reference_id, locale_code, translations: Texts(texts) } = new;
    let required = || ApiError::invalid_data(format!("Invalid request: Field '{at}, translations' is required"));
    let translations = texts.ok_or_else(required)?;
    let of = kind(&at, &reference.0)?;
    let row = Row {
        id: TranslationId::new().0,
        reference: of.name,
        reference_id: key_of(&at, of, &reference_id.0)?,
        locale_code: locale_code.0,
        translations,
    };
    Ok(Said { at, of, row, named: reference_id.0 })
}

/// What the changes make of the translations that are there.
async fn changes(tx: &Tx, changes: Vec<ChangedTranslation>) -> Result<Vec<Said>, ApiError> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let ids = changes.iter().filter_map(|change| change.id.0.parse::<TranslationId>().ok()).map(|id| id.0);
    let sql = format!(
        "select {} from public.translations t
         where t.organization_id = $1 and t.id = any($2) and t.deleted_at is null for no key update",
        Translation::SELECT
    );
    let ids: Vec<Uuid> = ids.collect();
    let stored: Vec<Translation> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
    let stored: HashMap<Uuid, Translation> = stored.into_iter().map(|row| (row.id.0, row)).collect();
    let mut said = Vec::with_capacity(changes.len());
    let mut once = HashSet::new();
    for (n, change) in changes.into_iter().enumerate() {
        let at = format!("update, {n}");
        let id = change.id.0.parse::<TranslationId>().ok().map(|id| id.0);
        let old = id.and_then(|id| stored.get(&id)).ok_or_else(|| missing::<Translation>(&change.id.0))?;
        if !once.insert(old.id) {
            return Err(wrong(&at, "id", format_args!("is named twice: {}", old.id)));
        }
        let of = kind(&at, change.reference.as_deref().unwrap_or(&old.reference))?;
        let named = change.reference_id.unwrap_or_else(|| (of.write)(old.reference_id));
        let kept = || {
            let texts = old.translations.as_object().into_iter().flatten();
            texts.filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned()))).collect()
        };
        let row = Row {
            id: old.id.0,
            reference: of.name,
            reference_id: key_of(&at, of, &named)?,
            locale_code: change.locale_code.unwrap_or_else(|| old.locale_code.clone()),
            translations: change.translations.0.unwrap_or_else(kept),
        };
        said.push(Said { at, of, row, named });
    }
    Ok(said)
}

/// The longest text that is not HTML.
const MAX_TEXT: usize = 5_000;

/// Refuses what cannot be: what there is not, languages that the shop does not speak, texts that are not translated.
async fn check<'a>(
    tx: &Tx,
    settings: &HashMap<String, Setting>,
    all: impl Iterator<Item = &'a Said>,
) -> Result<(), ApiError> {
    let all: Vec<&Said> = all.collect();
    if all.is_empty() {
        return Ok(());
    }
    let locales = locales(tx).await?;
    let there = there(tx, &all).await?;
    let mut once: HashSet<Key> = HashSet::new();
    for Said { at, of, row, named } in all {
        if !locales.contains(&row.locale_code) {
            let spoken: Vec<&str> = locales.iter().map(String::as_str).collect();
            let code = shown(&row.locale_code);
            let remedy = "add it to the store's supported_locales first";
            let problem = format!("is no language of the shop: '{code}'. It speaks {}; {remedy}", spoken.join(", "));
            return Err(wrong(at, "locale_code", problem));
        }
        if !there.contains(&(of.name, row.reference_id)) {
            return Err(unknown(at, of, named));
        }
        if !once.insert(row.key()) {
            return Err(wrong(at, "reference_id", "has two translations into the same language"));
        }
        let setting = settings.get(of.name);
        if setting.is_some_and(|setting| !setting.is_active) {
            return Err(wrong(at, "reference", format_args!("is not translated: the settings switch {} off", of.name)));
        }
        for (field, text) in &row.translations {
            let is_wanted = setting.is_none_or(|setting| setting.fields.iter().any(|known| known == field));
            if !of.fields.contains(&field.as_str()) || !is_wanted {
                let fields = of
                    .fields
                    .iter()
                    .filter(|known| setting.is_none_or(|setting| setting.fields.iter().any(|field| field == *known)));
                let fields: Vec<&str> = fields.copied().collect();
                let problem = format!("is not translated: of a {} it is {}", of.name, fields.join(", "));
                return Err(wrong(at, &format!("translations, {}", shown(field)), problem));
            }
            if of.html != Some(field.as_str()) && text.chars().count() > MAX_TEXT {
                let problem = format!("too big, expected at most: '{MAX_TEXT}'");
                return Err(wrong(at, &format!("translations, {field}"), problem));
            }
        }
    }
    Ok(())
}

async fn locales(tx: &Tx) -> db::Result<BTreeSet<String>> {
    #[derive(FromQueryResult)]
    struct Code {
        locale_code: String,
    }
    let sql = "select l.locale_code from public.store_locales l where l.organization_id = $1";
    let codes: Vec<Code> = db::fetch_all(tx, sql, [tx.organization()?.into()]).await?;
    Ok(codes.into_iter().map(|row| row.locale_code).collect())
}

/// What there is of what is translated: one statement, whatever it is.
async fn there(tx: &Tx, said: &[&Said]) -> db::Result<HashSet<(&'static str, Uuid)>> {
    #[derive(FromQueryResult)]
    struct Found {
        reference: String,
        id: Uuid,
    }
    let mut named: BTreeMap<&'static str, (&'static Reference, Vec<Uuid>)> = BTreeMap::new();
    for said in said {
        named.entry(said.of.name).or_insert((said.of, Vec::new())).1.push(said.row.reference_id);
    }
    let mut values: Vec<Value> = vec![tx.organization()?.into()];
    let mut parts = Vec::new();
    for (of, ids) in named.into_values() {
        values.push(ids.into());
        parts.push(format!(
            "select '{}' as reference, t.id from {} t
             where t.organization_id = $1 and t.id = any(${}) and t.deleted_at is null",
            of.name,
            of.table,
            values.len()
        ));
    }
    let found: Vec<Found> = db::fetch_all(tx, &parts.join(" union all "), values).await?;
    Ok(found.into_iter().filter_map(|row| Some((reference(&row.reference)?.name, row.id))).collect())
}

/// As it is kept: HTML without what could harm, and nothing that says nothing.
fn harmless(Said { of, mut row, .. }: Said) -> Row {
    row.translations.retain(|_, text| !text.is_empty());
    if let Some(text) = of.html.and_then(|field| row.translations.get_mut(field)) {
        *text = html::sanitise(text);
    }
    row
}

const COLUMNS: &str = "r (id uuid, reference text, reference_id uuid, locale_code text, translations jsonb)";

async fn write_changes(tx: &Tx, said: Vec<Said>) -> Result<Vec<Uuid>, ApiError> {
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = said.into_iter().map(harmless).collect();
    let sql = format!(
        "update public.translations t set reference = r.reference, reference_id = r.reference_id,
           locale_code = r.locale_code, translations = r.translations
         from jsonb_to_recordset($2) {COLUMNS} where t.organization_id = $1 and t.id = r.id"
    );
    let values = [tx.organization()?.into(), serde_json::to_value(&rows).map_err(ApiError::internal)?.into()];
    let taken = |_| duplicate("Translation of this, in this language, already exists.".to_owned());
    db::exec(tx, &sql, values).await.on_constraint("translations_of", taken)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn write_new(tx: &Tx, said: Vec<Said>) -> Result<Vec<Uuid>, ApiError> {
    #[derive(FromQueryResult)]
    struct Written {
        id: Uuid,
        reference: String,
        reference_id: Uuid,
        locale_code: String,
    }
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = said.into_iter().map(harmless).collect();
    let sql = format!(
        "insert into public.translations (organization_id, id, reference, reference_id, locale_code, translations, created_at,
           updated_at)
         select $1, r.id, r.reference, r.reference_id, r.locale_code, r.translations, $3, $3
         from jsonb_to_recordset($2) {COLUMNS} order by r.reference, r.reference_id, r.locale_code
         on conflict (organization_id, reference, reference_id, locale_code) where deleted_at is null
           do update set translations = excluded.translations, updated_at = excluded.updated_at
         returning id, reference, reference_id, locale_code"
    );
    let json = serde_json::to_value(&rows).map_err(ApiError::internal)?;
    let values = [tx.organization()?.into(), json.into(), tx.now().into()];
    let written: Vec<Written> =
        db::fetch_all(tx, &sql, values).await.on_constraint("translations_organization_id_locale_code_fkey", |_| {
            ApiError::invalid_data("Invalid request: The shop speaks one of these languages no more")
        })?;
    let written: HashMap<(String, Uuid, String), Uuid> =
        written.into_iter().map(|row| ((row.reference, row.reference_id, row.locale_code), row.id)).collect();
    let id = |row: &Row| written.get(&(row.reference.to_owned(), row.reference_id, row.locale_code.clone())).copied();
    Ok(rows.iter().filter_map(id).collect())
}
