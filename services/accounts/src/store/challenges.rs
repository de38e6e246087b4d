//! Who was right with the first factor and still owes the second.

use chrono::Duration;
use db::Tx;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::verifications;

/// How long the second factor may take.
pub const LIFE: Duration = Duration::minutes(10);
const PURPOSE: &str = "two-factor";
/// How many answers it takes.
pub const ATTEMPTS: i32 = 5;

/// What the second factor completes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Challenge {
    /// Who it is.
    pub user: Uuid,
    /// The first factor came by mail, so the second must not.
    pub by_mail: bool,
    /// Whether the session shall outlive the browser.
    pub remember: bool,
}

/// Begins a challenge; answers the token that opens it.
pub async fn begin(tx: &Tx, challenge: &Challenge) -> db::Result<String> {
    let token = vault::random::alphanumeric(32);
    let Challenge { user, by_mail, remember } = challenge;
    let value = serde_json::json!({ "user": user, "by_mail": by_mail, "remember": remember }).to_string();
    verifications::keep(tx, PURPOSE, &token, &value, LIFE).await?;
    Ok(token)
}

/// The challenge that a token opens.
pub async fn find(tx: &Tx, token: &str) -> db::Result<Option<Challenge>> {
    let value = verifications::peek(tx, PURPOSE, token).await?;
    Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
}

/// Takes one of its attempts; false when none is left, or no challenge. To be committed before it is told that the answer
/// was wrong.
pub async fn attempt(tx: &Tx, token: &str) -> db::Result<bool> {
    let sql = r#"update auth.verification set attempts = attempts + 1, "updatedAt" = $3
        where identifier = $1 and attempts < $2 and "expiresAt" > $3"#;
    let identifier = verifications::identifier(PURPOSE, token);
    Ok(db::exec(tx, sql, [identifier.into(), ATTEMPTS.into(), tx.now().into()]).await? > 0)
}

/// Ends a challenge; false when there is none any more.
pub async fn spend(tx: &Tx, token: &str) -> db::Result<bool> {
    Ok(verifications::spend(tx, PURPOSE, token).await?.is_some())
}
