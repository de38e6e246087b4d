//! Who writes down how far an import is.

use db::Tx;
use serde_json::{Value, json};
use uuid::Uuid;

use super::LineError;
use crate::write::Upserted;

/// What one transaction of an import did.
#[derive(Debug)]
pub struct Step<'a> {
    /// The first line of the last product that it wrote or left out; none when it is only about errors.
    pub line: Option<u64>,
    /// The last line that was looked at.
    pub looked: u64,
    /// What was written.
    pub upserted: &'a [Upserted],
    /// Lines that were left out since the last step.
    pub errors: &'a [LineError],
}

/// Writes down how far an import is.
pub trait Journal: Send {
    /// Whether it wants to be told of steps in which nothing of a product is written.
    const IS_KEPT: bool;

    /// Products that begin on this line or above it are in already.
    fn done_line(&self) -> u64;

    /// Whether quantities are set, and not left as they are.
    fn writes_stock(&self) -> bool {
        true
    }

    /// What the ledger of stock names as the cause.
    fn cause(&self) -> Option<Uuid> {
        None
    }

    /// On whose behalf it is, as claims.
    fn claims(&self) -> Value {
        json!({})
    }

    /// Whether there is no point in going on.
    fn gives_up(&self) -> bool;

    /// Part of the step's transaction: if this fails, nothing of the step is kept.
    fn step(&mut self, tx: &Tx, step: &Step<'_>) -> impl Future<Output = db::Result<()>> + Send;

    /// The step is kept.
    fn committed(&mut self, step: &Step<'_>);
}

/// Somebody waits for it, and begins anew if need be.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Journal for Quiet {
    const IS_KEPT: bool = false;

    fn done_line(&self) -> u64 {
        0
    }

    fn gives_up(&self) -> bool {
        false
    }

    async fn step(&mut self, _: &Tx, _: &Step<'_>) -> db::Result<()> {
        Ok(())
    }

    fn committed(&mut self, _: &Step<'_>) {}
}
