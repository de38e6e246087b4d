//! Mails as files, for machines without a mail server.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tokio::{
    fs::{DirBuilder, OpenOptions},
    io::AsyncWriteExt,
};
use uuid::Uuid;

use crate::Error;

/// A folder of `.eml` files, named so that the newest one is the last.
pub(crate) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a mail. One that is sent again takes the place of its first attempt.
    pub(crate) async fn write(&self, id: Uuid, date: DateTime<Utc>, bytes: &[u8]) -> Result<(), Error> {
        let path = self.folder.join(format!("{}-{}.eml", date.format("%Y%m%dT%H%M%S%3fZ"), id.simple()));
        let failed = |error| Error::temporary("writing a file", format!("{}: {error}", path.display()));
        // Links and codes in mails are secrets, also those of people who try things out.
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).await.map_err(failed)?;
        let unfinished = path.with_extension("part");
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished).await.map_err(failed)?;
        file.write_all(bytes).await.map_err(failed)?;
        file.flush().await.map_err(failed)?;
        tokio::fs::rename(&unfinished, &path).await.map_err(failed)?;
        tracing::info!(file = %path.display(), "no SMTP_URL is set, so a mail was written to a file");
        Ok(())
    }
}
