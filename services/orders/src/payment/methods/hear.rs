//! What is told of methods and of tries to keep one.

use std::fmt::Write as _;

use chrono::{DateTime, SubsecRound, Utc};
use db::Tx;
use entity::ids::{SavedPaymentMethodId, SetupSessionId};
use events::{Emit, EventName};
use payments::{Method, label};
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use crate::payment::settle::Source;

const ATTACHED: EventName = EventName::new("payment_method.attached");
const DETACHED: EventName = EventName::new("payment_method.detached");

#[derive(FromQueryResult)]
struct Heard {
    rank: i16,
}

/// A try to keep a method learns what is said of it. True when a method is kept by it now.
pub(crate) async fn hear_setup(
    tx: &Tx,
    setup: Uuid,
    said: &payments::Setup,
    source: Source<'_>,
) -> Result<bool, ApiError> {
    // What is labelled for something else is not said of this row.
    if said.labels.get(label::SETUP).is_some_and(|named| *named != SetupSessionId(setup).to_string()) {
        return Ok(false);
    }
    let (fresh, at) = match source {
        Source::Fresh(at) => (true, at.trunc_subsecs(0)),
        Source::Event { at, .. } => (false, at),
    };
    let status = match said.rank {
        100 => "succeeded",
        90 => "canceled",
        30 => "requires_more",
        _ => "pending",
    };
    let sql = "update setup_sessions s set provider_ref = $2, rank = $3, status = $4, told_at = greatest($6, s.told_at),
          data = (s.data || $5) - case when $3 >= 90 then 'client_secret' else '' end
        where s.id = $1 and coalesce(s.provider_ref = $2, true)
          and case when $7 then s.rank < 90 or $3 > s.rank else ($3, $6) > (s.rank, coalesce(s.told_at, '-infinity')) end
        returning s.rank";
    let values: [Value; 7] = [
        setup.into(),
        said.reference.as_str().into(),
        said.rank.into(),
        status.into(),
        serde_json::Value::Object(said.data.expose().clone()).into(),
        at.into(),
        fresh.into(),
    ];
    let heard: Option<Heard> = db::fetch_optional(tx, sql, values).await?;
    Ok(heard.is_some_and(|heard| heard.rank == 100))
}

#[derive(FromQueryResult)]
struct Written {
    id: Uuid,
    is_new: bool,
}

/// All that is kept for a customer, read just now: what is new is written down, and what is not there any more is gone.
pub(crate) async fn sync(tx: &Tx, holder: Uuid, all: &[&Method], asked_at: DateTime<Utc>) -> Result<(), ApiError> {
    // One after the other, so that an older answer does not undo a younger one.
    let held = db::exec(
        tx,
        "select from stripe_customers h where h.id = $1 and h.deleted_at is null for no key update",
        [holder.into()],
    )
    .await?;
    // Of who was erased nothing is kept.
    if held == 0 {
        return Ok(());
    }
    let rows: Vec<serde_json::Value> = all
        .iter()
        .map(|method| {
            let (month, year) = (method.exp_month, method.exp_year);
            json!({
                "id": SavedPaymentMethodId::new().0, "ref": method.reference,
                "type": short(Some(&method.kind)), "brand": short(method.brand.as_ref()), "last4": method.last4,
                "exp_month": month.filter(|month| (1..=12).contains(month)), "exp_year": year.filter(|year| (2000..=2200).contains(year)),
                "fingerprint": method.fingerprint.map(hex),
            })
        })
        .collect();
    let sql = "insert into saved_payment_methods as m (organization_id, id, stripe_customer_id, provider_ref, type, brand, last4, exp_month, exp_year,
          fingerprint_sha256, told_at, created_at, updated_at)
        select $1, r.id, $2, r.ref, coalesce(r.type, 'card'), r.brand, r.last4, r.exp_month, r.exp_year, decode(r.fingerprint, 'hex'), $4, $4, $4
        from jsonb_to_recordset($3) as r (id uuid, ref text, type text, brand text, last4 text, exp_month smallint, exp_year smallint, fingerprint text)
        on conflict (organization_id, stripe_customer_id, provider_ref) do update set type = excluded.type, brand = excluded.brand,
          last4 = excluded.last4, exp_month = excluded.exp_month, exp_year = excluded.exp_year, told_at = excluded.told_at
        where m.detached_at is null and coalesce(m.told_at <= excluded.told_at, true)
        returning m.id, m.xmax = 0 as is_new";
    let references: Vec<&str> = all.iter().map(|method| method.reference.as_str()).collect();
    let values: [Value; 4] =
        [tx.organization()?.into(), holder.into(), serde_json::Value::Array(rows).into(), asked_at.into()];
    let written: Vec<Written> = db::fetch_all(tx, sql, values).await?;
    for new in written.iter().filter(|row| row.is_new) {
        let after = json!({ "account_holder_id": entity::ids::StripeCustomerId(holder) });
        events::emit(tx, Emit::new(ATTACHED, new.id).after(after)).await?;
    }
    let sql =
        "update saved_payment_methods m set detached_at = $3 where m.stripe_customer_id = $1 and m.detached_at is null
          and coalesce(m.told_at <= $3, true) and not ($2 ? m.provider_ref) returning m.id, false as is_new";
    let gone: Vec<Written> = db::fetch_all(tx, sql, [holder.into(), json!(references).into(), asked_at.into()]).await?;
    tell(tx, &gone).await
}

/// A method is not kept any more.
pub(crate) async fn detached(tx: &Tx, method: Uuid) -> Result<(), ApiError> {
    let sql = "update saved_payment_methods m set detached_at = $2 where m.id = $1 and m.detached_at is null returning m.id, false as is_new";
    let gone: Vec<Written> = db::fetch_all(tx, sql, [method.into(), tx.now().into()]).await?;
    tell(tx, &gone).await
}

/// Nothing is kept for a customer any more.
pub(crate) async fn detach_all(tx: &Tx, holder: Uuid) -> Result<(), ApiError> {
    let sql =
        "update saved_payment_methods m set detached_at = $2 where m.stripe_customer_id = $1 and m.detached_at is null
        returning m.id, false as is_new";
    let gone: Vec<Written> = db::fetch_all(tx, sql, [holder.into(), tx.now().into()]).await?;
    tell(tx, &gone).await
}

async fn tell(tx: &Tx, gone: &[Written]) -> Result<(), ApiError> {
    for row in gone {
        let event = Emit::new(DETACHED, row.id).before(json!({ "is_kept": true })).after(json!({ "is_kept": false }));
        events::emit(tx, event).await?;
    }
    Ok(())
}

/// As long as the columns take.
fn short(text: Option<&String>) -> Option<String> {
    text.map(|text| text.chars().take(60).collect())
}

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
