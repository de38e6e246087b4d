//! Whether a review still says what a colleague has read.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use db::Tx;
use entity::ids::ReviewId;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::{ApiError, Kind};

/// A review, and when what was read of it had been changed, if that was said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub(super) id: Uuid,
    pub(super) updated_at: Option<DateTime<Utc>>,
}

/// Reviews that nobody else changes before the end of the transaction, and when they were changed.
#[derive(Debug)]
pub(super) struct Found(HashMap<Uuid, DateTime<Utc>>);

/// Those that there are.
pub(super) async fn lock(tx: &Tx, ids: &[Uuid]) -> db::Result<Found> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        updated_at: DateTime<Utc>,
    }
    let sql = "select r.id, r.updated_at from public.reviews r
        where r.organization_id = $1 and r.id = any($2) order by r.id for update";
    let rows: Vec<Row> = db::fetch_all(tx, sql, [tx.organization()?.into(), ids.to_vec().into()]).await?;
    Ok(Found(rows.into_iter().map(|row| (row.id, row.updated_at)).collect()))
}

impl Found {
    /// Whether there is this one.
    pub(super) fn has(&self, id: Uuid) -> bool {
        self.0.contains_key(&id)
    }

    /// Refuses what was changed after it was read. Answers show thousandths of seconds, and each change is in one of its own.
    pub(super) fn must_be(&self, read: &[Read]) -> Result<(), ApiError> {
        let is_other = |Read { id, updated_at }: &&Read| match (self.0.get(id), updated_at) {
            (Some(found), Some(read)) => found.trunc_subsecs(3) != read.trunc_subsecs(3),
            _ => false,
        };
        match read.iter().find(is_other) {
            None => Ok(()),
            Some(Read { id, .. }) => Err(ApiError::new(
                Kind::Conflict,
                format!(
                    "Review with id: {} was changed after what 'updated_at' says was read: read it again, and decide on what it \
                     says now",
                    ReviewId(*id)
                ),
            )),
        }
    }
}
