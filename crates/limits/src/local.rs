//! Counters in this process.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use db::Clock;

use crate::{Exceeded, Rule};

const SHARDS: usize = 16;
/// Counters per shard. A flood of new addresses drops the oldest ones: it cannot take more memory, and it cannot make
/// anybody wait who did nothing.
const MOST: usize = 32_768;

#[derive(Debug, Clone, Copy)]
struct Window {
    /// Milliseconds since 1970.
    ends: i64,
    count: u32,
}

pub(crate) struct Local {
    clock: Arc<dyn Clock>,
    shards: Vec<Mutex<HashMap<u128, Window>>>,
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").finish_non_exhaustive()
    }
}

impl Local {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }

    pub(crate) fn take(&self, rule: Rule, name: u128) -> Result<(), Exceeded> {
        let now = self.clock.now().timestamp_millis();
        let shard = &self.shards[(name % SHARDS as u128) as usize];
        let mut windows = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST && !windows.contains_key(&name) {
            make_room(&mut windows, now);
        }
        let length = i64::try_from(rule.window.as_millis()).unwrap_or(i64::MAX);
        let window = windows.entry(name).or_insert(Window { ends: now.saturating_add(length), count: 0 });
        if window.ends <= now {
            *window = Window { ends: now.saturating_add(length), count: 0 };
        }
        window.count = window.count.saturating_add(1);
        if window.count > rule.most {
            let left = u64::try_from(window.ends - now).unwrap_or(0);
            return Err(Exceeded { retry_after: Duration::from_millis(left) });
        }
        Ok(())
    }
}

/// Drops what is over, and if that is little, the half that ends first.
fn make_room(windows: &mut HashMap<u128, Window>, now: i64) {
    windows.retain(|_, window| window.ends > now);
    if windows.len() > MOST / 2 {
        let mut ends: Vec<i64> = windows.values().map(|window| window.ends).collect();
        let (_, middle, _) = ends.select_nth_unstable(windows.len() / 2);
        let middle = *middle;
        windows.retain(|_, window| window.ends > middle);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use db::FakeClock;

    use super::*;

    const RULE: Rule = Rule { name: "test", most: 3, window: Duration::from_secs(10) };

    #[test]
    fn so_often_in_a_window() {
        let clock = FakeClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        let local = Local::new(Arc::new(clock.clone()));
        for _ in 0..3 {
            assert_eq!(local.take(RULE, 1), Ok(()));
        }
        clock.advance(TimeDelta::seconds(4));
        assert_eq!(local.take(RULE, 1), Err(Exceeded { retry_after: Duration::from_secs(6) }));
        assert_eq!(local.take(RULE, 2), Ok(()), "others are not held up");
        clock.advance(TimeDelta::seconds(6));
        assert_eq!(local.take(RULE, 1), Ok(()));
    }

    #[test]
    fn a_flood_takes_no_more_memory() {
        let clock = FakeClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        let local = Local::new(Arc::new(clock));
        for name in 0..(MOST as u128 * SHARDS as u128 * 2) {
            assert_eq!(local.take(RULE, name), Ok(()));
        }
        let kept: usize = local.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= MOST * SHARDS, "{kept}");
    }

    #[test]
    fn many_at_once_pass_exactly_so_often() {
        let clock = FakeClock::new("2026-01-01T00:00:00Z".parse().unwrap());
        let local = Arc::new(Local::new(Arc::new(clock)));
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let local = Arc::clone(&local);
                std::thread::spawn(move || (0..50).filter(|_| local.take(RULE, 7).is_ok()).count())
            })
            .collect();
        let passed: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(passed, 3);
    }
}
