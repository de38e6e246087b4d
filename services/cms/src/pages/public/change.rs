//! Entries of the changelog.

use db::Tx;
use sea_orm::Value as Cell;
use web::ApiError;

use crate::pages::{Held, Snapshot};

pub(super) async fn show(tx: &Tx, held: &Held, snapshot: &Snapshot) -> Result<(), ApiError> {
    let fields = &snapshot.fields;
    let Some(change) = &fields.change else {
        return Err(ApiError::not_allowed("It cannot be published: say with 'change' what kind of change it is"));
    };
    let sql = "insert into changelog_entries (organization_id, page_id, version, change, tags, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $6)
        on conflict (organization_id, page_id) do update set version = excluded.version, change = excluded.change, tags = excluded.tags";
    let values: [Cell; 6] = [
        tx.organization()?.into(),
        held.id.into(),
        fields.version.clone().into(),
        change.as_str().into(),
        fields.tags.clone().unwrap_or_default().into(),
        tx.now().into(),
    ];
    db::exec(tx, sql, values).await?;
    Ok(())
}
