//! `POST /sign-out`

use axum::extract::State;
use serde_json::json;

use crate::{
    Accounts,
    better_auth::transport::{Call, Fields, Input, Refusal, Reply},
    store::sessions,
};

pub(super) struct SignOut;

impl Input for SignOut {
    const BODY_OPTIONAL: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        body.optional_text("callbackURL");
        body.optional_boolean("disableRedirect");
        body.optional_text("state");
        Ok(Self)
    }
}

/// Ends the caller's session; without one there is nothing to end, and that is no error.
pub(super) async fn sign_out(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<SignOut>,
) -> Result<Reply, Refusal> {
    if let Some(token) = accounts.token(&caller) {
        let tx = accounts.app.db.begin_system("end a session").await?;
        sessions::end_by_token(&tx, &token).await?;
        tx.commit().await?;
    }
    Ok(Reply::json(json!({ "success": true }))?.with_cookies(accounts.cookies.expire_session()))
}
