//! `POST /store/carts/{id}/complete`

use auth::Shopper;
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use resource::admin::respond;
use serde_json::json;
use web::{ApiError, App, SelectParams, SelectQuery, query::Query};

use super::{CartErrors, Signed, example};
use crate::{
    cart::{self, view},
    checkout::{Outcome, place},
    order,
    payment::Desk,
    store::visitor::{Deed, Visitor},
};

/// Complete a cart: it becomes an order. Asked again, it answers the same order. Where nobody has paid yet, the cart is answered, with what
/// is wrong.
#[utoipa::path(
    post,
    path = "/store/carts/{id}/complete",
    tag = "Carts",
    operation_id = "complete_cart",
    params(("id" = String, Path, description = "The cart's id.", example = "cart_01jd6nwvvgfa5sr38y5wx4pq3d"), SelectParams),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The order; or the cart, with what is wrong with its payment.", body = serde_json::Value, example = json!({
            "type": "order", "order": {"id": "order_01jd6nwvvgfa5sr38y5wx4pq3d", "display_id": 7, "status": "pending", "cart": example()["id"]}
        })),
        CartErrors,
    )
)]
pub(super) async fn complete(
    State(app): State<App>,
    shopper: Shopper,
    Extension(desk): Extension<Desk>,
    customer: Signed,
    visitor: Visitor,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let of_order = order::rules().select(fields.as_deref())?;
    visitor.does(Deed::Completion).await?;
    let working = || shopper.working(customer.as_deref());
    match place(&app.db, &desk, (shopper.organization.0, working), &id, Some(&of_order)).await? {
        Outcome::Placed(order, told) => {
            let view = match told {
                Some(view) => *view,
                // It is dropped unfinished: nothing was written, and nobody waits for the end of it.
                None => order::read(&app.db.begin_working(working()).await?, order, &of_order).await?,
            };
            let mut body = b"{\"type\":\"order\",\"order\":".to_vec();
            order::write(&view, &of_order, &mut body);
            body.push(b'}');
            Ok(respond(body))
        }
        Outcome::Unpaid { kind, message } => {
            let selection = view::rules().select(None)?;
            let tx = app.db.begin_working(shopper.working(customer.as_deref())).await?;
            let cart = cart::read(&tx, &id).await?;
            let counted = cart::count(&cart);
            let view = view::view(&tx, cart, counted, &selection).await?;
            tx.commit().await?;
            let mut body = b"{\"type\":\"cart\",\"cart\":".to_vec();
            view::write(&view, &selection, &mut body);
            let error = json!({ "message": message, "name": "Error", "type": kind });
            body.extend_from_slice(format!(",\"error\":{error}}}").as_bytes());
            Ok(respond(body))
        }
    }
}
