//! `POST /two-factor/generate-backup-codes`, `/two-factor/verify-backup-code`: for who has lost his authenticator app.

use axum::extract::State;
use db::Tx;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::{Answer, Known, attempt::Attempt};
use crate::{
    Accounts, backup_codes,
    better_auth::{
        core::passwords,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    letters,
    seal::columns::BACKUP_CODES,
    store::two_factor::{self, Factor},
};

const COUNT: usize = 10;
const HALF: usize = 5;

/// Codes to show, and what is kept of them.
pub(crate) fn make(accounts: &Accounts, user: Uuid) -> Result<(Vec<String>, String), ApiError> {
    make_some(accounts, user, COUNT)
}

/// So many of them.
pub(crate) fn make_some(accounts: &Accounts, user: Uuid, count: usize) -> Result<(Vec<String>, String), ApiError> {
    let half = || vault::random::alphanumeric(HALF);
    let codes: Vec<String> = (0..count).map(|_| format!("{}-{}", half(), half())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| backup_codes::hash(user, code)).collect();
    let kept = backup_codes::seal(&accounts.keys, user, &hashes).map_err(ApiError::internal)?;
    Ok((codes, kept))
}

/// Uses a code up; whether it was one. `None` for a list whose key is gone: it has no codes that could be compared.
pub(crate) async fn spend(
    accounts: &Accounts,
    tx: &Tx,
    user: Uuid,
    factor: &Factor,
    code: &str,
) -> Result<Option<bool>, ApiError> {
    let Ok(list) = accounts.unseal(&factor.backup_codes, &BACKUP_CODES.of(&user.to_string())) else {
        return Ok(None);
    };
    let hash = backup_codes::hash(user, code);
    let (spent, rest): (Vec<_>, Vec<_>) = backup_codes::read(&list).into_iter().partition(|kept| *kept == hash);
    if spent.is_empty() {
        return Ok(Some(false));
    }
    let rest = backup_codes::seal(&accounts.keys, user, &rest).map_err(ApiError::internal)?;
    Ok(Some(two_factor::replace_backup_codes(tx, user, &factor.backup_codes, &rest).await?))
}

/// New codes; the old ones are over.
pub(super) async fn generate(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Known>,
) -> Result<Reply, Refusal> {
    let me = accounts.signed_in_himself(&caller).await?;
    let not_enabled = || Refusal::bad_request(Code::TwoFactorNotEnabled);
    if !me.user.two_factor_enabled {
        return Err(not_enabled());
    }
    passwords::must_know(&accounts, &caller, &me.user, input.password).await?;
    let (codes, kept) = make(&accounts, me.user.id)?;
    let tx = accounts.app.db.begin_system("make new backup codes").await?;
    if !two_factor::set_backup_codes(&tx, me.user.id, &kept).await? {
        return Err(not_enabled());
    }
    letters::new_backup_codes(&tx, &me.user).await?;
    tx.commit().await?;
    Reply::json(json!({ "status": true, "backupCodes": codes }))
}

pub(super) struct Backup {
    answer: Answer,
    without_session: bool,
}

impl Input for Backup {
    fn read(body: &mut Fields, query: &mut Fields) -> Result<Self, Refusal> {
        let without_session = body.optional_boolean("disableSession").unwrap_or(false);
        Ok(Self { answer: Answer::read(body, query)?, without_session })
    }
}

/// A backup code completes a sign-in: once.
pub(super) async fn verify(
    State(accounts): State<Accounts>,
    Call { input, caller }: Call<Backup>,
) -> Result<Reply, Refusal> {
    let Backup { answer, without_session } = input;
    let attempt = Attempt::begin(&accounts, "verify a backup code", &caller).await?;
    let not_enabled = || Refusal::bad_request(Code::BackupCodesNotEnabled);
    // Those of an app that nobody has proven complete nothing.
    let is_usable = |factor: &Factor| factor.has_app() && (factor.verified || attempt.challenge().is_none());
    let factor = attempt.factor.clone().filter(is_usable).ok_or_else(not_enabled)?;
    attempt.refuse_locked()?;
    let attempt = attempt.take_try(&accounts).await?;
    let user = attempt.user.id;
    let spent = spend(&accounts, &attempt.tx, user, &factor, &answer.code).await?;
    if !spent.ok_or_else(not_enabled)? {
        return attempt.wrong(Code::InvalidBackupCode).await;
    }
    if without_session {
        return attempt.right_without_session(&accounts).await;
    }
    attempt.right(&accounts, &caller, answer.trusts_device).await
}
