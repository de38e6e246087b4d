//! `POST /admin/orders/{id}/cancel`

use auth::Staff;
use db::{OnConstraint, Tx};
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
        let Done { done } = done.on_constraint("orders_fulfilled", |_| {
            ApiError::not_allowed("All fulfillments must be canceled before canceling an order")
        })?;
        // It is held and stands, so somebody else cannot have done it.
        if done { Ok(()) } else { Err(ApiError::internal("an order that stands was not canceled")) }
    }
}
