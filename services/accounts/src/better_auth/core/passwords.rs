//! What holds for every password that is set.

use db::Tx;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::password::{self, Length, Verdict};

use crate::{
    Accounts,
    better_auth::transport::{Caller, Code, Refusal},
    store::{
        credentials,
        users::{self, User},
    },
};

/// Neither too short nor too long, counted as JavaScript counts, and not one of those that are tried first.
pub(crate) fn check(password: &SecretString) -> Result<(), Refusal> {
    match password::length(password.expose_secret()) {
        Length::TooShort => return Err(Refusal::bad_request(Code::PasswordTooShort)),
        Length::TooLong => return Err(Refusal::bad_request(Code::PasswordTooLong)),
        Length::Fits => {}
    }
    if password::is_common(password.expose_secret()) {
        return Err(Refusal::bad_request(Code::PasswordCompromised));
    }
    Ok(())
}

/// The hash to keep.
pub(crate) async fn hash(accounts: &Accounts, password: SecretString) -> Result<String, Refusal> {
    accounts.hasher.hash(password).await.map_err(busy)
}

/// Who has an address, and the hash of his password. While there are imported hashes, all who sign in have the work of both
/// kinds done: the time tells nobody whose is whose.
pub(crate) async fn find(accounts: &Accounts, tx: &Tx, email: &str) -> db::Result<(Option<User>, Option<String>)> {
    let user = users::by_email(tx, email).await?;
    let stored = match &user {
        Some(user) => credentials::password_of(tx, user.id).await?,
        None => None,
    };
    accounts.hasher.set_imported(credentials::has_foreign_hashes(tx).await?);
    Ok((user, stored))
}

/// Whether it is the password of this hash; without one the same work is done for nothing.
pub(crate) async fn verify(
    accounts: &Accounts,
    password: &SecretString,
    stored: Option<&str>,
) -> Result<Verdict, Refusal> {
    let password = password.clone();
    let Some(stored) = stored else {
        accounts.hasher.dummy_verify(password).await.map_err(busy)?;
        return Ok(Verdict::Wrong);
    };
    accounts.hasher.verify(password, stored.to_owned()).await.map_err(busy)
}

/// The hash to keep instead of an old one.
pub(crate) async fn better(
    accounts: &Accounts,
    verdict: Verdict,
    password: SecretString,
) -> Result<Option<String>, Refusal> {
    match verdict {
        Verdict::RightButOld => hash(accounts, password).await.map(Some),
        Verdict::Right | Verdict::Wrong => Ok(None),
    }
}

/// Whether the hash is still his, for it may have been changed while it was compared; a better one takes its place.
pub(crate) async fn still(tx: &Tx, user: Uuid, stored: &str, better: Option<String>) -> db::Result<bool> {
    if credentials::password_of(tx, user).await?.as_deref() != Some(stored) {
        return Ok(false);
    }
    if let Some(better) = better {
        credentials::renew_hash(tx, user, stored, &better).await?;
    }
    Ok(true)
}

/// Too many passwords are being hashed: later it goes.
pub(crate) fn busy(error: password::Error) -> Refusal {
    match error {
        password::Error::Busy => Refusal::too_many(1),
        other => web::ApiError::internal(other).into(),
    }
}

/// 400 for a wrong password, and for a person who has none. Tries are counted, and wrong ones noted: who has found an open
/// session does not find out the password there.
pub(crate) async fn must_know(
    accounts: &Accounts,
    caller: &Caller,
    user: &User,
    password: SecretString,
) -> Result<(), Refusal> {
    accounts.count_confirmation(caller, &user.email).await?;
    let tx = accounts.app.db.begin_system("look up a password").await?;
    let stored = credentials::password_of(&tx, user.id).await?;
    tx.commit().await?;
    let stored = stored.ok_or_else(|| Refusal::bad_request(Code::CredentialAccountNotFound))?;
    match accounts.hasher.verify(password, stored).await.map_err(busy)? {
        Verdict::Wrong => {
            accounts.note_failure(Some(user.id)).await?;
            Err(Refusal::bad_request(Code::InvalidPassword))
        }
        Verdict::Right | Verdict::RightButOld => Ok(()),
    }
}
