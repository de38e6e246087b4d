//! The customer as the provider knows him, made there when he buys the first time.

use db::{Db, Tx, Working};
use entity::ids::CustomerId;
use payments::{Kind, Want, label};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use web::ApiError;

use super::{ACCOUNT, PROVIDER, end_what_is_under_way, is_under_way};
use crate::payment::{Desk, Step, plan, refused, send};

/// He, at the provider.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Buyer {
    pub(super) id: Uuid,
    pub(super) provider_ref: Option<String>,
}

#[derive(FromQueryResult)]
struct Person {
    email: Option<String>,
    name: Option<String>,
}

/// Holds the line at which his subscriptions wait for one another.
pub(super) async fn hold(tx: &Tx, customer: Uuid) -> Result<Buyer, ApiError> {
    let sql = "select c.id, c.provider_ref from private.hold_stripe_customer($1, $2) c";
    Ok(db::fetch_one(tx, sql, [ACCOUNT.into(), customer.into()]).await?)
}

/// He as the provider knows him, made there if need be: once, whoever asks at the same time.
pub(super) async fn known(
    db: &Db,
    desk: &Desk,
    working: &impl Fn() -> Working,
    customer: Uuid,
) -> Result<String, ApiError> {
    let tx = db.begin_working(working()).await?;
    let there = hold(&tx, customer).await?;
    if let Some(reference) = there.provider_ref {
        return Ok(reference);
    }
    if is_under_way(&tx, Kind::CreateCustomer, there.id).await? {
        tx.commit().await?;
        end_what_is_under_way(db, desk, working, there.id).await?;
    } else {
        let sql = "select c.email, nullif(concat_ws(' ', c.first_name, c.last_name), '') as name from customers c where c.id = $1";
        let person: Person = db::fetch_one(&tx, sql, [customer.into()]).await?;
        let labels = [
            (label::CUSTOMER, CustomerId(customer).to_string()),
            (label::ORGANIZATION, tx.organization()?.to_string()),
        ];
        let want = Want::Customer {
            email: person.email.map(Into::into),
            name: person.name.map(Into::into),
            labels: labels.map(|(name, value)| (name.to_owned(), value)).into(),
        };
        let step = plan(&tx, desk, PROVIDER, &want, there.id).await?;
        tx.commit().await?;
        if let Step::Send(attempt) = step {
            let outcome = send(db, working(), &attempt).await?;
            if let Some(error) = refused(&outcome) {
                return Err(error);
            }
        }
    }
    let tx = db.begin_working(working()).await?;
    let sql = "select c.id, c.provider_ref from stripe_customers c where c.id = $1";
    let values: [Value; 1] = [there.id.into()];
    let made: Buyer = db::fetch_one(&tx, sql, values).await?;
    tx.commit().await?;
    made.provider_ref.ok_or_else(|| ApiError::internal("the provider knows the customer, and nobody has said as whom"))
}
