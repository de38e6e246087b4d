//! Connections that wait for the next mail.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use lettre::transport::smtp::client::AsyncSmtpConnection;

const MOST: usize = 8;
/// Below the minute after which impatient servers hang up.
const LONGEST_IDLE: Duration = Duration::from_secs(30);
/// How long a server may take to say good-bye; nobody waits for it.
const FAREWELL: Duration = Duration::from_millis(500);

#[derive(Default)]
pub(super) struct Pool {
    idle: Mutex<Vec<Parked>>,
}

struct Parked {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Pool {
    /// The connection that was used last.
    pub(super) fn take(&self) -> Option<AsyncSmtpConnection> {
        let parked = self.lock().pop()?;
        if parked.since.elapsed() < LONGEST_IDLE {
            return Some(parked.connection);
        }
        quit(parked.connection);
        self.clear();
        None
    }

    /// Keeps a connection on which nothing is under way, for a while.
    pub(super) fn put(self: &Arc<Self>, connection: AsyncSmtpConnection) {
        let mut idle = self.lock();
        if idle.len() >= MOST {
            drop(idle);
            return quit(connection);
        }
        idle.push(Parked { connection, since: Instant::now() });
        drop(idle);
        let pool = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(LONGEST_IDLE).await;
            if let Some(pool) = pool.upgrade() {
                pool.drop_old();
            }
        });
    }

    /// Gives all of them up.
    pub(super) fn clear(&self) {
        let all = std::mem::take(&mut *self.lock());
        for parked in all {
            quit(parked.connection);
        }
    }

    fn drop_old(&self) {
        let old: Vec<_> = self.lock().extract_if(.., |parked| parked.since.elapsed() >= LONGEST_IDLE).collect();
        for parked in old {
            quit(parked.connection);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Parked>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says good-bye, in the background: the mail is sent or not, whatever the server answers now.
pub(super) fn quit(mut connection: AsyncSmtpConnection) {
    tokio::spawn(async move { tokio::time::timeout(FAREWELL, connection.abort()).await });
}
