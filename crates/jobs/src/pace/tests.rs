use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

const POLL: Duration = Duration::from_secs(5);

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

/// A day without work: a look is one transaction, and there is less than one a second by far.
#[test]
fn an_idle_runner_looks_less_than_once_a_second() {
    let day = Duration::from_hours(24);
    let mut passed = Duration::ZERO;
    let mut looks = 0u32;
    while passed < day {
        passed += until_next_look(None, now(), POLL, 0, f64::from(looks % 10) / 10.0);
        looks += 1;
    }
    assert!(f64::from(looks) / day.as_secs_f64() < 0.25, "{looks} looks in a day");
}

#[test]
fn work_that_is_due_soon_is_not_slept_over() {
    let wait = until_next_look(Some(now() + TimeDelta::milliseconds(1500)), now(), POLL, 0, 0.5);
    assert_eq!(wait, Duration::from_millis(1501));
}

#[test]
fn a_broken_database_is_asked_again_soon_and_then_less_and_less() {
    let waits: Vec<_> = (1..8).map(|failures| until_next_look(None, now(), POLL, failures, 0.5)).collect();
    assert_eq!(waits[0], Duration::from_millis(200));
    assert!(waits.is_sorted());
    assert_eq!(waits[6], POLL);
}

proptest! {
    #[test]
    fn a_sleep_is_never_too_short_nor_longer_than_the_poll(
        next in proptest::option::of(-100_000..100_000i64), failures in 0..50u32, chance in 0.0..1.0f64,
    ) {
        let next_at = next.map(|milliseconds| now() + TimeDelta::milliseconds(milliseconds));
        let wait = until_next_look(next_at, now(), POLL, failures, chance);
        prop_assert!(wait >= Duration::from_millis(150) && wait <= POLL.mul_f64(1.1));
    }
}
