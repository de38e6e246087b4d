//! What is written once and shown on many pages.

use super::block;
use crate::props::ReusableId;

block! {
    /// A block that is written once and shown on many pages: change it there, and it changes everywhere.
    Reusable = "reusable", "Reusable block", Advanced, "recycle" {
        /// Which.
        block: Option<ReusableId> = "Block" [needed];
    }
    new {}
}
