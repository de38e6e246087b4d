//! What is in a content: what it uses, what it says, its outline; and single blocks put in, moved and taken out.

mod edit;
mod leaves;
mod outline;
mod text;
mod uses;

pub(crate) use leaves::{Leaf, leaves};
pub use outline::Heading;
pub use uses::{Use, Used};
