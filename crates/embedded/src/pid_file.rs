//! `postmaster.pid`: what a running server says of itself, and whether it is one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use nix::{errno::Errno, sys::signal::kill, unistd::Pid};

use crate::error::{About, Error};

/// The lines of the file that matter. The server writes them one after the other while it starts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub(crate) pid: Pid,
    pub(crate) port: Option<u16>,
    pub(crate) sockets: Option<PathBuf>,
    pub(crate) status: Option<Status>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Starting,
    Ready,
    Stopping,
}

impl PidFile {
    /// Reads the file in `data`. None: there is none, or nothing usable in it.
    pub(crate) fn read(data: &Path) -> Result<Option<Self>, Error> {
        let path = data.join("postmaster.pid");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error).about("read", &path),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let line = |number: usize| lines.get(number - 1).copied().filter(|line| !line.is_empty());
        // A server in single-user mode writes its id negated; it takes no connections.
        let pid = line(1)?.parse().ok().filter(|pid| *pid > 1)?;
        let status = line(8).and_then(|status| match status {
            "ready" => Some(Status::Ready),
            "starting" => Some(Status::Starting),
            "stopping" => Some(Status::Stopping),
            _ => None,
        });
        Some(Self {
            pid: Pid::from_raw(pid),
            port: line(4).and_then(|port| port.parse().ok()),
            sockets: line(5).map(PathBuf::from),
            status,
        })
    }

    /// Whether the process that the file names is a server on `data`, and not a stranger who got its id.
    pub(crate) fn is_live(&self, data: &Path) -> bool {
        is_alive(self.pid) && serves(self.pid, data)
    }
}

/// Whether the process runs. One that ended and was not waited for by its parent does not.
pub(crate) fn is_alive(pid: Pid) -> bool {
    is_taken(pid) && !is_zombie(pid)
}

/// Whether the id is in use, be it by a process that has ended. Postgres asks no further.
pub(crate) fn is_taken(pid: Pid) -> bool {
    matches!(kill(pid, None), Ok(()) | Err(Errno::EPERM))
}

fn is_zombie(pid: Pid) -> bool {
    // "pid (name) state …", where the name may have spaces and brackets. Elsewhere than on Linux there is no such file.
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .ok()
        .and_then(|stat| stat.rsplit(')').next().map(|rest| rest.trim_start().starts_with(['Z', 'X'])))
        .unwrap_or(false)
}

/// A server works in its data folder, and was started with it as an argument.
fn serves(pid: Pid, data: &Path) -> bool {
    if fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == data) {
        return true;
    }
    let arguments = fs::read(format!("/proc/{pid}/cmdline")).or_else(|_| {
        let pid = pid.to_string();
        std::process::Command::new("ps").args(["-o", "args=", "-p", &pid]).output().map(|output| output.stdout)
    });
    arguments.is_ok_and(|arguments| {
        let arguments = String::from_utf8_lossy(&arguments);
        arguments.contains("postgres") && arguments.contains(&*data.to_string_lossy())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_far_as_it_is_written() {
        let all = "4711\n/x/data\n1700000000\n23456\n/x/run\n127.0.0.1\n  1234 5\nready   \n";
        let read = PidFile::parse(all).unwrap();
        assert_eq!(read.pid, Pid::from_raw(4711));
        assert_eq!((read.port, read.sockets, read.status), (Some(23456), Some("/x/run".into()), Some(Status::Ready)));

        let begun = PidFile::parse("4711\n/x/data\n").unwrap();
        assert_eq!((begun.port, begun.sockets, begun.status), (None, None, None));
        for nothing in ["", "x", "-12\n", "0", "1"] {
            assert_eq!(PidFile::parse(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_stranger_with_the_same_id_is_no_server() {
        let stranger = PidFile::parse(&std::process::id().to_string()).unwrap();
        assert!(is_alive(stranger.pid));
        assert!(!stranger.is_live(Path::new("/nonexistent/data")));
    }
}
