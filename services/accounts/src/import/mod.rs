//! Taking over what another system knows of people.

pub mod better_auth;
