//! JSON bodies as Medusa reads them: strict, every field is taken by name, what is left over is unrecognised, and complaints
//! are in Medusa's words.

mod declared;
mod extract;
mod fields;
#[cfg(test)]
mod tests;

pub use declared::{AdditionalData, Documented, Email, Field, Filled, FromText, Property, Required, Within};
pub use extract::{Body, BodyUpTo, FromBody, read_json};
pub use fields::{Change, Fields, is_email};
