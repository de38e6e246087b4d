//! Posts of the blog as they are read: what they mean, and what goes with them.

mod embed;
mod related;

pub(crate) use embed::Embed;
pub(crate) use related::related;
