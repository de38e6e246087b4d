//! `/admin/search/synonyms`

use auth::{Staff, needs};
use db::Tx;
use entity::{Timestamp, ids::SearchSynonymId};
use resource::{
    Param, Row, Set, Table,
    admin::{Create, Delete, Resource, Routes, Update},
    row,
};
use sea_orm::Value;
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::Change,
    fields::{Column, Selection, View},
};

const TABLE: &str = "public.search_synonyms";
const MAX_SYNONYMS: usize = 100;
const MAX_TEXT: usize = 100;

row! {
    /// Words that mean each other.
    pub struct Synonym from "s" {
        id: SearchSynonymId,
        kind: String,
        term: Option<String>,
        synonyms: Vec<String>,
        locale_code: String,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Synonym {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Synonym {
    type Id = SearchSynonymId;

    const ONE: &'static str = "synonym";
    const MANY: &'static str = "synonyms";
    const NAME: &'static str = "Synonym";
    const SORTABLE: &'static [&'static str] = &["id", "kind", "term", "locale_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.term", "array_to_string(s.synonyms, ' ')"];
    const FROM: &'static str = "(select t.*, null::timestamptz as deleted_at from public.search_synonyms t) s";
    const ALIAS: &'static str = "s";
    const FILTERS: &'static [Param] = &[
        Param::text("kind", "`mutual` or `one_way`."),
        Param::text("term", "Exact terms."),
        Param::text("locale_code", "Languages; an empty text is all of them."),
    ];
}

impl Resource for Synonym {
    type Read = needs::ProductRead;
    type Write = needs::ProductWrite;

    const PATH: &'static str = "/admin/search/synonyms";
    const TAG: &'static str = "Admin: search";

    fn example() -> Json {
        json!({
            "id": "syn_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "mutual", "term": null, "synonyms": ["mug", "cup", "beaker"],
            "locale_code": "", "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
            "deleted_at": null
        })
    }
}

body! {
    /// What is said of new synonyms.
    pub struct New {
        /// Who looks for this finds the synonyms too, but not the other way round; without it all mean each other.
        pub term: Option<String> = "garment",
        /// The words; at least two that mean each other, or one beside a term.
        pub synonyms: Option<Vec<String>> = ["shirt", "blouse"],
        /// The language in which they do; none for all of them.
        pub locale_code: Option<String> = "en",
    }
}

body! {
    /// What changes of synonyms.
    pub struct Changes {
        /// Who looks for this finds the synonyms too, but not the other way round; `null`: all mean each other.
        pub term: Change<String> = "garment",
        /// The words, in place of those that were there.
        pub synonyms: Option<Vec<String>> = ["shirt", "blouse"],
        /// The language in which they do; an empty text for all of them.
        pub locale_code: Option<String> = "en",
    }
}

/// A term and its words as they are kept.
struct Checked {
    term: Option<String>,
    synonyms: Vec<String>,
    locale: String,
}

/// Trimmed, once each, and neither too many nor too few.
fn checked(term: Option<String>, synonyms: Vec<String>, locale: Option<String>) -> Result<Checked, ApiError> {
    let refuse = |what: String| ApiError::invalid_data(format!("Invalid request: {what}"));
    let tidy = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let term = term.map(tidy);
    let mut words: Vec<String> = Vec::new();
    for word in synonyms.into_iter().map(tidy) {
        if !words.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            words.push(word);
        }
    }
    let least = if term.is_some() { 1 } else { 2 };
    if words.len() < least {
        return Err(refuse(format!("Value for field 'synonyms' too small, expected at least: '{least}'")));
    }
    if words.len() > MAX_SYNONYMS {
        return Err(refuse(format!("Value for field 'synonyms' too big, expected at most: '{MAX_SYNONYMS}'")));
    }
    for (field, text) in words.iter().map(|word| ("synonyms", word)).chain(term.iter().map(|term| ("term", term))) {
        let is_word = text.chars().any(char::is_alphanumeric) && text.chars().count() <= MAX_TEXT;
        if !is_word {
            return Err(refuse(format!("Value for field '{field}' must be words of {MAX_TEXT} characters at most")));
        }
    }
    let locale = locale.unwrap_or_default();
    if locale.len() > 20 || !locale.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-') {
        return Err(refuse("Value for field 'locale_code' must be a language such as 'de' or 'pt-BR'".to_owned()));
    }
    Ok(Checked { term, synonyms: words, locale })
}

fn kind(term: Option<&String>) -> &'static str {
    if term.is_some() { "one_way" } else { "mutual" }
}

impl Create for Synonym {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let Checked { term, synonyms, locale } = checked(new.term, new.synonyms.unwrap_or_default(), new.locale_code)?;
        let id = SearchSynonymId::new().0;
        let sql = "insert into public.search_synonyms
              (organization_id, id, kind, term, synonyms, locale_code, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7)";
        let values: [Value; 7] = [
            tx.organization()?.into(),
            id.into(),
            kind(term.as_ref()).into(),
            term.into(),
            synonyms.into(),
            locale.into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await?;
        Ok(id)
    }
}

impl Update for Synonym {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Some(old) = resource::one::<Self>(tx, id, &Selection::of(["id"])).await? else {
            return Ok(false);
        };
        let synonyms = changes.synonyms.unwrap_or(old.synonyms);
        let locale = changes.locale_code.unwrap_or(old.locale_code);
        let Checked { term, synonyms, locale } = checked(changes.term.apply(old.term), synonyms, Some(locale))?;
        let mut set = Set::new(tx, id)?;
        set.to("kind", kind(term.as_ref()));
        set.to("term", term);
        set.to("synonyms", synonyms);
        set.to("locale_code", locale);
        Ok(set.run_where(tx, TABLE, "true").await?)
    }
}

impl Delete for Synonym {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let sql = "delete from public.search_synonyms where organization_id = $1 and id = $2";
        Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Synonym>::new()
        .list("List synonyms.")
        .retrieve("Read synonyms.")
        .create("Make words synonyms.")
        .update("Change synonyms.")
        .delete("Remove synonyms: each word means itself again.")
        .router()
}
