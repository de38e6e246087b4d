//! `GET /verify-email`: a link of a mail is followed.

use axum::extract::State;
use db::Tx;
use http::StatusCode;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::{
        links::{BadLink, Claim, Purpose, encode},
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    letters,
    store::{
        addresses,
        users::{self, User},
    },
};

pub(super) struct Verify {
    token: String,
    callback_url: Option<String>,
}

impl Input for Verify {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { token: query.text("token"), callback_url: query.optional_text("callbackURL") })
    }
}

/// The link that proves a person's address.
pub(crate) fn link(accounts: &Accounts, user: &User, callback_url: Option<&str>) -> Result<String, Refusal> {
    let now = accounts.app.db.clock().now();
    let claim = Claim::new(Purpose::VerifyEmail, user.id, &user.email, None, now);
    Ok(accounts.link(&claim, callback_url)?)
}

/// Proves an address. Following a link again changes nothing and is no error; nobody is signed in by it.
pub(super) async fn verify_email(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Verify>,
) -> Result<Reply, Refusal> {
    let Verify { token, callback_url } = input;
    let claim = match accounts.claim(&token) {
        Ok(claim) => claim,
        Err(BadLink::Invalid) => return refuse(callback_url, Code::InvalidToken),
        Err(BadLink::Expired) => return refuse(callback_url, Code::TokenExpired),
    };
    // The link of a change is for its own account: whoever is signed in as somebody else did not ask for it.
    let me = accounts.session(&caller).await?;
    if claim.purpose != Purpose::VerifyEmail && me.is_some_and(|me| me.user.id != claim.user) {
        return refuse(callback_url, Code::InvalidUser);
    }
    let tx = accounts.app.db.begin_system("prove somebody's address").await?;
    let is_good = follow(&accounts, &tx, &claim, callback_url.as_deref()).await?;
    tx.commit().await?;
    if !is_good {
        return refuse(callback_url, Code::InvalidToken);
    }
    match callback_url {
        Some(url) => Ok(Reply::redirect(url)),
        None => Reply::json(json!({ "status": true, "user": null })),
    }
}

/// Does what a link says. False when it says nothing any more.
async fn follow(accounts: &Accounts, tx: &Tx, claim: &Claim, callback_url: Option<&str>) -> Result<bool, Refusal> {
    match (claim.purpose, &claim.update_to) {
        (Purpose::VerifyEmail, None) => {
            addresses::prove(tx, claim.user, &claim.email).await?;
            Ok(true)
        }
        (Purpose::ConfirmChange, Some(new)) => {
            let Some(user) = users::by_id(tx, claim.user).await?.filter(|user| user.email == claim.email) else {
                return Ok(false);
            };
            if users::by_email(tx, new).await?.is_none() {
                let claim = Claim::new(Purpose::ProveChange, user.id, &user.email, Some(new.clone()), tx.now());
                let link = accounts.link(&claim, callback_url)?;
                letters::prove_change(tx, &user, new, &link).await?;
            }
            Ok(true)
        }
        (Purpose::ProveChange, Some(new)) => Ok(users::change_email(tx, claim.user, &claim.email, new).await?),
        _ => Ok(false),
    }
}

fn refuse(callback_url: Option<String>, code: Code) -> Result<Reply, Refusal> {
    match callback_url {
        Some(url) => Ok(Reply::redirect(with_parameter(&url, "error", code.name()))),
        None => Err(Refusal::new(StatusCode::UNAUTHORIZED, code)),
    }
}

/// A link with one more parameter in its query.
pub(in crate::better_auth) fn with_parameter(link: &str, name: &str, value: &str) -> String {
    let (link, fragment) = link.split_once('#').map_or((link, None), |(link, fragment)| (link, Some(fragment)));
    let joint = if link.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{link}{joint}{name}={}{fragment}", encode(value).replace("%5F", "_"))
}
