//! One mail, once.

use db::Tx;
use entity::ids::NotificationId;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::{
    Kind, Text,
    render::{Values, render},
};

/// What somebody is told.
#[derive(Debug)]
pub(crate) struct Telling {
    pub(crate) kind: &'static Kind,
    /// His address.
    pub(crate) to: String,
    pub(crate) locale: Option<String>,
    pub(crate) customer: Option<Uuid>,
    /// What it is about: `order`, and its key.
    pub(crate) about: (&'static str, Uuid),
    /// Whoever tells the same with the same key tells nothing.
    pub(crate) key: String,
    pub(crate) values: Values,
    /// Whether it lets its reader in, so that nobody who works for the shop may see it in the queue.
    pub(crate) is_secret: bool,
}

#[derive(FromQueryResult)]
struct Own {
    is_enabled: bool,
    is_close: bool,
    subject: String,
    heading: Option<String>,
    body: String,
}

/// The language of a locale.
fn language(locale: Option<&str>) -> &str {
    locale.and_then(|locale| locale.split(['-', '_']).next()).unwrap_or("en")
}

/// The shop's own words of a kind for a locale, else those of the code; none where the shop tells nobody of it. What it says for the
/// language counts before what it says for English; and one that has switched off all words of a kind has switched it off.
pub(crate) async fn of_shop(tx: &Tx, kind: &Kind, locale: Option<&str>) -> Result<Option<Text>, ApiError> {
    let sql = "select m.is_enabled, m.locale in ($2, $3) as is_close, m.subject, m.heading, m.body from order_mails m
        where m.kind = $1 order by m.locale = $2 desc, m.locale = $3 desc, m.is_enabled desc, m.locale = 'en' desc";
    let language = language(locale);
    let values: [Value; 3] = [kind.name.into(), locale.unwrap_or("en").into(), language.into()];
    let mut own: Vec<Own> = db::fetch_all(tx, sql, values).await?;
    match own.first() {
        Some(first) if !first.is_enabled => Ok(None),
        Some(first) if first.is_close => {
            let Own { subject, heading, body, .. } = own.swap_remove(0);
            Ok(Some(Text { subject, heading, body }))
        }
        _ => Ok(Some(kind.default_text(language))),
    }
}

/// Tells it, in the transaction that has something to tell. False when it was told before, or the shop does not want it told.
pub(crate) async fn tell(tx: &Tx, telling: &Telling) -> Result<bool, ApiError> {
    let Telling { kind, to, locale, customer, about, key, values, is_secret } = telling;
    let Some(text) = of_shop(tx, kind, locale.as_deref()).await? else { return Ok(false) };
    let rendered = render(kind, &text, language(locale.as_deref()), values);
    let message = mail::Message::new(to.as_str(), rendered.subject.clone(), rendered.text);
    let status = if message.is_ok() { "success" } else { "failure" };
    let sql = "insert into notifications (organization_id, id, \"to\", template, resource_type, resource_id, customer_id, key, status, data,
          created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) on conflict (organization_id, key) do nothing";
    let cells: [Value; 11] = [
        tx.organization()?.into(),
        NotificationId::new().0.into(),
        to.as_str().into(),
        kind.name.into(),
        about.0.into(),
        about.1.into(),
        (*customer).into(),
        key.as_str().into(),
        status.into(),
        json!({ "subject": rendered.subject }).into(),
        tx.now().into(),
    ];
    if db::exec(tx, sql, cells).await? == 0 {
        return Ok(false);
    }
    if let Ok(message) = message {
        let message = message.with_html(rendered.html);
        let job = if *is_secret { mail::enqueue_secret(tx, message) } else { mail::enqueue(tx, message) };
        job.await?;
    }
    Ok(true)
}
