//! What administrators of the installation do: with people, their sessions, and as somebody else.

mod ban_user;
mod create_user;
mod data;
pub(super) mod docs;
mod get_user;
mod has_permission;
mod impersonate_user;
mod list_users;
mod remove_user;
mod rights;
mod set_role;
mod set_user_password;
mod update_user;
mod user_sessions;

use db::Tx;
use http::StatusCode;
use uuid::Uuid;

use self::rights::Right;
use crate::{
    Accounts,
    better_auth::{
        routes::{Routes, get, post},
        transport::{Caller, Code, Fields, Input, Refusal},
    },
    store::{
        admin_users,
        sessions::{self, SignedIn},
        users::User,
    },
};

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/admin/create-user", post(create_user::create_user))
        .route("/admin/get-user", get(get_user::get_user))
        .route("/admin/list-users", get(list_users::list_users))
        .route("/admin/update-user", post(update_user::update_user))
        .route("/admin/set-role", post(set_role::set_role))
        .route("/admin/ban-user", post(ban_user::ban_user))
        .route("/admin/unban-user", post(ban_user::unban_user))
        .route("/admin/set-user-password", post(set_user_password::set_user_password))
        .route("/admin/remove-user", post(remove_user::remove_user))
        .route("/admin/list-user-sessions", post(user_sessions::list_user_sessions))
        .route("/admin/revoke-user-session", post(user_sessions::revoke_user_session))
        .route("/admin/revoke-user-sessions", post(user_sessions::revoke_user_sessions))
        .route("/admin/impersonate-user", post(impersonate_user::impersonate_user))
        .route("/admin/stop-impersonating", post(impersonate_user::stop_impersonating))
        .route("/admin/has-permission", post(has_permission::has_permission))
}

/// The caller, in the same transaction as what he does; 401 without a session.
async fn caller(accounts: &Accounts, tx: &Tx, caller: &Caller) -> Result<SignedIn, Refusal> {
    let unauthorized = || Refusal::empty(StatusCode::UNAUTHORIZED);
    let session = accounts.named_at_large(caller).ok_or_else(unauthorized)?;
    sessions::find(tx, &session).await?.ok_or_else(unauthorized)
}

/// What somebody is in the installation: nothing before he has proven his address, which may be somebody else's.
fn role(me: &User) -> &str {
    if me.email_verified { &me.role } else { "" }
}

/// Whether somebody deletes people.
pub(crate) fn may_delete_people(me: &User) -> bool {
    Right::DeleteUsers.is_of(role(me))
}

/// Whether somebody reads the logs of the installation.
pub(crate) fn reads_logs(me: &User) -> bool {
    rights::is_admin(role(me))
}

/// The caller, if his role has this right.
async fn allowed(accounts: &Accounts, tx: &Tx, who: &Caller, right: Right) -> Result<SignedIn, Refusal> {
    let me = caller(accounts, tx, who).await?;
    if right.is_of(role(&me.user)) { Ok(me) } else { Err(Refusal::forbidden(right.refusal())) }
}

/// The same, for what may take an administrator away: nobody else does so before this one is over. Who waited may have been
/// removed meanwhile.
async fn allowed_alone(accounts: &Accounts, tx: &Tx, who: &Caller, right: Right) -> Result<SignedIn, Refusal> {
    allowed(accounts, tx, who, right).await?;
    admin_users::lock_administrators(tx).await?;
    allowed(accounts, tx, who, right).await
}

/// Finds a person and keeps him as he is until the transaction ends.
async fn person(tx: &Tx, id: Option<Uuid>) -> Result<User, Refusal> {
    let id = id.ok_or_else(nobody)?;
    admin_users::lock(tx, &[id]).await?.pop().ok_or_else(nobody)
}

/// After a change to somebody who was an administrator: an installation without one could not be administered again.
async fn somebody_remains(tx: &Tx, before: &User) -> Result<(), Refusal> {
    if !rights::is_admin(&before.role) || admin_users::administrators_remain(tx).await? {
        return Ok(());
    }
    let message = "He is the last administrator of this installation: make somebody else one first";
    Err(Refusal::message(StatusCode::BAD_REQUEST, message))
}

fn nobody() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, Code::UserNotFound)
}

/// Somebody is named, and nothing else is said.
struct Named {
    user: Option<Uuid>,
}

impl Input for Named {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self { user: read_user(body) })
    }
}

/// `userId`. What is no id belongs to nobody.
fn read_user(body: &mut Fields) -> Option<Uuid> {
    body.coerced_text("userId").parse().ok()
}
