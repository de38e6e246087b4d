//! What a running job is given.

use chrono::{DateTime, Utc};
use db::{Db, Scope, Tx, Working};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Causation, Trace};

/// The surroundings of one attempt.
#[derive(Debug, Clone)]
pub struct JobContext {
    pub(crate) db: Db,
    pub(crate) organization: Uuid,
    pub(crate) id: Uuid,
    pub(crate) attempt: i32,
    pub(crate) max_attempts: i32,
    pub(crate) stop: CancellationToken,
    pub(crate) trace: Trace,
}

impl JobContext {
    /// The database, for work on other shops than the job's own.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// A transaction of Kontor itself in the job's shop. Close it before anything slow.
    pub async fn begin(&self) -> db::Result<Tx> {
        self.db.begin(Scope::service(Some(self.organization))).await
    }

    /// A transaction of Kontor at work in the job's shop: what checkout and payments write goes by the same policies here as there.
    pub async fn begin_working(&self) -> db::Result<Tx> {
        self.begin_working_in(self.organization).await
    }

    /// The same in another shop, for a job of the installation that was told of something there.
    pub async fn begin_working_in(&self, organization: Uuid) -> db::Result<Tx> {
        self.db.begin_working(self.working_in(organization)).await
    }

    /// The proof of it, for whoever opens several.
    pub fn working_in(&self, organization: Uuid) -> Working {
        Scope::working(organization, None)
    }

    /// The shop that the job belongs to, or [`db::INSTALLATION`].
    pub fn organization(&self) -> Uuid {
        self.organization
    }

    /// The job's key: the same for every attempt, so a fit idempotency key towards others.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> i32 {
        self.attempt
    }

    /// Whether the job is dead if this attempt fails.
    pub fn is_last_attempt(&self) -> bool {
        self.attempt >= self.max_attempts
    }

    /// The current time.
    pub fn now(&self) -> DateTime<Utc> {
        self.db.clock().now()
    }

    /// Cancelled when the process wants to end. A long job looks at it between two steps and returns an error to be
    /// run again elsewhere; one that does not is dropped at its next await when the grace is over.
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    /// The event that this job answers, or that a job before it answered.
    pub fn causation(&self) -> Option<Causation> {
        self.trace.causation()
    }

    /// The id of the request that all this began with.
    pub fn request_id(&self) -> Option<&str> {
        self.trace.request_id.as_deref()
    }
}
