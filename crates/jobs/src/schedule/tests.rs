use serde::{Deserialize, Serialize};

use super::*;
use crate::{JobContext, JobError};

#[derive(Serialize, Deserialize)]
struct Nothing;

impl Job for Nothing {
    const NAME: &'static str = "test.nothing";
    type State = ();

    async fn run(&self, _: &JobContext, (): &()) -> Result<(), JobError> {
        Ok(())
    }
}

fn slot(pattern: &str, now: &str) -> String {
    let schedule = Schedule::new("test", pattern, &Nothing).unwrap();
    schedule.slot_at(now.parse().unwrap()).map_or_else(|| "never".into(), |slot| slot.to_rfc3339())
}

#[test]
fn the_slot_is_the_latest_one_that_has_begun() {
    assert_eq!(slot("0 3 * * *", "2026-11-21T02:59:59.999Z"), "2026-11-20T03:00:00+00:00");
    assert_eq!(slot("0 3 * * *", "2026-11-21T03:00:00Z"), "2026-11-21T03:00:00+00:00");
    assert_eq!(slot("0 3 * * *", "2026-11-21T03:00:00.5Z"), "2026-11-21T03:00:00+00:00");
    assert_eq!(slot("*/10 * * * * *", "2026-11-21T03:00:29.9Z"), "2026-11-21T03:00:20+00:00");
    assert_eq!(slot("0 0 1 1 *", "2026-11-21T03:00:00Z"), "2026-01-01T00:00:00+00:00");
    assert_eq!(slot("0 0 29 2 *", "2026-11-21T03:00:00Z"), "2024-02-29T00:00:00+00:00");
    assert_eq!(slot("0 0 30 2 *", "2026-11-21T03:00:00Z"), "never");
}

#[test]
fn a_bad_pattern_is_refused_by_name() {
    let error = Schedule::new("catalog.nightly", "every night", &Nothing).unwrap_err();
    assert_eq!(error.to_string(), "the pattern \"every night\" of schedule catalog.nightly is not one of cron's");
}
