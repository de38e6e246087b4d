//! `POST /sign-out`

use axum::extract::State;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::{provider_accounts, sessions},
};

pub(super) struct SignOut {
    callback_url: Option<String>,
    stays: bool,
    state: Option<String>,
}

impl Input for SignOut {
    const BODY_OPTIONAL: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let callback_url = body.optional_text("callbackURL");
        let stays = body.optional_boolean("disableRedirect").unwrap_or(false);
        Ok(Self { callback_url, stays, state: body.optional_text("state") })
    }
}

/// Ends the caller's session; without one there is nothing to end, and that is no error. Whoever has an account at a
/// provider that can be signed out of is told where.
pub(super) async fn sign_out(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<SignOut>,
) -> Result<Reply, Refusal> {
    let mut there = None;
    if let Some(session) = accounts.named(&caller) {
        let tx = accounts.app.db.begin_system("end a session").await?;
        let me = sessions::find(&tx, session.clone()).await?;
        // Who acts as somebody else is not that person at the provider.
        let used = match me.filter(|me| me.session.impersonated_by.is_none()) {
            Some(me) => provider_accounts::by_use(&tx, me.user.id).await?,
            None => Vec::new(),
        };
        sessions::end_named(&tx, &session).await?;
        tx.commit().await?;
        let (callback, state) = (input.callback_url.as_deref(), input.state.as_deref());
        there = accounts.end_session_at_provider(&used, callback, state).await;
    }
    let reply = match there {
        None => Reply::json(json!({ "success": true }))?,
        Some(url) => {
            let reply = Reply::json(json!({ "success": true, "url": url, "redirect": !input.stays }))?;
            if input.stays { reply } else { reply.at(Some(url)) }
        }
    };
    Ok(reply.with_cookies(accounts.cookies.expire_session()))
}
