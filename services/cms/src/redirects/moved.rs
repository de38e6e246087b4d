//! Pages arrive at paths and leave them.

use db::Tx;
use entity::ids::RedirectId;
use events::{Emit, emit_all};
use sea_orm::Value as Cell;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::{
    hold,
    write::{COLUMNS, CREATED, DELETED, Kept, lies_at},
};

/// Something is published at a path: nobody is led away from there any more.
pub(crate) async fn arrived(tx: &Tx, path: &str) -> Result<(), ApiError> {
    hold(tx).await?;
    let sql = format!("delete from redirects where organization_id = $1 and from_path = $2 returning {COLUMNS}");
    let gone: Vec<Kept> = db::fetch_all(tx, &sql, [tx.organization()?.into(), path.into()]).await?;
    emit_all(tx, gone.iter().map(|gone| Emit::new(DELETED, gone.id).before(gone.told()))).await?;
    Ok(())
}

/// What lay at a path is published at another one: whoever comes to the old one is led there for ever, unless something else lies there by now.
pub(crate) async fn moved(tx: &Tx, page: Uuid, from: &str, to: &str) -> Result<(), ApiError> {
    arrived(tx, to).await?;
    let shop = tx.organization()?;
    let onward = "update redirects set to_url = $3, to_path = $3 where organization_id = $1 and to_path = $2";
    db::exec(tx, onward, [shop.into(), from.into(), to.into()]).await?;
    if lies_at(tx, from).await?.is_some() {
        return Ok(());
    }
    let id = RedirectId::new().0;
    let sql = "insert into redirects (organization_id, id, from_path, to_url, to_path, status_code, page_id, created_at, updated_at)
        values ($1, $2, $3, $4, $4, 301, $5, $6, $6)
        on conflict (organization_id, from_path) do update
        set to_url = excluded.to_url, to_path = excluded.to_path, status_code = 301, page_id = excluded.page_id";
    let values: [Cell; 6] = [shop.into(), id.into(), from.into(), to.into(), page.into(), tx.now().into()];
    db::exec(tx, sql, values).await?;
    let after = json!({ "from_path": from, "to_url": to, "status_code": 301 });
    events::emit(tx, Emit::new(CREATED, id).after(after)).await?;
    Ok(())
}
