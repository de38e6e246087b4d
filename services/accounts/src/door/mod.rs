//! Who comes to the Store and the Admin API: the one place where their credentials are looked at. Whatever the way (Better
//! Auth's cookie or bearer, Medusa's token, a secret key, a personal key), the database is asked each time, so a session that
//! was ended, a ban or another role counts from the next request on.

mod credentials;
mod customer;
mod staff;

use async_trait::async_trait;
use auth::{Customer, Door, Staff};
use entity::ids::OrganizationId;
use http::request::Parts;
use web::ApiError;

pub use self::credentials::{Credentials, SessionRef};
pub(crate) use self::staff::permissions;
use crate::Accounts;

#[async_trait]
impl Door for Accounts {
    async fn staff(&self, parts: &Parts) -> Result<Staff, ApiError> {
        staff::find(self, parts).await
    }

    async fn customer(&self, shop: OrganizationId, parts: &Parts) -> Result<Option<Customer>, ApiError> {
        customer::find(self, shop, parts).await
    }
}
