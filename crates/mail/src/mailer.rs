//! Sends mails, by SMTP or into files.

use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use db::Clock;

use crate::{Error, Mailbox, Message, Settings, compose::compose, file::Files, smtp::Smtp};

/// Sends mails; cheap to clone. Clones share their connections.
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

struct Inner {
    from: Mailbox,
    reply_to: Option<Mailbox>,
    transport: Transport,
    clock: Arc<dyn Clock>,
}

enum Transport {
    Smtp(Smtp),
    Files(Files),
}

/// A mailer that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file with certificates cannot be used.
    #[error(
        "SMTP_CA_FILE (mail.smtp_ca_file) is {file}, which {reason}; name a PEM file with certificates, or unset it"
    )]
    CaFile {
        /// Its name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// TLS cannot be set up for this server.
    #[error("SMTP_URL (mail.smtp_url) names a server for which there is no TLS: {0}; correct the host")]
    Tls(String),
}

impl Mailer {
    /// A mailer that connects when it has something to send, so it can be made while the server is away.
    pub fn open(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let transport = match settings.smtp {
            Some(server) => {
                let hello = settings.from.address().host().to_owned();
                Transport::Smtp(Smtp::new(server, settings.ca_file.as_deref(), hello, settings.timeout)?)
            }
            None => Transport::Files(Files::new(settings.folder)),
        };
        Ok(Self(Arc::new(Inner { from: settings.from, reply_to: settings.reply_to, transport, clock })))
    }

    /// Sends a mail now. Not while a transaction is open, because a server may take a minute: see [`crate::enqueue()`].
    pub async fn send(&self, message: &Message) -> Result<(), Error> {
        self.send_dated(message, self.0.clock.now()).await
    }

    /// Sends a mail that was written at `date`.
    pub(crate) async fn send_dated(&self, message: &Message, date: DateTime<Utc>) -> Result<(), Error> {
        let Inner { from, reply_to, transport, .. } = &*self.0;
        let bytes = compose(message, from, reply_to.as_ref(), date)?;
        match transport {
            Transport::Smtp(smtp) => smtp.send(from.address(), message.to().address(), &bytes).await,
            Transport::Files(files) => files.write(message.id(), date, &bytes).await,
        }
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = match &self.0.transport {
            Transport::Smtp(smtp) => format!("smtp {}", smtp.host()),
            Transport::Files(files) => format!("files in {}", files.folder().display()),
        };
        f.debug_struct("Mailer").field("from", &self.0.from).field("transport", &transport).finish_non_exhaustive()
    }
}
