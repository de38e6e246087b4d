//! The same asked for twice: a double click, a request that is repeated because its answer was lost. Whoever is charged at once with what is kept
//! for him is charged once, as long as what was begun may still take, or has taken, the money.

use db::{Db, Tx, Working};
use payments::Kind;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::{
    Desk,
    attempts::open,
    methods,
    sessions::{Begun, Owed, Paying},
};

/// A session whose object is to be looked up.
#[derive(Debug)]
pub(crate) struct Looking {
    pub(crate) session: Uuid,
    pub(crate) reference: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    provider_ref: Option<String>,
    rank: i16,
}

/// The open session that charges the same with the same, if there is one and it has not failed; the collection is held. What is paid with it
/// already is paid, so nothing may be owed any more: a rest that comes to the very same sum is owed besides.
pub(super) async fn under_way(
    tx: &Tx,
    desk: &Desk,
    owed: &Owed,
    (provider, account, method): (&str, Uuid, &str),
    is_looked: bool,
) -> Result<Option<Begun>, ApiError> {
    let sql = "select s.id, s.provider_ref, s.rank from payment_sessions s
        where s.payment_collection_id = $1 and s.replaced_at is null and s.provider_id = $2 and s.payment_account_id = $3
          and s.currency_code = $4 and s.context ->> 'confirmed_method' = $5
          and (s.amount = $6::numeric and (s.rank not in (50, 100) or not exists (select from payments p
              where p.organization_id = s.organization_id and p.payment_session_id = s.id))
            or s.rank in (50, 100) and $6::numeric <= 0)";
    let values: [Value; 6] = [
        owed.id.into(),
        provider.into(),
        account.into(),
        owed.currency_code.as_str().into(),
        method.into(),
        owed.amount.to_string().into(),
    ];
    let found: Option<Row> = db::fetch_optional(tx, sql, values).await?;
    let Some(Row { id, provider_ref, rank }) = found else { return Ok(None) };
    Ok(match (rank, provider_ref) {
        // His bank wants to hear him, or has not decided: it may have by now.
        (30 | 40, Some(reference)) if !is_looked => Some(Begun::Look(Looking { session: id, reference })),
        (30 | 40 | 50 | 100, _) => Some(Begun::Nothing),
        // Nobody knows whether it was charged, or it is being charged right now: the same call, under its own key.
        _ => open(tx, desk, Kind::CreateIntent, id).await?.map(Begun::Send),
    })
}

/// Whether what is not open any more was paid with the same, by the same.
pub(super) async fn is_paid(
    tx: &Tx,
    desk: &Desk,
    owed: &Owed,
    (provider, paying): (&str, &Paying),
) -> Result<bool, ApiError> {
    let (Some(holder), Some(method)) = (&paying.holder, paying.here()) else { return Ok(false) };
    methods::check(tx, Some(holder), method).await?;
    let there = under_way(tx, desk, owed, (provider, holder.account, method), true).await?;
    Ok(matches!(there, Some(Begun::Nothing)))
}

/// Whether a session is paid, or on its way.
pub(super) async fn is_told(db: &Db, working: Working, session: Uuid) -> Result<bool, ApiError> {
    let tx = db.begin_working(working).await?;
    let sql =
        "select from payment_sessions s where s.id = $1 and s.replaced_at is null and s.rank in (30, 40, 50, 100)";
    let there = db::exec(&tx, sql, [session.into()]).await? > 0;
    tx.commit().await?;
    Ok(there)
}
