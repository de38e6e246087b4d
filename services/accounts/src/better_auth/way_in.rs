//! The one way in. Every sign-in ends here: who is kept out is refused, and who has a second factor owes it, however he came.

use serde_json::json;
use uuid::Uuid;

use super::{
    cookies::{SESSION, SESSION_DATA, SetCookie, TRUSTED_DEVICE, TWO_FACTOR},
    core::verify_email::with_parameter,
    transport::{Caller, Code, Refusal, Reply},
};
use crate::{
    Accounts,
    store::{
        challenges::{self, Challenge},
        sessions::{self, Session},
        two_factor::{self, Factor},
        users::{self, User},
        verifications,
    },
};

/// What a trusted device is kept under.
const TRUST: &str = "trust-device";
const TRUST_LIFE: chrono::Duration = chrono::Duration::days(30);

/// How somebody has shown who he is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By a password.
    Password,
    /// By a link or a code in a mail.
    Mail,
    /// By an account at a provider.
    Social,
    /// By a passkey.
    Passkey {
        /// The device has asked for a finger, a face or a PIN: that is two factors already.
        knows_owner: bool,
    },
}

impl Way {
    /// The second factor that goes with it: the app of who has proven one, for with mails beside it the app would add nothing
    /// to the mailbox (OWASP ASVS 5.0, 6.4.3); and a second code by the same mail is none.
    fn method(self, factor: &Factor) -> Option<&'static str> {
        if factor.has_proven_app() { Some("totp") } else { (self != Self::Mail).then_some("otp") }
    }
}

/// Where a sign-in has led.
#[derive(Debug)]
pub enum Entry {
    /// A session has begun.
    In(Box<Begun>),
    /// The second factor is still to come.
    Pending {
        /// How it can be given.
        methods: Vec<&'static str>,
        /// The challenge, and no session.
        cookies: Vec<SetCookie>,
        /// What opens the challenge, for programs that keep no cookies.
        token: String,
    },
}

/// A session that has begun.
#[derive(Debug)]
pub struct Begun {
    /// Whose it is.
    pub user: User,
    /// The session.
    pub session: Session,
    pub(crate) token: String,
    pub(crate) cookies: Vec<SetCookie>,
}

impl Accounts {
    /// Begins a session for somebody who has shown who he is, or a challenge if he owes a second factor. He is read anew in
    /// this transaction: what was seen before a password was hashed may be over.
    pub async fn let_in(
        &self,
        tx: &db::Tx,
        user: Uuid,
        way: Way,
        remember: bool,
        caller: &Caller,
    ) -> Result<Entry, Refusal> {
        let user = users::by_id(tx, user).await?.ok_or_else(Refusal::unauthorized)?;
        if user.is_banned(tx.now()) {
            return Err(Refusal::forbidden(Code::BannedUser));
        }
        let mut cookies = Vec::new();
        let mut given = None;
        if user.two_factor_enabled && way != (Way::Passkey { knows_owner: true }) {
            let factor = match two_factor::find(tx, user.id).await? {
                Some(factor) => factor,
                None => two_factor::by_mail(tx, user.id).await?,
            };
            match self.trusted_again(tx, &factor, caller).await? {
                Trust::Holds(cookie) => {
                    given = Some(factor.id);
                    cookies.push(cookie);
                }
                Trust::Over(cookie) => return self.challenge(tx, &user, way, remember, &factor, Some(cookie)).await,
                Trust::None => return self.challenge(tx, &user, way, remember, &factor, None).await,
            }
        }
        cookies.push(self.know_browser(caller, &user.email, given));
        let (session, token) = sessions::begin(tx, user.id, remember, caller.origin()).await?;
        Ok(Entry::In(Box::new(Begun { user, session, token, cookies })))
    }

