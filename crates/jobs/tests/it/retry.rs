use std::time::Duration;

use anyhow::anyhow;
use chrono::TimeDelta;
use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};

use crate::support::World;

/// Fails in the way it is told to.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Break {
    Retry,
    RetryAfterAnHour,
    Fail,
    Panic,
    Hang,
    UntilAttempt(i32),
}

impl Job for Break {
    const NAME: &'static str = "test.break";
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Option<Duration> = Some(Duration::from_millis(20));
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        match *self {
            Self::Retry => Err(anyhow!("no answer").context("cannot reach the other side").into()),
            Self::RetryAfterAnHour => Err(JobError::retry_after(Duration::from_hours(1), anyhow!("busy"))),
            Self::Fail => Err(JobError::fail(anyhow!("no such thing"))),
            Self::Panic => panic!("the sky fell"),
            Self::Hang => std::future::pending().await,
            Self::UntilAttempt(attempt) if ctx.attempt() < attempt => Err(anyhow!("not yet").into()),
            Self::UntilAttempt(_) => Ok(()),
        }
    }
}

fn registry() -> Registry {
    Registry::new().with::<Break>(())
}

#[tokio::test]
async fn retries_back_off_and_end_in_death() {
    let world = World::new().await;
    let id = world.enqueue(&Break::Retry).await;
    for (attempt, seconds) in [(1, 5), (2, 10)] {
        let drained = world.run_jobs(&registry()).await;
        assert_eq!(drained.errors, ["test.break: cannot reach the other side: no answer"]);
        let row = world.row(id).await.unwrap();
        assert_eq!((row.status.as_str(), row.attempt, row.locked_by), ("scheduled", attempt, None));
        let wait = row.run_at - jobs_now(&world);
        assert!((wait - TimeDelta::seconds(seconds)).abs() <= TimeDelta::milliseconds(seconds * 100), "{wait}");
        world.clock.advance(wait - TimeDelta::milliseconds(1));
        assert_eq!(world.run_jobs(&registry()).await, jobs::Drained::default(), "not before its time");
        world.clock.advance(TimeDelta::milliseconds(1));
    }
    assert_eq!(world.run_jobs(&registry()).await.dead, 1);
    let row = world.row(id).await.unwrap();
    assert_eq!((row.status.as_str(), row.attempt), ("dead", 3));
    assert_eq!(row.last_error.as_deref(), Some("cannot reach the other side: no answer"));
    assert!(row.finished_at.is_some());
    world.clock.advance(TimeDelta::days(365));
    assert_eq!(world.run_jobs(&registry()).await, jobs::Drained::default(), "dead is dead");
}

#[tokio::test]
async fn what_cannot_succeed_is_dead_at_once() {
    let world = World::new().await;
    let id = world.enqueue(&Break::Fail).await;
    assert_eq!(world.run_jobs(&registry()).await.dead, 1);
    let row = world.row(id).await.unwrap();
    assert_eq!((row.status.as_str(), row.attempt, row.last_error.as_deref()), ("dead", 1, Some("no such thing")));
}

#[tokio::test]
async fn a_payload_that_does_not_fit_is_dead_and_says_so() {
    let world = World::new().await;
    let tx = world.system().await;
    db::exec(&tx, "insert into public.jobs (name, payload) values ('test.break', '\"Explode\"')", []).await.unwrap();
    tx.commit().await.unwrap();
    let drained = world.run_jobs(&registry()).await;
    assert_eq!(drained.dead, 1);
    assert!(drained.errors[0].contains("does not fit the job") && drained.errors[0].contains("Explode"));
}

#[tokio::test]
async fn panics_and_time_outs_are_tried_again() {
    let world = World::new().await;
    let panics = world.enqueue(&Break::Panic).await;
    let hangs = world.enqueue(&Break::Hang).await;
    assert_eq!(world.run_jobs(&registry()).await.retried, 2);
    assert_eq!(world.row(panics).await.unwrap().last_error.as_deref(), Some("panicked: the sky fell"));
    assert_eq!(world.row(hangs).await.unwrap().last_error.as_deref(), Some("took longer than 0.02 s"));
}

#[tokio::test]
async fn a_job_may_say_when_to_come_back() {
    let world = World::new().await;
    let id = world.enqueue(&Break::RetryAfterAnHour).await;
    world.run_jobs(&registry()).await;
    let wait = world.row(id).await.unwrap().run_at - jobs_now(&world);
    assert!((wait - TimeDelta::hours(1)).abs() <= TimeDelta::minutes(6), "{wait}");
}

#[tokio::test]
async fn a_job_that_recovers_leaves_nothing_behind() {
    let world = World::new().await;
    world.enqueue(&Break::UntilAttempt(3)).await;
    for _ in 0..2 {
        assert_eq!(world.run_jobs(&registry()).await.retried, 1);
        world.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(world.run_jobs(&registry()).await.done, 1);
    assert_eq!(world.rows().await, []);
}

fn jobs_now(world: &World) -> chrono::DateTime<chrono::Utc> {
    world.db.clock().now()
}
