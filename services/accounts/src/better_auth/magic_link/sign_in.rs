//! `POST /sign-in/magic-link`

use axum::extract::State;
use chrono::Duration;
use serde_json::{Value, json};

use super::{PURPOSE, Pending};
use crate::{
    Accounts,
    better_auth::{
        links::encode,
        transport::{Call, Fields, Input, Refusal, Reply},
    },
    letters,
    store::verifications,
};

const LIFE: Duration = Duration::minutes(5);

pub(super) struct Request {
    email: String,
    name: Option<String>,
    callback_url: Option<String>,
    new_user_callback_url: Option<String>,
    error_callback_url: Option<String>,
}

impl Input for Request {
    const SIGNS_IN: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let email = body.email("email").to_lowercase();
        let name = body.optional_text("name");
        let callback_url = body.optional_text("callbackURL");
        let new_user_callback_url = body.optional_text("newUserCallbackURL");
        let error_callback_url = body.optional_text("errorCallbackURL");
        // For those who write their own mails in Better Auth.
        if !matches!(body.take("metadata"), None | Some(Value::Object(_))) {
            body.issue("metadata", "Invalid input: expected record");
        }
        Ok(Self { email, name, callback_url, new_user_callback_url, error_callback_url })
    }
}

/// Mails a link. Whoever follows it is signed in, with a new account if the address has none: so the answer says nothing.
pub(super) async fn sign_in_magic_link(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Request>,
) -> Result<Reply, Refusal> {
    accounts.count_mail(&caller, PURPOSE, &input.email).await?;
    let token = vault::random::letters(32);
    let callback = encode(input.callback_url.as_deref().unwrap_or("/"));
    let mut link = format!("{}/api/auth/magic-link/verify?token={token}&callbackURL={callback}", accounts.base_url);
    let others =
        [("newUserCallbackURL", &input.new_user_callback_url), ("errorCallbackURL", &input.error_callback_url)];
    for (name, url) in others {
        if let Some(url) = url {
            link = format!("{link}&{name}={}", encode(url));
        }
    }
    let pending = Pending { email: input.email, name: input.name };
    let value = serde_json::to_string(&pending).map_err(web::ApiError::internal)?;

    let tx = accounts.app.db.begin_system("mail a link that signs in").await?;
    verifications::keep(&tx, PURPOSE, &token, &value, LIFE).await?;
    letters::magic_link(&tx, &pending.email, &link).await?;
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}
