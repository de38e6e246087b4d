//! AVIF takes seconds where WebP takes a tenth of one: a job makes it, and until then there is the other.

use std::time::Duration;

use images::Format;
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};

use super::{
    Library,
    address::Variant,
    library::{read_whole, write_whole},
    make::Wanted,
};

/// Makes a size of a picture once more, smaller.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakeAvif {
    pub(super) key: String,
    pub(super) variant: String,
}

impl Job for MakeAvif {
    const NAME: &'static str = "cms.make_avif";
    const QUEUE: &'static str = "media";
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Option<Duration> = Some(Duration::from_mins(10));
    type State = Library;

    async fn run(&self, ctx: &JobContext, library: &Library) -> Result<(), JobError> {
        let Some(variant) = Variant::named(&self.variant) else { return Ok(()) };
        let wanted = Wanted { shop: ctx.organization(), key: self.key.clone(), variant };
        let place = wanted.place(Format::Avif);
        if read_whole(&library.storage, &place).await?.is_some() {
            return Ok(());
        }
        // It may be gone by now.
        let Some(media) = wanted.find(library).await? else { return Ok(()) };
        let Some(made) = wanted.encoded(library, &media, Format::Avif).await? else { return Ok(()) };
        let other = read_whole(&library.storage, &wanted.place(Format::Webp)).await?;
        // An empty one says that it would not be smaller.
        let is_smaller = other.is_none_or(|other| made.len() < other.len());
        write_whole(&library.storage, &place, if is_smaller { &made } else { &[] }).await?;
        Ok(())
    }
}
