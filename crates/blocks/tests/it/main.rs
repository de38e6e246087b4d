//! What blocks are and how they are compared and merged.

mod deep;
mod diffs;
mod forms;
mod links;
mod made;
mod merges;
mod parsing;
mod payloads;
mod random;
mod rich;
mod videos;
mod walks;
mod xss;