    async fn challenge(
        &self,
        tx: &db::Tx,
        user: &User,
        way: Way,
        remember: bool,
        factor: &Factor,
        distrusted: Option<SetCookie>,
    ) -> Result<Entry, Refusal> {
        let Some(method) = way.method(factor) else {
            let message = "Your second factor is a code by mail, so sign in with your password; who has none asks for one as if \
                it were forgotten";
            return Err(Refusal::worded(http::StatusCode::FORBIDDEN, Code::OtpNotConfigured, message));
        };
        let challenge = Challenge { user: user.id, by_mail: way == Way::Mail, remember };
        let token = challenges::begin(tx, &challenge).await?;
        let encoded = self.signer.cookie_value(&token);
        let mut cookies = vec![self.cookies.set(TWO_FACTOR, &encoded, Some(challenges::LIFE.num_seconds()))];
        cookies.extend([SESSION, SESSION_DATA].map(|name| self.cookies.expire(name)));
        cookies.extend(distrusted);
        Ok(Entry::Pending { methods: vec![method], cookies, token })
    }

    /// Trusts the device from which somebody has just given his second factor.
    pub(super) async fn trust(&self, tx: &db::Tx, factor: &Factor) -> Result<SetCookie, Refusal> {
        let token = vault::random::alphanumeric(32);
        verifications::keep(tx, TRUST, &token, &factor.id.to_string(), TRUST_LIFE).await?;
        let encoded = self.signer.cookie_value(&token);
        Ok(self.cookies.set(TRUSTED_DEVICE, &encoded, Some(TRUST_LIFE.num_seconds())))
    }

    /// Forgets that a device was trusted.
    pub(super) async fn distrust(&self, tx: &db::Tx, caller: &Caller) -> Result<Option<SetCookie>, Refusal> {
        let Some(sent) = self.cookies.find(&caller.headers, TRUSTED_DEVICE) else {
            return Ok(None);
        };
        if let Some(token) = self.signer.from_cookie(&sent) {
            verifications::spend(tx, TRUST, &token).await?;
        }
        Ok(Some(self.cookies.expire(TRUSTED_DEVICE)))
    }

    /// Each mark of trust is good for one sign-in, which gives a new one.
    async fn trusted_again(&self, tx: &db::Tx, factor: &Factor, caller: &Caller) -> Result<Trust, Refusal> {
        let Some(sent) = self.cookies.find(&caller.headers, TRUSTED_DEVICE) else {
            return Ok(Trust::None);
        };
        let trusted = match self.signer.from_cookie(&sent) {
            Some(token) => verifications::spend(tx, TRUST, &token).await?,
            None => None,
        };
        if trusted.is_some_and(|trusted| trusted == factor.id.to_string()) {
            Ok(Trust::Holds(self.trust(tx, factor).await?))
        } else {
            Ok(Trust::Over(self.cookies.expire(TRUSTED_DEVICE)))
        }
    }
}

enum Trust {
    /// With a new mark.
    Holds(SetCookie),
    /// The mark is taken away.
    Over(SetCookie),
    None,
}

impl Entry {
    /// Answers a program: `reply` for a session, or how the second factor can be given.
    pub fn answer(
        self,
        accounts: &Accounts,
        reply: impl FnOnce(&Session, &User) -> Result<Reply, Refusal>,
    ) -> Result<Reply, Refusal> {
        match self {
            Self::In(begun) => {
                let reply = reply(&begun.session, &begun.user)?.with_cookies(begun.cookies);
                Ok(accounts.hand_out(reply, &begun.session, &begun.token))
            }
            Self::Pending { methods, cookies, .. } => {
                let body = json!({ "twoFactorRedirect": true, "twoFactorMethods": methods });
                Ok(Reply::json(body)?.with_cookies(cookies))
            }
        }
    }

    /// Leads a browser on; a page that sees `twoFactorRedirect` asks for the second factor.
    pub fn lead(self, accounts: &Accounts, there: &str) -> Reply {
        match self {
            Self::In(begun) => {
                let reply = Reply::redirect(there).with_cookies(begun.cookies);
                accounts.hand_out(reply, &begun.session, &begun.token)
            }
            Self::Pending { methods, cookies, .. } => {
                let there = with_parameter(there, "twoFactorRedirect", "true");
                let there = with_parameter(&there, "twoFactorMethods", &methods.join(","));
                Reply::redirect(there).with_cookies(cookies)
            }
        }
    }
}
