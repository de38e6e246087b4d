//! Somebody gives his second factor: to complete a sign-in, or while he is signed in.

use http::StatusCode;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::{
        cookies::TWO_FACTOR,
        transport::{Caller, Code, Refusal, Reply},
    },
    letters,
    store::{
        challenges::{self, Challenge},
        sessions::{self, Session, SignedIn},
        two_factor::{self, Factor},
        users::{self, User},
    },
};

/// One answer, in a transaction of its own. His second factor is locked in it, so answers of one person come one after the
/// other and none is forgotten.
pub(super) struct Attempt {
    pub(super) tx: db::Tx,
    pub(super) user: User,
    pub(super) factor: Option<Factor>,
    stage: Stage,
}

enum Stage {
    SignedIn(Box<Session>),
    Challenged { challenge: Challenge, token: String },
}

fn no_challenge() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, Code::InvalidTwoFactorCookie)
}

impl Attempt {
    /// Finds out who it is: by the session, or by the challenge of a sign-in.
    pub(super) async fn begin(accounts: &Accounts, reason: &'static str, caller: &Caller) -> Result<Self, Refusal> {
        let tx = accounts.app.db.begin_system(reason).await?;
        let signed_in = match accounts.token(caller) {
            Some(token) => sessions::find(&tx, &token).await?,
            None => None,
        };
        let (user, stage) = if let Some(SignedIn { session, user }) = signed_in {
            (user, Stage::SignedIn(Box::new(session)))
        } else {
            let cookie = accounts.cookies.find(&caller.headers, TWO_FACTOR);
            let token = cookie.and_then(|cookie| accounts.signer.from_cookie(&cookie)).ok_or_else(no_challenge)?;
            let challenge = challenges::find(&tx, &token).await?.ok_or_else(no_challenge)?;
            let user = users::by_id(&tx, challenge.user).await?.filter(|user| !user.is_banned(tx.now()));
            (user.ok_or_else(no_challenge)?, Stage::Challenged { challenge, token })
        };
        let factor = two_factor::lock(&tx, user.id).await?;
        Ok(Self { tx, user, factor, stage })
    }

    /// The challenge that is answered; `None` for who is signed in.
    pub(super) fn challenge(&self) -> Option<&Challenge> {
        match &self.stage {
            Stage::SignedIn(_) => None,
            Stage::Challenged { challenge, .. } => Some(challenge),
        }
    }

    /// Where this attempt's codes by mail are kept.
    pub(super) fn place(&self) -> String {
        match &self.stage {
            Stage::SignedIn(session) => format!("two-factor-code:{}", session.id),
            Stage::Challenged { token, .. } => format!("two-factor-code:{}", vault::token::hash(token)),
        }
    }

    /// 429 while too many codes were wrong. Who is signed in stays so.
    pub(super) fn refuse_locked(&self) -> Result<(), Refusal> {
        let is_locked = self.factor.as_ref().is_some_and(|factor| factor.is_locked(self.tx.now()));
        if self.challenge().is_some() && is_locked {
            return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, Code::AccountTemporarilyLocked));
        }
        Ok(())
    }

    /// Takes one of the challenge's attempts; when there is none left, the challenge ends.
    pub(super) async fn take_try(self, accounts: &Accounts) -> Result<Self, Refusal> {
        let Stage::Challenged { token, .. } = &self.stage else {
            return Ok(self);
        };
        if challenges::attempt(&self.tx, token).await? {
            return Ok(self);
        }
        let was_there = challenges::spend(&self.tx, token).await?;
        self.tx.commit().await?;
        let refusal =
            if was_there { Refusal::bad_request(Code::TooManyAttemptsRequestNewCode) } else { no_challenge() };
        Err(refusal.with_cookies([accounts.cookies.expire(TWO_FACTOR)]))
    }

    /// The answer was wrong: that is counted, whatever comes next.
    pub(super) async fn wrong(self, code: Code) -> Result<Reply, Refusal> {
        if self.challenge().is_some() {
            two_factor::count_failure(&self.tx, self.user.id).await?;
        }
        self.tx.commit().await?;
        Err(Refusal::new(StatusCode::UNAUTHORIZED, code))
    }

    /// The answer was right: a challenge becomes a session, once.
    pub(super) async fn right(
        self,
        accounts: &Accounts,
        caller: &Caller,
        trusts_device: bool,
    ) -> Result<Reply, Refusal> {
        let Self { tx, user, factor, stage } = self;
        let (challenge, token) = match stage {
            Stage::SignedIn(session) => {
                tx.commit().await?;
                return Reply::json(json!({ "token": session.token, "user": user }));
            }
            Stage::Challenged { challenge, token } => (challenge, token),
        };
        complete(accounts, &tx, &user, &token).await?;
        let mut cookies = vec![accounts.cookies.expire(TWO_FACTOR)];
        if let (true, Some(factor)) = (trusts_device, &factor) {
            cookies.push(accounts.trust(&tx, factor).await?);
        }
        let (session, token) = sessions::begin(&tx, user.id, challenge.remember, caller.origin()).await?;
        tx.commit().await?;
        let reply = Reply::json(json!({ "token": session.token, "user": user }))?.with_cookies(cookies);
        Ok(accounts.hand_out(reply, &session, &token))
    }

    /// The answer was right, and no session is wanted. The challenge is over all the same.
    pub(super) async fn right_without_session(self, accounts: &Accounts) -> Result<Reply, Refusal> {
        let Self { tx, user, stage, .. } = self;
        match stage {
            Stage::SignedIn(session) => {
                tx.commit().await?;
                Reply::json(json!({ "token": session.token, "user": user }))
            }
            Stage::Challenged { token, .. } => {
                complete(accounts, &tx, &user, &token).await?;
                tx.commit().await?;
                Ok(Reply::json(json!({ "user": user }))?.with_cookies([accounts.cookies.expire(TWO_FACTOR)]))
            }
        }
    }

    /// From now on the second factor is asked for. The session gets a new token.
    pub(super) async fn switch_on(self, accounts: &Accounts) -> Result<Reply, Refusal> {
        let Stage::SignedIn(session) = &self.stage else {
            return Err(no_challenge());
        };
        let user = two_factor::switch(&self.tx, self.user.id, true).await?;
        let renewed = sessions::renew(&self.tx, session.id).await?;
        let (session, token) = renewed.ok_or_else(Refusal::unauthorized)?;
        letters::second_factor(&self.tx, &user, true).await?;
        self.tx.commit().await?;
        let reply = Reply::json(json!({ "token": session.token, "user": user }))?;
        Ok(accounts.hand_out(reply, &session, &token))
    }
}

async fn complete(accounts: &Accounts, tx: &db::Tx, user: &User, token: &str) -> Result<(), Refusal> {
    if !challenges::spend(tx, token).await? {
        return Err(no_challenge().with_cookies([accounts.cookies.expire(TWO_FACTOR)]));
    }
    two_factor::forget_failures(tx, user.id).await?;
    Ok(())
}
