//! The statements on identity. All run as Kontor itself: no person has rights on these tables.

pub mod credentials;
pub mod sessions;
pub mod users;
pub mod verifications;
