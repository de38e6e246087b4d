//! How often the password of one account may be guessed, from however many addresses.
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

impl Accounts {
    /// Counts a guess; 429 when there were too many. `email` is in lower case, and counted whether it has an account or not.
    pub async fn count_guess(&self, caller: &Caller, email: &str) -> Result<(), Refusal> {
        let key = self.known_browser(caller, email).unwrap_or_else(|| vault::token::hash(email));
        self.limits.take(GUESSES, &key).await.map_err(|exceeded| Refusal::too_many(exceeded.seconds()))
    }

    /// The name of this browser, if somebody has signed in to the account of this address in it.
    pub fn known_browser(&self, caller: &Caller, email: &str) -> Option<String> {
        let known = self.cookies.find(&caller.headers, KNOWN).and_then(|sent| self.signer.from_cookie(&sent))?;
        // `<account>!<browser>`
        let is_his = known.split_once('!').is_some_and(|(whose, _)| whose == vault::token::hash(email));
        is_his.then_some(known)
    }

    /// Tells the security log that somebody gave a wrong password: for whom, if the address is anybody's.
    pub async fn note_failure(&self, user: Option<Uuid>) -> Result<(), web::ApiError> {
        let tx = self.app.db.begin_system("note a failed sign-in").await?;
        security::note(&tx, "sign_in.failed", user).await?;
        Ok(tx.commit().await?)
    }

    /// This browser has signed in to an account.
    pub fn know_browser(&self, email: &str) -> SetCookie {
        let known = format!("{}!{}", vault::token::hash(email), vault::random::alphanumeric(16));
        self.cookies.set(KNOWN, &self.signer.cookie_value(&known), Some(KNOWN_FOR))
    }
}
