//! Who else has a page open, where in it, and what becomes of it: told to every window that listens.
//!
//! Nothing of it is kept: a minute later it is worth nothing. A process knows the windows that listen to it (a [`Room`](room::Room) for each
//! page) and tells the other processes of them by Postgres' notifications, which one connection of each hears, however many windows there are.
//! Each says every now and then that it lives; of one that does not, nobody is here any more. Who missed something asks, and all answer. What
//! becomes of a page is told by the transaction that does it ([`tell`]).
//!
//! A window is here as long as it says so: who has said nothing for a minute is gone, whatever became of his connection. Saying it takes a session that is good and may
//! read, so whoever is signed out, or may read no more, hears nothing a minute later.
//!
//! No name is told between processes: each looks up those of the people that it shows.

mod color;
mod deed;
mod guest;
mod hear;
mod hub;
mod names;
mod notice;
mod people;
mod room;
mod state;
mod tasks;

pub(crate) use deed::{What, tell};
pub use hub::Presence;
pub(crate) use hub::Who;
pub(crate) use people::{Place, Spot, Window};
pub(crate) use state::Full;

/// The channels on which processes tell each other of windows, and transactions of what becomes of pages.
pub const CHANNELS: [&str; 2] = [notice::CHANNEL, deed::CHANNEL];
