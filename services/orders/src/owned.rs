//! Rows that belong to others: each is read with the key of its owner, which stands behind it as `owner`.

use std::collections::HashMap;

use sea_orm::{FromQueryResult, QueryResult};
use uuid::Uuid;

/// A row behind its owner.
pub(crate) struct Owned<T>(pub(crate) Uuid, pub(crate) T);

impl<T: FromQueryResult> FromQueryResult for Owned<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self(row.try_get(prefix, "owner")?, T::from_query_result(row, prefix)?))
    }
}

/// All of each owner, in their order.
pub(crate) fn grouped<T>(rows: Vec<Owned<T>>) -> HashMap<Uuid, Vec<T>> {
    let mut found: HashMap<Uuid, Vec<T>> = HashMap::new();
    for Owned(owner, row) in rows {
        found.entry(owner).or_default().push(row);
    }
    found
}
