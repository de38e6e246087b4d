//! `POST /admin/ban-user`, `POST /admin/unban-user`

use axum::extract::State;
use chrono::Duration;
use serde_json::json;
use uuid::Uuid;
use web::body::Change;

use super::{Named, Right, allowed, allowed_alone, nobody, person, read_user};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    store::admin_users::{self, Changes},
};

/// A ban for longer is one for ever.
const LONGEST: f64 = 100.0 * 365.0 * 86_400.0;

pub(super) struct Ban {
    user: Option<Uuid>,
    reason: Option<String>,
    expires_in: Option<f64>,
}

impl Input for Ban {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            user: read_user(body),
            reason: body.optional_text("banReason"),
            expires_in: body.optional_number("banExpiresIn"),
        })
    }
}

/// Keeps somebody out, for some seconds or for ever: his sessions end, his keys open nothing.
pub(super) async fn ban_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Ban>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("ban somebody").await?;
    let me = allowed_alone(&accounts, &tx, &caller, Right::Ban).await?;
    let user = person(&tx, input.user).await?;
    if user.id == me.user.id {
        return Err(Refusal::bad_request(Code::YouCannotBanYourself));
    }
    let seconds = input.expires_in.filter(|seconds| *seconds > 0.0 && *seconds < LONGEST);
    let life = seconds.and_then(|seconds| Duration::from_std(std::time::Duration::from_secs_f64(seconds)).ok());
    let reason = input.reason.filter(|reason| !reason.is_empty()).unwrap_or_else(|| "No reason".to_owned());
    let changes = Changes {
        banned: Some(true),
        ban_reason: Change::Set(reason),
        ban_expires: life.map_or(Change::Clear, |life| Change::Set(tx.now() + life)),
        ..Changes::default()
    };
    let user = admin_users::change(&tx, user.id, changes).await?.ok_or_else(nobody)?;
    admin_users::end_sessions(&tx, user.id).await?;
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, "an administrator banned somebody");
    Reply::json(json!({ "user": user }))
}

/// Lets somebody in again.
pub(super) async fn unban_user(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Named>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("lift somebody's ban").await?;
    let me = allowed(&accounts, &tx, &caller, Right::Ban).await?;
    let changes =
        Changes { banned: Some(false), ban_reason: Change::Clear, ban_expires: Change::Clear, ..Changes::default() };
    let user = admin_users::change(&tx, input.user.ok_or_else(nobody)?, changes).await?.ok_or_else(nobody)?;
    tx.commit().await?;
    tracing::info!(admin = %me.user.id, user = %user.id, "an administrator lifted somebody's ban");
    Reply::json(json!({ "user": user }))
}
