//! What holds for all codes by mail.

use chrono::Duration;
use db::Tx;

use crate::{
    Accounts,
    better_auth::transport::{Caller, Code, Fields, Refusal, is_email},
    letters,
    store::{
        codes::{self, Answer},
        security,
    },
};

const LIFE: Duration = Duration::minutes(5);
const LENGTH: usize = 6;
const WRONG_ANSWERS: i32 = 3;

/// What a code is for; it is good for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    ProveEmail,
    SignIn,
    ForgetPassword,
    ChangeEmail,
}

impl Purpose {
    /// Reads the field `type`.
    pub(super) fn read(body: &mut Fields) -> Self {
        let given = body.take("type");
        match given.as_ref().and_then(|value| value.as_str()) {
            Some("email-verification") => Self::ProveEmail,
            Some("sign-in") => Self::SignIn,
            Some("forget-password") => Self::ForgetPassword,
            Some("change-email") => Self::ChangeEmail,
            _ => {
                let expected = r#""email-verification"|"sign-in"|"forget-password"|"change-email""#;
                body.issue("type", &format!("Invalid option: expected one of {expected}"));
                Self::ProveEmail
            }
        }
    }

    /// Where the code of a subject is kept: of an address, or of a person and his new address.
    fn place(self, subject: &str) -> String {
        format!("email-otp:{}:{subject}", self.name())
    }

    fn name(self) -> &'static str {
        match self {
            Self::ProveEmail => "email-verification",
            Self::SignIn => "sign-in",
            Self::ForgetPassword => "forget-password",
            Self::ChangeEmail => "change-email",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::ProveEmail => "confirm your address",
            Self::SignIn => "sign in",
            Self::ForgetPassword => "set a new password",
            Self::ChangeEmail => "use this address for your account",
        }
    }
}

/// Counts that a code is asked for: not too many go to one address, whoever asks. To be done before anything is looked up.
pub(super) async fn may_mail(
    accounts: &Accounts,
    caller: &Caller,
    purpose: Purpose,
    email: &str,
) -> Result<(), Refusal> {
    accounts.count_mail(caller, purpose.name(), email).await
}

/// Makes a code, in place of the one before. It goes to `email` if it is `wanted`; the work is the same if not, and so is
/// what wrong answers are told.
pub(super) async fn mail(
    accounts: &Accounts,
    tx: &Tx,
    purpose: Purpose,
    subject: &str,
    email: &str,
    wanted: bool,
) -> Result<(), Refusal> {
    let code = vault::random::digits(LENGTH);
    let place = purpose.place(subject);
    codes::keep(tx, &place, &accounts.keyed_hash(&place, &code), LIFE).await?;
    letters::code(tx, email, purpose.words(), &code, wanted).await?;
    Ok(())
}

/// Whether the right code is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Look,
    Spend,
}

/// Begins a transaction in which the code was right. Otherwise the answer is counted and refused: of one code, and of all that
/// the subject gets in a day.
pub(super) async fn open(
    accounts: &Accounts,
    caller: &Caller,
    reason: &'static str,
    (purpose, subject): (Purpose, &str),
    code: &str,
    used: Use,
) -> Result<Tx, Refusal> {
    accounts.count_code(caller, purpose.name(), subject).await?;
    let place = purpose.place(subject);
    let hash = accounts.keyed_hash(&place, code);
    let tx = accounts.app.db.begin_system(reason).await?;
    let answer = match used {
        Use::Look => codes::look(&tx, &place, &hash, WRONG_ANSWERS).await?,
        Use::Spend => codes::spend(&tx, &place, &hash, WRONG_ANSWERS).await?,
    };
    if answer == Answer::Right {
        return Ok(tx);
    }
    security::code_failed(&tx, subject).await?;
    tx.commit().await?;
    match answer {
        Answer::TooMany => Err(Refusal::forbidden(Code::TooManyAttempts)),
        _ => Err(Refusal::bad_request(Code::InvalidOtp)),
    }
}

/// An address in lower case; 400 `INVALID_EMAIL` for what is none.
pub(super) fn address(text: &str) -> Result<String, Refusal> {
    let email = text.to_lowercase();
    if is_email(&email) { Ok(email) } else { Err(Refusal::bad_request(Code::InvalidEmail)) }
}
