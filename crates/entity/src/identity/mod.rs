//! People and shops.

pub mod account;
pub mod imported;
pub mod invitation;
pub mod member;
pub mod organization;
pub mod organization_role;
pub mod passkey;
pub mod personal_key;
pub mod session;
pub mod signing_key;
pub mod team;
pub mod team_member;
pub mod two_factor;
pub mod user;
pub mod user_role;
pub mod verification;
