//! `POST /sign-in/social`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::{
    away,
    entry::{self, No},
    note,
    profile::Profile,
    provider,
    provider::{Fault, Provider},
    question::{IdToken, Question, unauthorized},
    tokens::Tokens,
};
use crate::{
    Accounts,
    better_auth::{
        transport::{Call, Caller, Code, Fields, Input, Refusal, Reply},
        way_in::Way,
    },
};

pub(super) struct SignIn(Question);

impl Input for SignIn {
    const SIGNS_IN: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self(Question::read(body)))
    }
}

/// Leads somebody to a provider, or believes an ID token that an app has had there.
pub(super) async fn sign_in_social(
    State(accounts): State<Accounts>,
    Call { input: SignIn(mut question), caller }: Call<SignIn>,
) -> Result<Reply, Refusal> {
    let provider = provider(&accounts, &question.provider)?;
    match question.id_token.take() {
        Some(id_token) => by_id_token(&accounts, provider, id_token, &caller).await,
        None => question.ask(&accounts, provider, None).await,
    }
}

async fn by_id_token(
    accounts: &Accounts,
    provider: &Provider,
    id_token: IdToken,
    caller: &Caller,
) -> Result<Reply, Refusal> {
    let (profile, tokens) = believe(accounts, provider, id_token).await?;
    let kept = accounts.seal_tokens(&provider.name, &profile.subject, &tokens)?;
    let tx = accounts.app.db.begin_system("sign somebody in by a provider").await?;
    let guest = entry::guest(&tx, &provider.name, &profile, kept).await?.map_err(|no| match no {
        No::Banned => Refusal::forbidden(Code::BannedUser),
        No::Addressless => unauthorized(Code::UserEmailNotFound),
        _ => unauthorized(Code::OauthLinkError),
    })?;
    let entry = accounts.let_in(&tx, guest.user, Way::Social, true, caller).await?;
    tx.commit().await?;
    entry.answer(accounts, |session, user| {
        Reply::json(json!({ "redirect": false, "token": session.token, "user": user }))
    })
}

/// The person of an app's ID token, and what is to be kept of it.
pub(super) async fn believe(
    accounts: &Accounts,
    provider: &Provider,
    id_token: IdToken,
) -> Result<(Profile, Tokens), Refusal> {
    if !provider.takes_id_tokens() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, Code::IdTokenNotSupported));
    }
    let IdToken { token, nonce, access, refresh, expires_at } = id_token;
    let now = accounts.app.db.clock().now();
    let profile = provider.believe(&token, nonce.as_deref(), now).await.map_err(|fault| match fault {
        Fault::Away(_) => away(provider, &fault),
        Fault::Refused(_) | Fault::Untrue(_) => {
            note(provider, &fault);
            unauthorized(Code::InvalidToken)
        }
    })?;
    let tokens = Tokens {
        access_expires_at: expires_at.and_then(Tokens::time),
        access,
        refresh,
        id: Some(token),
        ..Tokens::default()
    };
    Ok((profile, tokens))
}
