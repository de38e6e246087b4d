//! Who came, and what they looked at.

pub mod order_source;
pub mod page_view;
