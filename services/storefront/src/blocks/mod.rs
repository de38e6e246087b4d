//! Blocks become HTML: the only place that knows what a block looks like, for pages, drafts and previews alike.
//!
//! [`needs`](mod@needs) says what a content shows of the shop, [`found`](mod@found) asks for all of it at once, and [`Renderer`] writes it with the theme's
//! `blocks/<type>.html`, one for each type. Every element whose text is a prop that is typed on the page says which
//! (`data-field`), every block says its id, and every slot says its path: by these the editor finds its way.

mod find;
mod found;
#[cfg(test)]
mod hostile;
mod links;
mod marks;
mod needs;
mod pictures;
mod render;
mod views;

pub(crate) use find::{Given, find, find_all};
pub(crate) use found::Found;
pub(crate) use marks::add as add_marks;
pub(crate) use pictures::Picture;
pub(crate) use render::{How, Renderer};
