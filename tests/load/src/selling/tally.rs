//! Times, and what they come to.

use std::{fs, time::Duration};

use serde_json::{Map, Value, json};

/// Times in microseconds, by what was asked.
#[derive(Debug)]
pub(crate) struct Tally<const N: usize> {
    times: [Vec<u64>; N],
}

impl<const N: usize> Tally<N> {
    pub(crate) fn new() -> Self {
        Self { times: std::array::from_fn(|_| Vec::new()) }
    }

    pub(crate) fn note(&mut self, call: usize, micros: u64) {
        if let Some(times) = self.times.get_mut(call) {
            times.push(micros);
        }
    }

    pub(crate) fn join(&mut self, other: Self) {
        for (all, times) in self.times.iter_mut().zip(other.times) {
            all.extend(times);
        }
    }

    /// Each call with its percentiles, how often the last of them was answered, and what this program itself has used of a core.
    pub(crate) fn told(mut self, names: [&str; N], took: Duration) -> Value {
        let done = self.times.last().map_or(0, Vec::len);
        let mut calls = Map::new();
        for (name, times) in names.iter().zip(&mut self.times) {
            times.sort_unstable();
            let at = |share: usize| {
                let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
                times.get(place).map(|micros| Duration::from_micros(*micros).as_secs_f64() * 1000.0)
            };
            calls.insert((*name).to_owned(), json!({ "p50_ms": at(50), "p99_ms": at(99) }));
        }
        json!({ "done": done, "seconds": took.as_secs_f64(), "calls": calls, "cpu_seconds": cpu_seconds() })
    }
}

/// What this process has spent on a core; only Linux tells.
fn cpu_seconds() -> Option<f64> {
    let said = fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanos = said.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos).as_secs_f64())
}
