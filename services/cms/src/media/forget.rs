//! The files of what was deleted.

use futures_util::TryStreamExt;
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};

use super::{Library, address::folder};

/// Removes all files of one that was deleted. What is made of it at this very moment is swept later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Forget {
    pub(crate) key: String,
}

impl Job for Forget {
    const NAME: &'static str = "cms.forget_media";
    const QUEUE: &'static str = "media";
    type State = Library;

    async fn run(&self, ctx: &JobContext, library: &Library) -> Result<(), JobError> {
        let found: Vec<_> = library.storage.list(&folder(ctx.organization(), &self.key)).try_collect().await?;
        for file in found {
            library.storage.delete(&file.key).await?;
        }
        Ok(())
    }
}
