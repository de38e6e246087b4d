//! Running everything that is due, one job after the other: what tests do between two steps.

use chrono::TimeDelta;
use db::Db;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Registry,
    execute::{Surroundings, execute},
    outcome::{Verdict, decide},
    runner::FRUITLESS_LOOKS,
    store::{self, Want},
};

/// What became of the jobs that ran.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drained {
    /// Jobs that succeeded.
    pub done: usize,
    /// Attempts that failed and are to be tried again.
    pub retried: usize,
    /// Jobs that failed for good.
    pub dead: usize,
    /// What the failures said, as `name: error`.
    pub errors: Vec<String>,
}

/// Runs every job that is due by the clock of `db`, and every job that these enqueue, until nothing is due any more.
pub async fn run_until_empty(db: &Db, registry: &Registry) -> db::Result<Drained> {
    let worker = Uuid::now_v7().to_string();
    let names = registry.names().collect();
    let mut wants: Vec<Want> =
        registry.queues().into_iter().map(|queue| Want { queue, slots: 64, after: Uuid::nil() }).collect();
    let mut drained = Drained::default();
    let mut fruitless = 0;
    loop {
        let now = db.clock().now();
        let tx = store::begin(db, "jobs.run_until_empty").await?;
        let look = store::claim(&tx, &wants, &names, &worker, now, now + TimeDelta::hours(1)).await?;
        tx.commit().await?;
        for (queue, after) in look.turns {
            wants.iter_mut().filter(|want| want.queue == queue).for_each(|want| want.after = after);
        }
        fruitless = if look.claimed.is_empty() { fruitless + 1 } else { 0 };
        if look.claimed.is_empty() && (!look.more || fruitless > FRUITLESS_LOOKS) {
            return Ok(drained);
        }
        for job in look.claimed {
            let Some(handler) = registry.handler(&job.name) else { continue };
            let (lease, max_attempts) = (job.lease, job.max_attempts);
            let around = Surroundings {
                db: db.clone(),
                stop: CancellationToken::new(),
                drop: CancellationToken::new(),
                timeout: None,
            };
            let name = handler.name;
            let attempt = execute(handler, job, around).await;
            let verdict = decide(lease.attempt, max_attempts, attempt, db.clock().now(), 0.5);
            let tx = store::begin(db, "jobs.run_until_empty").await?;
            store::settle(&tx, std::iter::once((lease, &verdict)), &worker, db.clock().now()).await?;
            tx.commit().await?;
            drained.count(name, verdict);
        }
    }
}

impl Drained {
    fn count(&mut self, name: &str, verdict: Verdict) {
        match verdict {
            Verdict::Done => self.done += 1,
            Verdict::Later { error, .. } => {
                self.retried += 1;
                self.errors.push(format!("{name}: {error}"));
            }
            Verdict::Dead { error } => {
                self.dead += 1;
                self.errors.push(format!("{name}: {error}"));
            }
            Verdict::Release => {}
        }
    }
}
