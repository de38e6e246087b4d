//! Whether a review still says what a colleague has read.

use std::collections::HashMap;

use db::Tx;
use entity::ids::ReviewId;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{ApiError, Kind};

/// A review, and which revision of it was read, if that was said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub(super) id: Uuid,
    pub(super) revision: Option<i64>,
}

/// Reviews that nobody else changes before the end of the transaction, and their revisions.
#[derive(Debug)]
pub(super) struct Found(HashMap<Uuid, i64>);

/// Those that there are.
pub(super) async fn lock(tx: &Tx, ids: &[Uuid]) -> db::Result<Found> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        revision: i64,
    }
    let sql = "select r.id, r.revision::bigint as revision from public.reviews r
        where r.organization_id = $1 and r.id = any($2) order by r.id for update";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [tx.organization()?.into(), ids.to_vec().into()]).await?;
    Ok(Found(rows.into_iter().map(|row| (row.id, row.revision)).collect()))
}

impl Found {
    /// Whether there is this one.
    pub(super) fn has(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }

    /// Refuses what was changed after it was read.
    pub(super) fn must_be(&self, read: &[Read]) -> Result<(), ApiError> {
        let is_other = |Read { id, revision }: &&Read| match (self.0.get(id), revision) {
            (Some(found), Some(read)) => found != read,
            _ => false,
        };
        match read.iter().find(is_other) {
            None => Ok(()),
            Some(Read { id, .. }) => Err(ApiError::new(
                Kind::Conflict,
                format!(
                    "Review with id: {} is another one than the 'revision' that was read: read it again, and decide on what it \
                     says now",
                    ReviewId(*id)
                ),
            )),
        }
    }
}
