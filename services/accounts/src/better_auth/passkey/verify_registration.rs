//! `POST /passkey/verify-registration`

use axum::extract::State;
use http::StatusCode;
use serde_json::Value;

use super::{challenge::Registering, not_yours, read_name};
use crate::{
    Accounts,
    better_auth::{
        fresh::proven,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    letters,
    store::{
        passkeys::{self, MOST},
        sessions,
    },
};

pub(super) struct Registration {
    response: Value,
    name: Option<String>,
    wants_session: bool,
}

impl Input for Registration {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let response = body.take("response").unwrap_or_default();
        let name = body.has("name").then(|| read_name(body)).filter(|name| !name.is_empty());
        Ok(Self { response, name, wants_session: body.optional_boolean("createSession").unwrap_or(false) })
    }
}

/// Keeps a passkey that the caller's authenticator has made. With `createSession` his session gets a new token.
pub(super) async fn verify_registration(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Registration>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_freshly(&caller).await?;
    proven(&me)?;
    let tx = accounts.app.db.begin_system("spend the challenge of a new passkey").await?;
    let ceremony: Registering = accounts.spend_ceremony(&tx, &caller).await?;
    tx.commit().await?;
    if ceremony.user != me.user.id {
        return Err(not_yours());
    }
    let new = accounts.passkeys.accept_new(&input.response, &ceremony.state).map_err(|error| {
        tracing::debug!(%error, "a new passkey was refused");
        cannot()
    })?;

    let tx = accounts.app.db.begin_system("keep a passkey").await?;
    let passkey = passkeys::create(&tx, me.user.id, input.name, new).await?;
    let Some(passkey) = passkey else {
        return Err(if passkeys::count_of(&tx, me.user.id).await? < MOST { cannot() } else { too_many() });
    };
    letters::passkey(&tx, &me.user, passkey.name.as_deref(), true).await?;
    let renewed = if input.wants_session {
        Some(sessions::renew(&tx, me.session.id).await?.ok_or_else(Refusal::unauthorized)?)
    } else {
        None
    };
    tx.commit().await?;
    let mut answer = serde_json::to_value(passkey).map_err(web::ApiError::internal)?;
    match renewed {
        None => Ok(Reply::json(answer)?.with_cookies([accounts.end_ceremony()])),
        Some((session, token)) => {
            answer["session"] = serde_json::to_value(&session).map_err(web::ApiError::internal)?;
            answer["user"] = serde_json::to_value(&me.user).map_err(web::ApiError::internal)?;
            let reply = Reply::json(answer)?.with_cookies([accounts.end_ceremony()]);
            Ok(accounts.hand_out(reply, &session, &token))
        }
    }
}

/// Also when somebody else has it: whose it is is nobody's business.
fn cannot() -> Refusal {
    Refusal::bad_request(Code::FailedToVerifyRegistration)
}

fn too_many() -> Refusal {
    let message = format!("Nobody has more than {MOST} passkeys: remove one that you do not use");
    Refusal::worded(StatusCode::BAD_REQUEST, Code::FailedToVerifyRegistration, message)
}
