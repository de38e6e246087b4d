//! Languages.

use db::Tx;
use sea_orm::FromQueryResult;
use web::{ApiError, body::FromText};

/// A language by BCP 47, such as `en` or `de-AT`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Locale(pub(crate) String);

impl FromText for Locale {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let mut parts = text.split('-');
        let language = parts.next().unwrap_or_default();
        let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_part =
            |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let rest: Vec<&str> = parts.collect();
        if is_language && rest.len() <= 3 && rest.iter().all(|part| is_part(part)) {
            return Ok(Self(text));
        }
        Err(format!("Invalid language for field '{at}': expected such as en or de-AT"))
    }
}

#[derive(FromQueryResult)]
struct Language {
    locale: Option<String>,
}

/// The shop's own language.
pub(crate) async fn language(tx: &Tx) -> Result<String, ApiError> {
    let sql =
        "select (select l.locale_code from store_locales l where l.organization_id = $1 order by l.rank, l.locale_code
        limit 1) as locale";
    let Language { locale } = db::fetch_one(tx, sql, [tx.organization()?.into()]).await?;
    Ok(locale.unwrap_or_else(|| "en".to_owned()))
}
