//! Lookups of one statement, with no transaction around them: a few at a time, so that the rest is for work.

use std::{sync::Arc, time::Duration};

use sea_orm::sea_query;
use sea_query_sqlx::SqlxValues;
use sqlx::{
    AssertSqlSafe, IntoArguments,
    postgres::{PgArguments, PgRow},
};
use tokio::sync::Semaphore;

use crate::{
    Error, Result,
    connections::{Connections, of_query, turn},
};

pub(crate) struct Lanes {
    connections: Connections,
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Lanes {
    /// At most `most` at a time; whoever finds them taken waits for `patience`.
    pub(crate) fn new(connections: Connections, most: u32, patience: Duration) -> Self {
        let turns = Arc::new(Semaphore::new(usize::try_from(most.max(1)).unwrap_or(1)));
        Self { connections, turns, patience }
    }

    /// The first row of a statement.
    ///
    /// Whoever gives up waiting takes the connection with him: what is still to come on it is not for the next one.
    pub(crate) async fn fetch_optional(&self, sql: &str, values: sea_query::Values) -> Result<Option<PgRow>> {
        let _turn = turn(&self.turns, self.patience).await?;
        let mut held = self.connections.acquire().await?;
        let arguments: PgArguments = SqlxValues(values).into_arguments();
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
        let row = query
            .fetch_optional(held.connection().map_err(Error::from)?)
            .await
            .map_err(|error| Error::from(of_query(error)))?;
        held.rest();
        Ok(row)
    }
}
