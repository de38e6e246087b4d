//! `POST /two-factor/send-otp`, `/two-factor/verify-otp`: codes by mail.

use axum::extract::State;
use chrono::Duration;
use db::Tx;
use serde_json::json;

use super::{Answer, attempt::Attempt};
use crate::{
    Accounts,
    better_auth::transport::{Call, Code, Fields, Input, Refusal, Reply},
    letters,
    store::{
        codes::{self, Answer as Looked},
        two_factor,
    },
};

const LIFE: Duration = Duration::minutes(3);
const LENGTH: usize = 6;
pub(crate) const WRONG_ANSWERS: i32 = 5;

pub(super) struct Send;

impl Input for Send {
    const BODY_OPTIONAL: bool = true;

    fn read(body: &mut Fields, _: &mut Fields) -> Result<Self, Refusal> {
        body.optional_boolean("trustDevice");
        Ok(Self)
    }
}

/// Mails a code, unless the first factor came by mail or the second one is an app.
pub(super) async fn send_otp(
    State(accounts): State<Accounts>,
    Call { caller, .. }: Call<Send>,
) -> Result<Reply, Refusal> {
    let attempt = Attempt::begin(&accounts, "look who wants a code by mail", &caller).await?;
    attempt.refuse_mail()?;
    attempt.refuse_locked()?;
    let (place, email) = (attempt.place(), attempt.user.email.clone());
    attempt.tx.commit().await?;
    accounts.count_second_factor(&caller, &email).await?;
    let tx = accounts.app.db.begin_system("mail a code as a second factor").await?;
    mail(&accounts, &tx, &place, &email).await?;
    tx.commit().await?;
    Reply::json(json!({ "status": true }))
}

/// Mails a code that is good in one place.
pub(crate) async fn mail(accounts: &Accounts, tx: &Tx, place: &str, email: &str) -> Result<(), Refusal> {
    let code = vault::random::digits(LENGTH);
    codes::keep(tx, place, &accounts.keyed_hash(place, &code), LIFE).await?;
    Ok(letters::code(tx, email, "sign in", &code, true).await?)
}

/// The code of the mail completes a sign-in.
pub(super) async fn verify_otp(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Answer>,
) -> Result<Reply, Refusal> {
    let attempt = Attempt::begin(&accounts, "verify a code by mail", &caller).await?;
    attempt.refuse_mail()?;
    attempt.refuse_locked()?;
    let place = attempt.place();
    let hash = accounts.keyed_hash(&place, &input.code);
    match codes::spend(&attempt.tx, &place, &hash, WRONG_ANSWERS).await? {
        Looked::Right if attempt.challenge().is_none() && !attempt.user.two_factor_enabled => {
            two_factor::choose_mail(&attempt.tx, attempt.user.id).await?;
            attempt.switch_on(&accounts).await
        }
        Looked::Right => attempt.right(&accounts, &caller, input.trusts_device).await,
        Looked::Wrong => attempt.wrong(Code::InvalidCode).await,
        Looked::TooMany => {
            attempt.tx.commit().await?;
            Err(Refusal::bad_request(Code::TooManyAttemptsRequestNewCode))
        }
        Looked::Gone => Err(Refusal::bad_request(Code::OtpHasExpired)),
    }
}
