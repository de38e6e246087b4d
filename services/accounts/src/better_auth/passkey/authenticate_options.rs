//! `GET /passkey/generate-authenticate-options`

use axum::extract::State;

use super::challenge::SigningIn;
use crate::{
    Accounts,
    better_auth::transport::{Call, Refusal, Reply},
    store::passkeys,
};

/// What the browser asks an authenticator for a passkey with: for one of the caller's if he is signed in, else for any that
/// it has of this site, so that a stranger learns nothing of anybody's.
pub(super) async fn authenticate_options(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<()>,
) -> Result<Reply, Refusal> {
    let user = accounts.session(&caller).await?.map(|me| me.user.id);
    let tx = accounts.app.db.begin_system("ask for one of the passkeys").await?;
    let known = match user {
        Some(user) => passkeys::of_user(&tx, user).await?,
        None => Vec::new(),
    };
    // Who is signed in and has none may sign in as somebody else.
    let user = user.filter(|_| !known.is_empty());
    let (options, state) = accounts.passkeys.ask_for_one(&known)?;
    let cookie = accounts.begin_ceremony(&tx, &SigningIn { user, state }).await?;
    tx.commit().await?;
    Ok(Reply::json(options)?.with_cookies([cookie]).not_stored())
}
