//! Sending a quote: a token, a paper, a mail.

use std::time::Duration;

use db::Tx;
use entity::ids::QuoteId;
use events::EventName;
use sha2::{Digest, Sha256};
use web::ApiError;

use super::{Opened, write};
use crate::{
    documents::{self, Kind, Of, Sold, date, words, written},
    mails::{self, Telling},
};

const SENT: EventName = EventName::new("quote.sent");
/// A quote of which nobody has said for how long holds for so long.
const HOLDS: Duration = Duration::from_hours(30 * 24);
/// 258 random bits.
const TOKEN: usize = 43;

/// Sends it to its customer, or sends it anew: the link that was sent before leads nowhere from now on. Answers the link.
pub(crate) async fn send(tx: &Tx, there: &Opened, base: &str) -> Result<String, ApiError> {
    if !matches!(there.standing(tx.now()), "draft" | "sent" | "expired") {
        return Err(there.refused(tx.now(), "sent"));
    }
    let id = QuoteId(there.id);
    let Some(to) = there.email.clone() else {
        return Err(ApiError::not_allowed(format!("Quote with id: {id} has no 'email' to be sent to")));
    };
    if there.columns["items"].as_array().is_none_or(Vec::is_empty) {
        return Err(ApiError::not_allowed(format!("Quote with id: {id} offers nothing: give it 'items'")));
    }
    let token = vault::random::url_safe(TOKEN);
    let expires = there.expires_at.filter(|at| *at > tx.now()).unwrap_or(tx.now() + HOLDS);
    let sql = "update quotes set status = 'sent', token_sha256 = $2, sent_at = $3, expires_at = $4, revision = revision + 1 where id = $1";
    let digest = Sha256::digest(token.as_bytes()).to_vec();
    db::exec(tx, sql, [there.id.into(), digest.into(), tx.now().into(), expires.into()]).await?;
    let sold = Sold::quote(tx, there.id).await?.ok_or_else(|| ApiError::missing("Quote", &id.to_string()))?;
    let of = Of { quote: Some(there.id), ..Of::default() };
    documents::write(tx, Kind::Quote, None, of, documents::quote(&sold, tx.now())).await?;
    let link = format!("{}/{token}", base.trim_end_matches('/'));
    let kind = mails::kind("quote_sent").ok_or_else(|| ApiError::internal("quotes have no mail"))?;
    let said = words(there.locale.as_deref());
    let mut values = mails::of_sold(&sold, said);
    values.insert("quote_number", there.display_id.to_string());
    values.insert("quote_total", written(said, &sold.currency_code, &sold.count().whole.sums.total));
    values.insert("valid_until", date(said, expires));
    values.insert("note", sold.note.clone().unwrap_or_default());
    values.insert("link", link.clone());
    let telling = Telling {
        kind,
        to,
        locale: there.locale.clone(),
        customer: there.customer_id,
        about: ("quote", there.id),
        key: format!("quote_sent:{}:{}", there.id, there.revision),
        values,
        is_secret: false,
    };
    mails::tell(tx, &telling).await?;
    write::tell(tx, SENT, there.id, Some(there)).await?;
    Ok(link)
}
