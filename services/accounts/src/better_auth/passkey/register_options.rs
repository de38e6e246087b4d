//! `GET /passkey/generate-register-options`

use axum::extract::State;
use webauthn_rs_core::proto::AuthenticatorAttachment;

use super::{challenge::Registering, read_name};
use crate::{
    Accounts,
    better_auth::{
        fresh::proven,
        transport::{Call, Fields, Input, Refusal, Reply},
    },
    store::passkeys,
};

pub(super) struct Options {
    attachment: Option<AuthenticatorAttachment>,
    name: Option<String>,
}

impl Input for Options {
    fn read(_: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let attachment = match query.optional_choice("authenticatorAttachment", &["platform", "cross-platform"]) {
            Some("platform") => Some(AuthenticatorAttachment::Platform),
            Some(_) => Some(AuthenticatorAttachment::CrossPlatform),
            None => None,
        };
        let name = query.has("name").then(|| read_name(query));
        // For servers where somebody registers with a passkey alone.
        query.optional_text("context");
        Ok(Self { attachment, name })
    }
}

/// What the browser asks an authenticator for a new passkey with.
pub(super) async fn register_options(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Options>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_freshly(&caller).await?;
    proven(&me)?;
    let tx = accounts.app.db.begin_system("ask for a passkey").await?;
    let known = passkeys::of_user(&tx, me.user.id).await?;
    let (options, state) = accounts.passkeys.ask_for_new(&me.user, input.name.as_deref(), input.attachment, &known)?;
    let cookie = accounts.begin_ceremony(&tx, &Registering { user: me.user.id, state }).await?;
    tx.commit().await?;
    Ok(Reply::json(options)?.with_cookies([cookie]).not_stored())
}
