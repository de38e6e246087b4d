//! Codes that people type. There are few of them, so answers are counted by the statement that looks at them, and what is
//! kept is a keyed hash.

use chrono::Duration;
use db::Tx;
use entity::ids::VerificationId;
use sea_orm::{FromQueryResult, Value};

/// How an answer was. Unless it is right, commit: what was counted must stay counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is the code.
    Right,
    /// It is not.
    Wrong,
    /// There were too many before it. The code is gone.
    TooMany,
    /// There is no code.
    Gone,
}

#[derive(FromQueryResult)]
struct Counted {
    is_right: bool,
}

#[derive(FromQueryResult)]
struct Ended {
    is_valid: bool,
}

/// Keeps the hash of a code in its place; the code that was there is over.
pub async fn keep(tx: &Tx, place: &str, hash: &str, life: Duration) -> db::Result<()> {
    let sql = r#"insert into auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
        values ($1, $2, $3, $4, $5, $5)
        on conflict (identifier) do update
          set value = excluded.value, attempts = 0, "expiresAt" = excluded."expiresAt", "updatedAt" = excluded."updatedAt""#;
    let values: [Value; 5] =
        [VerificationId::new().0.into(), place.into(), hash.into(), (tx.now() + life).into(), tx.now().into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// Looks at an answer: at most `limit` wrong ones, however many come at once. The row stays locked until the transaction
/// ends, so of several right ones one finds it.
pub async fn look(tx: &Tx, place: &str, hash: &str, limit: i32) -> db::Result<Answer> {
    let sql = r#"update auth.verification
        set attempts = attempts + case when value = $2 then 0 else 1 end, "updatedAt" = $4
        where identifier = $1 and attempts < $3 and "expiresAt" > $4 returning value = $2 as is_right"#;
    let values: [Value; 4] = [place.into(), hash.into(), limit.into(), tx.now().into()];
    let counted: Option<Counted> = db::fetch_optional(tx, sql, values).await?;
    match counted {
        Some(Counted { is_right: true }) => Ok(Answer::Right),
        Some(Counted { is_right: false }) => Ok(Answer::Wrong),
        None => Ok(if end(tx, place).await? { Answer::TooMany } else { Answer::Gone }),
    }
}

/// Looks at an answer and, if it is right, takes the code away.
pub async fn spend(tx: &Tx, place: &str, hash: &str, limit: i32) -> db::Result<Answer> {
    let answer = look(tx, place, hash, limit).await?;
    if answer == Answer::Right && !end(tx, place).await? {
        return Ok(Answer::Gone);
    }
    Ok(answer)
}

/// Takes a code away; whether there was one that still held.
async fn end(tx: &Tx, place: &str) -> db::Result<bool> {
    let sql = r#"delete from auth.verification where identifier = $1 returning "expiresAt" > $2 as is_valid"#;
    let ended: Option<Ended> = db::fetch_optional(tx, sql, [place.into(), tx.now().into()]).await?;
    Ok(ended.is_some_and(|ended| ended.is_valid))
}
