//! A Redis of the test's own.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use cache::{Redis, RedisSettings};
use redis::aio::MultiplexedConnection;
use tempfile::TempDir;

use crate::support::until;

/// On a socket in a folder of its own: a port could be taken by another test while this server is down.
pub(crate) struct RedisServer {
    child: Child,
    folder: TempDir,
}

impl RedisServer {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Self { child: spawn(folder.path()), folder };
        server.answers().await;
        server
    }

    /// As `kill -9` and a start: it comes back with what was last saved.
    pub(crate) async fn restart(&mut self) {
        self.kill();
        self.child = spawn(self.folder.path());
        self.answers().await;
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// It keeps its connections and answers nothing.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    fn url(&self) -> String {
        format!("redis+unix://{}", socket(self.folder.path()).display())
    }

    /// The time-out is long, so that a busy machine is no slow Redis.
    pub(crate) fn open(&self) -> Redis {
        self.open_with("test", Duration::from_secs(20))
    }

    pub(crate) fn open_with(&self, namespace: &str, timeout: Duration) -> Redis {
        let settings = RedisSettings { timeout, ..RedisSettings::new(self.url().into(), namespace) };
        Redis::open(settings).unwrap()
    }

    /// What an administrator sees.
    pub(crate) async fn console(&self) -> MultiplexedConnection {
        redis::Client::open(self.url()).unwrap().get_multiplexed_async_connection().await.unwrap()
    }

    pub(crate) async fn answers_kept(&self) -> usize {
        let keys: Vec<String> =
            redis::cmd("KEYS").arg("kontor:*:r:*").query_async(&mut self.console().await).await.unwrap();
        keys.len()
    }

    async fn answers(&self) {
        let client = redis::Client::open(self.url()).unwrap();
        until(async || {
            let Ok(mut connection) = client.get_multiplexed_async_connection().await else { return false };
            let pong: Result<String, _> = redis::cmd("PING").query_async(&mut connection).await;
            pong.is_ok()
        })
        .await;
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // Already gone in some tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("redis.sock")
}

fn spawn(folder: &Path) -> Child {
    let program = std::env::var_os("KONTOR_REDIS_SERVER").map_or_else(|| PathBuf::from("redis-server"), PathBuf::from);
    Command::new(&program)
        .args(["--port", "0", "--save", "", "--appendonly", "no", "--dir"])
        .arg(folder)
        .arg("--unixsocket")
        .arg(socket(folder))
        .stdout(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "{} does not start ({error}): these tests need a Redis or Valkey server; install the package \
                 redis-server, or set KONTOR_REDIS_SERVER to its program",
                program.display()
            )
        })
}
