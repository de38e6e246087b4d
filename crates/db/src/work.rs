//! Statements of a transaction, for those who build them with `SeaORM` and for those who write them.

use std::{sync::Arc, time::Instant};

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement, prelude::async_trait::async_trait,
};
use sea_query_sqlx::SqlxValues;
use sqlx::{AssertSqlSafe, Executor, IntoArguments, Postgres, postgres::PgArguments, query::Query};
use tokio::sync::Mutex;

use crate::{
    Error, Result,
    connections::{Held, of_exec, of_query},
    watch::Watch,
};

/// Where a transaction's statements run, one after the other.
pub struct Work {
    /// Nothing once it has ended.
    held: Mutex<Option<Held>>,
    watch: Arc<Watch>,
}

impl Work {
    /// Begins with this statement, on this connection. `watch` sees what runs.
    pub(crate) async fn begin(mut held: Held, watch: Arc<Watch>, with: &str) -> Result<Self> {
        let began = Instant::now();
        let done = held.begin(with).await;
        // Not what it says: that is whom the call is of.
        watch.saw(began, "begin", &with, done.is_ok());
        done.map_err(Error::from)?;
        Ok(Self { held: Mutex::new(Some(held)), watch })
    }

    /// Makes the changes last.
    pub(crate) async fn commit(&self) -> Result<()> {
        let held = self.held.lock().await.take().ok_or_else(|| Error::from(ended()))?;
        held.commit().await.map_err(Error::from)
    }

    /// Undoes them.
    pub(crate) async fn rollback(&self) -> Result<()> {
        let held = self.held.lock().await.take().ok_or_else(|| Error::from(ended()))?;
        held.rollback().await.map_err(Error::from)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Some(held) = self.held.get_mut().take() {
            held.undo();
        }
    }
}

#[async_trait]
impl ConnectionTrait for Work {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Postgres
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut held = self.held.lock().await;
        let connection = held.as_mut().ok_or_else(ended)?.connection()?;
        let began = Instant::now();
        let done = query(&statement).execute(connection).await;
        self.watch.saw(began, &statement.sql, &statement, done.is_ok());
        done.map(Into::into).map_err(of_exec)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut held = self.held.lock().await;
        let connection = held.as_mut().ok_or_else(ended)?.connection()?;
        let began = Instant::now();
        let done = connection.execute(AssertSqlSafe(sql)).await;
        self.watch.saw(began, sql, &sql, done.is_ok());
        done.map(Into::into).map_err(of_exec)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut held = self.held.lock().await;
        let connection = held.as_mut().ok_or_else(ended)?.connection()?;
        let began = Instant::now();
        let done = query(&statement).fetch_optional(connection).await;
        self.watch.saw(began, &statement.sql, &statement, done.is_ok());
        done.map(|row| row.map(Into::into)).map_err(of_query)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut held = self.held.lock().await;
        let connection = held.as_mut().ok_or_else(ended)?.connection()?;
        let began = Instant::now();
        let done = query(&statement).fetch_all(connection).await;
        self.watch.saw(began, &statement.sql, &statement, done.is_ok());
        Ok(done.map_err(of_query)?.into_iter().map(Into::into).collect())
    }
}

fn query(statement: &Statement) -> Query<'static, Postgres, PgArguments> {
    let values = statement.values.clone().unwrap_or_else(|| sea_orm::sea_query::Values(Vec::new()));
    let arguments: PgArguments = SqlxValues(values).into_arguments();
    sqlx::query_with(AssertSqlSafe(statement.sql.clone()), arguments)
}

fn ended() -> DbErr {
    DbErr::Custom("this transaction has ended".into())
}
