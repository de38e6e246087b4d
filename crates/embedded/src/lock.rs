//! Keeps two processes off one cluster. The kernel gives the lock back when its holder ends, however it ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    time::Duration,
};

use tokio::time::{Instant, sleep};

use crate::error::{About, Error};

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting at most `patience` for another holder.
    pub(crate) async fn take(path: &Path, patience: Duration) -> Result<Self, Error> {
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).about("write", path)?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => sleep(Duration::from_millis(10)).await,
                Err(TryLockError::WouldBlock) => {
                    let mut pid = String::new();
                    file.read_to_string(&mut pid).about("read", path)?;
                    let folder = path.parent().unwrap_or(path).to_owned();
                    return Err(Error::Busy { folder, pid: pid.trim().parse().ok() });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(Error::File { action: "lock", path: path.to_owned(), source });
                }
            }
        }
        // Whoever finds the lock taken tells its user by whom.
        file.set_len(0).and_then(|()| file.rewind()).about("write", path)?;
        writeln!(file, "{}", std::process::id()).about("write", path)?;
        Ok(Self { _file: file })
    }
}
