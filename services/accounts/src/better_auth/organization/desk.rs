//! A call's one transaction, and who makes the call.

use db::Tx;
use http::StatusCode;
use uuid::Uuid;

use super::{input::id, standing::Standing};
use crate::{
    Accounts,
    better_auth::transport::{Caller, Code, Refusal, Reply},
    store::{organizations, sessions, sessions::SignedIn},
};

/// The transaction and the caller's session.
pub(super) struct Desk {
    pub(super) tx: Tx,
    pub(super) me: SignedIn,
}

impl Desk {
    /// For who is signed in; 401 for others.
    pub(super) async fn open(accounts: &Accounts, caller: &Caller, reason: &'static str) -> Result<Self, Refusal> {
        Self::find(accounts, caller, reason).await?.ok_or_else(Refusal::unauthorized)
    }

    /// The same, where Better Auth's 401 has no words.
    pub(super) async fn open_silently(
        accounts: &Accounts,
        caller: &Caller,
        reason: &'static str,
    ) -> Result<Self, Refusal> {
        Self::find(accounts, caller, reason).await?.ok_or_else(|| Refusal::empty(StatusCode::UNAUTHORIZED))
    }

    /// For who is signed in.
    pub(super) async fn find(
        accounts: &Accounts,
        caller: &Caller,
        reason: &'static str,
    ) -> Result<Option<Self>, Refusal> {
        let Some(session) = accounts.named_at_large(caller) else {
            return Ok(None);
        };
        let tx = accounts.app.db.begin_system(reason).await?;
        let me = sessions::find(&tx, &session).await?;
        Ok(me.map(|me| Self { tx, me }))
    }

    /// The shop that is meant: the one that is named, or the active one.
    pub(super) fn organization(&self, named: Option<&str>) -> Option<Uuid> {
        named.filter(|text| !text.is_empty()).map(id).or(self.me.session.active_organization_id)
    }

    /// The same, where the slug names it too; 400 when nobody has that slug.
    pub(super) async fn organization_or_slug(
        &self,
        named: Option<&str>,
        slug: Option<&str>,
    ) -> Result<Option<Uuid>, Refusal> {
        let (None, Some(slug)) = (named, slug) else {
            return Ok(self.organization(named));
        };
        let found = organizations::by_slug(&self.tx, slug).await?;
        Ok(Some(found.ok_or_else(|| Refusal::bad_request(Code::OrganizationNotFound))?.id))
    }

    /// Refuses an administrator who acts as somebody else: what he did to a shop would outlast that.
    pub(super) fn himself(&self) -> Result<(), Refusal> {
        match self.me.session.impersonated_by {
            None => Ok(()),
            Some(_) => Err(for_another()),
        }
    }

    /// What the caller is in a shop: nothing before he has proven his address.
    pub(super) async fn standing(&self, organization: Uuid) -> Result<Option<Standing>, Refusal> {
        if !self.me.user.email_verified {
            return Ok(None);
        }
        Ok(Standing::find(&self.tx, organization, self.me.user.id).await?)
    }

    /// The same, for a call that changes who is in the shop or what he may: nobody else does so before this one is over.
    pub(super) async fn standing_alone(&self, organization: Uuid) -> Result<Option<Standing>, Refusal> {
        self.himself()?;
        organizations::lock(&self.tx, organization).await?;
        self.standing(organization).await
    }

    /// Keeps what was done.
    pub(super) async fn close(self) -> Result<(), Refusal> {
        Ok(self.tx.commit().await?)
    }
}

/// 403 for what outlasts an impersonation.
pub(super) fn for_another() -> Refusal {
    Refusal::message(StatusCode::FORBIDDEN, "Not while acting as somebody else")
}

/// The session's cookie once more, as Better Auth sends it when the session has changed.
pub(super) fn with_session(accounts: &Accounts, caller: &Caller, me: &SignedIn, reply: Reply) -> Reply {
    match accounts.token(caller) {
        Some(token) => accounts.hand_out(reply, &me.session, &token),
        None => reply,
    }
}
