use anyhow::anyhow;
use proptest::prelude::*;

use super::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn ended() -> impl Strategy<Value = Attempt> {
    prop_oneof![
        Just(()).prop_map(|()| Attempt::Returned(Ok(()))),
        "\\PC{0,9000}".prop_map(|text| Attempt::Returned(Err(anyhow!(text).into()))),
        (any::<u32>(), ".{0,20}").prop_map(|(seconds, text)| Attempt::Returned(Err(JobError::retry_after(
            Duration::from_secs(u64::from(seconds)),
            anyhow!(text)
        )))),
        ".{0,20}".prop_map(|text| Attempt::Returned(Err(JobError::fail(anyhow!(text))))),
        ".{0,20}".prop_map(Attempt::Panicked),
        any::<u32>().prop_map(|seconds| Attempt::TimedOut(Duration::from_secs(u64::from(seconds)))),
        Just(()).prop_map(|()| Attempt::Dropped),
    ]
}

proptest! {
    /// Every end has a verdict; only success deletes; the last attempt is never put off; no error grows without bound.
    #[test]
    fn every_attempt_gets_a_fitting_verdict(
        attempt in 1..40i32, max_attempts in 1..40i32, ended in ended(), chance in 0.0..1.0f64,
    ) {
        let succeeded = matches!(ended, Attempt::Returned(Ok(())));
        let dropped = matches!(ended, Attempt::Dropped);
        let hopeless = matches!(ended, Attempt::Returned(Err(JobError::Fail(_))));
        match decide(attempt, max_attempts, ended, now(), chance) {
            Verdict::Done => prop_assert!(succeeded),
            Verdict::Release => prop_assert!(dropped),
            Verdict::Dead { error } => {
                prop_assert!(hopeless || attempt >= max_attempts);
                prop_assert!(error.len() <= LONGEST_ERROR && !error.contains('\0'));
            }
            Verdict::Later { run_at, error } => {
                prop_assert!(!hopeless && !succeeded && attempt < max_attempts && run_at >= now());
                prop_assert!(error.len() <= LONGEST_ERROR && !error.contains('\0'));
            }
        }
    }

    /// The wait doubles up to an hour and is never more than a tenth off.
    #[test]
    fn back_off_doubles_up_to_an_hour(attempt in 1..i32::MAX, chance in 0.0..1.0f64) {
        let wait = back_off(attempt);
        prop_assert!(wait >= Duration::from_secs(5) && wait <= Duration::from_hours(1));
        prop_assert!(back_off(attempt.saturating_add(1)) == (wait * 2).min(Duration::from_hours(1)));
        let ended = Attempt::Panicked("x".into());
        let Verdict::Later { run_at, .. } = decide(attempt, i32::MAX, ended, now(), chance) else {
            return Err(TestCaseError::fail("a first failure is retried"));
        };
        let delay = (run_at - now()).to_std().unwrap();
        prop_assert!(delay >= wait.mul_f64(0.899) && delay <= wait.mul_f64(1.101));
    }
}

#[test]
fn an_error_tells_its_causes() {
    let error = anyhow!("the socket closed").context("cannot reach the mail server");
    let verdict = decide(1, 1, Attempt::Returned(Err(error.into())), now(), 0.5);
    assert_eq!(verdict, Verdict::Dead { error: "cannot reach the mail server: the socket closed".into() });
}
