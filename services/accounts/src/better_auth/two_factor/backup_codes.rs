//! `POST /two-factor/generate-backup-codes`, `/two-factor/verify-backup-code`: for who has lost his authenticator app.

use axum::extract::State;
use serde_json::json;
use uuid::Uuid;

use super::{Answer, Known, attempt::Attempt};
use crate::{
    Accounts,
    better_auth::{
        core::passwords,
        transport::{Call, Code, Fields, Input, Refusal, Reply},
    },
    store::two_factor::{self, Factor},
};

const COUNT: usize = 10;
const HALF: usize = 5;

/// Codes to show, and what is kept of them.
pub(super) fn make(accounts: &Accounts, user: Uuid) -> (Vec<String>, Vec<String>) {
    let half = || vault::random::alphanumeric(HALF);
    let codes: Vec<String> = (0..COUNT).map(|_| format!("{}-{}", half(), half())).collect();
    let hashes = codes.iter().map(|code| hash(accounts, user, code)).collect();
    (codes, hashes)
}

fn hash(accounts: &Accounts, user: Uuid, code: &str) -> String {
    accounts.keyed_hash(&format!("backup-code:{user}"), code)
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
    passwords::must_know(&accounts, me.user.id, input.password).await?;
    let (codes, hashes) = make(&accounts, me.user.id);
    let tx = accounts.app.db.begin_system("make new backup codes").await?;
    let is_kept = two_factor::set_backup_codes(&tx, me.user.id, &hashes).await?;
    tx.commit().await?;
    if !is_kept {
        return Err(not_enabled());
    }
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
    if !attempt.factor.as_ref().is_some_and(Factor::has_app) {
        return Err(Refusal::bad_request(Code::BackupCodesNotEnabled));
    }
    attempt.refuse_locked()?;
    let attempt = attempt.take_try(&accounts).await?;
    let hash = hash(&accounts, attempt.user.id, &answer.code);
    if !two_factor::use_backup_code(&attempt.tx, attempt.user.id, &hash).await? {
        return attempt.wrong(Code::InvalidBackupCode).await;
    }
    if without_session {
        return attempt.right_without_session(&accounts).await;
    }
    attempt.right(&accounts, &caller, answer.trusts_device).await
}
