//! How many calls a second go to Stripe. Its limits are those of an account, so each account has a bucket of its own; what is
//! beyond waits its turn, in the order in which it came.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::Account;

/// So many accounts are remembered before those that rest are forgotten.
const MANY: usize = 1024;

/// The buckets of a process.
#[derive(Debug)]
pub(super) struct Buckets {
    /// Between two calls; nothing without a limit.
    every: Option<Duration>,
    /// So much may come at once: what a quarter of a second brings, for Stripe counts by the second.
    burst: Duration,
    /// When the last call of each account would be due if all came evenly; accounts by the hash of their keys.
    due: Mutex<HashMap<[u8; 32], Instant>>,
}

impl Buckets {
    /// So many calls a second; 0 for no limit.
    pub(super) fn new(rate: u32) -> Self {
        let every = (rate > 0).then(|| Duration::from_secs(1) / rate);
        let burst = every.map_or(Duration::ZERO, |every| Duration::from_millis(250).saturating_sub(every));
        Self { every, burst, due: Mutex::default() }
    }

    /// Waits for a turn, or says at once that it would not come in time; then none is taken.
    pub(super) async fn turn(&self, account: &Account, most: Duration) -> bool {
        match self.reserve(account, Instant::now(), most) {
            Some(wait) => {
                tokio::time::sleep(wait).await;
                true
            }
            None => false,
        }
    }

    /// How long to wait for the next turn, which is taken by asking.
    fn reserve(&self, account: &Account, now: Instant, most: Duration) -> Option<Duration> {
        let Some(every) = self.every else { return Some(Duration::ZERO) };
        let account: [u8; 32] = Sha256::digest(account.secret_key.expose_secret().as_bytes()).into();
        let mut all = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            all.retain(|_, due| *due > now);
        }
        let due = all.get(&account).copied().unwrap_or(now).max(now);
        let wait = (due - now).saturating_sub(self.burst);
        if wait > most {
            return None;
        }
        all.insert(account, due + every);
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENT: Duration = Duration::from_mins(1);

    #[test]
    fn a_few_may_come_at_once_and_the_rest_evenly() {
        let (buckets, account, now) = (Buckets::new(20), Account::new("sk_1"), Instant::now());
        let waits: Vec<_> = (0..10).map(|_| buckets.reserve(&account, now, PATIENT).unwrap().as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 50, 100, 150, 200, 250]);
        // Others are not held up, and a quiet second later all is as before.
        assert_eq!(buckets.reserve(&Account::new("sk_2"), now, PATIENT), Some(Duration::ZERO));
        let later = now + Duration::from_secs(3);
        assert!((0..5).all(|_| buckets.reserve(&account, later, PATIENT) == Some(Duration::ZERO)));
        assert!(buckets.reserve(&account, later, PATIENT) > Some(Duration::ZERO));
    }

    #[test]
    fn who_would_wait_too_long_takes_no_turn() {
        let (buckets, account, now) = (Buckets::new(1), Account::new("sk_1"), Instant::now());
        let most = Duration::from_millis(900);
        assert_eq!(buckets.reserve(&account, now, most), Some(Duration::ZERO));
        assert!((0..100).all(|_| buckets.reserve(&account, now, most).is_none()));
        let soon = now + Duration::from_millis(200);
        assert_eq!(buckets.reserve(&account, soon, most), Some(Duration::from_millis(800)), "the hundred took none");
    }

    #[test]
    fn hardly_more_than_the_rate_in_any_second() {
        let (buckets, account, start) = (Buckets::new(20), Account::new("sk_1"), Instant::now());
        let turns = (0..200).map(|nth| {
            let now = start + Duration::from_millis(nth * 7);
            now + buckets.reserve(&account, now, PATIENT).unwrap() - start
        });
        let turns: Vec<Duration> = turns.collect();
        for from in &turns {
            let within = turns.iter().filter(|at| *at >= from && **at < *from + Duration::from_secs(1)).count();
            assert!(within <= 25, "{within} in the second from {from:?}");
        }
        assert!(turns[199] >= Duration::from_secs(8), "{:?}", turns[199]);
    }

    #[test]
    fn without_a_rate_nobody_waits() {
        let buckets = Buckets::new(0);
        let account = Account::new("sk_1");
        assert!((0..1000).all(|_| buckets.reserve(&account, Instant::now(), Duration::ZERO) == Some(Duration::ZERO)));
        assert!(buckets.due.lock().unwrap().is_empty());
    }

    #[test]
    fn accounts_that_rest_are_forgotten() {
        let (buckets, now) = (Buckets::new(20), Instant::now());
        for nth in 0..3000 {
            let at = now + Duration::from_secs(nth / 1000);
            buckets.reserve(&Account::new(format!("sk_{nth}")), at, PATIENT).unwrap();
        }
        assert!(buckets.due.lock().unwrap().len() <= MANY);
    }
}
