//! The steps of sending one mail, and what their answers mean.

use std::time::Duration;

use lettre::transport::smtp::{
    self,
    client::AsyncSmtpConnection,
    commands::{Data, Rcpt},
    response::{Response, Severity},
};

use crate::{Address, Error, compose::LINE_END};

/// How much longer a server may take to look at the content than for any other step.
const PATIENCE: u32 = 6;

/// The server's yes to whatever is complete; to `DATA`, which wants something to follow, it is another.
pub(super) const DONE: Severity = Severity::PositiveCompletion;

/// After the server has agreed to the sender: recipient and content.
pub(super) async fn finish(
    connection: &mut AsyncSmtpConnection,
    to: &Address,
    bytes: &[u8],
    timeout: Duration,
) -> Result<(), Error> {
    step("RCPT TO", DONE, timeout, connection.command(Rcpt::new(to.to_lettre(), Vec::new()))).await?;
    step("DATA", Severity::PositiveIntermediate, timeout, connection.command(Data)).await?;
    // The line end before the dot that ends the content is the last one of the mail.
    let content = bytes.strip_suffix(LINE_END).unwrap_or(bytes);
    step("the content", DONE, timeout * PATIENCE, connection.message(content)).await
}

/// One step in its time. That the server says no for good only counts for what it says about the mail: logins and
/// certificates are put right by somebody, and then waiting mails go out.
pub(super) async fn step(
    name: &str,
    yes: Severity,
    timeout: Duration,
    answer: impl Future<Output = Result<Response, smtp::Error>>,
) -> Result<(), Error> {
    match tokio::time::timeout(timeout, answer).await {
        Ok(Ok(answer)) if answer.code().severity == yes => Ok(()),
        // It answers something else than what it was asked: a yes to come may belong to another mail.
        Ok(Ok(answer)) => Err(Error::temporary(name, format!("an answer out of turn: {}", answer.code()))),
        Ok(Err(error)) if error.is_permanent() => Err(Error::permanent(name, error)),
        Ok(Err(error)) => Err(Error::temporary(name, error)),
        Err(_) => Err(Error::temporary(name, format!("no answer within {timeout:?}"))),
    }
}
