use chrono::{DateTime, TimeDelta, Utc};
use jobs::{Job, JobContext, JobError, Registry, Schedule, schedule};
use serde::{Deserialize, Serialize};

use crate::support::World;

#[derive(Serialize, Deserialize)]
struct Nightly;

impl Job for Nightly {
    const NAME: &'static str = "test.nightly";
    type State = ();

    async fn run(&self, _: &JobContext, (): &()) -> Result<(), JobError> {
        Ok(())
    }
}

async fn at(time: &str) -> (World, Schedule) {
    let world = World::new().await;
    world.clock.set(time.parse().unwrap());
    (world, Schedule::new("test.every_night", "0 3 * * *", &Nightly).unwrap())
}

fn slots(rows: &[crate::support::JobRow]) -> Vec<DateTime<Utc>> {
    rows.iter().map(|row| row.run_at).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_tickers_enqueue_a_slot_once() {
    let (world, schedule) = at("2027-03-01T03:00:00.4Z").await;
    for day in 1..=3 {
        let ticks = (0..20).map(|_| {
            let (db, schedule) = (world.db.clone(), schedule.clone());
            tokio::spawn(async move { schedule::tick(&db, &schedule).await.unwrap() })
        });
        let mut winners = 0;
        for tick in ticks.collect::<Vec<_>>() {
            winners += usize::from(tick.await.unwrap());
        }
        assert_eq!(winners, 1, "on day {day}");
        assert_eq!(slots(&world.rows().await), [format!("2027-03-0{day}T03:00:00Z").parse::<DateTime<Utc>>().unwrap()]);
        assert_eq!(world.run_jobs(&Registry::new().with::<Nightly>(())).await.done, 1);
        assert!(!schedule::tick(&world.db, &schedule).await.unwrap(), "a slot that is done does not come back");
        world.clock.advance(TimeDelta::days(1));
    }
}

#[tokio::test]
async fn missed_slots_are_caught_up_once() {
    let (world, schedule) = at("2027-03-01T12:00:00Z").await;
    let schedules = [schedule];
    assert_eq!(schedule::catch_up(&world.db, &schedules).await.unwrap(), 0, "a new schedule has missed nothing");
    world.clock.advance(TimeDelta::hours(1));
    assert_eq!(schedule::catch_up(&world.db, &schedules).await.unwrap(), 0);
    world.clock.advance(TimeDelta::days(5));
    assert_eq!(schedule::catch_up(&world.db, &schedules).await.unwrap(), 1);
    assert_eq!(schedule::catch_up(&world.db, &schedules).await.unwrap(), 0);
    assert!(!schedule::tick(&world.db, &schedules[0]).await.unwrap());
    assert_eq!(slots(&world.rows().await), ["2027-03-06T03:00:00Z".parse::<DateTime<Utc>>().unwrap()]);
}

#[tokio::test]
async fn a_clock_that_goes_back_does_not_repeat_a_slot() {
    let (world, schedule) = at("2027-03-05T12:00:00Z").await;
    assert!(schedule::tick(&world.db, &schedule).await.unwrap());
    world.clock.advance(TimeDelta::days(-2));
    assert!(!schedule::tick(&world.db, &schedule).await.unwrap());
}
