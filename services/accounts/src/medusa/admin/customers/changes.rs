//! How a customer is made, changed and deleted.

use auth::Staff;
use db::{OnConstraint, Tx};
use resource::admin::{Create, Delete, Update, duplicate};
use uuid::Uuid;
use web::{ApiError, body::Email};

use crate::store::admin::customers::{self, Customer, Said};

impl Create for Customer {
    type New = Said;

    async fn create(tx: &Tx, _: &Staff, said: Said) -> Result<Uuid, ApiError> {
        let email = said.email.clone().given();
        taken(customers::create(tx, said).await, email, false)
    }
}

impl Update for Customer {
    type Changes = Said;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, said: Said) -> Result<bool, ApiError> {
        let Some(has_account) = customers::lock(tx, id).await? else {
            return Ok(false);
        };
        if has_account && !said.email.is_keep() {
            return Err(ApiError::not_allowed("The email of a customer with an account is changed by himself"));
        }
        let email = said.email.clone().given();
        taken(customers::update(tx, id, said).await, email, has_account)
    }
}

impl Delete for Customer {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        Ok(customers::delete(tx, id).await?)
    }
}

/// 422 when another customer has the address.
fn taken<T>(done: db::Result<T>, email: Option<Email>, has_account: bool) -> Result<T, ApiError> {
    let Email(email) = email.unwrap_or_default();
    done.on_constraint("customers_one_per_address", |_| {
        duplicate(format!("Customer with email: {email}, has_account: {has_account}, already exists."))
    })
}
