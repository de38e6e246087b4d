//! Mails to a server, over connections that are kept for the next one.
//!
//! lettre's own transport is not used: when a send of it is cancelled, its pool keeps the connection in the middle of a
//! dialogue and takes the answers for one mail as those for the next. Here a connection is only kept after a yes, and
//! every step has its time-out.

mod dialogue;
mod pool;
mod server;

use std::{path::Path, sync::Arc, time::Duration};

use lettre::transport::smtp::{client::AsyncSmtpConnection, commands::Mail};

use self::{
    dialogue::{DONE, step},
    pool::Pool,
    server::Server,
};
use crate::{Address, Error, OpenError};

/// A mail server and the connections to it.
pub(crate) struct Smtp {
    server: Server,
    idle: Arc<Pool>,
    timeout: Duration,
}

impl Smtp {
    pub(crate) fn new(
        server: config::Smtp,
        ca_file: Option<&Path>,
        hello: String,
        timeout: Duration,
    ) -> Result<Self, OpenError> {
        Ok(Self { server: Server::new(server, ca_file, hello, timeout)?, idle: Arc::default(), timeout })
    }

    pub(crate) fn host(&self) -> &str {
        self.server.host()
    }

    /// Sends one mail to one recipient.
    pub(crate) async fn send(&self, from: &Address, to: &Address, bytes: &[u8]) -> Result<(), Error> {
        let mut connection = self.begin(from).await?;
        match dialogue::finish(&mut connection, to, bytes, self.timeout).await {
            Ok(()) => {
                self.idle.put(connection);
                Ok(())
            }
            Err(error) => {
                pool::quit(connection);
                Err(error)
            }
        }
    }

    /// A connection on which the server has agreed to take a mail of this sender.
    async fn begin(&self, from: &Address) -> Result<AsyncSmtpConnection, Error> {
        if let Some(connection) = self.idle.take() {
            if let Ok(connection) = self.offer(connection, from).await {
                return Ok(connection);
            }
            // The server may have closed it, or want no more mails over it: what it says on a new one counts.
            self.idle.clear();
        }
        self.offer(self.server.connect().await?, from).await
    }

    /// Asks the server whether it takes a mail of this sender.
    async fn offer(&self, mut connection: AsyncSmtpConnection, from: &Address) -> Result<AsyncSmtpConnection, Error> {
        let mail = connection.command(Mail::new(Some(from.to_lettre()), Vec::new()));
        match step("MAIL FROM", DONE, self.timeout, mail).await {
            Ok(()) => Ok(connection),
            Err(error) => {
                pool::quit(connection);
                Err(error)
            }
        }
    }
}
