//! The accounts that money goes through: the installation's, which stands in the settings, and those of shops, whose keys lie sealed in their
//! rows. What was begun with an account goes on with it, whatever the shop chooses later.

mod opened;
mod removed;
mod sealed;

use db::{INSTALLATION, Tx};
use payments::System;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

pub(crate) use opened::{Opened, is_live};
pub(crate) use removed::{Removed, forget_keys};
pub(crate) use sealed::{Column, Seals};

use super::Desk;

/// The installation's account, as rows name it.
pub(crate) const OWN: Uuid = INSTALLATION;

#[derive(FromQueryResult)]
struct Of {
    account: Option<Uuid>,
}

/// The account that a shop's customers begin to pay with now.
pub(crate) async fn current(tx: &Tx) -> Result<Uuid, ApiError> {
    let found: Of = db::fetch_one(tx, "select private.payment_account() as account", []).await?;
    Ok(found.account.unwrap_or(OWN))
}

/// The account that a session was begun with.
pub(crate) async fn of_session(tx: &Tx, session: Uuid) -> Result<Uuid, ApiError> {
    let sql = "select s.payment_account_id as account from payment_sessions s where s.id = $1";
    let found: Option<Of> = db::fetch_optional(tx, sql, [session.into()]).await?;
    Ok(found.and_then(|of| of.account).unwrap_or(OWN))
}

/// The ids of those who take payments of a shop, in order.
pub(crate) async fn enabled<'a>(tx: &Tx, desk: &'a Desk) -> Result<Vec<&'a str>, ApiError> {
    let has_account = desk.has_own() || current(tx).await? != OWN;
    Ok(desk.ids().filter(|id| *id == System::ID || has_account).collect())
}

#[derive(FromQueryResult)]
struct There {
    there: bool,
}

/// Refuses what is to be done with an account that was removed.
pub(in crate::payment) async fn must_be_there(tx: &Tx, account: Uuid) -> Result<(), ApiError> {
    if account == OWN {
        return Ok(());
    }
    let There { there } =
        db::fetch_one(tx, "select private.has_payment_account($1) as there", [account.into()]).await?;
    if there { Ok(()) } else { Err(removed()) }
}

/// Refuses what is to be begun with an account that was removed, though its key may still end what was begun before.
pub(in crate::payment) async fn must_be_connected(tx: &Tx, account: Uuid) -> Result<(), ApiError> {
    if account == OWN || is_connected(tx, account).await? { Ok(()) } else { Err(removed()) }
}

async fn is_connected(tx: &Tx, account: Uuid) -> Result<bool, ApiError> {
    let sql = "select private.is_payment_account_connected($1) as there";
    let There { there } = db::fetch_one(tx, sql, [account.into()]).await?;
    Ok(there)
}

fn removed() -> ApiError {
    let words = "The account at the payment provider was removed: what is to be done with this payment is done in the provider's own pages";
    ApiError::not_allowed(words).with_code("payment_account_removed")
}

/// What is said of a provider that nobody here knows.
pub(crate) fn unknown(id: &str) -> ApiError {
    let shown: String = id.chars().take(100).collect();
    ApiError::invalid_data(format!("Unable to retrieve the payment provider with id: {shown}"))
}
