//! A transaction: the proof that a query has a scope.

use std::{ops::Deref, sync::Arc};

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use crate::{Cause, Clock, Error, Result, Scope, Work};

/// An open transaction, confined to its [`Scope`] by Postgres. Dropping it rolls back.
pub struct Tx {
    inner: Work,
    scope: Scope,
    clock: Arc<dyn Clock>,
    read_only: bool,
    turn: Option<OwnedSemaphorePermit>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("scope", &self.scope).finish_non_exhaustive()
    }
}

impl Tx {
    pub(crate) fn new(inner: Work, scope: Scope, clock: Arc<dyn Clock>, read_only: bool) -> Self {
        Self { inner, scope, clock, read_only, turn: None }
    }

    /// The place in a line, which is given up when no more is asked of Postgres: nobody stands behind whoever waits for the disk.
    pub(crate) fn with_turn(self, turn: Option<OwnedSemaphorePermit>) -> Self {
        Self { turn, ..self }
    }

    /// What this transaction may see.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The shop it works in.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for system work that has not said whose rows it works on.
    pub fn organization(&self) -> Result<Uuid> {
        self.scope.organization().ok_or_else(|| {
            Error::Forbidden(sea_orm::DbErr::Custom("this transaction works in no organization; call work_in".into()))
        })
    }

    /// The time at which this transaction's changes happen.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// System work names the shop whose rows it works on, so that functions which ask for it find it.
    pub async fn work_in(&mut self, organization: Uuid) -> Result<()> {
        self.work_for(organization, None).await
    }

    /// The same of work that a person asked for: what is made is made by him.
    pub async fn work_for(&mut self, organization: Uuid, user: Option<Uuid>) -> Result<()> {
        let scope = Scope::service(Some(organization)).asked_by(user);
        if self.scope.role() != scope.role() {
            return Err(Error::Forbidden(sea_orm::DbErr::Custom("only system work changes its organization".into())));
        }
        crate::exec(self, "select set_config('request.jwt.claims', $1, true)", [scope.claims().into()]).await?;
        self.scope = scope;
        Ok(())
    }

    /// An item for the select list, or the `returning`, of the statement that finds who calls: it tells the database, without
    /// a round trip of its own, as whom this transaction writes from there on. Nothing where there is nothing to tell: in a
    /// transaction that only reads, and in work that no request asked for. The arguments are columns.
    pub fn telling(&self, user: &str, session: &str, impersonated_by: &str) -> String {
        if self.read_only || Cause::current().is_none() {
            return String::new();
        }
        format!(", {} as told", Cause::telling(user, session, impersonated_by))
    }

    /// Makes the changes last. What only read has nothing to keep: its transaction ends by itself, and the answer need not wait for that.
    pub async fn commit(self) -> Result<()> {
        if self.read_only {
            return Ok(());
        }
        let Self { inner, turn, .. } = self;
        drop(turn);
        inner.commit().await
    }

    /// Undoes the changes. Dropping does the same, a little later.
    pub async fn rollback(self) -> Result<()> {
        self.inner.rollback().await
    }

    /// Runs several statements in one string, without parameters: for schema and seed files.
    pub async fn batch(&self, sql: &str) -> Result<()> {
        self.inner.execute_unprepared(sql).await.map_err(Error::from)?;
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Work;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}
