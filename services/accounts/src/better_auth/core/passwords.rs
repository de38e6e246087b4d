//! What holds for every password that is set.

use secrecy::{ExposeSecret, SecretString};
use vault::password::{self, Length, Verdict};

use crate::{
    Accounts,
    better_auth::transport::{Caller, Code, Refusal},
    store::{credentials, users::User},
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
