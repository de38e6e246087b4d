//! What the operating system knows about this process.

/// Memory that this process holds; known on Linux only.
pub(crate) fn resident_memory_bytes() -> Option<u64> {
    if cfg!(target_os = "linux") { parse(&std::fs::read_to_string("/proc/self/status").ok()?) } else { None }
}

/// Finds `VmRSS:     1234 kB`.
pub(crate) fn parse(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim_end().parse().ok()?;
    Some(kibibytes * 1024)
}
