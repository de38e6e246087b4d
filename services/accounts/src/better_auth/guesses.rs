//! How often the password and the codes of one account may be guessed, and how many mails go to one address, from however
//! many networks.
//!
//! Browsers in which somebody has signed in to an account before carry a cookie that says so, and are counted by that
//! (OWASP's device cookies): a stranger's guesses hold up strangers, and never the owner's own browser.

use std::time::Duration;

use limits::Rule;
use uuid::Uuid;

use super::{
    cookies::SetCookie,
    transport::{Caller, Refusal},
};
use crate::{Accounts, store::security};

/// Says in which account's favour this browser is known.
pub const KNOWN: &str = "known_browser";
const KNOWN_FOR: i64 = 90 * 24 * 60 * 60;

const GUESSES: Rule = Rule { name: "auth.guesses", most: 20, window: Duration::from_mins(10) };
/// All known browsers of an account together have as many tries as so many of them.
const BROWSERS: u32 = 5;
/// Of who is signed in already and has to give his password once more. Counted apart, so that whoever has found an open session
/// cannot keep its owner from signing in elsewhere.
const CONFIRMATIONS: Rule = Rule { name: "auth.confirmations", ..GUESSES };
/// Mails of one kind to one address.
const MAILS_TO: Rule = Rule { name: "auth.mails-to", most: 5, window: Duration::from_hours(1) };
/// Codes that complete a sign-in: only who knows the password causes them.
const SECOND_FACTORS: Rule = Rule { name: "auth.second-factors", most: 10, window: Duration::from_hours(1) };
/// Answers to challenges in a browser that is known: as many as lock the second factor for all others.
const ANSWERS: Rule = Rule { name: "auth.answers", most: 10, window: Duration::from_mins(15) };
/// Codes of an app or from a list that somebody gives who is signed in.
const INSIDE: Rule = Rule { name: "auth.codes-inside", most: 10, window: Duration::from_hours(1) };
/// Answers to codes by mail of one kind: a new code takes three more, but not for ever (NIST SP 800-63B, 5.2.2).
const CODES: Rule = Rule { name: "auth.codes", most: 30, window: Duration::from_hours(24) };

/// A browser in which a second factor has been given before.
pub(super) struct Answering {
    known: String,
    /// Not too many answers have come from it.
    pub(super) may: bool,
}

impl Answering {
    /// Whether it was this one's.
    pub(super) fn knows(&self, email: &str, factor: Uuid) -> bool {
        let mut parts = self.known.split('!');
        let account = parts.next();
        account == Some(vault::token::hash(email).as_str()) && parts.nth(1) == Some(factor.to_string().as_str())
    }
}

impl Accounts {
    /// Counts a guess; 429 when there were too many. `email` is in lower case, and counted whether it has an account or not.
    pub async fn count_guess(&self, caller: &Caller, email: &str) -> Result<(), Refusal> {
        self.count(GUESSES, caller, "", email).await
    }

    /// Counts that somebody who is signed in gives his password; 429 when there were too many.
    pub(crate) async fn count_confirmation(&self, caller: &Caller, email: &str) -> Result<(), Refusal> {
        self.count(CONFIRMATIONS, caller, "", email).await
    }

    /// Counts a mail of a kind to an address; 429 when there were too many. Counted whether it has an account or not, and
    /// apart for browsers that are known: who asks in somebody else's name keeps him from nothing there.
    pub(crate) async fn count_mail(&self, caller: &Caller, kind: &str, email: &str) -> Result<(), Refusal> {
        self.count(MAILS_TO, caller, kind, email).await
    }

    /// Counts a mail with a second factor; 429 when there were too many.
    pub(crate) async fn count_second_factor(&self, caller: &Caller, email: &str) -> Result<(), Refusal> {
        self.count(SECOND_FACTORS, caller, "", email).await
    }

    /// Counts an answer to a code by mail of a kind; 429 when there were too many.
    pub(crate) async fn count_code(&self, caller: &Caller, kind: &str, email: &str) -> Result<(), Refusal> {
        self.count(CODES, caller, kind, email).await
    }

    async fn take(&self, rule: Rule, key: &str) -> Result<(), Refusal> {
        self.limits.take(rule, key).await.map_err(|exceeded| Refusal::too_many(exceeded.seconds()))
    }

    /// Counts a try: for a known browser by itself, else with those of all strangers together.
    async fn count(&self, rule: Rule, caller: &Caller, kind: &str, email: &str) -> Result<(), Refusal> {
        let account = vault::token::hash(email);
        let Some(browser) = self.known_browser(caller, &account) else {
            return self.take(rule, &format!("{kind}|{account}")).await;
        };
        self.take(rule, &format!("{kind}|{browser}")).await?;
        // Who once had the password may have signed in a thousand times, to be known in a thousand browsers.
        let together = Rule { most: rule.most * BROWSERS, ..rule };
        self.take(together, &format!("{kind}|known|{account}")).await
    }

    /// What a browser is known by in which somebody has signed in to an account: `<account>!<browser>`, and once he has given
    /// a second factor there, `!<factor>`.
    pub(crate) fn known_browser(&self, caller: &Caller, account: &str) -> Option<String> {
        let known = self.cookies.find(&caller.headers, KNOWN).and_then(|sent| self.signer.from_cookie(&sent));
        known.filter(|known| known.split('!').next() == Some(account))
    }

    /// The browser of a caller, if a second factor has been given in it before: that an answer is given in it is counted.
    pub(super) async fn answering(&self, caller: &Caller) -> Option<Answering> {
        let known = self.cookies.find(&caller.headers, KNOWN).and_then(|sent| self.signer.from_cookie(&sent))?;
        known.split('!').nth(2)?;
        let may = self.limits.take(ANSWERS, &known).await.is_ok();
        Some(Answering { known, may })
    }

    /// Counts a code that somebody gives who is signed in; 429 when there were too many. His sign-ins are not held up by it.
    pub(crate) async fn count_code_inside(&self, user: Uuid) -> Result<(), Refusal> {
        self.take(INSIDE, &user.to_string()).await
    }

    /// Tells the security log that somebody gave a wrong password: for whom, if the address is anybody's.
    pub async fn note_failure(&self, user: Option<Uuid>) -> Result<(), web::ApiError> {
        let tx = self.app.db.begin_system("note a failed sign-in").await?;
        security::note(&tx, "sign_in.failed", user).await?;
        Ok(tx.commit().await?)
    }

    /// Somebody has signed in to an account in this browser, and has given this second factor if there is one.
    pub fn know_browser(&self, caller: &Caller, email: &str, factor: Option<Uuid>) -> SetCookie {
        let account = vault::token::hash(email);
        // The same one as before, so that nobody has more tries for signing in more often.
        let browser = self.known_browser(caller, &account);
        let mut parts = browser.as_deref().unwrap_or_default().split('!').skip(1);
        let number = parts.next().map_or_else(|| vault::random::alphanumeric(16), str::to_owned);
        let factor = factor.map(|factor| factor.to_string()).or_else(|| parts.next().map(str::to_owned));
        let mark = factor.map(|factor| format!("!{factor}")).unwrap_or_default();
        let known = format!("{account}!{number}{mark}");
        self.cookies.set(KNOWN, &self.signer.cookie_value(&known), Some(KNOWN_FOR))
    }
}
