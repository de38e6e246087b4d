//! Sending in the background, until it worked.

use std::time::Duration;

use chrono::{DateTime, Utc};
use db::Tx;
use jobs::{Enqueue, Job, JobContext, JobError};
use serde::{Deserialize, Serialize};

use crate::{Error, Mailer, Message};

/// Sends one mail. Its row holds the mail, secrets included, until it is sent and the row deleted.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendMail {
    message: Message,
    /// When it was written, which is what its `Date` says however long the server was away.
    written_at: DateTime<Utc>,
}

/// Enqueues a mail in the transaction that wants it; if that rolls back, nobody gets mail. Await it; before that, the
/// usual options of a job can be added.
///
/// A mail that is refused stays in the queue as a dead job, which admins of the shop of `tx` may read. So a mail that lets
/// its reader in, with a link or a code, is the installation's ([`enqueue_secret`], or a transaction of no shop) unless
/// those admins may have it.
pub fn enqueue(tx: &Tx, message: Message) -> Enqueue<'_> {
    jobs::enqueue(tx, &SendMail { message, written_at: tx.now() })
}

/// The same for a mail that lets its reader in: its job is the installation's, and no administrator of the shop of `tx` reads it.
pub fn enqueue_secret(tx: &Tx, message: Message) -> Enqueue<'_> {
    enqueue(tx, message).of_installation()
}

impl Job for SendMail {
    const NAME: &'static str = "mail.send";
    // A mail server that hangs holds up mails alone.
    const QUEUE: &'static str = "mail";
    // Half a day: a mail server may be away for a night.
    const MAX_ATTEMPTS: i32 = 24;
    // Longer than all steps together may take.
    const TIMEOUT: Option<Duration> = Some(Duration::from_mins(3));
    type State = Mailer;

    async fn run(&self, _: &JobContext, mailer: &Mailer) -> Result<(), JobError> {
        mailer.send_dated(&self.message, self.written_at).await.map_err(|error| match error {
            Error::Temporary(_) => JobError::from(error),
            Error::Permanent(_) => JobError::fail(error),
        })
    }
}
