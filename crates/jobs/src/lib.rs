//! The queue, on Postgres.
//!
//! Owns the tables `jobs` and `job_schedules`: putting a [`Job`] into the queue within the caller's transaction
//! ([`enqueue()`]), running it at least once ([`Runner`]), trying again with back-off, putting it aside when it keeps
//! failing ([`dead`]), and doing all that at fixed times ([`schedule`]).
//!
//! Must never hold a transaction open while a job runs, know a job of its own, take a job whose name it does not know, or
//! ask the machine for the time: it is the clock of the [`db::Db`].
//!
//! To add a job: a struct that implements [`Job`] in the service that does the work, one line `.with::<MyJob>(state)` in
//! that service's `jobs()`, and `jobs::enqueue(&tx, &MyJob { … }).await?` where it is wanted. In tests,
//! [`run_until_empty`] runs what is due.
//!
//! How it holds together: a job is `ready`, claimed (`running`, with a lease and one more `attempt`), and then deleted,
//! `scheduled` for another attempt, or `dead`. A worker renews its leases; when it does not, the next look of any worker
//! makes the job ready again. Lease holder and attempt are the fence: whoever lost the lease changes nothing any more.
//! Shops take turns in a queue, see `sql/claim.sql`.

mod context;
mod crew;
pub mod dead;
mod drain;
mod enqueue;
mod execute;
mod gauges;
mod heartbeat;
mod job;
mod outcome;
mod pace;
mod registry;
mod runner;
pub mod schedule;
mod settings;
mod store;
mod trace;

pub use context::JobContext;
pub use drain::{Drained, run_until_empty};
pub use enqueue::{Enqueue, enqueue, enqueue_all};
pub use gauges::Gauges;
pub use job::{Job, JobError};
pub use registry::Registry;
pub use runner::{CHANNEL, Runner};
pub use schedule::{Schedule, ScheduleError};
pub use settings::RunnerSettings;
pub use trace::{Causation, Trace};
