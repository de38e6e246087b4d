//! Somebody gives his second factor: to complete a sign-in, or while he is signed in.

use http::StatusCode;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::{
        cookies::{SetCookie, TWO_FACTOR},
        guesses::Answering,
        transport::{Caller, Code, Refusal, Reply},
    },
    letters,
    store::{
        challenges::{self, Challenge},
        security,
        sessions::{self, Session, SignedIn},
        two_factor::{self, Factor},
        users::{self, User},
    },
};

/// One answer, in a transaction of its own. His second factor is locked in it, so answers of one person come one after the
/// other and none is forgotten.
pub(crate) struct Attempt {
    pub(crate) tx: db::Tx,
    pub(crate) user: User,
    pub(crate) factor: Option<Factor>,
    stage: Stage,
    /// The browser, if he has given this second factor in it before: strangers who know his password and give wrong codes do
    /// not keep him out there.
    browser: Option<Answering>,
}

/// A challenge that was answered well.
pub(crate) struct Passed {
    pub(crate) user: User,
    pub(crate) session: Session,
    token: String,
    pub(crate) cookies: Vec<SetCookie>,
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
        let browser = accounts.answering(caller).await;
        let tx = accounts.app.db.begin_system(reason).await?;
        let signed_in = match accounts.named(caller) {
            Some(session) => sessions::find(&tx, &session).await?,
            None => None,
        };
        if let Some(signed_in) = signed_in {
            return Self::signed_in(tx, signed_in).await;
        }
        let cookie = accounts.cookies.find(&caller.headers, TWO_FACTOR);
        let token = cookie.and_then(|cookie| accounts.signer.from_cookie(&cookie)).ok_or_else(no_challenge)?;
        Self::find(tx, token, browser).await
    }

    /// An answer of somebody who is signed in.
    pub(crate) async fn signed_in(tx: db::Tx, SignedIn { session, user }: SignedIn) -> Result<Self, Refusal> {
        let factor = two_factor::lock(&tx, user.id).await?;
        Ok(Self { tx, user, factor, stage: Stage::SignedIn(Box::new(session)), browser: None })
    }

    /// An answer to the challenge that a token opens.
    pub(crate) async fn challenged(
        accounts: &Accounts,
        reason: &'static str,
        token: String,
        caller: &Caller,
    ) -> Result<Self, Refusal> {
        let browser = accounts.answering(caller).await;
        let tx = accounts.app.db.begin_system(reason).await?;
        Self::find(tx, token, browser).await
    }

    async fn find(tx: db::Tx, token: String, browser: Option<Answering>) -> Result<Self, Refusal> {
        let challenge = challenges::find(&tx, &token).await?.ok_or_else(no_challenge)?;
        let user = users::by_id(&tx, challenge.user).await?.filter(|user| !user.is_banned(tx.now()));
        let user = user.ok_or_else(no_challenge)?;
        let factor = two_factor::lock(&tx, user.id).await?;
        let id = factor.as_ref().map(|factor| factor.id);
        let browser = browser.filter(|browser| id.is_some_and(|id| browser.knows(&user.email, id)));
        Ok(Self { tx, user, factor, stage: Stage::Challenged { challenge, token }, browser })
    }

    /// The challenge that is answered; `None` for who is signed in.
    pub(crate) fn challenge(&self) -> Option<&Challenge> {
        match &self.stage {
            Stage::SignedIn(_) => None,
            Stage::Challenged { challenge, .. } => Some(challenge),
        }
    }

    /// Where this attempt's codes by mail are kept.
    pub(crate) fn place(&self) -> String {
        match &self.stage {
            Stage::SignedIn(session) => format!("two-factor-code:{}", session.id),
            Stage::Challenged { token, .. } => format!("two-factor-code:{}", vault::token::hash(token)),
        }
    }

    /// 429 while too many codes were wrong. Who is signed in stays so.
    pub(crate) fn refuse_locked(&self) -> Result<(), Refusal> {
        let is_locked = match &self.browser {
            Some(browser) => !browser.may,
            None => self.factor.as_ref().is_some_and(|factor| factor.is_locked(self.tx.now())),
        };
        if self.challenge().is_some() && is_locked {
            return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, Code::AccountTemporarilyLocked));
        }
        Ok(())
    }

    /// 400 for a code by mail where there is an app: it would put the mailbox in its place.
    pub(super) fn refuse_mail(&self) -> Result<(), Refusal> {
        let by_mail = self.challenge().is_some_and(|challenge| challenge.by_mail);
        if self.challenge().is_some() && self.factor.as_ref().is_some_and(Factor::has_proven_app) {
            let message = "Your second factor is an authenticator app: give one of its codes, or a backup code";
            return Err(Refusal::worded(StatusCode::BAD_REQUEST, Code::OtpNotConfigured, message));
        }
        if by_mail { Err(Refusal::bad_request(Code::OtpNotConfigured)) } else { Ok(()) }
    }

    /// Takes one of the challenge's attempts; when there is none left, the challenge ends.
    pub(crate) async fn take_try(self, accounts: &Accounts) -> Result<Self, Refusal> {
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
        self.count_wrong().await?;
        Err(Refusal::new(StatusCode::UNAUTHORIZED, code))
    }

    /// The same, without words.
    pub(crate) async fn count_wrong(self) -> Result<(), Refusal> {
        if self.challenge().is_some() && self.browser.is_none() {
            two_factor::count_failure(&self.tx, self.user.id).await?;
        }
        security::note(&self.tx, "second_factor.failed", Some(self.user.id)).await?;
        Ok(self.tx.commit().await?)
    }

    /// The answer was right: a challenge becomes a session, once.
    pub(super) async fn right(
        self,
        accounts: &Accounts,
        caller: &Caller,
        trusts_device: bool,
    ) -> Result<Reply, Refusal> {
        if let Stage::SignedIn(session) = self.stage {
            self.tx.commit().await?;
            return Reply::json(json!({ "token": session.token, "user": self.user }));
        }
        let (tx, Passed { user, session, token, cookies }) = self.pass(accounts, caller, trusts_device).await?;
        tx.commit().await?;
        let reply = Reply::json(json!({ "token": session.token, "user": user }))?.with_cookies(cookies);
        Ok(accounts.hand_out(reply, &session, &token))
    }

    /// The answer was right, and a session begins in place of the challenge. To be committed.
    pub(crate) async fn pass(
        self,
        accounts: &Accounts,
        caller: &Caller,
        trusts_device: bool,
    ) -> Result<(db::Tx, Passed), Refusal> {
        let Self { tx, user, factor, stage, .. } = self;
        let Stage::Challenged { challenge, token } = stage else {
            return Err(no_challenge());
        };
        complete(accounts, &tx, &user, &token).await?;
        // From now on this browser's guesses are counted apart from those of strangers.
        let given = factor.as_ref().map(|factor| factor.id);
        let mut cookies = vec![accounts.cookies.expire(TWO_FACTOR), accounts.know_browser(caller, &user.email, given)];
        if let (true, Some(factor)) = (trusts_device, &factor) {
            cookies.push(accounts.trust(&tx, factor).await?);
        }
        let (session, token) = sessions::begin(&tx, user.id, challenge.remember, caller.origin()).await?;
        Ok((tx, Passed { user, session, token, cookies }))
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
        let (session, token, user) = self.switch().await?;
        let reply = Reply::json(json!({ "token": session.token, "user": user }))?;
        Ok(accounts.hand_out(reply, &session, &token))
    }

    /// The same; answers the session with its new token.
    pub(crate) async fn switch(self) -> Result<(Session, String, User), Refusal> {
        let Stage::SignedIn(session) = &self.stage else {
            return Err(no_challenge());
        };
        let user = two_factor::switch(&self.tx, self.user.id, true).await?;
        let renewed = sessions::renew(&self.tx, session.id).await?;
        let (session, token) = renewed.ok_or_else(Refusal::unauthorized)?;
        letters::second_factor(&self.tx, &user, true).await?;
        self.tx.commit().await?;
        Ok((session, token, user))
    }
}

async fn complete(accounts: &Accounts, tx: &db::Tx, user: &User, token: &str) -> Result<(), Refusal> {
    if !challenges::spend(tx, token).await? {
        return Err(no_challenge().with_cookies([accounts.cookies.expire(TWO_FACTOR)]));
    }
    two_factor::forget_failures(tx, user.id).await?;
    Ok(())
}
