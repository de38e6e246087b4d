//! People and shops.

pub mod member;
pub mod organization;
pub mod user;
pub mod user_role;
