//! `POST /link-social`

use axum::extract::State;
use http::StatusCode;
use serde_json::json;

use super::{
    entry::{self, No},
    flow::Link,
    provider,
    question::{Question, unauthorized},
    sign_in_social::believe,
};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
};

pub(super) struct LinkSocial(Question);

impl Input for LinkSocial {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        Ok(Self(Question::read(body)))
    }
}

/// Leads the caller to a provider to join his account there to this one, or takes an ID token that an app has had there.
pub(super) async fn link_social(
    State(accounts): State<Accounts>,
    Call { input: LinkSocial(mut question), caller }: Call<LinkSocial>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    let provider = provider(&accounts, &question.provider)?;
    let Some(id_token) = question.id_token.take() else {
        let link = Link { user: me.user.id, session: me.session.id };
        return question.ask(&accounts, provider, Some(link)).await;
    };
    let (profile, tokens) = believe(&accounts, provider, id_token).await?;
    let kept = accounts.seal_tokens(&provider.name, &profile.subject, &tokens)?;
    let tx = accounts.app.db.begin_system("link somebody's account").await?;
    let linked = entry::link(&tx, &me, &provider.name, &profile, kept).await?;
    linked.map_err(|no| match no {
        No::Taken => Refusal::new(StatusCode::CONFLICT, Code::SocialAccountAlreadyLinked),
        No::OtherEmail => unauthorized(Code::LinkingDifferentEmailsNotAllowed),
        _ => unauthorized(Code::LinkingNotAllowed),
    })?;
    tx.commit().await?;
    Reply::json(json!({ "url": "", "status": true, "redirect": false }))
}
