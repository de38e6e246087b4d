//! A steady flow with room for a burst, for what is counted on every request: one atomic step, and no lock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use quick_cache::sync::Cache;
use tokio::sync::Mutex;

use crate::Exceeded;

/// So many in so long a time, evenly, and so many at once.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// Part of every counter's name.
    pub name: &'static str,
    /// How many.
    pub most: u32,
    /// In how long a time.
    pub window: Duration,
    /// How many at once, after a pause.
    pub burst: u32,
}

/// Of a shared flow a process takes what passes in this time, so that it asks Redis ten times a second and not each time.
const LOT: Duration = Duration::from_millis(100);

impl Flow {
    /// Microseconds from one to the next.
    pub(crate) fn interval(&self) -> i64 {
        let window = i64::try_from(self.window.as_micros()).unwrap_or(i64::MAX);
        (window / i64::from(self.most.max(1))).max(1)
    }

    /// Microseconds that a burst may run ahead.
    pub(crate) fn depth(&self) -> i64 {
        self.interval().saturating_mul(i64::from(self.burst.max(1)))
    }

    /// How many a process takes at once, and never so many that a few processes hold the whole burst.
    pub(crate) fn lot(&self) -> i64 {
        let passing = i64::try_from(LOT.as_micros()).unwrap_or(i64::MAX) / self.interval();
        passing.min(i64::from(self.burst / 8)).max(1)
    }

    /// In how long a time there is a lot: who is refused does not ask for each one.
    pub(crate) fn until_a_lot(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.interval().saturating_mul(self.lot())).unwrap_or(0))
    }
}

/// What is known of one key.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// When the next one would be due if all came evenly; microseconds since 1970.
    due: AtomicI64,
    /// Taken from Redis, and not yet used.
    in_hand: AtomicI64,
    /// Until when Redis has nothing to give.
    closed_until: AtomicI64,
    /// One asks Redis at a time; the others wait for what he brings.
    pub(crate) turn: Mutex<()>,
}

impl Gate {
    /// Lets one pass by this process's own count.
    pub(crate) fn pass(&self, flow: Flow, now: i64) -> Result<(), Exceeded> {
        let (interval, depth) = (flow.interval(), flow.depth());
        let mut seen = self.due.load(Ordering::Relaxed);
        loop {
            let due = seen.max(now).saturating_add(interval);
            let ahead = due.saturating_sub(now).saturating_sub(depth);
            if ahead > 0 {
                return Err(exceeded(ahead));
            }
            match self.due.compare_exchange_weak(seen, due, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return Ok(()),
                Err(other) => seen = other,
            }
        }
    }

    /// Lets one pass by what was taken from Redis; none when it has to be asked.
    pub(crate) fn pass_in_hand(&self, now: i64) -> Option<Result<(), Exceeded>> {
        let spend = |left: i64| (left > 0).then(|| left - 1);
        if self.in_hand.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok() {
            return Some(Ok(()));
        }
        let closed = self.closed_until.load(Ordering::Relaxed).saturating_sub(now);
        (closed > 0).then(|| Err(exceeded(closed)))
    }

    /// Keeps what Redis gave; one of it is used at once.
    pub(crate) fn take_in_hand(&self, granted: i64) {
        self.in_hand.fetch_add(granted - 1, Ordering::Relaxed);
    }

    /// Redis has nothing to give for so long.
    pub(crate) fn close(&self, now: i64, wait: Duration) {
        let wait = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
        self.closed_until.store(now.saturating_add(wait), Ordering::Relaxed);
    }
}

fn exceeded(micros: i64) -> Exceeded {
    Exceeded { retry_after: Duration::from_micros(u64::try_from(micros).unwrap_or(0)) }
}

/// All of them. One that was not used for long is forgotten for one that is, and starts anew with its whole burst.
pub(crate) struct Gates(Cache<u128, Arc<Gate>>);

impl Gates {
    const MOST: usize = 65_536;

    pub(crate) fn new() -> Self {
        Self(Cache::new(Self::MOST))
    }

    pub(crate) fn of(&self, name: u128) -> Arc<Gate> {
        let found: Result<_, std::convert::Infallible> = self.0.get_or_insert_with(&name, || Ok(Arc::default()));
        match found {
            Ok(gate) => gate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: Flow = Flow { name: "test", most: 10, window: Duration::from_secs(1), burst: 5 };
    const SECOND: i64 = 1_000_000;

    #[test]
    fn a_burst_and_then_evenly() {
        let gate = Gate::default();
        let now = 1_000 * SECOND;
        for _ in 0..5 {
            assert_eq!(gate.pass(FLOW, now), Ok(()));
        }
        assert_eq!(gate.pass(FLOW, now), Err(Exceeded { retry_after: Duration::from_millis(100) }));
        assert_eq!(gate.pass(FLOW, now + SECOND / 10), Ok(()));
        assert!(
            gate.pass(FLOW, now + SECOND / 10).is_err(),
            "what was refused is not counted, and nothing is given twice"
        );
        let passed = (0..100).filter(|n| gate.pass(FLOW, now + SECOND + n * SECOND / 100).is_ok()).count();
        assert_eq!(passed, 5 + 9, "a second later the burst is there again, and what passes in a second");
    }

    #[test]
    fn a_hundred_at_once_pass_exactly_so_often() {
        let gate = Arc::new(Gate::default());
        let threads: Vec<_> = (0..10)
            .map(|_| {
                let gate = Arc::clone(&gate);
                std::thread::spawn(move || (0..10).filter(|_| gate.pass(FLOW, SECOND).is_ok()).count())
            })
            .collect();
        let passed: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(passed, 5);
    }

    #[test]
    fn what_is_in_hand_is_spent_once() {
        let gate = Gate::default();
        assert_eq!(gate.pass_in_hand(0), None);
        gate.take_in_hand(3);
        assert_eq!(
            (gate.pass_in_hand(0), gate.pass_in_hand(0), gate.pass_in_hand(0)),
            (Some(Ok(())), Some(Ok(())), None)
        );
        gate.close(0, Duration::from_secs(2));
        assert_eq!(gate.pass_in_hand(SECOND), Some(Err(Exceeded { retry_after: Duration::from_secs(1) })));
        assert_eq!(gate.pass_in_hand(2 * SECOND), None);
    }

    #[test]
    fn lots_are_small() {
        let flow = |most, window, burst| Flow { name: "test", most, window, burst };
        assert_eq!(flow(500, Duration::from_secs(1), 2_000).lot(), 50);
        assert_eq!(flow(500, Duration::from_secs(1), 80).lot(), 10);
        assert_eq!(flow(500, Duration::from_hours(1), 500).lot(), 1, "what is rare is counted one by one");
        assert_eq!(flow(0, Duration::from_secs(1), 0).lot(), 1);
    }

    #[test]
    fn old_gates_are_forgotten_for_new_ones() {
        let gates = Gates::new();
        for name in 0..(3 * Gates::MOST as u128) {
            gates.of(name);
        }
        assert!(gates.0.len() <= Gates::MOST);
        let gate = gates.of(7);
        assert!(Arc::ptr_eq(&gate, &gates.of(7)));
    }
}
