//! Payment methods that are kept at a provider for a customer. Of a card its brand, its last digits and its end are known here, and nothing
//! else.

mod hear;
mod own;
mod setup;

pub(crate) use hear::{detach_all, detached, hear_setup, sync};
pub(in crate::payment) use own::look;
pub(crate) use own::{Kept, ask, list, remove};
pub(crate) use setup::{begin, is_lost};

use db::Tx;
use uuid::Uuid;
use web::ApiError;

use super::customers::Holder;

/// Refuses a method that is not kept for this customer.
pub(crate) async fn check(tx: &Tx, holder: Option<&Holder>, method: &str) -> Result<(), ApiError> {
    let sql = "select from saved_payment_methods m where m.stripe_customer_id = $1 and m.provider_ref = $2 and m.detached_at is null";
    let owner: Option<Uuid> = holder.map(|holder| holder.id);
    if owner.is_some() && db::exec(tx, sql, [owner.into(), method.into()]).await? > 0 {
        return Ok(());
    }
    Err(missing(method))
}

fn missing(method: &str) -> ApiError {
    let shown: String = method.chars().take(100).collect();
    ApiError::missing("Payment method", &shown)
}
