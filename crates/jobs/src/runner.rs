//! The loop of a worker: look, start, wait to be woken.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, Notice};
use serde_json::Value;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    Registry, RunnerSettings,
    crew::Crew,
    execute::{Surroundings, execute},
    heartbeat,
    outcome::{Attempt, Verdict, decide},
    pace::until_next_look,
    store::{self, Claimed, Lease, Want},
};

/// The channel on which Postgres says that a queue has new work.
pub const CHANNEL: &str = "kontor_jobs";

/// So many looks in a row that find shops but no job for us are enough: what waits is for other workers.
pub(crate) const FRUITLESS_LOOKS: u32 = 16;
/// How long an attempt that was told to end may take to be gone.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Runs jobs until it is stopped.
#[derive(Debug)]
pub struct Runner {
    db: Db,
    registry: Arc<Registry>,
    settings: RunnerSettings,
    worker: String,
    names: Value,
    lanes: BTreeMap<&'static str, Lane>,
    crew: Crew,
    unsettled: Vec<Ended>,
    sender: mpsc::UnboundedSender<Ended>,
    receiver: mpsc::UnboundedReceiver<Ended>,
    stop: CancellationToken,
}

/// A queue: how much of it runs here, and whose turn is next.
#[derive(Debug)]
struct Lane {
    slots: usize,
    running: usize,
    after: Uuid,
}

/// An attempt that is over.
#[derive(Debug)]
struct Ended {
    lease: Lease,
    name: &'static str,
    queue: String,
    verdict: Verdict,
}

impl Runner {
    /// A runner of the jobs that `registry` knows, in the queues that they name.
    pub fn new(db: Db, registry: Arc<Registry>, settings: RunnerSettings) -> Self {
        let lane = |queue| {
            let slots = settings.queue_slots.get(queue).copied().unwrap_or(settings.slots);
            (queue, Lane { slots, running: 0, after: Uuid::nil() })
        };
        let (sender, receiver) = mpsc::unbounded_channel();
        Self {
            lanes: registry.queues().into_iter().map(lane).collect(),
            names: registry.names().collect(),
            worker: Uuid::now_v7().to_string(),
            db,
            registry,
            settings,
            crew: Crew::default(),
            unsettled: Vec::new(),
            sender,
            receiver,
            stop: CancellationToken::new(),
        }
    }

