//! Who reads the mail of an address.

use db::Tx;

use super::transport::Refusal;
use crate::store::{
    addresses,
    users::{self, User},
};

/// The person of an address whose mail was just read, and whether he is new. Whoever began an account with it without
/// proving it is put out.
pub(super) async fn owner(tx: &Tx, email: &str, name: &str, image: Option<&str>) -> Result<(User, bool), Refusal> {
    let (user, is_new) = match users::by_email(tx, email).await? {
        Some(user) => (Some(user), false),
        None => match users::create(tx, name, email, image).await? {
            Some(user) => (Some(user), true),
            // Somebody has made it meanwhile.
            None => (users::by_email(tx, email).await?, false),
        },
    };
    let user = user.ok_or_else(Refusal::unauthorized)?;
    if user.email_verified {
        return Ok((user, false));
    }
    let taken = addresses::take_over(tx, user.id).await?;
    Ok((taken.unwrap_or(user), is_new))
}
