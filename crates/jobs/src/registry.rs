//! The jobs that a process knows, by name.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use anyhow::Context;
use futures_util::future::BoxFuture;
use serde_json::Value;

use crate::{Job, JobContext, JobError};

/// Handlers by name. Each service makes one in its `jobs()`, the executable merges them.
#[derive(Default, Clone)]
pub struct Registry {
    handlers: BTreeMap<&'static str, Arc<Handler>>,
}

pub(crate) struct Handler {
    pub(crate) name: &'static str,
    pub(crate) queue: &'static str,
    pub(crate) timeout: Option<Duration>,
    pub(crate) run: Run,
}

type Run = Box<dyn Fn(Value, JobContext) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

impl Registry {
    /// A registry that knows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a job and what it works with.
    ///
    /// # Panics
    /// When there is one of that name already: two jobs would take each other's rows.
    #[must_use]
    pub fn with<J: Job>(mut self, state: J::State) -> Self {
        let run: Run = Box::new(move |payload, ctx| {
            let state = state.clone();
            Box::pin(async move {
                let job: J = serde_json::from_value(payload)
                    .context("the payload does not fit the job; replay it once the job understands it")
                    .map_err(JobError::Fail)?;
                job.run(&ctx, &state).await
            })
        });
        self.insert(Arc::new(Handler { name: J::NAME, queue: J::QUEUE, timeout: J::TIMEOUT, run }));
        self
    }

    /// All jobs of both.
    ///
    /// # Panics
    /// When both have one of the same name.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for handler in other.handlers.into_values() {
            self.insert(handler);
        }
        self
    }

    /// The names of the jobs, sorted.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.handlers.keys().copied()
    }

    pub(crate) fn queues(&self) -> Vec<&'static str> {
        let mut queues: Vec<_> = self.handlers.values().map(|handler| handler.queue).collect();
        queues.sort_unstable();
        queues.dedup();
        queues
    }

    pub(crate) fn handler(&self, name: &str) -> Option<Arc<Handler>> {
        self.handlers.get(name).map(Arc::clone)
    }

    fn insert(&mut self, handler: Arc<Handler>) {
        let name = handler.name;
        assert!(self.handlers.insert(name, handler).is_none(), "the job {name} is registered twice");
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.handlers.keys()).finish()
    }
}
