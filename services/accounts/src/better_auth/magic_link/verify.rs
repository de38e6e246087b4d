//! `GET /magic-link/verify`

use axum::extract::State;
use serde_json::json;

use super::{PURPOSE, Pending};
use crate::{
    Accounts,
    better_auth::{
        core::verify_email::with_parameter,
        mailbox,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
        way_in::Way,
    },
    store::verifications,
};

pub(super) struct Verify {
    token: String,
    callback_url: Option<String>,
    error_callback_url: Option<String>,
    new_user_callback_url: Option<String>,
}

impl Input for Verify {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self {
            token: query.text("token"),
            callback_url: query.optional_text("callbackURL"),
            error_callback_url: query.optional_text("errorCallbackURL"),
            new_user_callback_url: query.optional_text("newUserCallbackURL"),
        })
    }
}

/// A link of a mail is followed: once. It proves the address and signs in.
pub(super) async fn verify_magic_link(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Verify>,
) -> Result<Reply, Refusal> {
    let Verify { token, callback_url, error_callback_url, new_user_callback_url } = input;
    let tx = accounts.app.db.begin_system("sign somebody in by a link").await?;
    let spent = verifications::spend(&tx, PURPOSE, &token).await?;
    let Some(pending) = spent.and_then(|value| serde_json::from_str::<Pending>(&value).ok()) else {
        tx.commit().await?;
        let there = error_callback_url.or(callback_url).unwrap_or_else(|| "/".into());
        let there = with_parameter(&absolute(&accounts, &there), "error", Code::InvalidToken.name());
        return Ok(Reply::redirect(there));
    };
    let name = pending.name.unwrap_or_default();
    let (user, is_new) = mailbox::owner(&tx, &pending.email, &name, None).await?;
    let entry = accounts.let_in(&tx, user.id, Way::Mail, true, &caller).await?;
    tx.commit().await?;
    match callback_url {
        None => entry.answer(&accounts, |session, user| {
            Reply::json(json!({ "token": session.token, "user": user, "session": session }))
        }),
        Some(callback) => {
            let there = new_user_callback_url.filter(|_| is_new).unwrap_or(callback);
            Ok(entry.lead(&accounts, &absolute(&accounts, &there)))
        }
    }
}

/// A path of this site as a whole address.
fn absolute(accounts: &Accounts, link: &str) -> String {
    if link.starts_with('/') { format!("{}{link}", accounts.base_url) } else { link.to_owned() }
}
