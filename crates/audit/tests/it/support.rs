//! A log on a database of its own.

use std::time::Duration;

use audit::{Audit, Line};
use db::Actor;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use sea_orm::FromQueryResult;
use testkit::{Clock, TestDb};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// Longer than anything takes that happens at all.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Log {
    pub(crate) test: TestDb,
    pub(crate) audit: Audit,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct Status {
    status: i16,
}

impl Log {
    pub(crate) async fn open() -> Self {
        let test = TestDb::new().await;
        let audit = Audit::start(test.db().clone(), Vec::new());
        Self { test, audit }
    }

    /// A call of somebody.
    pub(crate) fn line(&self, path: &str) -> Line {
        Line {
            at: self.test.clock().now(),
            actor: Actor { user: Some(Uuid::now_v7()), ..Actor::default() },
            method: "GET".to_owned(),
            endpoint: path.to_owned(),
            path: path.to_owned(),
            status: 200,
            duration_ms: 1,
            address: None,
            user_agent: None,
            request_id: "a-request".to_owned(),
        }
    }

    /// How many lines fulfil a condition.
    pub(crate) async fn count(&self, condition: &str) -> i64 {
        let tx = self.test.db().begin_system("count lines").await.unwrap();
        let sql = format!("select count(*) as n from public.api_audit_logs where {condition}");
        db::fetch_one::<Count>(&tx, &sql, []).await.unwrap().n
    }

    /// Waits until so many lines fulfil a condition.
    pub(crate) async fn until(&self, wanted: i64, condition: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.count(condition).await;
            if found == wanted {
                return;
            }
            assert!(found < wanted && Instant::now() < deadline, "{found} of {wanted} where {condition}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The status of the call of a path, once it is written.
    pub(crate) async fn status_of(&self, path: &str) -> i16 {
        self.until(1, &format!("path = '{path}'")).await;
        let tx = self.test.db().begin_system("read a line").await.unwrap();
        let sql = "select status from public.api_audit_logs where path = $1";
        db::fetch_one::<Status>(&tx, sql, [path.into()]).await.unwrap().status
    }
}

/// What this thread counts, and so this test's runtime.
pub(crate) struct Counters {
    handle: PrometheusHandle,
    recorder: &'static PrometheusRecorder,
}

impl Counters {
    pub(crate) fn new() -> Self {
        // A recorder that is set has to outlive the test.
        let recorder: &'static PrometheusRecorder = Box::leak(Box::new(PrometheusBuilder::new().build_recorder()));
        Self { handle: recorder.handle(), recorder }
    }

    /// Counts until what is answered is dropped.
    pub(crate) fn count(&self) -> metrics::LocalRecorderGuard<'static> {
        metrics::set_default_local_recorder(self.recorder)
    }

    /// Lines that were lost so far.
    pub(crate) fn dropped(&self) -> u64 {
        let text = self.handle.render();
        let line = text.lines().find_map(|line| line.strip_prefix("audit_dropped_total "));
        line.map_or(0, |value| value.parse().unwrap())
    }
}
