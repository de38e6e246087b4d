//! What can go wrong between us and Postgres, by what the caller can do about it.

use sea_orm::{DbErr, RuntimeErr};
use sqlx::postgres::{PgDatabaseError, PgSeverity};

/// The result of anything that talks to the database.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A database failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Postgres cannot be reached, is starting or shutting down, or the pool is exhausted. Trying later helps.
    #[error("the database is not available")]
    Unavailable(#[source] DbErr),
    /// The statement ran longer than it may.
    #[error("the database took too long")]
    Timeout(#[source] DbErr),
    /// Another transaction was in the way (serialization failure, deadlock, lock time-out). Trying again helps.
    #[error("the request conflicted with another one")]
    Conflict(#[source] DbErr),
    /// Row-level security or a missing grant refused.
    #[error("the database refused access")]
    Forbidden(#[source] DbErr),
    /// A named constraint refused the row.
    #[error("constraint {name} refused the row")]
    Constraint {
        /// The constraint's name in the schema.
        name: String,
        /// SQLSTATE: 23505 unique, 23503 foreign key, 23502 not null, 23514 check.
        code: String,
        /// The table that was written.
        table: Option<Box<str>>,
        /// Postgres' own sentence.
        detail: Box<str>,
        /// Its DETAIL: of a function of ours what it was about, as JSON.
        extra: Option<Box<str>>,
    },
    /// A bug or a schema that does not fit.
    #[error("unexpected database error")]
    Internal(#[source] DbErr),
}

impl Error {
    /// Whether what was written is at fault, and not the circumstances: trying the same again later fails again.
    pub fn blames_data(&self) -> bool {
        let Self::Internal(DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
            self
        else {
            return matches!(self, Self::Constraint { .. });
        };
        // 22: data exceptions, 54: beyond a limit of Postgres.
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| code.starts_with("22") || code.starts_with("54"))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let runtime = match &error {
            DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
            DbErr::ConnectionAcquire(_) => return Self::Unavailable(error),
            _ => return Self::Internal(error),
        };
        let RuntimeErr::SqlxError(sqlx_error) = runtime else {
            return Self::Internal(error);
        };
        let database = match &**sqlx_error {
            sqlx::Error::Database(database) => database,
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Protocol(_) => return Self::Unavailable(error),
            _ => return Self::Internal(error),
        };
        // Fatal is what ends a session or lets none begin: shutdown, starting up, too many connections.
        let severity = database.try_downcast_ref::<PgDatabaseError>().map(PgDatabaseError::severity);
        if matches!(severity, Some(PgSeverity::Fatal | PgSeverity::Panic)) {
            return Self::Unavailable(error);
        }
        let code = database.code().unwrap_or_default().into_owned();
        match code.as_str() {
            // 08: connection exceptions, 53300: too many connections
            code if code.starts_with("08") || code == "53300" => Self::Unavailable(error),
            "57014" => Self::Timeout(error),
            "40001" | "40P01" | "55P03" => Self::Conflict(error),
            "42501" => Self::Forbidden(error),
            "23502" | "23503" | "23505" | "23514" | "23P01" => Self::Constraint {
                name: database.constraint().unwrap_or_default().to_owned(),
                table: database.table().map(Box::from),
                detail: database.message().into(),
                extra: database.try_downcast_ref::<PgDatabaseError>().and_then(PgDatabaseError::detail).map(Box::from),
                code,
            },
            _ => Self::Internal(error),
        }
    }
}

/// Turns a named constraint into the caller's own error: `.on_constraint("products_handle", |_| Error::HandleTaken)`.
pub trait OnConstraint<T, E> {
    /// Maps the failure of constraint `name`; every other error passes through `From`.
    fn on_constraint(self, name: &str, map: impl FnOnce(Error) -> E) -> std::result::Result<T, E>;
}

impl<T, E, D> OnConstraint<T, E> for std::result::Result<T, D>
where
    D: Into<Error>,
    E: From<Error>,
{
    fn on_constraint(self, name: &str, map: impl FnOnce(Error) -> E) -> std::result::Result<T, E> {
        self.map_err(|error| match error.into() {
            Error::Constraint { name: failed, code, table, detail, extra } if failed == name => {
                map(Error::Constraint { name: failed, code, table, detail, extra })
            }
            other => other.into(),
        })
    }
}
