//! `POST /two-factor/enable`, `/two-factor/disable`

use axum::extract::State;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use vault::totp::Secret;

use super::{Known, backup_codes, totp};
use crate::{
    Accounts,
    better_auth::{
        core::passwords,
        fresh::proven,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    letters,
    seal::columns::TOTP_SECRET,
    store::{
        sessions::{self, SignedIn},
        two_factor,
    },
};

pub(super) struct Enable {
    password: SecretString,
    by_mail: bool,
    issuer: Option<String>,
}

impl Input for Enable {
    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        let password = body.text("password").into();
        let by_mail = match body.take("method") {
            None => false,
            Some(method) => match method.as_str() {
                Some("otp") => true,
                Some("totp") => false,
                _ => {
                    body.issue("method", r#"Invalid option: expected one of "otp"|"totp""#);
                    false
                }
            },
        };
        Ok(Self { password, by_mail, issuer: body.optional_text("issuer") })
    }
}

/// Begins with an authenticator app, which counts once a code has proven it; or with codes by mail, which count at once.
pub(super) async fn enable(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Enable>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    proven(&me)?;
    passwords::must_know(&accounts, &caller, &me.user, input.password).await?;
    if input.by_mail {
        return enable_by_mail(&accounts, &me).await;
    }
    let secret = Secret::generate();
    let place = me.user.id.to_string();
    let sealed = accounts.seal(secret.stored(), &TOTP_SECRET.of(&place)).map_err(web::ApiError::internal)?;
    let (codes, kept) = backup_codes::make(&accounts, me.user.id)?;

    let tx = accounts.app.db.begin_system("begin with an authenticator app").await?;
    let is_kept = two_factor::keep_app(&tx, me.user.id, &sealed, &kept).await?;
    tx.commit().await?;
    if !is_kept {
        return Err(Refusal::bad_request(Code::TotpAlreadyEnabled));
    }
    let issuer = input.issuer.as_deref().filter(|issuer| !issuer.is_empty()).unwrap_or(totp::ISSUER);
    let uri = secret.uri(issuer, &me.user.email);
    Reply::json(json!({ "method": "totp", "totpURI": uri.expose_secret(), "backupCodes": codes }))
}

async fn enable_by_mail(accounts: &Accounts, me: &SignedIn) -> Result<Reply, Refusal> {
    let tx = accounts.app.db.begin_system("switch on codes by mail").await?;
    two_factor::choose_mail(&tx, me.user.id).await?;
    let user = two_factor::switch(&tx, me.user.id, true).await?;
    let renewed = sessions::renew(&tx, me.session.id).await?;
    let (session, token) = renewed.ok_or_else(Refusal::unauthorized)?;
    letters::second_factor(&tx, &user, true).await?;
    tx.commit().await?;
    Ok(accounts.hand_out(Reply::json(json!({ "method": "otp" }))?, &session, &token))
}

/// Switches the second factor off. All trusted devices are forgotten, since what they trusted in is gone.
pub(super) async fn disable(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Known>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    passwords::must_know(&accounts, &caller, &me.user, input.password).await?;
    let tx = accounts.app.db.begin_system("switch a second factor off").await?;
    two_factor::end(&tx, me.user.id).await?;
    let user = two_factor::switch(&tx, me.user.id, false).await?;
    let distrusted = accounts.distrust(&tx, &caller).await?;
    let renewed = sessions::renew(&tx, me.session.id).await?;
    let (session, token) = renewed.ok_or_else(Refusal::unauthorized)?;
    letters::second_factor(&tx, &user, false).await?;
    tx.commit().await?;
    let reply = Reply::json(json!({ "status": true }))?.with_cookies(distrusted);
    Ok(accounts.hand_out(reply, &session, &token))
}
