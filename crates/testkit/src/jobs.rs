//! Running background work at once.

use jobs::Registry;

use crate::TestDb;

impl TestDb {
    /// Runs every job that is due by the fake clock, and what those enqueue, until none is left.
    pub async fn run_jobs(&self, registry: &Registry) -> jobs::Drained {
        jobs::run_until_empty(self.db(), registry).await.expect("the queue can be read")
    }
}
