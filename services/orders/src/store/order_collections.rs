//! Paying what is open of an order: a due of it, or a difference.

use axum::response::Response;
use db::{Db, Working};
use resource::admin::respond;
use uuid::Uuid;
use web::{
    ApiError,
    fields::{Plan, Selection},
};

use crate::{
    cart::view::payment::CollectionView,
    payment::{self, Desk, Paying},
};

/// Begins to pay it, and answers how.
pub(super) async fn start(
    db: &Db,
    desk: &Desk,
    working: impl Fn() -> Working,
    (id, collection): (&str, Uuid),
    (provider, paying): (&str, &Paying),
    selection: &Selection,
) -> Result<Response, ApiError> {
    payment::start_of_order(db, desk, &working, (id, collection), (provider, paying)).await?;
    let tx = db.begin_working(working()).await?;
    let found = payment::of_order(&tx, id, collection).await?;
    tx.commit().await?;
    let mut body = b"{\"payment_collection\":".to_vec();
    Plan::<CollectionView>::new(selection).write(&CollectionView::new(&found), &mut body);
    body.push(b'}');
    Ok(respond(body))
}
