//! From a cookie or a bearer token to a session, and back.

use http::StatusCode;

use super::{
    cookies::{DO_NOT_REMEMBER, SESSION, SetCookie},
    transport::{Caller, Refusal, Reply},
};
use crate::{
    Accounts,
    door::{self, SessionRef},
    store::sessions::{self, LIFE, Origin, Session, SignedIn},
};

impl Accounts {
    /// The token that a caller presents: of a cookie or a bearer, and signed by us.
    pub fn token(&self, caller: &Caller) -> Option<String> {
        match self.named(caller)? {
            SessionRef::Token(token) => Some(token),
            SessionRef::Signed { .. } => None,
        }
    }

    /// The session that a caller names: by a cookie, or by a bearer token of Better Auth's or Medusa's kind.
    pub fn named(&self, caller: &Caller) -> Option<SessionRef> {
        if let Some(sent) = door::bearer(&caller.headers) {
            return self.session_of_bearer(sent);
        }
        let sent = self.cookies.find(&caller.headers, SESSION)?;
        self.signer.from_cookie(&sent).map(SessionRef::Token)
    }

    /// The session of somebody who comes as himself. A token of Medusa's kind that is for a shop's customers or for one shop
    /// lies with that shop's storefront: it says who he is, and does not work in shops.
    pub fn named_at_large(&self, caller: &Caller) -> Option<SessionRef> {
        self.named(caller).filter(SessionRef::is_at_large)
    }

    /// The caller's session, if he has one.
    pub async fn session(&self, caller: &Caller) -> Result<Option<SignedIn>, Refusal> {
        let Some(session) = self.named(caller) else {
            return Ok(None);
        };
        self.look_up(&session).await
    }

    /// The session that is named, if it holds; from here on it is known whose call this is.
    pub async fn look_up(&self, named: &SessionRef) -> Result<Option<SignedIn>, Refusal> {
        Ok(sessions::look_up(&self.app.db, named).await?)
    }

    /// The caller's session; 401 without one.
    pub async fn signed_in(&self, caller: &Caller) -> Result<SignedIn, Refusal> {
        self.session(caller).await?.ok_or_else(Refusal::unauthorized)
    }

    /// The caller's session, if he is in it himself: an administrator who acts as somebody else does not change what that
    /// person gets in with.
    pub async fn signed_in_himself(&self, caller: &Caller) -> Result<SignedIn, Refusal> {
        let me = self.signed_in(caller).await?;
        if me.session.impersonated_by.is_some() {
            return Err(Refusal::message(StatusCode::FORBIDDEN, "Not while acting as somebody else"));
        }
        Ok(me)
    }

    /// The cookies of a session that was just begun, and its token for programs that keep none.
    pub fn hand_out(&self, reply: Reply, session: &Session, token: &str) -> Reply {
        let encoded = self.signer.cookie_value(token);
        let mut cookies: Vec<SetCookie> = Vec::with_capacity(2);
        let age = session.remember.then_some(LIFE.num_seconds());
        cookies.push(self.cookies.set(SESSION, &encoded, age));
        if !session.remember {
            cookies.push(self.cookies.set(DO_NOT_REMEMBER, &self.signer.cookie_value("true"), None));
        }
        reply.with_cookies(cookies).with_bearer(encoded)
    }
}

impl Caller {
    /// What a new session remembers of where it was begun.
    pub fn origin(&self) -> Origin {
        Origin { address: self.address.map(|address| address.to_string()), user_agent: self.user_agent() }
    }
}
