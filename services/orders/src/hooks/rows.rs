//! Events as rows: many in one statement.

use chrono::{DateTime, Utc};
use db::{Db, Tx};
use entity::ids::WebhookEventId;
use payments::{Envelope, Swept};
use sea_orm::{FromQueryResult, Value, sea_query::ArrayType};
use uuid::Uuid;

use super::intake::Told;
use crate::payment::accounts::Opened;

#[derive(FromQueryResult)]
struct Taken {
    taken: i64,
}

const TAKE: &str =
    "select taken from private.take_webhooks($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// Keeps events that were told; true if one of them is new.
pub(super) async fn take(db: &Db, told: &[&Told]) -> db::Result<bool> {
    let rows = told.iter().map(|one| Row {
        of: (one.shop, one.endpoint),
        envelope: &one.envelope,
        headers: &one.headers,
        body: &one.body,
    });
    let taken: Option<Taken> = db.take(TAKE, values(rows.collect(), "told", db.clock().now())).await?;
    Ok(taken.is_some_and(|taken| taken.taken > 0))
}

/// Keeps events of an account that nobody told, and says how many of them are new.
pub(crate) async fn keep_all(tx: &Tx, of: &Opened, swept: &[Swept]) -> db::Result<u64> {
    let rows = swept.iter().map(|one| Row {
        of: (of.shop, of.id),
        envelope: &one.envelope,
        headers: "{}",
        body: one.body.get().as_bytes(),
    });
    let Taken { taken } = db::fetch_one(tx, TAKE, values(rows.collect(), "swept", tx.now())).await?;
    Ok(taken.unsigned_abs())
}

struct Row<'a> {
    of: (Uuid, Uuid),
    envelope: &'a Envelope,
    headers: &'a str,
    body: &'a [u8],
}

/// What the statement is given: rows by column, and in an order that all keep to. Of two statements with the same events the second one waits
/// for the first, and never each for the other.
fn values(mut rows: Vec<Row<'_>>, how: &str, now: DateTime<Utc>) -> Vec<Value> {
    rows.sort_by(|one, other| (one.of, &one.envelope.event).cmp(&(other.of, &other.envelope.event)));
    let texts = |of: fn(&Row<'_>) -> String| Value::from(rows.iter().map(of).collect::<Vec<String>>());
    vec![
        rows.iter().map(|_| WebhookEventId::new().0).collect::<Vec<Uuid>>().into(),
        rows.iter().map(|row| row.of.0).collect::<Vec<Uuid>>().into(),
        rows.iter().map(|row| row.of.1).collect::<Vec<Uuid>>().into(),
        texts(|row| row.envelope.event.clone()),
        texts(|row| row.envelope.kind.clone()),
        texts(|row| said(row.envelope.object.as_ref())),
        texts(|row| said(row.envelope.object_kind.as_ref())),
        texts(|row| said(row.envelope.account.as_ref())),
        texts(|row| said(row.envelope.api_version.as_ref())),
        texts(|row| row.envelope.is_live.map(|is_live| is_live.to_string()).unwrap_or_default()),
        texts(|row| row.headers.to_owned()),
        Value::Array(ArrayType::Bytes, Some(Box::new(rows.iter().map(|row| row.body.to_vec().into()).collect()))),
        rows.iter().map(|row| row.envelope.created).collect::<Vec<_>>().into(),
        how.into(),
        now.into(),
    ]
}

/// '' is for what an event does not say.
fn said(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}
