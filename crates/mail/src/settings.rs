//! What a mailer is told at start.

use std::{path::PathBuf, time::Duration};

use crate::{Invalid, Mailbox};

/// Settings of a [`crate::Mailer`].
#[derive(Debug, Clone)]
pub struct Settings {
    /// The mail server; without one, mails become files.
    pub smtp: Option<config::Smtp>,
    /// A PEM file with certificates that are trusted beside those of the public authorities.
    pub ca_file: Option<PathBuf>,
    /// Whom mails come from.
    pub from: Mailbox,
    /// Whom answers go to, when not to `from`.
    pub reply_to: Option<Mailbox>,
    /// Where mails are written when there is no server.
    pub folder: PathBuf,
    /// How long the server may take for each step. After the content it has six times as long: whoever gives up there
    /// sends a mail again that is perhaps being delivered.
    pub timeout: Duration,
}

impl Settings {
    /// The settings of a process, with files below `folder` and a time-out of ten seconds.
    pub fn new(config: &config::Mail, folder: impl Into<PathBuf>) -> Result<Self, Invalid> {
        Ok(Self {
            smtp: config.smtp_url.clone(),
            ca_file: config.smtp_ca_file.as_ref().map(PathBuf::from),
            from: config.from.parse()?,
            reply_to: config.reply_to.as_deref().map(str::parse).transpose()?,
            folder: folder.into(),
            timeout: Duration::from_secs(10),
        })
    }
}
