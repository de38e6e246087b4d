//! What is public of a page besides what it says: rows that are written when it is published and gone when it is not any more. No draft
//! changes them.

mod change;
mod document;
mod post;

use db::Tx;
use web::ApiError;

use super::{Held, Kind, Snapshot};

/// A revision becomes public.
pub(super) async fn show(tx: &Tx, held: &Held, snapshot: &Snapshot, number: i64) -> Result<(), ApiError> {
    document::write(tx, held, snapshot).await?;
    match held.kind() {
        Kind::Post => post::show(tx, held, snapshot, number).await,
        Kind::Change => change::show(tx, held, snapshot).await,
        Kind::Page | Kind::Block => Ok(()),
    }
}

/// Nothing of it is public any more.
pub(super) async fn hide(tx: &Tx, held: &Held) -> Result<(), ApiError> {
    document::forget(tx, held).await?;
    let sql = match held.kind() {
        Kind::Post => "delete from blog_posts where organization_id = $1 and page_id = $2",
        Kind::Change => "delete from changelog_entries where organization_id = $1 and page_id = $2",
        Kind::Page | Kind::Block => return Ok(()),
    };
    db::exec(tx, sql, [tx.organization()?.into(), held.id.into()]).await?;
    Ok(())
}
