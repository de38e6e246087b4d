//! The statements on identity. All run as Kontor itself: no person has rights on these tables.

pub mod active;
pub mod actors;
pub mod addresses;
pub mod admin_users;
pub mod challenges;
pub mod change;
pub mod codes;
pub mod credentials;
pub mod invitations;
pub mod leases;
pub mod members;
pub mod organization_roles;
pub mod organizations;
pub mod passkeys;
pub mod personal_keys;
pub mod provider_accounts;
pub mod sessions;
pub mod signing_keys;
pub mod teams;
pub mod two_factor;
pub mod user_search;
pub mod users;
pub mod verifications;
