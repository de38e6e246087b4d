//! Who comes to the Store and the Admin API: the one place where their credentials are looked at. Whatever the way (Better
//! Auth's cookie or bearer, Medusa's token, a secret key, a personal key), the database is asked each time, so a session that
//! was ended, a ban or another role counts from the next request on.

mod callers;
mod credentials;
mod customer;
mod staff;

use async_trait::async_trait;
use auth::{Customer, Door, Staff};
use entity::ids::OrganizationId;
use http::request::Parts;
use web::ApiError;

pub use self::{
    callers::Callers,
    credentials::{Credentials, SessionRef},
};
pub(crate) use self::{
    credentials::bearer,
    staff::{SHOP, permissions, program, unproven},
};
use crate::{Accounts, shares::Share};

#[async_trait]
impl Door for Accounts {
    async fn staff(&self, parts: &Parts) -> Result<Staff, ApiError> {
        let name = self.credentials(parts)?.map(|credentials| Callers::name(parts, &credentials));
        let remembered = name.as_ref().and_then(|name| self.callers.shop(name));
        if let Some(shop) = remembered {
            self.share(Share::Admin, shop).await?;
        }
        let found = staff::find(self, parts).await;
        let shop = found.as_ref().ok().map(|staff| staff.organization.0);
        if let Some(name) = name
            && shop != remembered
        {
            self.callers.note(name, shop);
        }
        let staff = found?;
        if remembered.is_none() {
            self.share(Share::Admin, staff.organization.0).await?;
        }
        Ok(staff)
    }

    async fn customer(&self, shop: OrganizationId, parts: &Parts) -> Result<Option<Customer>, ApiError> {
        customer::find(self, shop, parts).await
    }
}
