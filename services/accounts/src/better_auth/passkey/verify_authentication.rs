//! `POST /passkey/verify-authentication`

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs_core::{error::WebauthnError, proto::PublicKeyCredential};

use super::{challenge::SigningIn, credential};
use crate::{
    Accounts,
    better_auth::{
        transport::{Call, Code, Fields, Input, Refusal, Reply},
        way_in::Way,
    },
    store::{passkeys, security},
};

pub(super) struct Authentication {
    response: Value,
}

impl Input for Authentication {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let response = body.take("response");
        if !response.as_ref().is_some_and(Value::is_object) {
            body.expected("response", "record", response.as_ref());
        }
        Ok(Self { response: response.unwrap_or_default() })
    }
}

/// Signs in whose authenticator has answered the challenge. If it has not asked him for a finger, a face or a PIN, he still
/// owes his second factor.
pub(super) async fn verify_authentication(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Authentication>,
) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("spend the challenge of a passkey").await?;
    let ceremony: SigningIn = accounts.spend_ceremony(&tx, &caller).await?;
    let response = PublicKeyCredential::deserialize(&input.response);
    let passkey = match &response {
        Ok(response) => passkeys::by_credential(&tx, &credential::text_of(&response.raw_id)).await?,
        Err(_) => None,
    };
    tx.commit().await?;
    let response = response.map_err(|error| failed(&error.into()))?;
    let passkey = passkey.ok_or_else(|| Refusal::new(StatusCode::UNAUTHORIZED, Code::PasskeyNotFound))?;
    if ceremony.user.is_some_and(|user| user != passkey.user_id) {
        return Err(failed(&WebauthnError::InvalidUserUniqueId));
    }
    let seen = match accounts.passkeys.verify(&response, &ceremony.state, &passkey) {
        Ok(seen) => seen,
        Err(error) => return refuse(&accounts, passkey.user_id, &error).await,
    };

    let tx = accounts.app.db.begin_system("sign somebody in by a passkey").await?;
    if !passkeys::use_once(&tx, passkey.id, seen.used).await? {
        tx.rollback().await?;
        return refuse(&accounts, passkey.user_id, &WebauthnError::CredentialPossibleCompromise).await;
    }
    let way = Way::Passkey { knows_owner: seen.knows_owner };
    let entry = accounts.let_in(&tx, passkey.user_id, way, true, &caller).await?;
    tx.commit().await?;
    let reply = entry.answer(&accounts, |session, user| Reply::json(json!({ "session": session, "user": user })))?;
    Ok(reply.with_cookies([accounts.end_ceremony()]))
}

/// Somebody's passkey was not answered for as it must be: the security log is told.
async fn refuse(accounts: &Accounts, user: Uuid, error: &WebauthnError) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("note a passkey that failed").await?;
    security::note(&tx, "passkey.failed", Some(user)).await?;
    tx.commit().await?;
    Err(failed(error))
}

fn failed(error: &WebauthnError) -> Refusal {
    tracing::debug!(%error, "a passkey was refused");
    let is_forged = matches!(error, WebauthnError::AuthenticationFailure);
    let status = if is_forged { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
    Refusal::new(status, Code::AuthenticationFailed)
}
