//! Limits that processes share, on a real Redis.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use db::SystemClock;
use limits::{Limits, Rule};
use secrecy::SecretString;

const RULE: Rule = Rule { name: "test", most: 5, window: Duration::from_mins(10) };

/// A Redis of its own, on a socket, without a file.
struct Redis {
    process: Child,
    socket: PathBuf,
    _folder: tempfile::TempDir,
}

impl Redis {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("redis");
        let program = std::env::var_os("KONTOR_REDIS_SERVER").unwrap_or_else(|| "redis-server".into());
        let process = Command::new(program)
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
            .arg(&socket)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is there: ./scripts/test installs it");
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while tokio::net::UnixStream::connect(&socket).await.is_err() {
            assert!(tokio::time::Instant::now() < deadline, "redis does not start");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Self { process, socket, _folder: folder }
    }

    fn limits(&self) -> Limits {
        let url = SecretString::from(format!("unix://{}", self.socket.display()));
        Limits::new(Arc::new(SystemClock), Some(&url), Duration::from_secs(20)).unwrap()
    }

    fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn processes_count_together() {
    let redis = Redis::start().await;
    let (one, other) = (redis.limits(), redis.limits());
    let tries = (0..40).map(|n| {
        let limits = if n % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move { limits.take(RULE, "somebody").await.is_ok() })
    });
    let mut passed = 0;
    for each in tries.collect::<Vec<_>>() {
        passed += u32::from(each.await.unwrap());
    }
    assert_eq!(passed, 5);
    let refused = one.take(RULE, "somebody").await.unwrap_err();
    assert!(refused.seconds() > 0 && refused.seconds() <= 600, "{refused}");
    assert_eq!(one.take(RULE, "somebody else").await, Ok(()));
}

#[tokio::test]
async fn without_redis_a_process_counts_alone_and_refuses_nobody_for_it() {
    let mut redis = Redis::start().await;
    let limits = redis.limits();
    limits.take(RULE, "somebody").await.unwrap();
    redis.stop();
    for _ in 0..4 {
        limits.take(RULE, "somebody").await.unwrap();
    }
    while limits.take(RULE, "somebody").await.is_ok() {}
}
