//! How deep and how long a content is, before anything recurses into it.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::{MAX_BYTES, MAX_DEPTH};
use crate::fault::Fault;

/// How deep JSON may go: five for each block in a block, and some for what a block holds.
const DEEPEST: usize = 5 * MAX_DEPTH + 10;

/// Whether a value may be recursed into, and is short enough.
pub(super) fn check(value: &Value) -> Result<(), Fault> {
    let mut left = vec![(value, 1)];
    let mut seen = 0;
    while let Some((value, depth)) = left.pop() {
        seen += 1;
        if depth > DEEPEST {
            return Err(Fault::whole(format!("is nested too deep: blocks may stand in each other {MAX_DEPTH} deep")));
        }
        if seen > MAX_BYTES {
            return Err(too_long());
        }
        match value {
            Value::Array(list) => left.extend(list.iter().map(|value| (value, depth + 1))),
            Value::Object(map) => left.extend(map.values().map(|value| (value, depth + 1))),
            _ => {}
        }
        // What waits is counted too, or a million empty lists would wait before the first is seen.
        if left.len() > MAX_BYTES {
            return Err(too_long());
        }
    }
    check_bytes(value)
}

/// Whether it is short enough as JSON.
pub(super) fn check_bytes(value: &impl Serialize) -> Result<(), Fault> {
    serde_json::to_writer(Counter { left: MAX_BYTES }, value).map_err(|_| too_long())
}

fn too_long() -> Fault {
    Fault::whole(format!("is longer than {} KiB as JSON: divide it into several pages", MAX_BYTES / 1024))
}

/// Takes so many bytes, and no more.
struct Counter {
    left: usize,
}

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
