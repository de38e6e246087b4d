//! `POST /admin/orders/{id}/cancel`

use auth::Staff;
use db::Tx;
use sea_orm::FromQueryResult;
use web::ApiError;

use crate::{admin::deed::Deed, order::Held, payment};

pub(super) struct Cancel;

#[derive(FromQueryResult)]
struct Done {
    done: bool,
}

impl Deed for Cancel {
    type Input = ();

    const PATH: &'static str = "/cancel";
    const NAME: &'static str = "cancel_order";

    async fn act(tx: &Tx, _: &Staff, order: &Held, _: &str, (): ()) -> Result<(), ApiError> {
        order.must_stand()?;
        // Money before credit, points and stock: locks are taken in that order, here as everywhere.
        payment::release(tx, order.id()).await?;
        let sql = "select private.cancel_order($1, $2) as done";
        let done: db::Result<Done> = db::fetch_one(tx, sql, [order.id.into(), tx.now().into()]).await;
        let Done { done } = done.map_err(|error| match &error {
            db::Error::Constraint { name, .. } if name == "orders_fulfilled" => {
                ApiError::not_allowed("All fulfillments must be canceled before canceling an order")
            }
            db::Error::Constraint { name, .. } if name == "orders_cards_used" => ApiError::not_allowed(
                "A gift card that was bought with the order is in use: refund the rest of it instead",
            ),
            _ => error.into(),
        })?;
        // It is held and stands, so somebody else cannot have done it.
        if done { Ok(()) } else { Err(ApiError::internal("an order that stands was not canceled")) }
    }
}
