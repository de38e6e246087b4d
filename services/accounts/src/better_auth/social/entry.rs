//! Whose a provider's account is, and whose it may become.

use db::Tx;
use uuid::Uuid;

use super::profile::Profile;
use crate::{
    better_auth::{mailbox, transport::Refusal},
    letters,
    store::{
        provider_accounts::{self, Kept},
        sessions::SignedIn,
        users,
    },
};

/// Whom an account lets in.
pub(super) struct Guest {
    pub(super) user: Uuid,
    pub(super) is_new: bool,
}

/// Why an account lets nobody in, or is not joined to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum No {
    /// The provider names no address.
    Addressless,
    /// The address is not proven on both sides.
    NotProven,
    /// The person is kept out.
    Banned,
    /// The account is somebody else's.
    Taken,
    /// The address is another one than the person's.
    OtherEmail,
}

/// Whom an account lets in: who has it, else who has its address, proven on both sides, else somebody new. Whether an
/// address that the provider has not proven is known here is not told.
pub(super) async fn guest(
    tx: &Tx,
    provider: &str,
    profile: &Profile,
    kept: Kept,
) -> Result<Result<Guest, No>, Refusal> {
    let subject = &profile.subject;
    let owner = match provider_accounts::owner(tx, provider, subject).await? {
        Some(owner) => users::by_id(tx, owner).await?,
        None => None,
    };
    let (user, is_new) = if let Some(owner) = owner {
        if owner.email_verified {
            (owner, false)
        } else if profile.email_verified && profile.email.as_ref() == Some(&owner.email) {
            // He comes from a database in which nobody had to prove anything.
            mailbox::owner(tx, &owner.email, &owner.name, owner.image.as_deref()).await?
        } else {
            return Ok(Err(No::NotProven));
        }
    } else {
        let Some(email) = &profile.email else {
            return Ok(Err(No::Addressless));
        };
        let known = users::by_email(tx, email).await?;
        let is_known = known.is_some();
        if !profile.email_verified || known.is_some_and(|known| !known.email_verified) {
            return Ok(Err(No::NotProven));
        }
        let (user, is_new) = mailbox::owner(tx, email, &profile.name, profile.image.as_deref()).await?;
        if user.is_banned(tx.now()) {
            return Ok(Err(No::Banned));
        }
        // Who owes a second factor has not shown yet that the account may open his from now on; it lets him in all the same,
        // by his address, and he can link it himself.
        if user.two_factor_enabled {
            return Ok(Ok(Guest { user: user.id, is_new }));
        }
        if is_known {
            letters::account_linked(tx, &user, provider, true).await?;
        }
        (user, is_new)
    };
    if user.is_banned(tx.now()) {
        return Ok(Err(No::Banned));
    }
    if !provider_accounts::keep(tx, user.id, provider, subject, kept).await? {
        // Somebody was quicker, and is somebody else.
        return Ok(Err(No::Taken));
    }
    Ok(Ok(Guest { user: user.id, is_new }))
}

/// Joins an account to a person who is signed in: it must be free or his already, and a new one must have his address,
/// proven on both sides.
pub(super) async fn link(
    tx: &Tx,
    me: &SignedIn,
    provider: &str,
    profile: &Profile,
    kept: Kept,
) -> Result<Result<(), No>, Refusal> {
    let subject = &profile.subject;
    let owner = provider_accounts::owner(tx, provider, subject).await?;
    match owner {
        Some(owner) if owner != me.user.id => return Ok(Err(No::Taken)),
        None if !profile.email_verified || !me.user.email_verified => return Ok(Err(No::NotProven)),
        None if profile.email.as_ref() != Some(&me.user.email) => return Ok(Err(No::OtherEmail)),
        Some(_) | None => {}
    }
    if !provider_accounts::keep(tx, me.user.id, provider, subject, kept).await? {
        return Ok(Err(No::Taken));
    }
    if owner.is_none() {
        letters::account_linked(tx, &me.user, provider, true).await?;
    }
    Ok(Ok(()))
}
