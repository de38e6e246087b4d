//! Limits that processes share, on a real Redis.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails where it unwraps, as the test would")]

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use db::SystemClock;
use limits::{Flow, Limits, Rule};
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

/// So many tries at once by two processes: how many pass.
async fn pass_at_once(one: &Limits, other: &Limits, flow: Flow, tries: usize) -> u32 {
    let tries = (0..tries).map(|n| {
        let limits = if n % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(async move { limits.pass(flow, "a shop").await.is_ok() })
    });
    let mut passed = 0;
    for each in tries.collect::<Vec<_>>() {
        passed += u32::from(each.await.unwrap());
    }
    passed
}

#[tokio::test]
async fn what_is_rare_is_counted_exactly_by_all_processes() {
    let redis = Redis::start().await;
    let (one, other) = (redis.limits(), redis.limits());
    let flow = Flow { name: "rare", most: 20, window: Duration::from_hours(1), burst: 20 };
    assert_eq!(pass_at_once(&one, &other, flow, 100).await, 20);
    let refused = other.pass(flow, "a shop").await.unwrap_err();
    assert!((1..=180).contains(&refused.seconds()), "{refused}");
    assert_eq!(one.pass(flow, "another shop").await, Ok(()), "one shop does not starve another");
}

#[tokio::test]
async fn what_is_frequent_is_taken_in_lots_that_never_exceed_the_flow() {
    let redis = Redis::start().await;
    let (one, other) = (redis.limits(), redis.limits());
    let flow = Flow { name: "frequent", most: 200, window: Duration::from_secs(1), burst: 400 };
    let begun = std::time::Instant::now();
    let passed = pass_at_once(&one, &other, flow, 2_000).await;
    let refilled = u32::try_from(begun.elapsed().as_millis() / 5).unwrap();
    // All of the burst but what the two still have in hand, and no more than it and what came meanwhile.
    assert!((400 - 2 * 20..=400 + refilled + 1).contains(&passed), "{passed} of 400 and {refilled}");
}

#[tokio::test]
async fn without_redis_flows_pass_by_each_process() {
    let mut redis = Redis::start().await;
    let limits = redis.limits();
    let flow = Flow { name: "alone", most: 3, window: Duration::from_hours(1), burst: 3 };
    limits.pass(flow, "a shop").await.unwrap();
    redis.stop();
    for _ in 0..3 {
        limits.pass(flow, "a shop").await.unwrap();
    }
    let refused = limits.pass(flow, "a shop").await.unwrap_err();
    assert!(refused.seconds() > 60, "{refused}");
}
