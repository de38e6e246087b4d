//! Pictures: told by their bytes, decoded within limits, turned as they are meant, cut around what matters, made smaller, encoded.
//!
//! Owns what a file of the media library may be ([`Kind`]), how large a picture may be ([`Limits`]) and what becomes of it
//! ([`Picture`]). Whatever is encoded here was decoded here: what else a file had in it (where it was taken, scripts behind its end) stays
//! behind.
//!
//! Must never: know a file system, a database, HTTP or a shop; decode what its header has not been looked at; make a picture larger than
//! it is. All of it takes its time: callers are on a thread that may wait.

mod cut;
mod decode;
mod encode;
mod kind;
mod picture;

pub use cut::{Area, Aspect, Focal, area};
pub use decode::{Header, Limits, decode, look};
pub use encode::{Error, Format};
pub use kind::{Kind, Refused};
pub use picture::Picture;
