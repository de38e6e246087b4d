//! Menus: trees of labels and links. What they link to is named by its id where it has one, so a menu outlives addresses, and what is gone is
//! left out of it.

mod items;
mod resolve;
mod write;

pub(crate) use items::{Item, Items};
pub(crate) use resolve::{Menu, resolve};
pub(crate) use write::{New, Replaced, create, remove, replace};
