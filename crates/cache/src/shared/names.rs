use std::fmt::Write;

use uuid::Uuid;

use crate::{Topic, key::Key};

/// What things are called in Redis: `kontor:<namespace>:v:<organization>:<topic>` for tokens, `…:r:…` for answers.
#[derive(Debug)]
pub(crate) struct Names {
    prefix: String,
    all: String,
}

impl Names {
    pub(crate) fn new(namespace: &str) -> Self {
        let prefix = format!("kontor:{namespace}");
        Self { all: format!("{prefix}:v:all"), prefix }
    }

    pub(crate) fn all(&self) -> &str {
        &self.all
    }

    pub(crate) fn topic(&self, organization: Uuid, topic: Topic) -> String {
        format!("{}:v:{organization}:{topic}", self.prefix)
    }

    /// The whole key rather than its hash, so that two requests can never meet; the length keeps variant and target apart.
    pub(crate) fn answer(&self, key: &Key) -> String {
        let Key { organization, variant, target } = key;
        let mut name = String::with_capacity(self.prefix.len() + 48 + variant.len() + target.len());
        write!(name, "{}:r:{organization}:{}:{variant}:{target}", self.prefix, variant.len())
            .expect("writing to a string does not fail");
        name
    }
}
