//! `POST /admin/impersonate-user`, `POST /admin/stop-impersonating`: an administrator acts as somebody else, for an hour, in
//! sessions that say so.

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::{Named, Right, allowed, caller as signed_in, nobody, rights};
use crate::{
    Accounts,
    better_auth::{
        cookies::{ADMIN_SESSION, DO_NOT_REMEMBER, SESSION_DATA},
        transport::{Call, Caller, Code, Refusal, Reply},
    },
    store::{
        admin_users,
        sessions::{self, LIFE, SignedIn},
    },
};

/// Begins to act as somebody who is no administrator. The way back is a cookie with the administrator's own session.
pub(super) async fn impersonate_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("act as somebody else").await?;
    let me = allowed(&accounts, &tx, &caller, Right::Impersonate).await?;
    // Both stay as they are until it is done: a role that is given or taken meanwhile ends this session, too.
    let target = input.user.ok_or_else(nobody)?;
    let people = admin_users::lock(&tx, &[me.user.id, target]).await?;
    let find = |id| people.iter().find(|person| person.id == id);
    if !find(me.user.id).is_some_and(|me| Right::Impersonate.is_of(&me.role) && !me.is_banned(tx.now())) {
        return Err(Refusal::forbidden(Right::Impersonate.refusal()));
    }
    let user = find(target).ok_or_else(nobody)?;
    if rights::is_admin(&user.role) {
        return Err(Refusal::forbidden(Code::YouCannotImpersonateAdmins));
    }
    if user.is_banned(tx.now()) {
        return Err(Refusal::forbidden(Code::UserBanned));
    }
    let (session, token) = admin_users::impersonate(&tx, user.id, me.user.id, caller.origin()).await?;
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, session = %session.id, "an administrator acts as somebody else");

    let own = accounts.token(&caller).unwrap_or_default();
    let way_back = accounts.signer.cookie_value(&WayBack { token: &own, remember: me.session.remember }.to_string());
    let age = me.session.remember.then(|| LIFE.num_seconds());
    let cookies = [accounts.cookies.expire(SESSION_DATA), accounts.cookies.set(ADMIN_SESSION, &way_back, age)];
    let reply = Reply::json(json!({ "session": session, "user": user }))?;
    Ok(accounts.hand_out(reply, &session, &token).with_cookies(cookies))
}

/// Ends to act as somebody else.
pub(super) async fn stop_impersonating(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("stop acting as somebody else").await?;
    let me = signed_in(&accounts, &tx, &caller).await?;
    let Some(admin) = me.session.impersonated_by else {
        return Err(Refusal::message(StatusCode::BAD_REQUEST, "You are not impersonating anyone"));
    };
    // Better Auth answers 500, but it is the caller's cookie that is missing, or its session that is over.
    let lost = || Refusal::message(StatusCode::BAD_REQUEST, "Failed to find admin session");
    let token = own_token(&accounts, &caller).ok_or_else(lost)?;
    let found = sessions::find(&tx, &token).await?;
    let SignedIn { session, user } = found.filter(|found| found.user.id == admin).ok_or_else(lost)?;
    sessions::end(&tx, me.user.id, me.session.id).await?;
    tx.commit().await?;
    tracing::info!(admin = %user.id, user = %me.user.id, session = %me.session.id, "an administrator is himself again");

    let mut cookies = vec![accounts.cookies.expire(ADMIN_SESSION)];
    if session.remember {
        cookies.push(accounts.cookies.expire(DO_NOT_REMEMBER));
    }
    let reply = Reply::json(json!({ "session": session, "user": user }))?;
    Ok(accounts.hand_out(reply, &session, &token).with_cookies(cookies))
}

/// What the cookie says: the token of the administrator's own session, a colon, and whether that ends with the browser. With
/// the colon it is no session's token, so it is none in another cookie either.
struct WayBack<'a> {
    token: &'a str,
    remember: bool,
}

impl std::fmt::Display for WayBack<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.token, if self.remember { "" } else { "true" })
    }
}

fn own_token(accounts: &Accounts, caller: &Caller) -> Option<String> {
    let cookie = accounts.cookies.find(&caller.headers, ADMIN_SESSION)?;
    let value = accounts.signer.from_cookie(&cookie)?;
    value.split_once(':').map(|(token, _)| token.to_owned())
}
