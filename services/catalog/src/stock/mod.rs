//! What lies where, and for whom it is kept.
//!
//! Every change is one statement that locks the levels in the order of their keys, guards and changes them: nothing is read first and
//! written later, so two who want the last one do not both get it, and two who want the same things in another order do not wait
//! for each other for ever. A trigger writes a line of the ledger for each level that changes; why, the transaction says.

mod error;
mod levels;
mod removal;
mod reservations;

use db::Tx;
use serde_json::json;

pub use error::StockError;
pub(crate) use error::not_stocked;
pub(crate) use levels::unknown_location;
pub use levels::{AtPlace, Stocked, adjust, create_levels, hold_levels, update_levels};
pub use removal::{Held, Removed, remove_levels};
pub use reservations::{Line, Sale, end, move_to, reserve, reserve_for_channel};

/// The most of an item that one number may say. Sums of them stay far below what Postgres can count.
pub const MOST: i64 = 1_000_000_000_000;

/// Says to the ledger why levels change from here on, until this transaction ends or says something else.
async fn because(tx: &Tx, reason: &str, note: Option<&str>) -> db::Result<()> {
    let said = json!({ "reason": reason, "note": note }).to_string();
    db::exec(tx, "select set_config('kontor.stock', $1, true)", [said.into()]).await.map(drop)
}
