//! The windows in which people have a page open.

use db::Tx;
use sea_orm::Value as Cell;
use uuid::Uuid;
use web::{ApiError, Kind};

use super::Held;

/// Notes that a window saves for the so-many-th time. What it sent before, and comes only now, is refused: it would undo what came after it.
pub(crate) async fn in_turn(tx: &Tx, held: &Held, client: Uuid, sequence: i64) -> Result<(), ApiError> {
    let sql = "insert into page_editors as e (organization_id, page_id, client_id, user_id, sequence, seen_at, created_at, updated_at)
        values ($1, $2, $3, (select auth.uid()), $4, $5, $5, $5)
        on conflict (organization_id, page_id, client_id) do update set sequence = excluded.sequence, seen_at = excluded.seen_at
          where e.sequence < excluded.sequence and e.user_id is not distinct from excluded.user_id";
    let values: [Cell; 5] =
        [tx.organization()?.into(), held.id.into(), client.into(), sequence.into(), tx.now().into()];
    if db::exec(tx, sql, values).await? == 0 {
        let message = "A later save of this window is here already, and stays. Read the draft, and go on from there";
        return Err(ApiError::new(Kind::Conflict, message).with_code("out_of_order"));
    }
    let gone = "delete from page_editors where organization_id = $1 and page_id = $2 and seen_at < $3";
    let day_ago = tx.now() - chrono::Duration::days(1);
    db::exec(tx, gone, [tx.organization()?.into(), held.id.into(), day_ago.into()]).await?;
    Ok(())
}
