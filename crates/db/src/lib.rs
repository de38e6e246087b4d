//! The only key to the data.
//!
//! Owns the connection pools, [`Db::begin`] which turns a [`Scope`] into a transaction that Postgres itself confines to
//! one shop, the mapping of Postgres errors to [`Error`], the LISTEN connection, and the clock.
//!
//! Must never hand out a connection outside a transaction, know a table, or retry anything but the opening of a
//! transaction, [`Db::look_up`], which can only read, and [`Db::take`], which takes a thing once however often it is told. Nobody may await HTTP, SMTP or another connection while a [`Tx`] is open.
//!
//! Store functions take `&Tx`; as only the `begin…` functions of `Db` make one, a query without a scope cannot
//! be written.

mod cause;
mod clock;
mod connect;
mod connections;
mod error;
mod lanes;
mod listener;
mod prelude;
mod rows;
mod scope;
mod tx;
mod watch;
mod work;

pub use cause::{Actor, Cause};
pub use clock::{Clock, FakeClock, SystemClock};
pub use connect::{Db, Settings};
pub use error::{Error, OnConstraint, Result};
pub use listener::{Listener, Notice};
pub use rows::{exec, fetch_all, fetch_one, fetch_optional};
pub use scope::{INSTALLATION, Role, Scope, Working};
pub use tx::Tx;
pub use work::Work;

pub use sea_orm;