    /// Runs jobs until `stop`; then claims no more, lets running ones end within the grace, and gives the rest back, so
    /// that another worker takes them at once. Without `notices` only the poll finds new work.
    pub async fn run(mut self, mut notices: Option<broadcast::Receiver<Notice>>, stop: CancellationToken) {
        self.stop = stop.child_token();
        let beat = heartbeat::spawn(self.db.clone(), self.crew.clone(), self.worker.clone(), self.settings.lease);
        let mut failures = 0u32;
        let mut fruitless = 0u32;
        while !stop.is_cancelled() {
            // Whatever these say, the look that follows sees it.
            while notices.as_mut().is_some_and(|notices| notices.try_recv().is_ok()) {}
            let look = self.look(true).await;
            let wait = match look {
                Ok(Found { started, more, .. }) if more && (started > 0 || fruitless < FRUITLESS_LOOKS) => {
                    failures = 0;
                    fruitless = if started > 0 { 0 } else { fruitless + 1 };
                    Duration::ZERO
                }
                Ok(Found { next_at, .. }) => {
                    failures = 0;
                    fruitless = 0;
                    until_next_look(next_at, self.db.clock().now(), self.settings.poll, 0, rand::random())
                }
                Err(error) => {
                    failures += 1;
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        failures,
                        "cannot look into the job queue"
                    );
                    until_next_look(None, self.db.clock().now(), self.settings.poll, failures, rand::random())
                }
            };
            self.rest(wait, failures > 0, notices.as_mut(), &stop).await;
        }
        self.wind_up().await;
        drop(beat);
    }

    /// Settles what has ended and, if asked to, claims as much as there are free slots: one short transaction.
    async fn look(&mut self, claim: bool) -> db::Result<Found> {
        while let Ok(ended) = self.receiver.try_recv() {
            self.take_back(ended);
        }
        let now = self.db.clock().now();
        let wants = if claim { self.wants() } else { Vec::new() };
        if wants.is_empty() && self.unsettled.is_empty() {
            return Ok(Found::default());
        }
        let began = Instant::now();
        let tx = store::begin(&self.db, "jobs.look").await?;
        let mut settled = None;
        if !self.unsettled.is_empty() {
            let verdicts = self.unsettled.iter().map(|ended| (ended.lease, &ended.verdict));
            settled = Some(store::settle(&tx, verdicts, &self.worker, now).await?);
        }
        let mut look = store::Look::default();
        if !wants.is_empty() {
            let until = now + TimeDelta::from_std(self.settings.lease).unwrap_or_default();
            look = store::claim(&tx, &wants, &self.names, &self.worker, now, until).await?;
        }
        tx.commit().await?;
        if let Some(settled) = settled {
            for ended in self.unsettled.drain(..) {
                self.crew.leave(ended.lease.id);
                record(&ended, settled.contains(&ended.lease.id));
            }
        }
        for (queue, after) in look.turns {
            if let Some(lane) = self.lanes.get_mut(queue.as_str()) {
                lane.after = after;
            }
        }
        let found = Found { started: look.claimed.len(), more: look.more, next_at: look.next_at };
        for job in look.claimed {
            self.start(job, began, now);
        }
        Ok(found)
    }

    fn wants(&self) -> Vec<Want> {
        let free = self.lanes.iter().filter(|(_, lane)| lane.running < lane.slots);
        free.map(|(queue, lane)| Want { queue, slots: lane.slots - lane.running, after: lane.after }).collect()
    }

    fn start(&mut self, job: Claimed, claimed: Instant, now: DateTime<Utc>) {
        let Some(handler) = self.registry.handler(&job.name) else { return };
        let waited = (now - job.run_at).to_std().unwrap_or_default();
        metrics::histogram!("job_wait_seconds", "name" => handler.name).record(waited.as_secs_f64());
        if let Some(lane) = self.lanes.get_mut(job.queue.as_str()) {
            lane.running += 1;
        }
        let (lease, max_attempts) = (job.lease, job.max_attempts);
        let around = Surroundings {
            db: self.db.clone(),
            stop: self.stop.child_token(),
            drop: self.crew.join(lease, claimed),
            timeout: self.settings.timeout,
        };
        let clock = Arc::clone(self.db.clock());
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let (name, queue) = (handler.name, job.queue.clone());
            let began = Instant::now();
            let attempt: Attempt = execute(handler, job, around).await;
            metrics::histogram!("job_duration_seconds", "name" => name).record(began.elapsed().as_secs_f64());
            let verdict = decide(lease.attempt, max_attempts, attempt, clock.now(), rand::random());
            // The runner is only gone when the process ends; the lease then ends by itself.
            let _ = sender.send(Ended { lease, name, queue, verdict });
        });
    }

    /// An attempt is over: its slot is free, its verdict is to be written down.
    fn take_back(&mut self, ended: Ended) {
        if let Some(lane) = self.lanes.get_mut(ended.queue.as_str()) {
            lane.running = lane.running.saturating_sub(1);
        }
        if self.crew.end(ended.lease.id) {
            self.unsettled.push(ended);
        } else {
            self.crew.leave(ended.lease.id);
            record(&ended, false);
        }
    }

    /// Until something ends, somebody says that there is work, `wait` is over, or the end.
    async fn rest(
        &mut self,
        wait: Duration,
        failing: bool,
        mut notices: Option<&mut broadcast::Receiver<Notice>>,
        stop: &CancellationToken,
    ) {
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let has_free_slots = self.lanes.values().any(|lane| lane.running < lane.slots);
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                Some(ended) = self.receiver.recv() => {
                    self.take_back(ended);
                    // While the database fails, what ends is collected and written down at the next look.
                    if !failing {
                        return;
                    }
                }
                woken = next_notice(notices.as_deref_mut()), if has_free_slots && !failing => {
                    if woken.is_none_or(|queue| self.lanes.get(queue.as_str()).is_some_and(|lane| lane.running < lane.slots)) {
                        return;
                    }
                }
                () = tokio::time::sleep_until(deadline), if has_free_slots || failing => return,
            }
        }
    }

    /// The end: let running jobs finish, then drop them and give them back.
    async fn wind_up(&mut self) {
        self.wait_for_all(self.settings.grace).await;
        if self.running() > 0 {
            tracing::info!(jobs = self.running(), "the grace is over, running jobs are given back");
            self.crew.drop_all();
            self.wait_for_all(LAST_WORDS).await;
        }
        for attempt in 1..=3u32 {
            match self.look(false).await {
                Ok(_) => return,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, attempt, "cannot settle the last jobs");
                    tokio::time::sleep(Duration::from_millis(200) * attempt).await;
                }
            }
        }
    }

    async fn wait_for_all(&mut self, limit: Duration) {
        let deadline = tokio::time::Instant::now() + limit;
        while self.running() > 0 {
            match tokio::time::timeout_at(deadline, self.receiver.recv()).await {
                Ok(Some(ended)) => self.take_back(ended),
                Ok(None) | Err(_) => return,
            }
            if let Err(error) = self.look(false).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot settle a job");
            }
        }
    }

    fn running(&self) -> usize {
        self.lanes.values().map(|lane| lane.running).sum()
    }
}

impl Drop for Runner {
    /// Nobody renews the leases any more, so nothing may go on.
    fn drop(&mut self) {
        self.crew.drop_all();
    }
}

#[derive(Debug, Default)]
struct Found {
    started: usize,
    more: bool,
    next_at: Option<DateTime<Utc>>,
}

/// The queue that has work, or `None` when notifications may have been missed.
async fn next_notice(notices: Option<&mut broadcast::Receiver<Notice>>) -> Option<String> {
    let Some(notices) = notices else { return std::future::pending().await };
    loop {
        match notices.recv().await {
            Ok(Notice::Message { channel, payload }) if channel == CHANNEL => return Some(payload),
            Ok(Notice::Connected) | Err(broadcast::error::RecvError::Lagged(_)) => return None,
            Ok(Notice::Message { .. } | Notice::Disconnected) => {}
            Err(broadcast::error::RecvError::Closed) => return std::future::pending().await,
        }
    }
}

fn record(ended: &Ended, held: bool) {
    let outcome = if held { ended.verdict.label() } else { "lost" };
    metrics::counter!("jobs_total", "name" => ended.name, "outcome" => outcome).increment(1);
    let (name, id, attempt) = (ended.name, ended.lease.id, ended.lease.attempt);
    match &ended.verdict {
        Verdict::Dead { error } if held => {
            tracing::error!(job.name = name, job.id = %id, job.attempt = attempt, error, "job {name} is dead");
        }
        Verdict::Later { error, run_at } if held => {
            tracing::warn!(job.name = name, job.id = %id, job.attempt = attempt, error, job.run_at = %run_at, "job {name} failed");
        }
        _ if !held => {
            tracing::warn!(job.name = name, job.id = %id, job.attempt = attempt, "job {name} ended after its lease was lost");
        }
        _ => {}
    }
}
