//! Second factors. A row without a secret is somebody who gets his codes by mail alone; he too can be locked.

use chrono::{DateTime, Duration, Utc};
use db::Tx;
use entity::ids::TwoFactorId;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::users::User;

/// Wrong codes in a row, over all challenges, after which the second factor is locked (NIST SP 800-63B, 5.2.2).
const MAX_FAILURES: i32 = 10;
const LOCK: Duration = Duration::minutes(15);

/// A person's second factor.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Factor {
    /// Trusted devices name it: with a new one they have to be trusted anew.
    pub id: Uuid,
    /// The sealed secret of the authenticator app; empty without one.
    pub secret: String,
    /// A code has proven that the app has the secret.
    pub verified: bool,
    /// The sealed list of backup codes; empty without an app.
    pub backup_codes: String,
    locked_until: Option<DateTime<Utc>>,
}

const COLUMNS: &str = r#"id, secret, verified, "backupCodes" as backup_codes, "lockedUntil" as locked_until"#;

impl Factor {
    /// Whether a secret was handed out.
    pub fn has_app(&self) -> bool {
        !self.secret.is_empty()
    }

    /// Whether a code has proven an app: then it is asked for, and nothing else.
    pub fn has_proven_app(&self) -> bool {
        self.verified && self.has_app()
    }

    /// Whether too many codes were wrong.
    pub fn is_locked(&self, now: DateTime<Utc>) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }
}

/// A person's second factor.
pub async fn find(tx: &Tx, user: Uuid) -> db::Result<Option<Factor>> {
    let sql = format!(r#"select {COLUMNS} from auth."twoFactor" where "userId" = $1"#);
    db::fetch_optional(tx, &sql, [user.into()]).await
}

/// The same, for whoever answers: one answer of a person at a time.
pub async fn lock(tx: &Tx, user: Uuid) -> db::Result<Option<Factor>> {
    let sql = format!(r#"select {COLUMNS} from auth."twoFactor" where "userId" = $1 for update"#);
    db::fetch_optional(tx, &sql, [user.into()]).await
}

/// A person's second factor; codes by mail if there was none.
pub async fn by_mail(tx: &Tx, user: Uuid) -> db::Result<Factor> {
    let sql = format!(
        r#"insert into auth."twoFactor" (id, "userId", secret, "backupCodes") values ($1, $2, '', '')
           on conflict ("userId") do update set "userId" = excluded."userId" returning {COLUMNS}"#
    );
    db::fetch_one(tx, &sql, [TwoFactorId::new().0.into(), user.into()]).await
}

/// The same, of who decides for codes by mail: an app that he never proved is forgotten, so that nobody proves it later.
pub async fn choose_mail(tx: &Tx, user: Uuid) -> db::Result<Factor> {
    let sql = format!(
        r#"insert into auth."twoFactor" as t (id, "userId", secret, "backupCodes") values ($1, $2, '', '')
           on conflict ("userId") do update set
             secret = case when t.verified then t.secret else '' end,
             "backupCodes" = case when t.verified then t."backupCodes" else '' end
           returning {COLUMNS}"#
    );
    db::fetch_one(tx, &sql, [TwoFactorId::new().0.into(), user.into()]).await
}

/// Keeps the secret of an app that is still to be proven, in place of an older one; false when one is proven.
pub async fn keep_app(tx: &Tx, user: Uuid, sealed: &str, backup_codes: &str) -> db::Result<bool> {
    let sql = r#"insert into auth."twoFactor" as t (id, "userId", secret, "backupCodes") values ($1, $2, $3, $4)
        on conflict ("userId") do update
          set secret = excluded.secret, "backupCodes" = excluded."backupCodes", "lastStep" = null
          where not t.verified"#;
    let values: [Value; 4] = [TwoFactorId::new().0.into(), user.into(), sealed.into(), backup_codes.into()];
    Ok(db::exec(tx, sql, values).await? > 0)
}

/// A code has proven the app.
pub async fn prove_app(tx: &Tx, user: Uuid) -> db::Result<()> {
    db::exec(tx, r#"update auth."twoFactor" set verified = true where "userId" = $1"#, [user.into()]).await.map(drop)
}

/// Uses up a step, and all before it, of the codes of an app; false when that has happened.
pub async fn use_step(tx: &Tx, user: Uuid, step: i64) -> db::Result<bool> {
    let sql = r#"update auth."twoFactor" set "lastStep" = $2
        where "userId" = $1 and ("lastStep" is null or "lastStep" < $2)"#;
    Ok(db::exec(tx, sql, [user.into(), step.into()]).await? > 0)
}

/// Replaces the list of backup codes by one that misses the code that was used; false when it is another list by now. Who
/// answers has [locked](lock) it.
pub async fn replace_backup_codes(tx: &Tx, user: Uuid, old: &str, new: &str) -> db::Result<bool> {
    let sql = r#"update auth."twoFactor" set "backupCodes" = $3 where "userId" = $1 and "backupCodes" = $2
        returning set_config('kontor.change', 'code_used', true)"#;
    Ok(db::exec(tx, sql, [user.into(), old.into(), new.into()]).await? > 0)
}

/// Replaces all backup codes; false without an app.
pub async fn set_backup_codes(tx: &Tx, user: Uuid, sealed: &str) -> db::Result<bool> {
    let sql = r#"update auth."twoFactor" set "backupCodes" = $2 where "userId" = $1 and secret <> ''
        returning set_config('kontor.change', '', true)"#;
    Ok(db::exec(tx, sql, [user.into(), sealed.into()]).await? > 0)
}

/// Counts a wrong code, and locks when there were too many. A lock that is over begins anew.
pub async fn count_failure(tx: &Tx, user: Uuid) -> db::Result<()> {
    let sql = r#"update auth."twoFactor" set
          "failedVerificationCount" = case when "lockedUntil" <= $2 then 1 else "failedVerificationCount" + 1 end,
          "lockedUntil" = case
            when "lockedUntil" > $2 then "lockedUntil"
            when "lockedUntil" is null and "failedVerificationCount" + 1 >= $4 then $3
          end
        where "userId" = $1"#;
    let values: [Value; 4] = [user.into(), tx.now().into(), (tx.now() + LOCK).into(), MAX_FAILURES.into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// A code was right: nothing counts against him any more.
pub async fn forget_failures(tx: &Tx, user: Uuid) -> db::Result<()> {
    let sql = r#"update auth."twoFactor" set "failedVerificationCount" = 0, "lockedUntil" = null where "userId" = $1"#;
    db::exec(tx, sql, [user.into()]).await.map(drop)
}

/// Ends a second factor.
pub async fn end(tx: &Tx, user: Uuid) -> db::Result<()> {
    db::exec(tx, r#"delete from auth."twoFactor" where "userId" = $1"#, [user.into()]).await.map(drop)
}

/// Whether a second factor is asked for.
pub async fn switch(tx: &Tx, user: Uuid, on: bool) -> db::Result<User> {
    let sql = format!(
        r#"update auth."user" u set "twoFactorEnabled" = $2, "updatedAt" = $3 where u.id = $1 returning {}"#,
        User::COLUMNS
    );
    db::fetch_one(tx, &sql, [user.into(), on.into(), tx.now().into()]).await
}
